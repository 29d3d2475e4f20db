"""Places where two enterprises meet: which claims, by which categories, how well they fit."""

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from chainlink.matching.model import MatchType
from chainlink.matching.projection.codes import hashed
from chainlink.matching.projection.day import Day
from chainlink.matching.reach import Reach, Reaches, Way

LEAST_FIT = 0.25
NO_CATEGORY = -1
MATCH_TYPES = tuple(MatchType)


@dataclass(frozen=True, slots=True)
class Meetings:
    """One row a meeting of one asker; `fit` 0..1 says how well the categories do.

    `kind` is the match type's place in MATCH_TYPES. Certainties are negative where a category was
    read, not ticked. `reach` and `slot` say by which way of `reaches` the two categories meet; -1
    where none was needed.
    """

    seeker_claim: npt.NDArray[np.int64]
    provider_claim: npt.NDArray[np.int64]
    seeker_category: npt.NDArray[np.int64]
    provider_category: npt.NDArray[np.int64]
    seeker_certainty: npt.NDArray[np.float64]
    provider_certainty: npt.NDArray[np.float64]
    fit: npt.NDArray[np.float64]
    reach: npt.NDArray[np.int64]
    slot: npt.NDArray[np.int64]
    seeks: npt.NDArray[np.bool_]
    kind: npt.NDArray[np.int8]
    reaches: tuple[Reach, ...] = ()

    def __len__(self) -> int:
        return len(self.fit)

    def take(self, rows: npt.NDArray[Any]) -> "Meetings":
        """Some of the rows, by number or by mask."""
        columns = {one.name: getattr(self, one.name) for one in fields(self)}
        reaches = columns.pop("reaches")
        return Meetings(**{name: column[rows] for name, column in columns.items()}, reaches=reaches)

    def of_kind(self, match_type: MatchType) -> "Meetings":
        """The same as meetings of a match type."""
        return replace(self, kind=np.full(len(self), MATCH_TYPES.index(match_type), np.int8))

    def way(self, row: int) -> Way | None:
        """How the two categories of a row meet."""
        place = int(self.reach[row])
        return None if place < 0 else self.reaches[place].ways[int(self.slot[row])]

    def partner_claim(self) -> npt.NDArray[np.int64]:
        """The claim of whoever is not the asker."""
        return np.where(self.seeks, self.provider_claim, self.seeker_claim)


def joined(parts: list[Meetings]) -> Meetings:
    """Several in one."""
    kept = [part for part in parts if len(part)]
    if not kept:
        return NOBODY
    columns = {}
    for one in fields(Meetings):
        if one.name != "reaches":
            columns[one.name] = np.concatenate([getattr(part, one.name) for part in kept])
    offset = np.cumsum([0, *(len(part.reaches) for part in kept[:-1])])
    columns["reach"] = np.concatenate(
        [
            np.where(part.reach < 0, -1, part.reach + add)
            for part, add in zip(kept, offset, strict=True)
        ]
    )
    return Meetings(**columns, reaches=tuple(one for part in kept for one in part.reaches))


def _nothing() -> Meetings:
    whole, part, flag = np.zeros(0, np.int64), np.zeros(0, np.float64), np.zeros(0, bool)
    kind = np.zeros(0, np.int8)
    return Meetings(whole, whole, whole, whole, part, part, part, whole, whole, flag, kind)


NOBODY = _nothing()


def ties(day: Day, reaches: Reaches, rows: Meetings) -> npt.NDArray[np.uint64]:
    """A number that orders equal meetings by what they say, never by who says it."""
    said = day.projection.said_hash
    names = reaches.hashes()
    return hashed(
        hashed(said(rows.seeker_claim) + np.uint64(1))
        + hashed(said(rows.provider_claim) + np.uint64(2))
        + hashed(names[rows.seeker_category] + np.uint64(3))
        + hashed(names[rows.provider_category] + np.uint64(4))
    )


def best_of_each(day: Day, reaches: Reaches, rows: Meetings, most: int) -> Meetings:
    """Each pair's best meeting in each match type, of each type the `most` that fit best.

    A stated need says more than an inferred one, whatever the categories. Both sides choose the
    same of the same, so both see the same score; a pair may meet in both directions.
    """
    if len(rows) == 0:
        return rows
    claims = day.projection.claims
    need = claims.need[rows.seeker_claim]
    seeker = claims.owner[rows.seeker_claim].astype(np.int64)
    pair = seeker * len(day.projection.enterprises) + claims.owner[rows.provider_claim]
    pair = pair * len(MATCH_TYPES) + rows.kind
    order = np.lexsort((-rows.fit, ~need, pair))
    pair, need, fit = pair[order], need[order], rows.fit[order]
    new = np.append(True, pair[1:] != pair[:-1])
    first = np.flatnonzero(new)[np.cumsum(new) - 1]
    level = (need == need[first]) & (fit == fit[first])
    order, pair, new = order[level], pair[level], new[level]
    if not new.all():
        among = np.lexsort((ties(day, reaches, rows.take(order)), pair))
        order, pair = order[among], pair[among]
        order = order[np.append(True, pair[1:] != pair[:-1])]
    if len(order) > most:
        chosen = rows.take(order)
        by_fit = np.lexsort((ties(day, reaches, chosen), -chosen.fit, chosen.kind))
        order = order[by_fit][first_of_each(chosen.kind[by_fit], most)]
    return rows.take(order)


def first_of_each(kinds: npt.NDArray[Any], most: int) -> npt.NDArray[np.bool_]:
    """The first `most` of each kind, which stand together."""
    starts = np.searchsorted(kinds, kinds)
    found: npt.NDArray[np.bool_] = np.arange(len(kinds)) - starts < most
    return found
