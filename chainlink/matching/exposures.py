"""How often each enterprise was shown to others lately: a month up to yesterday, counted daily.

Counted up to yesterday, so that all answers of one day, of every worker, rest on the same counts.
"""

import asyncio
import json
import logging
from collections import Counter
from datetime import date, timedelta

from chainlink.errors import ChainlinkError
from chainlink.graph.port import GraphStore
from chainlink.matching.arranging import PAGE
from chainlink.matching.learning.reading import read_shown_between
from chainlink.matching.projection.projection import Projection

DAYS = 30
_PATIENCE = 2.0  # seconds
_LOGGER = logging.getLogger(__name__)


class Exposures:
    """Keeps a projection's counts, read once a day."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._counts: Counter[str] = Counter()
        self._day: date | None = None
        self._reading: asyncio.Task[None] | None = None
        self._given: tuple[int, date | None] | None = None

    async def keep(self, projection: Projection, today: date) -> None:
        """Give the projection the counts of the day.

        The first questions of a day wait for them, two seconds at most; where there is more to
        read it goes on beside the questions, which use the counts of the day before.
        """
        if self._day != today:
            if self._reading is None or self._reading.done():
                self._reading = asyncio.create_task(self._read(today), name="exposures")
            await asyncio.wait({self._reading}, timeout=_PATIENCE)
        now = (id(projection), self._day)
        if self._given != now:
            projection.expose(self._counts)
            self._given = now

    async def settled(self) -> None:
        """Wait until counts that are being read are there."""
        if self._reading is not None:
            await asyncio.gather(self._reading, return_exceptions=True)

    async def close(self) -> None:
        """Stop reading."""
        if self._reading is not None:
            self._reading.cancel()
            await self.settled()

    async def _read(self, today: date) -> None:
        try:
            shown = await read_shown_between(self._store, today - timedelta(days=DAYS), today)
            self._counts = Counter(one.partner for one in shown if one.position <= PAGE)
            self._day = today
        except ChainlinkError as failure:
            _LOGGER.warning("%s", json.dumps({"event": "exposures", "failed": failure.key}))
