"""Whether an order is its maker's first export, and by what that is known."""

from collections.abc import Sequence
from dataclasses import dataclass

from chainlink.accounts.model import Actor
from chainlink.app import App
from chainlink.deals.first_exports import earlier_market, earlier_order, other_orders
from chainlink.deals.order_model import CrossBorderOrder, OrderDraft
from chainlink.web.deals.typed import market_name
from chainlink.web.shown import Shown


@dataclass(frozen=True, slots=True)
class FirstExport:
    """`flagged` is what the order says, `why` the sentence about what else is known."""

    flagged: bool
    why: str
    link: str = ""


async def first_export_of(
    app: App,
    actor: Actor,
    order: CrossBorderOrder,
    history: Sequence[CrossBorderOrder],
    shown: Shown,
) -> FirstExport:
    """By the same facts as the service judges by; another order only where the actor sees it."""

    def told(key: str, link: str = "", **facts: object) -> FirstExport:
        return FirstExport(order.first_export, shown.say(f"page.deals.first.{key}", **facts), link)

    draft = OrderDraft(**order.model_dump(include=set(OrderDraft.model_fields)))
    others = await other_orders(app.store, order.maker, order.order_id)
    earlier = earlier_order(draft, others)
    if earlier is not None:
        seen = (await app.orders.by_ids(actor, [earlier.order_id])).get(earlier.order_id)
        if seen is None:
            return told("elsewhere")
        link = f"/orders/{seen.order_id}"
        return told("order", link, number=seen.order_number, day=shown.day(seen.ordered_on))
    recorded_at = min(one.recorded_at for one in history)
    market = await earlier_market(app.store, draft, recorded_at, shown.zone)
    if market is not None:
        name = market_name(market.market, shown.language.value)
        return told("market", market=name, day=shown.day(market.since))
    return told("nothing" if order.first_export else "possible")
