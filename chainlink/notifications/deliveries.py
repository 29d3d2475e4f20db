"""Deliveries: what is due is taken, sent and marked; what fails is tried again, later and later.

Taken means that its next attempt is moved two minutes ahead, in a transaction that one process at
a time gets: who is killed between sending and marking leaves it to be sent again then, with the
same id, by which the receiver drops the repeat.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from chainlink.accounts.model import Actor, Role, Scope
from chainlink.accounts.permissions import Action
from chainlink.clock import Clock, instant_text
from chainlink.errors import Conflict, NotFound
from chainlink.graph.port import GraphStore, GraphTransaction
from chainlink.graph.records import Records
from chainlink.journal.service import Change, Journal, Repeatable
from chainlink.notifications.calling import Outcome
from chainlink.notifications.entries import CYPHER
from chainlink.notifications.model import Channel, Delivery, DeliveryState
from chainlink.notifications.sending import Sender
from chainlink.notifications.webhooks import require_own, webhooks_by_ids

# seconds after the first failure, the second, …; after the last of them (75 hours) it is dead
DELAYS = (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
LEASE = timedelta(minutes=2)
TAKEN_MOST = 50
_PLACE = "deliveries"
_JITTER = 0.2  # of the delay, at most


def delay_after(delivery: str, attempts: int) -> timedelta | None:
    """How long to wait after that many failures; None where it has been enough.

    Up to a fifth more by the delivery's own id, so that what failed together comes apart.
    """
    if attempts > len(DELAYS):
        return None
    digest = hashlib.sha256(f"{delivery}:{attempts}".encode()).digest()
    share = int.from_bytes(digest[:4]) / 2**32
    return timedelta(seconds=DELAYS[attempts - 1] * (1 + _JITTER * share))


class DeliveryService:
    """What is under way, and what came of it."""

    def __init__(self, store: GraphStore, journal: Journal, clock: Clock, sender: Sender) -> None:
        self._store = store
        self._journal = journal
        self._clock = clock
        self._sender = sender

    async def deliver(self) -> int:
        """Send everything that is due; returns how many attempts were made.

        Raises GraphUnavailable.
        """
        attempts = 0
        while taken := await self._take():
            attempts += len(taken)
            outcomes = await self._sender.send(taken)
            await self._mark(taken, outcomes)
        return attempts

    async def _take(self) -> list[Delivery]:
        now = instant_text(self._clock())
        if not await self._store.read(CYPHER["any_due"], now=now):
            return []

        async def work(transaction: GraphTransaction) -> list[Delivery]:
            await transaction.write(CYPHER["ensure_place"], id=_PLACE, sequence=0)
            await transaction.write(CYPHER["lock_place"], id=_PLACE, now=now)
            rows = await transaction.read(CYPHER["deliveries_due"], now=now, most=TAKEN_MOST)
            lease = instant_text(_moment(now) + LEASE)
            await Records(transaction).update(
                "Delivery",
                [
                    {"id": row["id"], "attempts": row["attempts"] + 1, "next_at": lease}
                    for row in rows
                ],
            )
            return [Delivery(**(row | {"attempts": row["attempts"] + 1})) for row in rows]

        return await self._store.transact(work)

    async def _mark(self, taken: Sequence[Delivery], outcomes: dict[str, Outcome]) -> None:
        now = self._clock()

        async def work(transaction: GraphTransaction) -> None:
            records = Records(transaction)
            for one in taken:
                outcome = outcomes[one.id]
                await records.update("Delivery", [_marked(one, outcome, now)])
                if outcome.gone:
                    await _disable(transaction, one.target, outcome.error or "", now)

        await self._store.transact(work)

    async def listed(
        self,
        actor: Actor,
        *,
        webhook: str | None = None,
        state: DeliveryState | None = None,
        first: int = 20,
        after: tuple[str, str] | None = None,
    ) -> list[Delivery]:
        """Deliveries to the actor's own webhooks and address, newest first.

        Raises NotFound for a webhook that is not the actor's.
        """
        if Scope.READ not in actor.scopes or actor.role is Role.PUBLIC:
            return []
        rows = await self._store.read(CYPHER["webhooks_of"], account=actor.account)
        targets = [row["id"] for row in rows]
        if webhook is None:
            targets.append(actor.account)
        elif webhook in targets:
            targets = [webhook]
        else:
            raise NotFound("webhook.unknown")
        at, id_ = after or ("9999", "~")
        rows = await self._store.read(
            CYPHER["deliveries_of"],
            targets=targets,
            state=state.value if state else "",
            at=at,
            id=id_,
            most=first,
        )
        return [Delivery(**row) for row in rows]

    async def get(self, actor: Actor, delivery: str) -> Delivery:
        """One of the actor's own. Raises NotFound."""
        rows = await self._store.read(CYPHER["deliveries_by_ids"], ids=[delivery])
        found = [Delivery(**row) for row in rows]
        if Scope.READ not in actor.scopes or not found:
            raise NotFound("delivery.unknown")
        target = found[0].target
        if target != actor.account:
            hook = (await webhooks_by_ids(self._store, [target])).get(target)
            if hook is None or hook.account != actor.account:
                raise NotFound("delivery.unknown")
        return found[0]

    async def retry(self, actor: Actor, delivery: str, *, request: str | None = None) -> Delivery:
        """Send a dead one again, from the first attempt on.

        Raises Forbidden, NotFound, Conflict for one that is not dead or whose webhook is off.
        """
        require_own(actor, Action.WRITE)
        await self.get(actor, delivery)

        async def work(change: Change) -> Delivery:
            return await revive(change, delivery)

        return await self._journal.change(
            actor.account,
            work,
            repeatable=Repeatable(actor.account, request, "retryDelivery", {"delivery": delivery}),
            answer=Delivery,
        )


async def revive(change: Change, delivery: str) -> Delivery:
    """Let a dead one be sent again, inside a change. Raises NotFound, Conflict."""
    rows = await change.transaction.read(CYPHER["deliveries_by_ids"], ids=[delivery])
    if not rows:
        raise NotFound("delivery.unknown")
    found = Delivery(**rows[0])
    if found.state is not DeliveryState.DEAD:
        raise Conflict("delivery.not_dead", state=found.state.value)
    if found.channel is Channel.WEBHOOK:
        hooks = await webhooks_by_ids(change.transaction, [found.target])
        if found.target not in hooks or not hooks[found.target].active:
            raise Conflict("webhook.disabled")
    row = {
        "id": delivery,
        "state": DeliveryState.PENDING.value,
        "attempts": 0,
        "next_at": change.now,
    }
    await change.records.update("Delivery", [row])
    change.record("delivery.retried", "Delivery", delivery, row)
    return found.model_copy(update=row | {"state": DeliveryState.PENDING})


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def _marked(one: Delivery, outcome: Outcome, now: datetime) -> dict[str, str | None]:
    """The delivery after an attempt."""
    row: dict[str, str | None] = {"id": one.id, "last_error": outcome.error}
    if outcome.error is None:
        at = instant_text(now)
        return row | {"state": DeliveryState.DELIVERED.value, "delivered_at": at}
    wait = None if outcome.final else delay_after(one.id, one.attempts)
    if wait is None:
        return row | {"state": DeliveryState.DEAD.value}
    return row | {"next_at": instant_text(now + wait)}


async def _disable(transaction: GraphTransaction, webhook: str, reason: str, now: datetime) -> None:
    """A receiver that says it is gone for good gets nothing more."""
    row = {
        "id": webhook,
        "active": False,
        "disabled_at": instant_text(now),
        "disabled_because": reason,
    }
    await Records(transaction).update("Webhook", [row])
    await transaction.write(CYPHER["kill_pending"], target=webhook, reason=reason)
