"""The lists of deals and of cross-border orders."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from starlette.responses import Response

from chainlink.accounts.permissions import Action, Reach, Resource, reach
from chainlink.deals.listing_model import DealPage, DealQuestion, OrderQuestion
from chainlink.deals.model import Deal
from chainlink.deals.order_model import CrossBorderOrder
from chainlink.web.deals.asking import DEAL_ORDERS, ORDER_ORDERS, deals_asked, orders_asked
from chainlink.web.deals.choices import filter_choices, mode_name
from chainlink.web.deals.naming import Names, names_for
from chainlink.web.deals.typed import market_name
from chainlink.web.desk import Desk
from chainlink.web.exporting import exported
from chainlink.web.guests import Guest
from chainlink.web.shown import Shown
from chainlink.web.tables import MOST_EXPORTED, Asked, Column, Kind, Table, asked_of

Question = TypeVar("Question", DealQuestion, OrderQuestion)
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class DealRow:
    """One deal in the list."""

    deal: Deal
    parties: str
    committees: str

    @property
    def title(self) -> str | object:
        """Its title, or what kind it is."""
        return self.deal.title or self.deal.kind


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order in the list."""

    order: CrossBorderOrder
    seller: str
    maker: str
    destination: str
    mode: str
    first: str | None


def _money(thing: Deal | CrossBorderOrder) -> tuple[int, str]:
    return thing.amount, thing.currency


_DEALS: tuple[Column[DealRow], ...] = (
    Column("title", lambda row: row.title, link=lambda row: f"/deals/{row.deal.deal}", pressed="o"),
    Column("parties", lambda row: row.parties),
    Column("kind", lambda row: row.deal.kind),
    Column("amount", lambda row: _money(row.deal), Kind.MONEY, sorts=True),
    Column("signed_on", lambda row: row.deal.signed_on, Kind.DAY, sorts=True),
    Column("verification", lambda row: row.deal.verification),
    Column("committees", lambda row: row.committees),
    Column("recorded", lambda row: row.deal.recorded_at, Kind.INSTANT, sorts=True),
)
_ORDERS: tuple[Column[OrderRow], ...] = (
    Column(
        "order_number",
        lambda row: row.order.order_number,
        link=lambda row: f"/orders/{row.order.order_id}",
        pressed="o",
    ),
    Column("seller", lambda row: row.seller),
    Column("maker", lambda row: row.maker),
    Column("destination", lambda row: row.destination),
    Column("amount", lambda row: _money(row.order), Kind.MONEY, sorts=True),
    Column("ordered_on", lambda row: row.order.ordered_on, Kind.DAY, sorts=True),
    Column("incoterm", lambda row: f"{row.order.incoterm} {row.order.incoterm_place}"),
    Column("customs_mode", lambda row: row.mode),
    Column("hs_code", lambda row: row.order.hs_code),
    Column("first_export", lambda row: row.first),
    Column("verification", lambda row: row.order.verification),
    Column("recorded", lambda row: row.order.recorded_at, Kind.INSTANT, sorts=True),
)


async def show_deals(desk: Desk, guest: Guest) -> Response:
    """The list of deals, or the file that its address asks for."""
    app, actor, shown = desk.app, guest.actor, desk.shown(guest)
    asked = asked_of(guest, list(DEAL_ORDERS), "-signed_on")

    async def views(question: DealQuestion) -> tuple[DealPage, list[Deal]]:
        return await app.deal_listing.views(actor, question)

    page, deals = await _all_asked(views, deals_asked(guest, asked), asked)
    names = await names_for(app, actor, shown, (id_ for one in deals for id_ in one.parties))
    rows = [_deal_row(one, names) for one in deals]
    table = Table("deals", _DEALS, rows, page.total, asked)
    return await _shown(desk, guest, table, page, "deals/list")


async def show_orders(desk: Desk, guest: Guest) -> Response:
    """The list of cross-border orders, or the file that its address asks for."""
    app, actor, shown = desk.app, guest.actor, desk.shown(guest)
    asked = asked_of(guest, list(ORDER_ORDERS), "-ordered_on")

    async def views(question: OrderQuestion) -> tuple[DealPage, list[CrossBorderOrder]]:
        return await app.deal_listing.order_views(actor, question)

    page, orders = await _all_asked(views, orders_asked(guest, asked), asked)
    ends = (id_ for one in orders for id_ in (one.seller, one.maker))
    names = await names_for(app, actor, shown, ends)
    rows = [_order_row(one, names, shown) for one in orders]
    table = Table("orders", _ORDERS, rows, page.total, asked)
    return await _shown(desk, guest, table, page, "deals/orders")


async def _shown(
    desk: Desk, guest: Guest, table: Table[Any], page: DealPage, template: str
) -> Response:
    shown = desk.shown(guest)
    if table.asked.exported:
        return exported(table, shown)
    return desk.page(
        guest,
        template,
        table=table,
        counts=page.counts,
        all=sum(page.counts.values()),
        amounts=sorted(page.amounts.items()),
        **ways(guest),
        **await filter_choices(desk.app, guest.actor, shown),
    )


def ways(guest: Guest) -> dict[str, Any]:
    """Which of the queues, and whether recording, are there for the reader."""
    actor = guest.actor
    return {
        "records": reach(actor, Action.WRITE, Resource.DEALS) is not Reach.NONE,
        "reviews": reach(actor, Action.DECIDE, Resource.DEALS) is not Reach.NONE,
        "confirms": actor.enterprise is not None,
    }


async def _all_asked(
    views: Callable[[Question], Awaitable[tuple[DealPage, list[Thing]]]],
    question: Question,
    asked: Asked,
) -> tuple[DealPage, Sequence[Thing]]:
    """A page of the table; all of it, up to what one file holds, where it is taken away."""
    if asked.exported:
        question = replace(question, page=1)
    page, found = await views(question)
    while asked.exported and len(found) < min(page.total, MOST_EXPORTED):
        question = replace(question, page=question.page + 1)
        page, more = await views(question)
        if not more:
            break
        found += more
    return page, found[:MOST_EXPORTED] if asked.exported else found


def _deal_row(deal: Deal, names: Names) -> DealRow:
    credited = dict.fromkeys(one.committee for one in deal.credits)
    return DealRow(
        deal, names.parties(deal.parties), "、".join(names.committee(one) for one in credited)
    )


def _order_row(order: CrossBorderOrder, names: Names, shown: Shown) -> OrderRow:
    return OrderRow(
        order,
        names.party(order.seller),
        names.party(order.maker),
        market_name(order.destination, shown.language.value),
        mode_name(order.customs_mode, shown),
        shown.say("page.deals.yes") if order.first_export else None,
    )
