"""Whether an order is its maker's first export, by what is known of earlier ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from chainlink.clock import local_day
from chainlink.deals.order_model import CrossBorderOrder, OrderDraft
from chainlink.deals.reading import CYPHER, orders_at
from chainlink.enterprises.model import MarketPresence
from chainlink.enterprises.registry import CYPHER as ENTERPRISES
from chainlink.graph.port import GraphReader


@dataclass(frozen=True, slots=True)
class EarlierMarket:
    """A market that a maker exported to before; `since` is when the platform learned it, where
    the claim tells no day of its own."""

    market: str
    since: date


async def other_orders(reader: GraphReader, maker: str, own: str | None) -> list[CrossBorderOrder]:
    """Orders of a maker in force that nobody has rejected, but one, the earliest first."""
    rows = await reader.read(CYPHER["orders_of_maker"], maker=maker)
    found = await orders_at(reader, [row["id"] for row in rows])
    others = [one for one in found if one.order_id != own]
    return sorted(others, key=lambda one: (one.ordered_on, one.recorded_at))


def earlier_order(draft: OrderDraft, others: Sequence[CrossBorderOrder]) -> CrossBorderOrder | None:
    """An order that contradicts the flag: of an earlier day, or flagged too on the same day."""
    return next(
        (
            one
            for one in others
            if one.ordered_on < draft.ordered_on
            or (one.ordered_on == draft.ordered_on and one.first_export)
        ),
        None,
    )


def contradicted(draft: OrderDraft, others: Sequence[CrossBorderOrder]) -> CrossBorderOrder | None:
    """A later order flagged as the first export, which this earlier one would make untrue."""
    return next(
        (one for one in others if one.first_export and one.ordered_on > draft.ordered_on), None
    )


async def earlier_market(
    reader: GraphReader, draft: OrderDraft, recorded_at: str, zone: ZoneInfo
) -> EarlierMarket | None:
    """A market claim of the maker that says it exported before.

    A claim without a day counts where it stood before the order was first recorded: what the
    order itself opened up afterwards does not speak against it.
    """
    rows = await reader.read(ENTERPRISES["exports_of"], ids=[draft.maker])
    for row in rows:
        claim = MarketPresence(**{name: value for name, value in row.items() if name != "id"})
        if claim.valid_from is not None:
            if claim.valid_from < draft.ordered_on:
                return EarlierMarket(claim.market, claim.valid_from)
        elif claim.recorded_at < recorded_at:
            learned = date.fromisoformat(local_day(claim.recorded_at, zone))
            return EarlierMarket(claim.market, learned)
    return None
