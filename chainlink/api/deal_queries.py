"""Finding deals and orders: by id, in lists, and under the enterprises that are parties."""

from datetime import date
from typing import Annotated

import strawberry

from chainlink.api import deal_introductions  # noqa: F401 - adds its fields to both types
from chainlink.api.context import Info
from chainlink.api.deals import Deal, deal
from chainlink.api.enterprises import Enterprise
from chainlink.api.extending import add_fields
from chainlink.api.inputs import enterprise_id
from chainlink.api.lookups import FINDERS
from chainlink.api.orders import CrossBorderOrder, order
from chainlink.api.relay import (
    PAGE,
    Connection,
    Node,
    Place,
    counted_page,
    opened_cursor,
    page,
    page_size,
    raw_id,
)
from chainlink.api.scalars import Day
from chainlink.deals.lookups import DealFilter
from chainlink.deals.model import DealKind, Verification
from chainlink.deals.order_lookups import OrderFilter
from chainlink.errors import Forbidden, InvalidInput, NotFound

_Since = Annotated[Day | None, strawberry.argument(name="from")]
_Until = Annotated[Day | None, strawberry.argument(name="to")]
_Id = Annotated[strawberry.ID, strawberry.argument(name="id")]


async def _deal(info: Info, raw: str) -> Node | None:
    found = await info.context.loaders.deals.load(raw)
    return None if found is None else deal(found)


async def _order(info: Info, raw: str) -> Node | None:
    return order(await info.context.app.orders.get(info.context.actor, raw))


FINDERS["Deal"] = _deal
FINDERS["CrossBorderOrder"] = _order


def _day(path: str, value: str | None) -> str:
    """A day that a list begins or ends with; '' where none is said. Raises InvalidInput."""
    if value is None:
        return ""
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise InvalidInput.of(path, "not_a_date", value=value) from None


async def _enterprise(info: Info, value: str | None) -> str | None:
    """The id behind what a filter names; '' where it names none, None where there is none."""
    if value is None:
        return ""
    try:
        return await enterprise_id(info, value)
    except (NotFound, Forbidden):
        return None


@strawberry.type
class DealQueries:
    """Questions about deals and orders."""

    @strawberry.field
    async def deal(self, info: Info, id_: _Id) -> Deal | None:
        """One deal by its global id."""
        found = await info.context.loaders.deals.load(raw_id("Deal", id_))
        return None if found is None else deal(found)

    @strawberry.field
    async def deals(
        self,
        info: Info,
        committee: strawberry.ID | None = None,
        enterprise: strawberry.ID | None = None,
        kind: DealKind | None = None,
        verification: Verification | None = None,
        since: _Since = None,
        until: _Until = None,
        first: int | None = PAGE,
        after: str | None = None,
    ) -> Connection[Deal]:
        """Deals that the viewer may see, the newest first."""
        size = page_size(first)
        place = opened_cursor("deals", (str, str), after)
        party = await _enterprise(info, enterprise)
        wanted = DealFilter(
            committee=raw_id("Committee", committee) if committee else "",
            enterprise=party or "",
            kind=kind.value if kind else "",
            verification=verification.value if verification else "",
            since=_day("from", since),
            until=_day("to", until),
        )
        found = (
            []
            if party is None
            else await info.context.app.deals.search(
                info.context.actor,
                wanted,
                size + 1,
                (str(place[0]), str(place[1])) if place else None,
            )
        )
        places: list[tuple[Place, Deal]] = [
            (("deals", str(one.signed_on), one.deal), deal(one)) for one in found
        ]
        return page(places, size, after)

    @strawberry.field
    async def cross_border_orders(
        self,
        info: Info,
        committee: strawberry.ID | None = None,
        enterprise: strawberry.ID | None = None,
        verification: Verification | None = None,
        destination: str | None = None,
        since: _Since = None,
        until: _Until = None,
        first: int | None = PAGE,
        after: str | None = None,
    ) -> Connection[CrossBorderOrder]:
        """Cross-border orders that the viewer may see, the newest first."""
        size = page_size(first)
        place = opened_cursor("crossBorderOrders", (str, str), after)
        end = await _enterprise(info, enterprise)
        wanted = OrderFilter(
            committee=raw_id("Committee", committee) if committee else "",
            enterprise=end or "",
            verification=verification.value if verification else "",
            destination=(destination or "").upper(),
            since=_day("from", since),
            until=_day("to", until),
        )
        found = (
            []
            if end is None
            else await info.context.app.orders.search(
                info.context.actor,
                wanted,
                size + 1,
                (str(place[0]), str(place[1])) if place else None,
            )
        )
        places: list[tuple[Place, CrossBorderOrder]] = [
            (("crossBorderOrders", str(one.ordered_on), one.order_id), order(one)) for one in found
        ]
        return page(places, size, after)


async def _deals(
    root: strawberry.Parent[Enterprise],
    info: Info,
    first: int | None = PAGE,
    after: str | None = None,
) -> Connection[Deal]:
    found = await info.context.loaders.deals_of_enterprises.load(root.key) if root.key else None
    return counted_page("deals of enterprise", found or (), deal, first, after)


add_fields(Enterprise, deals=_deals)
