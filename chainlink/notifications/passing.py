"""One round of notifying: what ran out, what is new, what is to be sent; again and again."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from chainlink.clock import Clock
from chainlink.errors import GraphUnavailable
from chainlink.notifications.deliveries import DeliveryService
from chainlink.notifications.service import NotificationService
from chainlink.settings import Settings

Sweep = Callable[[datetime], Awaitable[object]]
_GRACE = 5.0  # seconds
_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did."""

    made: int
    attempts: int


class Notifier:
    """Goes round: once for a command, every few seconds while the platform serves."""

    def __init__(
        self,
        clock: Clock,
        settings: Settings,
        notifications: NotificationService,
        deliveries: DeliveryService,
        sweeps: Sequence[Sweep] = (),
    ) -> None:
        self._clock = clock
        self._every = settings.notify_every
        self._notifications = notifications
        self._deliveries = deliveries
        self._sweeps = tuple(sweeps)
        self._going: asyncio.Task[None] | None = None
        self._stopped = asyncio.Event()

    async def once(self) -> Round:
        """One round. Raises GraphUnavailable."""
        for sweep in self._sweeps:
            await sweep(self._clock())
        made = await self._notifications.make()
        return Round(made, await self._deliveries.deliver())

    def start(self) -> None:
        """Go round in the background from now on, unless the settings say never."""
        if self._every and (self._going is None or self._going.done()):
            self._stopped.clear()
            self._going = asyncio.create_task(self._go_round(), name="notifier")

    async def stop(self) -> None:
        """End going round; a round under way gets five seconds.

        What is cut off is done again when the platform serves again.
        """
        if self._going is None:
            return
        self._stopped.set()
        _, unfinished = await asyncio.wait([self._going], timeout=_GRACE)
        for going in unfinished:
            going.cancel()
        await asyncio.gather(self._going, return_exceptions=True)
        self._going = None

    async def _go_round(self) -> None:
        while not self._stopped.is_set():
            try:
                await self.once()
            except GraphUnavailable:
                _LOGGER.warning("%s", json.dumps({"event": "notifying", "graph": "away"}))
            except Exception:  # one bad round must not be the last
                _LOGGER.exception("%s", json.dumps({"event": "notifying", "done": False}))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopped.wait(), self._every)
