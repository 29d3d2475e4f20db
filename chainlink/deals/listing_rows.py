"""A deal and an order as the lists keep them: what is in force, and who had a hand in it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from chainlink.deals.model import Deal, Provable
from chainlink.deals.order_model import CrossBorderOrder


class ProvenRow(NamedTuple):
    """What both have: `answered` tells of each side that confirmed whether it also answered.

    `hands` are the accounts that recorded or corrected a version, confirmed one, or attached
    evidence: none of them may review it.
    """

    id: str  # the one that stays
    amount: int
    currency: str
    verification: str
    day: str
    recorded_at: str
    answered: dict[str, bool]
    hands: frozenset[str]


class DealRow(NamedTuple):
    """The version of a deal that is in force."""

    proven: ProvenRow
    kind: str
    title: str | None
    parties: tuple[str, ...]
    introductions: tuple[str, ...]
    committees: frozenset[str]


class OrderRow(NamedTuple):
    """The version of an order that is in force."""

    proven: ProvenRow
    deal: str
    seller: str
    maker: str
    destination: str
    incoterm: str
    customs_mode: str


def deal_rows(versions: Sequence[Deal]) -> list[DealRow]:
    """Deals out of all their versions."""
    return [
        DealRow(
            _proven(one, one.deal, str(one.signed_on), [v for v in versions if v.deal == one.deal]),
            one.kind.value,
            one.title,
            one.parties,
            one.introductions,
            frozenset(line.committee for line in one.credits),
        )
        for one in versions
        if one.superseded_at is None
    ]


def order_rows(versions: Sequence[CrossBorderOrder]) -> list[OrderRow]:
    """Orders out of all their versions."""
    return [
        OrderRow(
            _proven(
                one,
                one.order_id,
                str(one.ordered_on),
                [v for v in versions if v.order_id == one.order_id],
            ),
            one.deal,
            one.seller,
            one.maker,
            one.destination,
            one.incoterm.value,
            one.customs_mode,
        )
        for one in versions
        if one.superseded_at is None
    ]


def _proven(one: Provable, id_: str, day: str, versions: Iterable[Provable]) -> ProvenRow:
    return ProvenRow(
        id_,
        one.amount,
        one.currency,
        one.verification.value,
        day,
        one.recorded_at,
        {word.enterprise: word.additionality is not None for word in one.confirmations},
        hands_of(versions),
    )


def hands_of(versions: Iterable[Provable]) -> frozenset[str]:
    """Accounts that recorded or corrected a version, attached evidence or confirmed."""
    accounts = (
        account
        for one in versions
        for account in (
            one.recorded_by,
            *(word.recorded_by for word in one.confirmations),
            *(piece.recorded_by for piece in one.evidence),
        )
    )
    return frozenset(account for account in accounts if account is not None)
