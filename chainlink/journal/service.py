"""Every change of the graph goes through here and leaves its entry in the same transaction."""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import rfc8785
from pydantic import BaseModel, TypeAdapter

from chainlink.clock import Clock, instant_text
from chainlink.errors import Conflict
from chainlink.graph.cypher import Queries
from chainlink.graph.declaration import GraphSchema, load_schema
from chainlink.graph.port import GraphStore, GraphTransaction
from chainlink.graph.records import Records
from chainlink.journal.model import START_HASH, JournalEntry, NewEntry, hashable_facts
from chainlink.journal.news import Appended, Concerned, Trace

Result = TypeVar("Result")
CYPHER = Queries(__package__ or "")
PAGE = 5000


@dataclass(frozen=True, slots=True)
class Repeatable:
    """A change that its caller may send again: same account and key, same answer, done once."""

    actor: str
    key: str | None
    operation: str
    content: BaseModel | Mapping[str, Any]

    @property
    def id(self) -> str:
        """Where the first answer is kept."""
        return f"{self.actor}:{self.key}"

    @property
    def digest(self) -> str:
        """SHA-256 of the operation and its input, so that a key used for something else shows."""
        content = self.content
        plain = content.model_dump(mode="json") if isinstance(content, BaseModel) else dict(content)
        return hashlib.sha256(rfc8785.dumps([self.operation, plain])).hexdigest()


@dataclass(slots=True)
class Change:
    """One change under way: its transaction, its time, who makes it, and what it records."""

    transaction: GraphTransaction
    now: str
    actor: str
    schema: GraphSchema
    entries: list[NewEntry] = field(default_factory=list)

    @property
    def records(self) -> Records:
        """Bulk writing in this change's transaction."""
        return Records(self.transaction, self.schema)

    def record(
        self,
        action: str,
        label: str,
        subject: str,
        properties: Mapping[str, Any],
        enterprises: tuple[str, ...] = (),
    ) -> None:
        """Note what changed; wording and personal values are named, never written."""
        self.entries.append(
            NewEntry(
                at=self.now,
                actor=self.actor,
                action=action,
                subject_label=label,
                subject=subject,
                enterprises=enterprises,
                facts=hashable_facts(self.schema, label, properties),
            )
        )


class Journal:
    """The append-only record: audit, change feed, and the one gate through which changes go.

    `listeners` are awaited after each commit with what it appended, before its caller goes on, so
    that what is kept in memory follows at once; they must not raise.
    """

    def __init__(self, store: GraphStore, clock: Clock, schema: GraphSchema | None = None) -> None:
        self.listeners: list[Callable[[Appended], Awaitable[None]]] = []
        self._store = store
        self._clock = clock
        self._schema = schema or load_schema()

    async def prepare(self) -> None:
        """Create the head of an empty journal; safe to repeat."""

        async def work(transaction: GraphTransaction) -> None:
            await transaction.write(CYPHER["ensure_head"], start=START_HASH)

        await self._store.transact(work)

    async def change(
        self,
        actor: str,
        work: Callable[[Change], Awaitable[Result]],
        *,
        repeatable: Repeatable | None = None,
        answer: type[Result] | None = None,
    ) -> Result:
        """Run `work` in one transaction and append what it recorded, whole or not at all.

        The head is locked first, so changes happen one after the other on both engines and a
        check made in `work` still holds when it writes. With `repeatable` the answer is kept
        (as `answer`, a pydantic type) and given again to the same request.
        Raises Conflict when a request key was used before for other input, GraphUnavailable when
        the graph cannot be reached; whatever `work` raises undoes everything.
        """
        keyed = repeatable if repeatable is not None and repeatable.key else None

        async def whole(transaction: GraphTransaction) -> tuple[Result, Appended | None]:
            now = instant_text(self._clock())
            [head] = await transaction.write(CYPHER["lock_head"], now=now)
            adapter: TypeAdapter[Result] | None = TypeAdapter(answer) if keyed and answer else None
            if keyed and adapter:
                kept = await transaction.read(CYPHER["request_by_id"], id=keyed.id)
                if kept and kept[0]["digest"] != keyed.digest:
                    raise Conflict("request.reused", request=keyed.key)
                if kept:
                    return adapter.validate_json(kept[0]["answer"]), None
            change = Change(transaction, now, actor, self._schema)
            result = await work(change)
            appended = await self._append(change, head["sequence"], head["hash"])
            if keyed and adapter:
                await change.records.create(
                    "Request",
                    [
                        {
                            "id": keyed.id,
                            "operation": keyed.operation,
                            "digest": keyed.digest,
                            "answer": adapter.dump_json(result).decode(),
                            "recorded_at": now,
                        }
                    ],
                )
            return result, appended

        result, appended = await self._store.transact(whole)
        if appended is not None:
            for listener in self.listeners:
                await listener(appended)
        return result

    async def _append(self, change: Change, sequence: int, last_hash: str) -> Appended | None:
        before, before_hash, chained = sequence, last_hash, []
        for entry in change.entries:
            sequence += 1
            placed = entry.chained(sequence, last_hash)
            last_hash = placed.hash
            chained.append(placed.model_dump() | {"enterprises": list(placed.enterprises)})
        if not chained:
            return None
        await change.records.create("JournalEntry", chained)
        await change.transaction.write(CYPHER["move_head"], sequence=sequence, hash=last_hash)
        concerned = Concerned.of(change.entries)
        return Appended(before, before_hash, sequence, last_hash, concerned)

    async def head(self) -> tuple[int, str]:
        """Sequence and hash of the newest entry; (0, zeros) when there is none."""
        rows = await self._store.read(CYPHER["head"])
        return (rows[0]["sequence"], rows[0]["hash"]) if rows else (0, START_HASH)

    async def trail(self, after: int, until: int) -> list[Trace]:
        """As `entries`, of each only what following needs."""
        found: list[Trace] = []
        for start in range(after, until, PAGE):
            rows = await self._store.read(
                CYPHER["trail"], after=start, until=min(start + PAGE, until)
            )
            found += [Trace(**(row | {"enterprises": row["enterprises"] or ()})) for row in rows]
        return found

    async def entries(self, after: int, most: int = PAGE) -> list[JournalEntry]:
        """Entries with a sequence above `after`, oldest first, at most `most`."""
        rows = await self._store.read(CYPHER["entries_after"], after=after, until=after + most)
        return [
            JournalEntry(**(row | {"enterprises": tuple(row["enterprises"] or ())})) for row in rows
        ]
