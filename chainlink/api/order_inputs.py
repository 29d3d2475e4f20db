"""What is sent of cross-border orders, and how it becomes a draft."""

from collections.abc import Mapping
from typing import Any

import strawberry
from strawberry import UNSET

from chainlink.api.context import Info
from chainlink.api.deal_inputs import NOT_OF_THE_DRAFT, emptied
from chainlink.api.inputs import enterprise_id, filled, sent
from chainlink.api.scalars import Day, MinorUnits
from chainlink.deals.customs import Incoterm
from chainlink.deals.order_model import CrossBorderOrder, OrderDraft
from chainlink.validation import checked

_NEEDED = set(OrderDraft.model_fields) - {"first_export", "shipped_on", "source", "invented"}


@strawberry.input
class RecordCrossBorderOrderInput:
    """A new order under a deal."""

    deal: strawberry.ID
    order_number: str
    hs_code: str
    incoterm: Incoterm
    incoterm_place: str
    customs_mode: str
    amount: MinorUnits
    currency: str
    destination: str
    seller: strawberry.ID
    maker: strawberry.ID
    ordered_on: Day
    first_export: bool | None = UNSET
    shipped_on: Day | None = UNSET
    source: str | None = UNSET
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class CorrectCrossBorderOrderInput:
    """A correction: what is not sent keeps its value."""

    id: strawberry.ID
    version: int
    correction_text: str
    order_number: str | None = UNSET
    hs_code: str | None = UNSET
    incoterm: Incoterm | None = UNSET
    incoterm_place: str | None = UNSET
    customs_mode: str | None = UNSET
    amount: MinorUnits | None = UNSET
    currency: str | None = UNSET
    destination: str | None = UNSET
    seller: strawberry.ID | None = UNSET
    maker: strawberry.ID | None = UNSET
    ordered_on: Day | None = UNSET
    first_export: bool | None = UNSET
    shipped_on: Day | None = UNSET
    source: str | None = UNSET
    request_id: strawberry.ID | None = UNSET


async def asked_order(info: Info, form: object) -> dict[str, Any]:
    """The fields of an order that a form says, by the graph's ids. Raises as `asked_deal`."""
    values = emptied(sent(form, *NOT_OF_THE_DRAFT), _NEEDED, set())
    if values.get("first_export", False) is None:
        values["first_export"] = False
    for end in ("seller", "maker"):
        if end in values:
            values[end] = await enterprise_id(info, values[end])
    return values


def recorded_order(asked: Mapping[str, Any]) -> OrderDraft:
    """A new order. Raises InvalidInput."""
    return checked(OrderDraft, filled(asked))


def merged_order(before: CrossBorderOrder, asked: Mapping[str, Any]) -> OrderDraft:
    """What stands with what a correction says. Raises InvalidInput."""
    stands = before.model_dump(include=set(OrderDraft.model_fields))
    return checked(OrderDraft, stands | dict(asked))
