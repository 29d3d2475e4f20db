"""Walking the chain of hashes beside other work: bounded pieces, one walk at a time."""

import asyncio

from chainlink.clock import Clock, instant_text
from chainlink.history.model import VerificationState
from chainlink.journal.model import START_HASH
from chainlink.journal.service import Journal
from chainlink.journal.verification import verify

SHORT = 5_000  # entries that are worth waiting for


class Verifier:
    """The last walk of this process, and the one under way."""

    def __init__(self, journal: Journal, clock: Clock) -> None:
        self.last: VerificationState | None = None
        self._journal = journal
        self._clock = clock
        self._walk: asyncio.Task[None] | None = None

    async def start(self) -> VerificationState:
        """A walk from the first entry to the head, or the one under way.

        Raises GraphUnavailable.
        """
        if self.last is not None and self.last.running and self._walk and not self._walk.done():
            return self.last
        entries, head_hash = await self._journal.head()
        state = VerificationState(entries, head_hash, instant_text(self._clock()))
        self.last = state
        self._walk = asyncio.create_task(self._run(state), name="journal verification")
        if entries <= SHORT:
            await self._walk
        return state

    async def compare(self, sequence: int, noted: str) -> str | None:
        """As `verify` with an earlier head, of its entry alone. Raises GraphUnavailable."""
        if sequence == 0:
            return None if noted == START_HASH else "journal.rewritten"
        found = await self._journal.entries(sequence - 1, 1)
        if not found:
            return "journal.cut"
        return None if found[0].hash == noted else "journal.rewritten"

    async def _run(self, state: VerificationState) -> None:
        def walked(checked: int) -> None:
            state.checked = checked

        try:
            result = await verify(self._journal, told=walked)
        except Exception:
            state.key = "journal.unfinished"  # said on the page; the reason is in the log
            raise
        else:
            state.checked, state.head_hash = result.entries, result.head_hash
            state.broken_at, state.key = result.broken_at, result.key
        finally:
            state.finished_at = instant_text(self._clock())

    async def stop(self) -> None:
        """End a walk under way."""
        if self._walk is not None and not self._walk.done():
            self._walk.cancel()
            await asyncio.gather(self._walk, return_exceptions=True)
