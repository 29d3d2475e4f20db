"""Deliveries that were given up, whoever's they are, for who looks after the installation."""

from collections.abc import Mapping

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Reach, Resource, reach
from chainlink.errors import Forbidden
from chainlink.graph.port import GraphStore
from chainlink.journal.service import Change, Journal, Repeatable
from chainlink.notifications.deliveries import revive
from chainlink.notifications.entries import CYPHER
from chainlink.notifications.model import Delivery, DeliveryState

MOST_LISTED = 100


class DeadLetterService:
    """What did not arrive, and sending it again."""

    def __init__(self, store: GraphStore, journal: Journal) -> None:
        self._store = store
        self._journal = journal

    async def counts(self, actor: Actor) -> Mapping[DeliveryState, int]:
        """Deliveries by state, every state named. Raises Forbidden for who may not see all."""
        if reach(actor, Action.READ, Resource.JOURNAL) is not Reach.ALL:
            raise Forbidden("forbidden", action=Action.READ.value, role=actor.role.value)
        rows = await self._store.read(CYPHER["deliveries_by_state"])
        counted = {row["state"]: int(row["total"]) for row in rows}
        return {state: counted.get(state.value, 0) for state in DeliveryState}

    async def dead(self, actor: Actor) -> list[Delivery]:
        """The newest hundred that were given up. Raises Forbidden."""
        _require(actor, Action.READ)
        rows = await self._store.read(CYPHER["deliveries_dead"], most=MOST_LISTED)
        return [Delivery(**row) for row in rows]

    async def retry(self, actor: Actor, delivery: str, *, request: str | None = None) -> Delivery:
        """Send one again, from the first attempt on.

        Raises Forbidden, NotFound, Conflict for one that is not dead or whose webhook is off.
        """
        _require(actor, Action.WRITE)

        async def work(change: Change) -> Delivery:
            return await revive(change, delivery)

        said = {"delivery": delivery}
        return await self._journal.change(
            actor.account,
            work,
            repeatable=Repeatable(actor.account, request, "retryDeadLetter", said),
            answer=Delivery,
        )


def _require(actor: Actor, action: Action) -> None:
    """Deliveries are the accounts' own: all of them are for who reaches all accounts."""
    if reach(actor, action, Resource.ACCOUNTS) is not Reach.ALL:
        raise Forbidden("forbidden", action=action.value, role=actor.role.value)
