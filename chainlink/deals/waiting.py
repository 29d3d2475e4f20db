"""What of deals and orders waits for somebody's word: a reviewer's, or a side's own."""

from collections.abc import Iterable, Sequence
from heapq import merge

from chainlink.accounts.model import Actor, Role
from chainlink.deals.listing_facts import LEVELS, ProvenFacts
from chainlink.deals.listing_loading import KnownDeals
from chainlink.deals.listing_model import Proof, ProofPage
from chainlink.deals.model import DECIDED, Verification
from chainlink.deals.proving import confirmers_of_order
from chainlink.deals.seeing import may_review, may_see
from chainlink.listing.numbers import Mask, instant_of

_TO_REVIEW = (Verification.DOCUMENTED, Verification.BOTH_CONFIRMED)
_LABELS = ("Deal", "CrossBorderOrder")


class WaitingProofs:
    """The queue of reviewers and that of enterprises, each the longest waiting first."""

    def __init__(self, known: KnownDeals) -> None:
        self._known = known

    async def to_review(self, actor: Actor, *, page: int = 1, size: int = 20) -> ProofPage:
        """What the actor may review: his by the table, documented, and nothing he had a hand in.

        Only what both sides have confirmed can be accepted; what is documented may be rejected.
        Raises GraphUnavailable.
        """
        await self._known.ready()
        chosen = [
            facts.owned.allowed(actor, may_review)
            & facts.owned.allowed(actor, may_see)
            & facts.at_level(*_TO_REVIEW)
            & ~facts.handled_by(actor.account)
            for facts in (self._known.deals, self._known.orders)
        ]
        return self._page(chosen, page, size)

    async def to_confirm(self, actor: Actor, *, page: int = 1, size: int = 20) -> ProofPage:
        """What waits for the word of the actor's enterprise, or for its answer on a deal.

        Raises GraphUnavailable.
        """
        await self._known.ready()
        own = actor.enterprise
        if actor.role is not Role.ENTERPRISE or own is None:
            return ProofPage((), 0)
        deals, orders = self._known.deals, self._known.orders
        asked = {row for row in deals.owned.rows_of(own) if not deals.answered[row].get(own)}
        placed = {
            row
            for row in orders.owned.rows_of(own)
            if own not in orders.answered[row] and own in self._confirmers(row)
        }
        chosen = [
            facts.owned.allowed(actor, may_see) & facts.table.mask(rows) & ~facts.at_level(*DECIDED)
            for facts, rows in ((deals, asked), (orders, placed))
        ]
        return self._page(chosen, page, size)

    def _confirmers(self, order: int) -> frozenset[str]:
        deal = int(self._known.orders.table["deal"][order])
        seller, maker = self._known.orders.ends[order]
        return confirmers_of_order(seller, maker, self._known.deals.owned.parties_of(deal))

    def _page(self, chosen: Sequence[Mask], page: int, size: int) -> ProofPage:
        size, passed = max(size, 1), max(page - 1, 0) * max(size, 1)
        parts = (self._known.deals, self._known.orders)
        queues = [
            _queue(label, facts, mask, passed + size)
            for label, facts, mask in zip(_LABELS, parts, chosen, strict=True)
        ]
        both = list(merge(*queues, key=lambda one: (one.recorded_at, one.about)))
        total = sum(int(mask.sum()) for mask in chosen)
        return ProofPage(tuple(both[passed : passed + size]), total)


def _queue(label: str, facts: ProvenFacts, chosen: Mask, most: int) -> Iterable[Proof]:
    table = facts.table
    rows = table.page(chosen, table["recorded"], descending=False, passed=0, most=most)
    return [
        Proof(
            about=table.ids[row],
            kind=label,
            verification=LEVELS[table["verification"][row]],
            recorded_at=instant_of(table["recorded"][row]),
        )
        for row in rows
    ]
