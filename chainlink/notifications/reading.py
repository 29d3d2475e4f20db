"""Notifications at the doors: read by who they are for, and marked as read."""

from collections.abc import Mapping, Sequence

from chainlink.accounts.model import PUBLIC, Actor, Scope
from chainlink.errors import Forbidden, InvalidInput
from chainlink.graph.port import GraphReader, GraphStore, Row
from chainlink.journal.service import Change, Journal, Repeatable
from chainlink.notifications.entries import CYPHER
from chainlink.notifications.model import Notification, audiences_of
from chainlink.notifications.sight import Seen, Sight

UNREAD_MOST = 1000
MARKED_MOST = 100
_LAST = ("9999", 2**62, "~")
After = tuple[str, int, str]


class NotificationReading:
    """What an account reads of what it is told."""

    def __init__(self, store: GraphStore, journal: Journal, sight: Sight) -> None:
        self._store = store
        self._journal = journal
        self._sight = sight

    async def listed(
        self, actor: Actor, *, unread: bool = False, first: int = 20, after: After | None = None
    ) -> list[Seen]:
        """Up to `first` of the actor's notifications after a (time, sequence, id), newest first."""
        found: list[Seen] = []
        if Scope.READ not in actor.scopes or actor.account == PUBLIC.account:
            return found
        place = after or _LAST
        while len(found) < first:
            most = max(first + 1, 50)
            where = {"at": place[0], "sequence": place[1], "id": place[2], "most": most}
            audiences = audiences_of(actor)
            if unread:
                rows = await self._store.read(
                    CYPHER["listed_unread"], audiences=audiences, account=actor.account, **where
                )
            else:
                rows = await self._store.read(CYPHER["listed"], audiences=audiences, **where)
            read = await self._read_by(actor, rows, unread=unread)
            found += await self._sight.of(actor, read)
            if len(rows) < most:
                break
            place = (read[-1].recorded_at, read[-1].sequence, read[-1].id)
        return found[:first]

    async def _read_by(
        self, actor: Actor, rows: Sequence[Row], *, unread: bool = False
    ) -> list[Notification]:
        """Rows with the time at which the actor has read each."""
        ids = [] if unread else [row["id"] for row in rows]
        marks = await _marks(self._store, actor.account, ids)
        return [Notification.of(row | {"read_at": marks.get(row["id"])}) for row in rows]

    async def unread(self, actor: Actor) -> int:
        """How many the actor has not read, counted up to a thousand."""
        return len(await self.listed(actor, unread=True, first=UNREAD_MOST))

    async def by_ids(self, actor: Actor, ids: Sequence[str]) -> dict[str, Seen]:
        """Those of the actor's own that are asked for by id and that he may see."""
        if not ids or Scope.READ not in actor.scopes:
            return {}
        rows = await self._store.read(CYPHER["by_ids"], ids=list(ids))
        own = set(audiences_of(actor))
        mine = await self._read_by(actor, [row for row in rows if row["audience"] in own])
        return {one.notification.id: one for one in await self._sight.of(actor, mine)}

    async def mark_read(
        self,
        actor: Actor,
        *,
        ids: Sequence[str] = (),
        until: str | None = None,
        request: str | None = None,
    ) -> int:
        """Note that the actor has read some, or all up to an instant; returns how many anew.

        Of ids that are not the actor's nothing is said and nothing is done. That something was
        read is no change of the business: the journal hears nothing of it.
        Raises Forbidden, InvalidInput where neither or both are named.
        """
        if Scope.WRITE not in actor.scopes or actor.account == PUBLIC.account:
            raise Forbidden("forbidden", action="WRITE", role=actor.role.value)
        if bool(ids) == (until is not None):
            raise InvalidInput.of("ids", "notification.ids_or_until")
        if len(ids) > MARKED_MOST:
            raise InvalidInput.of("ids", "too_many", max_length=MARKED_MOST)

        async def work(change: Change) -> int:
            reader = change.transaction
            own = set(audiences_of(actor))
            if until is not None:
                rows = await reader.read(
                    CYPHER["unread_until"],
                    audiences=sorted(own),
                    account=actor.account,
                    until=until,
                )
            else:
                wanted = sorted(set(ids))
                marks = await _marks(reader, actor.account, wanted)
                rows = [
                    row
                    for row in await reader.read(CYPHER["by_ids"], ids=wanted)
                    if row["audience"] in own and row["id"] not in marks
                ]
            await change.records.relate(
                "HAS_READ",
                [{"start": actor.account, "end": row["id"], "read_at": change.now} for row in rows],
            )
            return len(rows)

        said: Mapping[str, object] = {"ids": list(ids), "until": until}
        repeatable = Repeatable(actor.account, request, "markNotificationsRead", said)
        return await self._journal.change(actor.account, work, repeatable=repeatable, answer=int)


async def _marks(reader: GraphReader, account: str, ids: Sequence[str]) -> dict[str, str]:
    """When an account has read notifications, of those that it has."""
    if not ids:
        return {}
    rows = await reader.read(CYPHER["read_at"], ids=list(ids), account=account)
    return {row["id"]: row["read_at"] for row in rows}
