"""Reading and writing what is proved, whether it is a deal or an order."""

from collections.abc import Awaitable, Callable
from typing import Any

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Owner
from chainlink.deals.listing_rows import hands_of
from chainlink.deals.lookups import DealReading
from chainlink.deals.model import Deal, Verification
from chainlink.deals.order_lookups import OrderReading
from chainlink.deals.order_model import CrossBorderOrder
from chainlink.deals.proving import confirmers_of_order, label_of, prefix_of, stable_id
from chainlink.deals.reading import current_deals, deals_at, ids_of, orders_at
from chainlink.deals.seeing import as_seen
from chainlink.errors import NotFound
from chainlink.graph.port import GraphReader
from chainlink.journal.service import Change, Journal, Repeatable

Proved = Deal | CrossBorderOrder


class ProofKeeping:
    """The same steps for both: found by the stable id, changed in one way, shown as seen."""

    def __init__(self, journal: Journal, deals: DealReading, orders: OrderReading) -> None:
        self._journal = journal
        self._deals = deals
        self._orders = orders

    async def hands(self, reader: GraphReader, found: Proved) -> frozenset[str]:
        """Accounts that recorded or corrected a version, attached evidence or confirmed."""
        if isinstance(found, Deal):
            ids = await ids_of(reader, "deal_versions", [found.deal])
            return hands_of(await deals_at(reader, ids))
        ids = await ids_of(reader, "order_versions", [found.order_id])
        return hands_of(await orders_at(reader, ids))

    async def confirmers(self, reader: GraphReader, found: Proved) -> frozenset[str]:
        """Whose word it takes for both sides to have confirmed."""
        if isinstance(found, Deal):
            return frozenset(found.parties)
        under = await current_deals(reader, [found.deal])
        return confirmers_of_order(found.seller, found.maker, under[found.deal].parties)

    async def stand(
        self,
        change: Change,
        found: Proved,
        verification: Verification,
        more: dict[str, Any] | None = None,
        verb: str = "verified",
        concerned: tuple[str, ...] | None = None,
    ) -> None:
        """Write how far a version is proved now, and what else came with that."""
        label = label_of(found)
        row = {"id": found.id, "verification": verification.value, **(more or {})}
        await change.records.update(label, [row])
        if concerned is None:
            concerned = found.parties if isinstance(found, Deal) else (found.seller, found.maker)
        change.record(f"{prefix_of(label)}.{verb}", label, stable_id(found), row, concerned)

    async def in_force(self, actor: Actor, reader: GraphReader, about: str) -> tuple[Proved, Owner]:
        """A deal or an order by its stable id, with its owner. Raises NotFound."""
        try:
            deal = await self._deals.in_force(actor, reader, about)
        except NotFound:
            order = await self._orders.in_force(actor, reader, about)
            return order, await self._orders.owner(reader, order)
        return deal, await self._deals.owner(reader, deal)

    async def seen(self, actor: Actor, reader: GraphReader, found: Proved) -> Proved:
        """The same version as it stands now, as the actor may know it."""
        if isinstance(found, Deal):
            return as_seen(actor, (await deals_at(reader, [found.id]))[0])
        return as_seen(actor, (await orders_at(reader, [found.id]))[0])

    async def change(
        self,
        actor: Actor,
        work: Callable[[Change], Awaitable[Proved]],
        operation: str,
        said: dict[str, Any],
        request: str | None,
    ) -> Proved:
        """One change, known again by its request."""
        kept: Any = Deal | CrossBorderOrder  # which of the two is told by the fields that it has
        found: Proved = await self._journal.change(
            actor.account,
            work,
            repeatable=Repeatable(actor.account, request, operation, said),
            answer=kept,
        )
        return found
