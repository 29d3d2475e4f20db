"""The log of what was shown: kept beside the journal, written behind the answer's back.

An answer is queued as it is and written within a second; the request pays for one look-up and one
append. A process that is killed loses what it has queued, at most that second's showings: it is
telemetry, and no decision rests on it.
"""

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import Sequence

from chainlink.clock import Clock, instant_text
from chainlink.errors import GraphUnavailable, NotFound
from chainlink.graph.cypher import Queries
from chainlink.graph.port import GraphStore, GraphTransaction, Row
from chainlink.graph.records import Records
from chainlink.matching.learning.examples import Shown
from chainlink.matching.learning.showing_rows import (
    Given,
    Question,
    answer_of,
    pairs_of,
    showing_row,
)
from chainlink.matching.model import Recommendation

CYPHER = Queries(__package__ or "")
QUEUED_MOST = 1000  # answers; what comes on top is not recorded
_BATCH = 50
_REMEMBERED = 20_000
_TRIES = 5
_PAUSE = 0.5  # seconds between writings, and before a failed one is tried again
_logger = logging.getLogger(__name__)


class ShowingLog:
    """Records what was shown, and shows it again."""

    def __init__(self, store: GraphStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._queue: deque[Given] = deque()
        self._known: OrderedDict[Question, str] = OrderedDict()
        self._writer: asyncio.Task[None] | None = None
        self._writing = asyncio.Lock()
        self.lost = 0

    def record(
        self,
        question: Question,
        answer: Sequence[Recommendation],
        chances: Sequence[float] | None = None,
    ) -> str:
        """Queue an answer and return the showing's id; the same question is recorded once.

        `chances` are those that each was shown at all, the recommendations' own where they are
        left out. Needs a running event loop. Nothing is raised: a full queue counts the answer in
        `lost`.
        """
        known = self._known.get(question)
        if known is not None:
            return known
        id_ = self._known[question] = question.id
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        if len(self._queue) >= QUEUED_MOST:
            self._lose(1)
            return id_
        likely = tuple(chances if chances is not None else (one.propensity for one in answer))
        now = instant_text(self._clock())
        self._queue.append(Given(id_, question, tuple(answer), likely, now))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.get_running_loop().create_task(self._write_behind())
        return id_

    async def again(self, showing: str) -> tuple[Recommendation, ...]:
        """Exactly what was shown. Raises NotFound, Conflict where the record is damaged.

        Who may see it is the caller's to decide, as for the recommendations of the asker now.
        """
        return answer_of(showing, await self._row(showing))

    async def pairs(self, showing: str) -> list[Shown]:
        """The pairs of a showing as learning reads them. Raises as `again` does."""
        return pairs_of(await self._row(showing))

    async def asker_of(self, showing: str) -> str:
        """For whom it was asked. Raises NotFound."""
        return str((await self._row(showing))["asker"])

    async def _row(self, showing: str) -> Row:
        await self.flush()
        rows = await self._store.read(CYPHER["showing"], id=showing)
        if not rows:
            raise NotFound("showing.unknown", id=showing)
        return rows[0]

    async def flush(self) -> None:
        """Write what is queued now. Raises GraphUnavailable, and keeps it queued then."""
        async with self._writing:
            while self._queue:
                await self._write_batch()

    async def close(self) -> None:
        """Write what is queued and stop; what cannot be written any more is lost."""
        if self._writer is not None:
            self._writer.cancel()
            await asyncio.gather(self._writer, return_exceptions=True)
        try:
            await self.flush()
        except GraphUnavailable:
            self._lose(len(self._queue))
            self._queue.clear()

    async def _write_behind(self) -> None:
        """Write until the queue is empty; a graph that stays away is tried at the next answer."""
        for _ in range(_TRIES):
            await asyncio.sleep(_PAUSE)
            try:
                await self.flush()
            except GraphUnavailable:
                _logger.warning("showings cannot be written yet: %d queued", len(self._queue))
            if not self._queue:
                return

    async def _write_batch(self) -> None:
        """The oldest of the queue; a batch that fails twice for a reason of its own is lost.

        Two processes that write the same showing at the same instant collide; the second time the
        one sees what the other wrote.
        """
        batch = [self._queue[place] for place in range(min(_BATCH, len(self._queue)))]
        rows = await asyncio.to_thread(lambda: [showing_row(one) for one in batch])
        for last in (False, True):
            try:
                await self._store.transact(lambda transaction: _write(transaction, rows))
                break
            except GraphUnavailable:
                raise
            except Exception:
                if last:
                    _logger.exception("showings that cannot be written: %d", len(batch))
                    self.lost += len(batch)
        for _ in batch:
            self._queue.popleft()

    def _lose(self, count: int) -> None:
        if count and not self.lost:
            _logger.warning("showings are not recorded: the queue is full or the graph is away")
        self.lost += count


async def _write(transaction: GraphTransaction, rows: Sequence[Row]) -> None:
    """What is not there yet: another process may have answered the same question."""
    ids = [row["id"] for row in rows]
    known = {row["id"] for row in await transaction.read(CYPHER["known_showings"], ids=ids)}
    new = [row for row in rows if row["id"] not in known]
    await Records(transaction).create("Showing", new)
