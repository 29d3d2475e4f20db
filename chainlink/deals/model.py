"""Deals: what one is, its proof, and how its money and its credit are told."""

from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chainlink.deals.money import Amount
from chainlink.validation import StrictDraft

_YEARS = (1990, 2100)


class DealKind(StrEnum):
    """What was agreed; a letter of intent is never added to the others."""

    CONTRACT = "CONTRACT"
    PURCHASE_ORDER = "PURCHASE_ORDER"
    FIRST_EXPORT = "FIRST_EXPORT"
    INVESTMENT = "INVESTMENT"
    TECHNOLOGY_CONTRACT = "TECHNOLOGY_CONTRACT"
    FINANCING = "FINANCING"
    TALENT = "TALENT"
    LETTER_OF_INTENT = "LETTER_OF_INTENT"


MAY_BE_UNPAID = frozenset({DealKind.TALENT, DealKind.LETTER_OF_INTENT})


class Verification(StrEnum):
    """How far a deal or an order is proved: an axis of its own beside the introduction's state."""

    SELF_REPORTED = "SELF_REPORTED"
    DOCUMENTED = "DOCUMENTED"
    BOTH_CONFIRMED = "BOTH_CONFIRMED"
    REVIEWED = "REVIEWED"
    REJECTED = "REJECTED"


DECIDED = frozenset({Verification.REVIEWED, Verification.REJECTED})


class Additionality(StrEnum):
    """Would it have happened without the platform? In seven bands, from certainly to certainly not.

    What is asked is the reference case of additionality (HM Treasury, Green Book; BIS Occasional
    Paper 1, 2009). The bands and the chance that each stands for are those of S. Kent, "Words of
    Estimative Probability", Studies in Intelligence 8 (1964): certain 100, almost certain 93,
    probable 75, about even 50, probably not 30, almost certainly not 7, impossible 0 per cent.
    """

    CERTAINLY_WITHOUT = "CERTAINLY_WITHOUT"
    ALMOST_CERTAINLY_WITHOUT = "ALMOST_CERTAINLY_WITHOUT"
    PROBABLY_WITHOUT = "PROBABLY_WITHOUT"
    ABOUT_EVEN = "ABOUT_EVEN"
    PROBABLY_NOT_WITHOUT = "PROBABLY_NOT_WITHOUT"
    ALMOST_CERTAINLY_NOT_WITHOUT = "ALMOST_CERTAINLY_NOT_WITHOUT"
    CERTAINLY_NOT_WITHOUT = "CERTAINLY_NOT_WITHOUT"

    @property
    def additional(self) -> Fraction:
        """The part of the deal that is due to the platform: what is left of its having happened."""
        return 1 - Fraction(_WITHOUT_PER_CENT[self], 100)


_WITHOUT_PER_CENT = dict(zip(Additionality, (100, 93, 75, 50, 30, 7, 0), strict=True))


class ReportedAs(StrEnum):
    """Who recorded a version: one of the parties itself, or an officer."""

    PARTY = "PARTY"
    OFFICER = "OFFICER"


class YearAmount(StrictDraft):
    """Money of one calendar year, in minor units of the deal's currency."""

    year: Annotated[int, Field(ge=_YEARS[0], le=_YEARS[1])]
    amount: Amount

    @classmethod
    def of(cls, text: str) -> "YearAmount":
        """As it is stored: `2026:500000000`."""
        year, _, amount = text.partition(":")
        return cls(year=int(year), amount=int(amount))

    def stored(self) -> str:
        """As `of` reads it."""
        return f"{self.year}:{self.amount}"


class Credit(BaseModel):
    """A share of a deal's credit."""

    model_config = ConfigDict(frozen=True)

    introduction: str
    committee: str
    event: str | None = None
    numerator: int
    denominator: int

    @property
    def share(self) -> Fraction:
        """As an exact number."""
        return Fraction(self.numerator, self.denominator)


class Confirmation(BaseModel):
    """A party's word on one version."""

    model_config = ConfigDict(frozen=True)

    id: str
    enterprise: str
    additionality: Additionality | None = None
    recorded_at: str
    recorded_by: str | None = None


class Evidence(BaseModel):
    """What proves a deal or an order."""

    model_config = ConfigDict(frozen=True)

    id: str
    kind: str
    title: str
    digest: str | None = None
    link: str | None = None
    recorded_at: str
    recorded_by: str | None = None


class Provable(BaseModel):
    """What deals and orders share: versions, and how far the newest is proved.

    `recorded_by`, `reviewed_by` and another side's answer are missing where the reader may not
    know them.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    version: int
    amount: int
    currency: str
    verification: Verification
    reported_as: ReportedAs
    correction_text: str | None = None
    review_text: str | None = None
    reviewed_by: str | None = None
    reviewed_at: str | None = None
    source: str | None = None
    invented: bool
    recorded_at: str
    recorded_by: str | None = None
    superseded_at: str | None = None
    confirmations: tuple[Confirmation, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Deal(Provable):
    """One version of a deal; `deal` stays the same from version to version."""

    deal: str
    kind: DealKind
    title: str | None = None
    parties: tuple[str, ...]
    rate: str | None = None
    rate_on: date | None = None
    rate_source: str | None = None
    signed_on: date
    expected: tuple[YearAmount, ...] = ()
    received: tuple[YearAmount, ...] = ()
    introductions: tuple[str, ...]
    credits: tuple[Credit, ...]
