"""Which pairs were shown: told apart by seeker, provider and type, however often they were shown.

What was shown stands packed in the showings, which never change. So each is opened once in a
process and only the numbers of its pairs are kept: 8 bytes for each place of an answer.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import orjson
import pyarrow as pa
from numpy.typing import NDArray

from chainlink.clock import end_of_day, start_of_day
from chainlink.graph.port import GraphStore, Row
from chainlink.matching.learning.showing_rows import shown_id, unpacked
from chainlink.matching.model import MatchType
from chainlink.reporting.columns import local_days, parted
from chainlink.reporting.loading import CYPHER, columns
from chainlink.reporting.model import ReportQuestion, Rows, Whole

_TYPES = tuple(one.value for one in MatchType)
_MOST_KEPT = 200_000  # showings, some 80 MB of them with fifty pairs each
_BATCH = 1_000
Places = NDArray[np.int32]  # number of the pair, position in the answer


@dataclass(frozen=True, slots=True)
class ShownIds:
    """By what each place of an answer is known, written only for those that are asked for."""

    showing: pa.Array
    place: Rows
    position: Places

    def take(self, rows: pa.Array) -> pa.Array:
        """The ids of some places."""
        wanted = rows.to_numpy()
        showings = self.showing.take(pa.array(self.place[wanted])).to_pylist()
        positions = self.position[wanted].tolist()
        return pa.array([shown_id(*one) for one in zip(showings, positions, strict=True)])


@dataclass(frozen=True, slots=True)
class Shown:
    """Every place of every answer of the period, the first shown first.

    `asker` is a number that `members` has by committee.
    """

    ids: ShownIds
    pair: Places
    kind: Places
    asker: Places
    day: Whole
    members: Mapping[str, NDArray[np.bool_]]

    def of_members(self, rows: Rows, committees: Iterable[str]) -> Rows:
        """Those that were shown for members of these committees."""
        asked = self.asker[rows]
        hit = np.zeros(len(rows), dtype=bool)
        for committee in committees:
            if committee in self.members:
                hit |= self.members[committee][asked]
        return np.asarray(rows[hit])

    def of_kind(self, rows: Rows, match_type: str) -> Rows:
        """Those of one type."""
        return np.asarray(rows[self.kind[rows] == _TYPES.index(match_type)])

    def by_kind(self, rows: Rows) -> dict[str | None, Rows]:
        """The rows of each type."""
        return {_TYPES[kind]: part for kind, part in parted(self.kind, rows).items()}

    def by_committee(self, rows: Rows) -> dict[str | None, Rows]:
        """The rows of each committee's members; a member of two is among both."""
        found = {one: self.of_members(rows, [one]) for one in self.members}
        return {one: part for one, part in found.items() if len(part)}

    def distinct(self, rows: Rows) -> Rows:
        """Each pair once, where it was shown first."""
        _, first = np.unique(self.pair[rows], return_index=True)
        return rows[np.sort(first)]


class ShownPairs:
    """The pairs of showings, as far as this process has opened them."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._opened: dict[str, Places] = {}
        self._numbers: dict[tuple[str, str, str], int] = {}
        self._kinds: list[int] = []
        self._opening = asyncio.Lock()

    async def load(self, question: ReportQuestion, zone: ZoneInfo) -> Shown:
        """What was shown in a period. Raises Conflict where a showing is damaged."""
        found = await columns(
            self._store,
            "showings",
            first_instant=start_of_day(question.first, zone),
            last_instant=end_of_day(question.last, zone),
        )
        members = await columns(self._store, "members")
        async with self._opening:
            showings: list[str] = found["id"].to_pylist()
            await self._open(showings)
            pieces = [self._opened[one] for one in showings]
            kinds = np.array(self._kinds, dtype=np.int32)
        askers: list[str] = found["asker"].to_pylist()
        numbers = {asker: number for number, asker in enumerate(dict.fromkeys(askers))}
        lengths = [len(one) for one in pieces]
        both = np.concatenate([np.empty((0, 2), np.int32), *pieces])
        place = np.repeat(np.arange(len(showings)), lengths)
        asked = np.array([numbers[one] for one in askers], dtype=np.int32)
        pair = both[:, 0]
        return Shown(
            ids=ShownIds(found["id"], place, both[:, 1]),
            pair=pair,
            kind=kinds[pair],
            asker=asked[place],
            day=local_days(found["shown_at"], zone)[place],
            members=_members(members["enterprise"], members["committee"], numbers),
        )

    async def _open(self, showings: Sequence[str]) -> None:
        if len(self._opened) + len(showings) > _MOST_KEPT:
            self._opened.clear()
            self._numbers.clear()
            self._kinds.clear()
        unknown = [one for one in showings if one not in self._opened]
        for place in range(0, len(unknown), _BATCH):
            ids = unknown[place : place + _BATCH]
            rows = await self._store.read(CYPHER["pairs_of"], ids=ids)
            await asyncio.to_thread(self._take_in, rows)

    def _take_in(self, rows: Sequence[Row]) -> None:
        for row in rows:
            pairs = orjson.loads(unpacked(row["id"], row["pairs"]))
            places = [(self._number(one), one["position"]) for one in pairs]
            self._opened[row["id"]] = np.array(places, dtype=np.int32).reshape(-1, 2)

    def _number(self, one: Row) -> int:
        pair = (one["seeker"], one["provider"], one["match_type"])
        number = self._numbers.get(pair)
        if number is None:
            number = self._numbers[pair] = len(self._kinds)
            self._kinds.append(_TYPES.index(one["match_type"]))
        return number


def _members(
    enterprises: pa.Array, committees: pa.Array, numbers: Mapping[str, int]
) -> dict[str, NDArray[np.bool_]]:
    """By committee, for every asker whether it is a member now."""
    found: dict[str, NDArray[np.bool_]] = {}
    for enterprise, committee in zip(enterprises.to_pylist(), committees.to_pylist(), strict=True):
        if enterprise in numbers:
            mask = found.setdefault(committee, np.zeros(len(numbers), dtype=bool))
            mask[numbers[enterprise]] = True
    return found
