"""Cross-border orders: what one is, and what can be accepted as one."""

from datetime import date
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from chainlink.deals.customs import CustomsMode, Destination, HsCode, Incoterm
from chainlink.deals.model import Provable
from chainlink.deals.money import LARGEST, CurrencyCode
from chainlink.validation import EmptyIsNone, PlausibleDate, StrictDraft, Text, refused


class OrderDraft(StrictDraft):
    """An order as it is recorded or corrected."""

    order_number: Annotated[Text, Field(min_length=1, max_length=100)]
    hs_code: HsCode
    incoterm: Incoterm
    incoterm_place: Annotated[Text, Field(min_length=1, max_length=200)]
    customs_mode: CustomsMode
    amount: Annotated[int, Field(ge=1, le=LARGEST)]
    currency: CurrencyCode
    destination: Destination
    seller: Text
    maker: Text
    first_export: bool = False
    ordered_on: PlausibleDate
    shipped_on: Annotated[PlausibleDate | None, EmptyIsNone] = None
    source: Annotated[Annotated[Text, Field(max_length=500)] | None, EmptyIsNone] = None
    invented: bool = False

    @field_validator("shipped_on")
    @classmethod
    def _days_in_order(cls, value: date | None, info: ValidationInfo) -> date | None:
        if value is not None and value < info.data.get("ordered_on", value):
            raise refused("order.shipped_before")
        return value


class CrossBorderOrder(Provable):
    """One version of an order; `order_id` stays the same from version to version."""

    order_id: str
    deal: str
    order_number: str
    hs_code: str
    incoterm: Incoterm
    incoterm_place: str
    customs_mode: str
    destination: str
    seller: str
    maker: str
    first_export: bool
    ordered_on: date
    shipped_on: date | None = None
