"""The lists of deals and of cross-border orders out of memory, and what of them waits for whom.

What is shown of them is then read as anything else, its permission judged again.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from chainlink.accounts.model import Actor
from chainlink.deals.listing_facts import LEVELS, OrderFacts, ProvenFacts
from chainlink.deals.listing_loading import KnownDeals
from chainlink.deals.listing_model import (
    DealOrder,
    DealPage,
    DealQuestion,
    OrderOrder,
    OrderPage,
    OrderQuestion,
)
from chainlink.deals.lookups import DealReading
from chainlink.deals.model import Deal, Verification
from chainlink.deals.order_lookups import OrderReading
from chainlink.deals.order_model import CrossBorderOrder
from chainlink.deals.seeing import may_see
from chainlink.enterprises.reading import EnterpriseReading
from chainlink.graph.port import GraphStore
from chainlink.journal.following import JournalFollower
from chainlink.listing.naming import named
from chainlink.listing.numbers import Mask, day_number
from chainlink.listing.owned import count_of

_KEYS: Mapping[str, str] = {
    DealOrder.SIGNED: "day", OrderOrder.ORDERED: "day", "AMOUNT": "amount", "RECORDED": "recorded",
}  # fmt: skip


class DealListing:
    """Deals and orders by whatever they are looked for, as far as the actor may know them."""

    def __init__(
        self,
        store: GraphStore,
        follower: JournalFollower,
        enterprises: EnterpriseReading,
        deals: DealReading,
        orders: OrderReading,
    ) -> None:
        self.known = KnownDeals(store, follower, enterprises)
        self._enterprises = enterprises
        self._deals = deals
        self._orders = orders

    async def views(self, actor: Actor, question: DealQuestion) -> tuple[DealPage, list[Deal]]:
        """A page with its deals as the actor may know them. Raises GraphUnavailable."""
        page = await self.page(actor, question)
        found = await self._deals.by_ids(actor, page.ids)
        return page, [found[id_] for id_ in page.ids if id_ in found]

    async def page(self, actor: Actor, question: DealQuestion) -> DealPage:
        """A page of stable ids with totals. Raises GraphUnavailable."""
        await self.known.ready()
        deals, orders = self.known.deals, self.known.orders
        named_so = await named(
            self._enterprises, actor, deals.owned.parties, question.text
        )  # fmt: skip
        fitting = deals.owned.allowed(actor, may_see) & _asked(deals, question)
        if question.kinds:
            fitting &= deals.kinds.among(
                deals.table["kind"], [one.value for one in question.kinds]
            )  # fmt: skip
        if question.introduction:
            fitting &= deals.of_introduction(question.introduction)
        if question.destination or question.incoterm or question.customs_mode:
            fitting &= deals.table.mask(orders.table["deal"][_goods(orders, question)])
        if named_so is not None:
            fitting &= deals.owned.of_any(named_so) | deals.titled(question.text)
        return _page(deals, question, fitting, deals.counted())

    async def order_views(
        self, actor: Actor, question: OrderQuestion
    ) -> tuple[OrderPage, list[CrossBorderOrder]]:
        """A page with its orders as the actor may know them. Raises GraphUnavailable."""
        page = await self.orders(actor, question)
        found = await self._orders.by_ids(actor, page.ids)
        return page, [found[id_] for id_ in page.ids if id_ in found]

    async def orders(self, actor: Actor, question: OrderQuestion) -> OrderPage:
        """A page of stable ids of orders with totals. Raises GraphUnavailable."""
        await self.known.ready()
        deals, orders = self.known.deals, self.known.orders
        fitting = orders.owned.allowed(actor, may_see) & _asked(orders, question)
        fitting &= _goods(orders, question)
        if question.deal:
            row = deals.table.row(question.deal)
            fitting &= orders.table["deal"] == (-1 if row is None else row)
        return _page(orders, question, fitting, ~orders.at_level(Verification.REJECTED))


def _asked(facts: ProvenFacts, question: DealQuestion | OrderQuestion) -> Mask:
    """What both are asked for but how far they are proved."""
    found: Mask = facts.table["live"].copy()
    if question.enterprise:
        found &= facts.owned.of_any([question.enterprise])
    if question.committee:
        found &= facts.credited_to(question.committee)
    if question.since is not None:
        found &= facts.table["day"] >= day_number(question.since)
    if question.until is not None:
        found &= facts.table["day"] <= day_number(question.until)
    return found


def _goods(orders: OrderFacts, question: DealQuestion | OrderQuestion) -> Mask:
    return orders.goods(
        destination=question.destination,
        incoterm=question.incoterm,
        customs_mode=question.customs_mode,
    )


def _page(
    facts: ProvenFacts, question: DealQuestion | OrderQuestion, fitting: Mask, counted: Mask
) -> DealPage:
    levels = facts.table["verification"]
    numbers = np.bincount(levels[fitting], minlength=len(LEVELS)).tolist()
    if question.verifications:
        fitting = fitting & facts.at_level(*question.verifications)
    key: NDArray[np.int64] = facts.table[_KEYS[question.order]]
    rows = facts.table.page(
        fitting, key, descending=question.descending, passed=question.passed, most=question.most
    )
    return DealPage(
        ids=tuple(facts.table.ids[row] for row in rows),
        total=count_of(fitting),
        counts=dict(zip(LEVELS, numbers, strict=True)),
        amounts=facts.amounts(fitting & counted),
        size=question.most,
    )
