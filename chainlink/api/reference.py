"""What everybody reads and hardly anybody changes: the taxonomy, chains, stages, committees."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from chainlink.app import App
from chainlink.chains.model import Chain, Committee, Stage
from chainlink.journal.following import JournalFollower
from chainlink.journal.news import News
from chainlink.journal.remembering import PEOPLE
from chainlink.taxonomy.service import Taxonomy

Thing = TypeVar("Thing")


class Whole(Generic[Thing]):
    """Something small that is read whole, and again when an entry concerns no enterprise.

    Accounts and their credentials are no part of it.
    """

    def __init__(self, load: Callable[[], Awaitable[Thing]], follower: JournalFollower) -> None:
        self._load = load
        self._follower = follower
        self._reading: asyncio.Future[Thing] | None = None
        follower.listeners.append(self._hear)

    def _hear(self, news: News) -> None:
        if news.everything or news.concerned.other_labels - PEOPLE:
            self._reading = None

    async def __call__(self) -> Thing:
        """The thing as it is now. Raises GraphUnavailable."""
        await self._follower.fresh()
        reading = self._reading
        if reading is None or (reading.done() and (reading.cancelled() or reading.exception())):
            reading = self._reading = asyncio.ensure_future(self._load())
        return await asyncio.shield(reading)


class Reference:
    """The reference data of one platform, in memory."""

    def __init__(self, app: App) -> None:
        follower = app.follower
        self.taxonomy: Whole[Taxonomy] = Whole(app.taxonomy.current, follower)
        self.chains: Whole[list[Chain]] = Whole(app.chains.chains, follower)
        self.stages: Whole[list[Stage]] = Whole(app.chains.stages, follower)
        self.committees: Whole[list[Committee]] = Whole(app.chains.committees, follower)
