"""What an order must not say: goods, days, parties, numbers and first exports that cannot be."""

from chainlink.accounts.model import Actor
from chainlink.clock import Clock
from chainlink.deals.first_exports import (
    contradicted,
    earlier_market,
    earlier_order,
    other_orders,
)
from chainlink.deals.model import Deal
from chainlink.deals.order_lookups import OrderReading
from chainlink.deals.order_model import CrossBorderOrder, OrderDraft
from chainlink.deals.reading import CYPHER, current_orders, orders_at
from chainlink.deals.seeing import may_see
from chainlink.enterprises.model import EnterpriseStatus
from chainlink.enterprises.reading import EnterpriseReading
from chainlink.errors import Conflict, InvalidInput, NotFound
from chainlink.graph.port import GraphReader
from chainlink.journal.service import Change
from chainlink.settings import Settings


class OrderChecks:
    """Judges a draft where its change is reading; `own` is the order that is corrected."""

    def __init__(
        self,
        clock: Clock,
        settings: Settings,
        enterprises: EnterpriseReading,
        orders: OrderReading,
    ) -> None:
        self._clock = clock
        self._settings = settings
        self._enterprises = enterprises
        self._orders = orders

    async def check(
        self, actor: Actor, change: Change, under: Deal, draft: OrderDraft, own: str | None
    ) -> None:
        """Raises InvalidInput and Conflict, naming another order only where the actor sees it."""
        today = self._settings.today(self._clock())
        for path, day in (("orderedOn", draft.ordered_on), ("shippedOn", draft.shipped_on)):
            if day is not None and day > today:
                raise InvalidInput.of(path, "deal.future", value=str(day), today=str(today))
        await self._check_ends(actor, change.transaction, under, draft)
        await self._check_number(actor, change.transaction, draft, own)
        await self._check_first_export(actor, change, draft, own)

    async def _check_ends(
        self, actor: Actor, reader: GraphReader, under: Deal, draft: OrderDraft
    ) -> None:
        """Seller and maker are parties or approved enterprises, and one of them a party."""
        for path, end in (("seller", draft.seller), ("maker", draft.maker)):
            if end in under.parties:
                continue
            try:
                found = await self._enterprises.visible_in(actor, reader, end)
            except NotFound:
                raise InvalidInput.of(path, "enterprise.unknown", value=end) from None
            if found.status is not EnterpriseStatus.APPROVED:
                raise InvalidInput.of(path, "order.not_approved")
        if not {draft.seller, draft.maker} & set(under.parties):
            raise InvalidInput.of("maker", "order.no_party")

    async def _check_number(
        self, actor: Actor, reader: GraphReader, draft: OrderDraft, own: str | None
    ) -> None:
        rows = await reader.read(
            CYPHER["orders_by_number"], order_number=draft.order_number, seller=draft.seller
        )
        others = [row["order_id"] for row in rows if row["order_id"] != own]
        if not others:
            return
        other = (await current_orders(reader, others))[others[0]]
        if not may_see(actor, await self._orders.owner(reader, other)):
            raise Conflict("order.exists_elsewhere", number=other.order_number)
        raise Conflict("order.exists", **_named(other), order=other.order_id)

    async def _check_first_export(
        self, actor: Actor, change: Change, draft: OrderDraft, own: str | None
    ) -> None:
        reader = change.transaction
        others = await other_orders(reader, draft.maker, own)
        later = contradicted(draft, others)
        if later is not None:
            seen = may_see(actor, await self._orders.owner(reader, later))
            key = "order.contradicts" if seen else "order.contradicts_elsewhere"
            raise Conflict(key, **(_named(later) if seen else {}))
        if not draft.first_export:
            return
        earlier = earlier_order(draft, others)
        if earlier is not None:
            seen = may_see(actor, await self._orders.owner(reader, earlier))
            key = "order.not_first" if seen else "order.not_first_elsewhere"
            raise InvalidInput.of("firstExport", key, **(_named(earlier) if seen else {}))
        versions = await reader.read(CYPHER["order_versions"], ids=[own or ""])
        history = await orders_at(reader, [row["id"] for row in versions])
        recorded_at = min((one.recorded_at for one in history), default=change.now)
        market = await earlier_market(reader, draft, recorded_at, self._settings.zone)
        if market is not None:
            raise InvalidInput.of(
                "firstExport", "order.exported_before", market=market.market, day=str(market.since)
            )


def _named(order: CrossBorderOrder) -> dict[str, str]:
    return {"number": order.order_number, "day": str(order.ordered_on)}
