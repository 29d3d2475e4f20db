"""Following the journal: whoever keeps something in memory learns what it must forget.

Own commits are told at once (the follower listens to the journal); those of other processes are
found by looking at the head, in the background while the platform serves, or when somebody asks.
"""

import asyncio
import json
import logging
import time
from collections.abc import Callable
from contextlib import suppress

from chainlink.errors import GraphUnavailable
from chainlink.journal.news import Appended, Concerned, News, Trace
from chainlink.journal.service import Journal

LOOKS_EVERY = 0.5  # seconds between two looks at the head
MOST_STALE = 1.0  # seconds after which a look is too old to answer from
_GRACE = 2.0  # seconds
MOST_READ = 200_000  # entries; beyond them everything is read anew
_LOGGER = logging.getLogger(__name__)


class JournalFollower:
    """Where the journal stands, told to listeners in order; they are called in the event loop.

    `listeners` get each `News` once. The first look, a head that went back, a hash that is not
    the one seen before (a graph that was restored) and more than 200,000 entries at once all mean
    everything. Listeners must neither block nor raise.
    """

    def __init__(self, journal: Journal, *, every: float = LOOKS_EVERY) -> None:
        self.listeners: list[Callable[[News], None]] = []
        self._journal = journal
        self._every = every
        self._position: tuple[int, str] | None = None
        self._looked = float("-inf")  # monotonic time before the last look that succeeded
        self._looking = asyncio.Lock()
        self._polling: asyncio.Task[None] | None = None
        self._stopped = asyncio.Event()
        self._away = False
        journal.listeners.append(self._appended)

    @property
    def sequence(self) -> int:
        """How far listeners have been told; -1 before the first look."""
        return self.position[0]

    @property
    def position(self) -> tuple[int, str]:
        """The sequence with its entry's hash, which no other journal has at that place."""
        return self._position or (-1, "")

    @property
    def away(self) -> bool:
        """Whether the last look failed because the graph could not be reached."""
        return self._away

    def start(self) -> None:
        """Look in the background from now on; safe to repeat."""
        if self._polling is None or self._polling.done():
            self._stopped.clear()
            self._polling = asyncio.create_task(self._poll(), name="journal follower")

    async def stop(self) -> None:
        """End looking in the background; a look under way gets two seconds to end by itself."""
        if self._polling is None:
            return
        self._stopped.set()
        _, unfinished = await asyncio.wait([self._polling], timeout=_GRACE)
        for polling in unfinished:
            polling.cancel()
        await asyncio.gather(self._polling, return_exceptions=True)
        self._polling = None

    async def fresh(self) -> int:
        """The sequence, at most a second old: no reading while the background look keeps up.

        Without a background look every call reads the head. Raises GraphUnavailable.
        """
        if self._polling is None or time.monotonic() - self._looked > MOST_STALE:
            await self.look()
        return self.sequence

    async def at_least(self, sequence: int) -> None:
        """Wait until listeners know of an entry. Raises GraphUnavailable."""
        while self.sequence < sequence:
            await self.look()
            if self.sequence < sequence:
                await asyncio.sleep(self._every)

    async def look(self) -> None:
        """Read the head and tell what is new. Raises GraphUnavailable."""
        asked = time.monotonic()
        async with self._looking:
            if self._looked < asked:  # else somebody has looked since
                await self._look()

    async def _look(self) -> None:
        started = time.monotonic()
        try:
            head = await self._journal.head()
            if head != self._position:
                self._tell(head, await self._entries_up_to(head))
        except GraphUnavailable:
            self._note(away=True)
            raise
        self._looked = started
        self._note(away=False)

    async def _entries_up_to(self, head: tuple[int, str]) -> list[Trace] | None:
        """The entries between, or None where they do not follow on what was seen."""
        if self._position is None:
            return None
        sequence, last = self._position
        if not 0 < head[0] - sequence <= MOST_READ:
            return None
        entries = await self._journal.trail(sequence, head[0])
        for entry in entries:
            sequence += 1
            if (entry.sequence, entry.previous_hash) != (sequence, last):
                return None
            last = entry.hash
        return entries if (sequence, last) == head else None

    async def _appended(self, appended: Appended) -> None:
        """What this process has just committed: told before its caller goes on."""
        async with self._looking:
            if self._position == (appended.before, appended.before_hash):
                self._position = (appended.sequence, appended.hash)
                self._deliver(News(appended.sequence, appended.concerned))
            elif self.sequence < appended.sequence:  # somebody else's entries lie between
                try:
                    await self._look()
                except GraphUnavailable:
                    self._position = None  # the next look says everything again
                    self._deliver(News(appended.sequence, everything=True))

    def _tell(self, head: tuple[int, str], entries: list[Trace] | None) -> None:
        self._position = head
        if entries is None:
            self._deliver(News(head[0], everything=True))
        else:
            self._deliver(News(head[0], Concerned.of(entries)))

    def _deliver(self, news: News) -> None:
        for listener in self.listeners:
            listener(news)

    async def _poll(self) -> None:
        while not self._stopped.is_set():
            try:
                await self.look()
            except GraphUnavailable:
                pass  # said when it went; looked for again
            except Exception:  # one look that fails must not end the following
                _LOGGER.exception("%s", json.dumps({"event": "journal", "followed": False}))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopped.wait(), self._every)

    def _note(self, *, away: bool) -> None:
        """Say once that the graph has gone, and once that it is back."""
        if away != self._away:
            self._away = away
            level = logging.WARNING if away else logging.INFO
            _LOGGER.log(level, "%s", json.dumps({"event": "journal", "followed": not away}))
