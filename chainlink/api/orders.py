"""Cross-border orders as GraphQL shows them, under their deal."""

from typing import Any

import strawberry

from chainlink.api.context import Info
from chainlink.api.deals import Deal, Proof, deal, proof, shown_enterprise
from chainlink.api.enterprises import Enterprise
from chainlink.api.extending import add_fields
from chainlink.api.places import Market, market
from chainlink.api.relay import PAGE, Connection, Node, counted_page, global_id
from chainlink.api.scalars import Day, day
from chainlink.api.taxonomy import Category, category
from chainlink.deals import order_model
from chainlink.deals.customs import Incoterm

_LEVELS = (6, 4, 2)  # subheading, heading, chapter


@strawberry.type
class _OrderFields(Proof):
    """What a version of an order says."""

    found: strawberry.Private[order_model.CrossBorderOrder]
    order_number: str
    hs_code: str
    incoterm: Incoterm
    incoterm_place: str
    customs_mode: str
    first_export: bool
    ordered_on: Day
    shipped_on: Day | None

    @strawberry.field
    async def category(self, info: Info) -> Category | None:
        """What the taxonomy knows the goods as: subheading, else heading, else chapter."""
        by_id = (await info.context.loaders.taxonomy()).by_id
        ids = [f"HS:{self.found.hs_code[:digits]}" for digits in _LEVELS]
        return next((category(by_id[id_]) for id_ in ids if id_ in by_id), None)

    @strawberry.field
    def destination(self) -> Market:
        """Where the goods go."""
        return market(self.found.destination)

    @strawberry.field
    async def seller(self, info: Info) -> Enterprise:
        """Who sold abroad."""
        return await shown_enterprise(info, self.found.seller)

    @strawberry.field
    async def maker(self, info: Info) -> Enterprise:
        """Who made the goods."""
        return await shown_enterprise(info, self.found.maker)


@strawberry.type
class CrossBorderOrderVersion(_OrderFields):
    """A version of an order as it stood once."""


@strawberry.type
class CrossBorderOrder(Node, _OrderFields):
    """Goods that went abroad under a deal."""

    @strawberry.field
    async def deal(self, info: Info) -> Deal | None:
        """The deal that it belongs to, where the viewer may see it."""
        found = await info.context.loaders.deals.load(self.found.deal)
        return None if found is None else deal(found)

    @strawberry.field
    async def history(self, info: Info) -> list[CrossBorderOrderVersion]:
        """All its versions, the newest first."""
        found = await info.context.loaders.order_histories.load(self.found.order_id)
        return [CrossBorderOrderVersion(**_fields(one)) for one in found or ()]


def _fields(found: order_model.CrossBorderOrder) -> dict[str, Any]:
    names = ("order_number", "hs_code", "incoterm", "incoterm_place", "customs_mode")
    return (
        proof(found)
        | {name: getattr(found, name) for name in names}
        | {
            "found": found,
            "first_export": found.first_export,
            "ordered_on": Day(found.ordered_on.isoformat()),
            "shipped_on": day(found.shipped_on),
        }
    )


def order(found: order_model.CrossBorderOrder) -> CrossBorderOrder:
    """An order that the viewer may see."""
    return CrossBorderOrder(id=global_id("CrossBorderOrder", found.order_id), **_fields(found))


async def _orders(
    root: strawberry.Parent[Deal],
    info: Info,
    first: int | None = PAGE,
    after: str | None = None,
) -> Connection[CrossBorderOrder]:
    found = await info.context.loaders.orders_of_deals.load(root.found.deal)
    return counted_page("orders", found or (), order, first, after)


add_fields(Deal, orders=_orders)
