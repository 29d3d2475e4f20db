"""All enterprises in memory, so that finding and listing them asks nothing of the graph.

About 2 kB an enterprise. With more than `MOST`, or a row that no rule of ours would have let in,
the graph is asked instead.
"""

import asyncio
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from chainlink.enterprises import registry
from chainlink.enterprises.model import Enterprise
from chainlink.enterprises.registry import CYPHER, enterprise_of
from chainlink.graph.port import GraphReader
from chainlink.journal.following import JournalFollower
from chainlink.journal.news import News
from chainlink.journal.remembering import concerns_all

MOST = 50_000
_SORTED_ANEW_ABOVE = 500  # changed ones; fewer are put in their places one by one
_EVERYBODY = {
    "search": "",
    "sector": "",
    "chain": "",
    "region": "",
    "name": "",
    "id": "",
    "own": "",
    "agreed": [""],
    "member": False,
    "officer": False,
    "everything": True,
    "committees": [""],
}
Place = tuple[str, str]  # name and id, the order of every list


@dataclass(frozen=True, slots=True)
class Listed:
    """An enterprise with the committees that it belongs to or asks to join."""

    enterprise: Enterprise
    committees: frozenset[str]


async def committees_of(reader: GraphReader, ids: Sequence[str]) -> dict[str, frozenset[str]]:
    """Committees by enterprise, asked ones included."""
    found: dict[str, set[str]] = {id_: set() for id_ in ids}
    if found:
        for row in await reader.read(CYPHER["committees_of"], ids=list(found)):
            found[row["enterprise"]].add(row["committee"])
    return {id_: frozenset(of_id) for id_, of_id in found.items()}


class Directory:
    """All enterprises as the journal left them."""

    def __init__(self, reader: GraphReader, follower: JournalFollower, most: int = MOST) -> None:
        self._reader = reader
        self._follower = follower
        self._most = most
        self._by_id: dict[str, Listed] = {}
        self._by_code: dict[str, str] = {}
        self._merged: dict[str, str] = {}  # who was merged into whom
        self._old_codes: dict[str, str] = {}  # and by whose code
        self._places: list[Place] = []
        self._whole = False
        self._unfit = False
        self._beginnings = 0  # how often everything was to be read anew
        self.version = 0  # another one whenever something in it is another
        self._changed: set[str] = set()
        self._overtaken: set[str] = set()  # changed while changed ones were read
        self._reading = asyncio.Lock()
        follower.listeners.append(self._hear)

    def _hear(self, news: News) -> None:
        if concerns_all(news):
            self._whole = self._unfit = False
            self._beginnings += 1
        self._changed |= news.concerned.enterprises
        self._overtaken |= news.concerned.enterprises

    async def ready(self) -> bool:
        """Bring it up to the journal; False where the graph is to be asked instead.

        Raises GraphUnavailable.
        """
        await self._follower.fresh()
        if self._unfit or (self._whole and not self._changed):
            return self._whole
        async with self._reading:
            beginning = self._beginnings
            self.version += 1
            try:
                if not self._whole:
                    await self._read_all(beginning)
                elif self._changed:
                    await self._read_changed()
            except ValueError:  # who asks for that very row learns of it
                self._whole, self._unfit = False, beginning == self._beginnings
        return self._whole

    async def _read_all(self, beginning: int) -> None:
        self._changed.clear()
        rows = await self._reader.read(CYPHER["search"], first=self._most + 1, **_EVERYBODY)
        if len(rows) > self._most:
            self._unfit = beginning == self._beginnings
            return
        found = [enterprise_of(row) for row in rows]
        committees = await committees_of(self._reader, [one.id for one in found])
        self._by_id = {one.id: Listed(one, committees[one.id]) for one in found}
        self._by_code = {one.uscc: one.id for one in found}
        await self._read_merged()
        self._places = sorted((one.name, one.id) for one in found)
        self._whole = beginning == self._beginnings

    async def _read_changed(self) -> None:
        changed = set(self._changed)
        self._overtaken.clear()
        found = await registry.stored(self._reader, sorted(changed))
        if merged := {id_ for id_, one in found.items() if one.merged_into is not None}:
            await self._read_merged()
            found = {id_: one for id_, one in found.items() if id_ not in merged}
        committees = await committees_of(self._reader, list(found))
        few = len(changed) <= _SORTED_ANEW_ABOVE
        for id_ in changed:
            self._remove(id_, in_place=few)
        for id_, one in found.items():
            self._by_id[id_] = Listed(one, committees[id_])
            self._by_code[one.uscc] = id_
            if few:
                insort(self._places, (one.name, id_))
        if not few:
            self._places = sorted((one.enterprise.name, id_) for id_, one in self._by_id.items())
        self._changed -= changed - self._overtaken
        if len(self._by_id) > self._most:
            self._whole = False

    async def _read_merged(self) -> None:
        rows = await self._reader.read(CYPHER["merged"])
        self._merged = {row["id"]: row["kept"] for row in rows}
        self._old_codes = {row["uscc"]: row["kept"] for row in rows}

    def _remove(self, id_: str, *, in_place: bool) -> None:
        before = self._by_id.pop(id_, None)
        if before is None:
            return
        self._by_code.pop(before.enterprise.uscc, None)
        if in_place:
            del self._places[bisect_left(self._places, (before.enterprise.name, id_))]

    def by_id(self, id_: str) -> Listed | None:
        """One enterprise; the id of one that was merged leads to the one kept."""
        return self._by_id.get(self._merged.get(id_, id_))

    def everybody(self) -> Iterator[Listed]:
        """All of them by name and id."""
        return (self._by_id[id_] for _, id_ in self._places)

    def by_code_or_name(self, code: str, name: str) -> Iterator[Listed]:
        """Those with the code or the exact name, by name and id."""
        coded = self._by_code.get(code, self._old_codes.get(code))
        ids = {coded} if coded is not None else set()
        for _, id_ in self._places[bisect_left(self._places, (name, "")) :]:
            if self._by_id[id_].enterprise.name != name:
                break
            ids.add(id_)
        found = [self._by_id[id_] for id_ in ids]
        return iter(sorted(found, key=lambda one: (one.enterprise.name, one.enterprise.id)))

    def after(
        self, place: Place | None, wanted: Callable[[Listed], bool], most: int
    ) -> list[Enterprise]:
        """Up to `most` enterprises after a place that are wanted, by name and id."""
        begin = bisect_right(self._places, place) if place else 0
        found: list[Enterprise] = []
        for position in range(begin, len(self._places)):
            listed = self._by_id[self._places[position][1]]
            if wanted(listed):
                found.append(listed.enterprise)
                if len(found) == most:
                    break
        return found
