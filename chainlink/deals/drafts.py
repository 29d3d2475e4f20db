"""Deals as they are handed in: what can be accepted as one."""

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

from chainlink.deals.model import MAY_BE_UNPAID, Additionality, DealKind, YearAmount
from chainlink.deals.money import HOME_CURRENCY, Amount, CurrencyCode, Rate
from chainlink.validation import EachOnce, EmptyIsNone, PlausibleDate, StrictDraft, Text, refused

_SHARE = re.compile(r"\d{1,9}/\d{1,9}|\d{1,9}(\.\d{1,9})?%?")
_LARGEST_DENOMINATOR = 10**12


def _share(value: Any) -> Any:
    """A share of one as text: `1/2`, `0.25` or `50%`."""
    if isinstance(value, Fraction):
        return value
    text = str(value).strip() if isinstance(value, str | int) else ""
    if not _SHARE.fullmatch(text) or not text.isascii() or text.endswith("/0"):
        raise refused("credit.share_form", value=value)
    try:
        found = Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ZeroDivisionError:
        raise refused("credit.share_form", value=value) from None
    if not 0 < found <= 1 or found.denominator > _LARGEST_DENOMINATOR:
        raise refused("credit.share_range", value=value)
    return found


Share = Annotated[Fraction, BeforeValidator(_share)]


def _by_year(values: tuple[YearAmount, ...]) -> tuple[YearAmount, ...]:
    years = [one.year for one in values]
    if len(set(years)) < len(years):
        twice = next(year for year in years if years.count(year) > 1)
        raise refused("deal.year_twice", year=twice)
    return tuple(sorted(values, key=lambda one: one.year))


class CreditDraft(StrictDraft):
    """A line of credit; committee and event are the introduction's own where they are not said."""

    introduction: Text
    committee: Annotated[Text | None, EmptyIsNone] = None
    event: Annotated[Text | None, EmptyIsNone] = None
    share: Share


def _adding_up(values: tuple[CreditDraft, ...]) -> tuple[CreditDraft, ...]:
    total = sum((one.share for one in values), Fraction(0))
    if values and total != 1:
        raise refused("credit.sum", total=str(total))
    keys = [(one.introduction, one.committee, one.event) for one in values]
    if len(set(keys)) < len(keys):
        raise refused("credit.twice")
    return values


ByYear = Annotated[tuple[YearAmount, ...], Field(max_length=60), AfterValidator(_by_year)]


def _at_least_one(values: tuple[str, ...]) -> tuple[str, ...]:
    if not values:
        raise refused("required")
    return values


class DealDraft(StrictDraft):
    """A deal as it is recorded or corrected."""

    introductions: Annotated[
        tuple[Text, ...], Field(max_length=20), EachOnce, AfterValidator(_at_least_one)
    ]
    parties: Annotated[tuple[Text, ...], Field(max_length=20), EachOnce] = ()
    kind: DealKind
    title: Annotated[Annotated[Text, Field(max_length=200)] | None, EmptyIsNone] = None
    amount: Amount
    currency: CurrencyCode = HOME_CURRENCY
    rate: Rate = None
    rate_on: Annotated[PlausibleDate | None, EmptyIsNone] = Field(None, validate_default=True)
    rate_source: Annotated[Annotated[Text, Field(max_length=200)] | None, EmptyIsNone] = Field(
        None, validate_default=True
    )
    signed_on: PlausibleDate
    expected: ByYear = ()
    received: ByYear = ()
    credits: Annotated[
        tuple[CreditDraft, ...], Field(max_length=50), AfterValidator(_adding_up)
    ] = ()
    source: Annotated[Annotated[Text, Field(max_length=500)] | None, EmptyIsNone] = None
    invented: bool = False
    additionality: Annotated[Additionality | None, EmptyIsNone] = None

    @field_validator("amount")
    @classmethod
    def _paid(cls, value: int, info: ValidationInfo) -> int:
        if value == 0 and info.data.get("kind", DealKind.TALENT) not in MAY_BE_UNPAID:
            raise refused("deal.no_amount")
        return value

    @field_validator("rate")
    @classmethod
    def _of_foreign_money(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None and info.data.get("currency") == HOME_CURRENCY:
            raise refused("rate.home")
        return value

    @field_validator("rate_on", "rate_source")
    @classmethod
    def _with_its_rate(cls, value: Any, info: ValidationInfo) -> Any:
        if "rate" in info.data and (info.data["rate"] is None) != (value is None):
            raise refused("rate.incomplete")
        return value


class Correction(StrictDraft):
    """Why a version is replaced."""

    correction_text: Annotated[Text, Field(min_length=1, max_length=2000)]


def likeness_key(draft: DealDraft, parties: Iterable[str]) -> str:
    """What two records of the same deal have in common: parties, kind, amount, currency, day."""
    said = (draft.kind.value, draft.currency, str(draft.amount), draft.signed_on.isoformat())
    return "|".join([*said, *sorted(parties)])
