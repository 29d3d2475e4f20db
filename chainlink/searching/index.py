"""Names of enterprises, deals, orders and events in memory, as the journal leaves them.

About 0.5 kB a thing. Who was merged into another is found by its old names as that one.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from chainlink.graph.cypher import Queries
from chainlink.graph.port import GraphStore, Row
from chainlink.journal.following import JournalFollower
from chainlink.journal.news import News, Trace
from chainlink.journal.service import Journal
from chainlink.searching.names import Named, Names

CYPHER = Queries(__package__ or "")
_MOST_FOLLOWED = 5_000  # entries; more are read as everything


class SearchIndex:
    """The four kinds that no room keeps whole in memory under the names that people search by."""

    def __init__(self, store: GraphStore, journal: Journal, follower: JournalFollower) -> None:
        self._store = store
        self._journal = journal
        self._follower = follower
        self._position = -1
        self._beginnings = 0  # how often everything was to be read anew
        self._reading = asyncio.Lock()
        self.enterprises = Names()
        self.deals = Names()
        self.orders = Names()
        self.events = Names()
        follower.listeners.append(self._hear)

    def _hear(self, news: News) -> None:
        if news.everything:
            self._position = -1
            self._beginnings += 1

    async def ready(self) -> None:
        """Bring it up to the journal. Raises GraphUnavailable."""
        target = await self._follower.fresh()
        if self._position >= target:
            return
        async with self._reading:
            beginning, position = self._beginnings, self._position
            if position >= target:
                return
            known = 0 <= target - position <= _MOST_FOLLOWED and position >= 0
            traces = await self._journal.trail(position, target) if known else []
            if not known or any(map(_merges, traces)):
                await self._read_all()
            else:
                await self._read_changed(traces)
            if beginning == self._beginnings:
                self._position = target

    async def _read_all(self) -> None:
        self.enterprises = Names(await self._enterprises({"everything": True, "ids": [""]}))
        for label, kind in _KINDS.items():
            rows = await self._store.read(CYPHER[kind], everything=True, ids=[""])
            setattr(self, kind, Names(map(_NAMED[label], rows)))

    async def _read_changed(self, traces: Sequence[Trace]) -> None:
        changed: dict[str, set[str]] = defaultdict(set)
        for one in traces:
            changed[one.subject_label].add(one.subject)
        if ids := sorted(changed["Enterprise"]):
            found = await self._enterprises({"everything": False, "ids": ids})
            self.enterprises.replace(ids, found)
        for label, kind in _KINDS.items():
            if ids := sorted(changed[label]):
                rows = await self._store.read(CYPHER[kind], everything=False, ids=ids)
                names: Names = getattr(self, kind)
                names.replace(ids, map(_NAMED[label], rows))

    async def _enterprises(self, asked: Mapping[str, object]) -> list[Named]:
        merged: dict[str, list[Row]] = defaultdict(list)
        for row in await self._store.read(CYPHER["merged"]):
            merged[row["kept"]].append(row)
        rows = await self._store.read(CYPHER["enterprises"], **asked)
        return [_enterprise(row, merged[row["id"]]) for row in rows]


def _merges(trace: Trace) -> bool:
    """Whether enterprises became one: then what lay between them has other parties now."""
    return trace.subject_label == "Enterprise" and len(trace.enterprises) > 1


def _enterprise(row: Row, merged: Sequence[Row]) -> Named:
    others = [row["name_en"], *(row["former_names"] or ())]
    codes = [row["uscc"]]
    for one in merged:
        others += [one["name"], one["name_en"], *(one["former_names"] or ())]
        codes += [one["uscc"], one["id"]]
    return Named.of(row["id"], row["name"], others=others, codes=codes)


def _deal(row: Row) -> Named:
    parties = tuple(row["parties"] or ())
    return Named.of(row["id"], row["title"] or "", parties=parties, version=row["version"])


def _order(row: Row) -> Named:
    parties = tuple(dict.fromkeys((row["seller"], row["maker"])))
    number = row["order_number"]
    return Named.of(row["id"], number, codes=[number], parties=parties, version=row["version"])


def _event(row: Row) -> Named:
    return Named.of(row["id"], row["name_zh"], others=[row["name_en"]])


_KINDS = {"Deal": "deals", "CrossBorderOrder": "orders", "Event": "events"}
_NAMED: Mapping[str, Callable[[Row], Named]] = {
    "Deal": _deal,
    "CrossBorderOrder": _order,
    "Event": _event,
}
