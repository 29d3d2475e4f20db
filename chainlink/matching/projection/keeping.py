"""The projection of one process: loaded once, then kept up with the journal."""

import asyncio
import json
import logging
import time
from collections.abc import Callable
from datetime import datetime

from chainlink.errors import GraphUnavailable
from chainlink.graph.port import GraphStore
from chainlink.journal.following import JournalFollower
from chainlink.journal.news import News
from chainlink.matching.projection.index import Index
from chainlink.matching.projection.loading import (
    PAGE,
    dismissing,
    enterprise_ids,
    load_enterprises,
    load_tables,
    pages,
)
from chainlink.matching.projection.projection import Projection
from chainlink.settings import Settings

_LOGGER = logging.getLogger(__name__)
COMPACT_AT = 20_000  # groups and lists that changed
Progress = Callable[[int, int], None]


class ProjectionKeeper:
    """Gives the projection as it is now; `progress` is told (pages read, pages in all)."""

    def __init__(self, store: GraphStore, follower: JournalFollower, settings: Settings) -> None:
        self.progress: Progress = _log_progress
        self.away = False  # answers come from before the graph went away
        self._store = store
        self._follower = follower
        self._settings = settings
        self._projection: Projection | None = None
        self._changed: set[str] = set()
        self._dismissals: set[str] = set()
        self._everything = True
        self.held = asyncio.Lock()  # whoever holds it sees nothing change
        self._compacting: asyncio.Task[None] | None = None
        follower.listeners.append(self._heard)

    @property
    def loaded(self) -> Projection | None:
        """The projection as it was last used; None before the first question."""
        return self._projection

    @property
    def _stale(self) -> bool:
        changed = self._changed or self._dismissals
        return self._everything or bool(changed) or self._projection is None

    def _heard(self, news: News) -> None:
        self._changed |= news.concerned.enterprises
        self._dismissals |= news.concerned.unnamed
        self._everything |= news.everything

    async def current(self, at_least: int | None = None) -> Projection:
        """The projection with everything that this process committed, and others a second ago.

        With `at_least` it waits until it has seen that entry of the journal. While the graph is
        away it goes on with what it has, and `away` says so.
        Raises GraphUnavailable when there is nothing yet to go on with.
        """
        try:
            if at_least is not None:
                await self._follower.at_least(at_least)
            elif self._store.one_process:
                await self._follower.fresh()
            else:
                await self._follower.look()  # nobody who opted out elsewhere a moment ago is named
            if self._stale or self.held.locked():
                async with self.held:
                    await self._catch_up()
            elif self._projection is not None:
                self._projection.sequence = self._follower.sequence  # nothing of it concerns us
        except GraphUnavailable:
            self.away = True
            if self._projection is None:
                raise
            return self._projection
        self.away = False
        assert self._projection is not None  # noqa: S101 - caught up
        return self._projection

    async def _catch_up(self) -> None:
        everything = self._everything or self._projection is None
        changed, self._changed, self._everything = self._changed, set(), False
        dismissals, self._dismissals = self._dismissals, set()
        sequence = self._follower.sequence  # what is heard while reading is not in yet
        try:
            if everything:
                self._projection = await self._load()
            elif (changed or dismissals) and self._projection is not None:
                changed |= await dismissing(self._store, sorted(dismissals))
                await self._follow(self._projection, sorted(changed))
                self._compact_if_due(self._projection)
            if self._projection is not None:
                self._projection.sequence = sequence
        except BaseException:
            self._changed |= changed
            self._dismissals |= dismissals
            self._everything |= everything
            raise

    async def _follow(self, projection: Projection, changed: list[str]) -> None:
        """Page by page; a link may lead to an enterprise of a later page, so those come first."""
        parts = [changed[place : place + PAGE] for place in range(0, len(changed), PAGE)]
        if len(parts) > 1:
            for part in parts:
                projection.put_enterprises(await load_enterprises(self._store, part))
        for part in parts:
            projection.follow(await load_tables(self._store, part))

    async def settled(self) -> None:
        """Wait until a compaction under way has ended."""
        if self._compacting is not None:
            await asyncio.gather(self._compacting, return_exceptions=True)

    def _compact_if_due(self, projection: Projection) -> None:
        if projection.index.beside >= COMPACT_AT and (
            self._compacting is None or self._compacting.done()
        ):
            self._compacting = asyncio.create_task(self._compact(projection), name="compaction")

    async def _compact(self, projection: Projection) -> None:
        """Sort what changed into the arrays, beside questions and following."""
        projection.begin_compaction()
        made = await asyncio.to_thread(Index, projection)
        texts = await asyncio.to_thread(projection.texts.sorted)
        projection.texts.use(texts)
        projection.end_compaction(made)

    async def _load(self) -> Projection:
        """Everything in the graph, page by page."""
        started = time.perf_counter()
        ahead = self._settings.zone.utcoffset(datetime.now())
        projection = Projection(int(ahead.total_seconds() * 1_000_000) if ahead else 0)
        ids = await enterprise_ids(self._store)
        done = 0
        async for tables in pages(self._store, ids):
            await asyncio.to_thread(projection.append, tables)
            done += tables.enterprises.num_rows
            self.progress(done, len(ids))
        await asyncio.to_thread(projection.settle)
        sizes = projection.sizes()
        told = {"event": "projection", "enterprises": sizes.enterprises, "claims": sizes.claims}
        told |= {"seconds": round(time.perf_counter() - started, 2)}
        _LOGGER.info("%s", json.dumps(told))
        return projection


def _log_progress(done: int, total: int) -> None:
    if total > 20_000:
        _LOGGER.info("%s", json.dumps({"event": "projection", "read": done, "of": total}))
