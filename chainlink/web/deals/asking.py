"""Which deals and orders the address asks for; what it says wrongly counts as not said."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from chainlink.deals.customs import CUSTOMS_MODES, Incoterm
from chainlink.deals.listing_model import (
    LARGEST_PAGE,
    DealOrder,
    DealQuestion,
    OrderOrder,
    OrderQuestion,
)
from chainlink.deals.model import DealKind, Verification
from chainlink.web.deals.typed import market_of
from chainlink.web.guests import Guest
from chainlink.web.tables import Asked

DEAL_ORDERS: Mapping[str, DealOrder] = {
    "signed_on": DealOrder.SIGNED,
    "amount": DealOrder.AMOUNT,
    "recorded": DealOrder.RECORDED,
}
ORDER_ORDERS: Mapping[str, OrderOrder] = {
    "ordered_on": OrderOrder.ORDERED,
    "amount": OrderOrder.AMOUNT,
    "recorded": OrderOrder.RECORDED,
}
_LONGEST = 100  # characters of a text
Value = TypeVar("Value", bound=StrEnum)


def deals_asked(guest: Guest, asked: Asked) -> DealQuestion:
    """The question of the list of deals."""
    return DealQuestion(
        kinds=values(guest, "kind", DealKind),
        introduction=_text(guest, "introduction"),
        text=_text(guest, "q"),
        order=DEAL_ORDERS[asked.sort],
        **_common(guest, asked),
    )


def orders_asked(guest: Guest, asked: Asked) -> OrderQuestion:
    """The question of the list of orders."""
    return OrderQuestion(
        deal=_text(guest, "deal"), order=ORDER_ORDERS[asked.sort], **_common(guest, asked)
    )


def _common(guest: Guest, asked: Asked) -> dict[str, Any]:
    destination = _text(guest, "destination")
    mode = _text(guest, "customs_mode")
    return {
        "verifications": values(guest, "verification", Verification),
        "enterprise": _text(guest, "enterprise"),
        "committee": _text(guest, "committee"),
        "since": _day(guest, "since"),
        "until": _day(guest, "until"),
        "destination": market_of(destination) if destination else "",
        "incoterm": next(iter(values(guest, "incoterm", Incoterm)), ""),
        "customs_mode": mode if mode in CUSTOMS_MODES else "",
        "descending": asked.descending,
        "page": asked.page,
        "size": min(asked.size, LARGEST_PAGE),
    }


def values(guest: Guest, name: str, kind: type[Value]) -> frozenset[Value]:
    """Those of a kind's values that the address names."""
    known = {one.value: one for one in kind}
    return frozenset(known[one] for one in guest.query.getlist(name) if one in known)


def _text(guest: Guest, name: str) -> str:
    return str(guest.query.get(name, "")).strip()[:_LONGEST]


def _day(guest: Guest, name: str) -> date | None:
    try:
        return date.fromisoformat(_text(guest, name))
    except ValueError:
        return None
