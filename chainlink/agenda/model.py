"""The day's work as it is told: lists, each with its first entries and how many there are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from chainlink.deals.listing_model import Proof
from chainlink.deals.model import Deal
from chainlink.deals.order_model import CrossBorderOrder
from chainlink.introductions.machine import IntroductionState
from chainlink.introductions.model import IntroductionView

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Section(Generic[Thing]):
    """The first entries of a list, and how long it is."""

    items: tuple[Thing, ...] = ()
    total: int = 0

    def __bool__(self) -> bool:
        return self.total > 0


@dataclass(frozen=True, slots=True)
class IntroductionDue:
    """An open introduction with the day that its next step is due on."""

    introduction: str
    due_on: date
    state: IntroductionState


@dataclass(frozen=True, slots=True)
class FollowUpDue:
    """An open follow-up."""

    follow_up: str
    introduction: str
    due_on: date


@dataclass(frozen=True, slots=True)
class ConsentWaiting:
    """A consent that nobody has answered; after `expires_on` its introduction ends."""

    consent: str
    introduction: str
    enterprise: str
    asked_at: str
    expires_on: date
    age_days: int


@dataclass(frozen=True, slots=True)
class ReadyToIntroduce:
    """An introduction that both have consented to; `until` is the last day of that."""

    introduction: str
    until: date


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that is to come."""

    introduction: str
    meets_at: str
    place: str | None


@dataclass(frozen=True, slots=True)
class ClaimExpiring:
    """A need or a capability that soon says nothing any more."""

    claim: str
    enterprise: str
    label: str  # Need, Capability
    title: str
    valid_until: date


@dataclass(frozen=True, slots=True)
class Agenda:
    """What needs somebody today. `introductions`, `deals` and `orders` are those named in it."""

    today: date
    overdue: Section[IntroductionDue] = Section()
    due_soon: Section[IntroductionDue] = Section()
    follow_ups: Section[FollowUpDue] = Section()
    consents: Section[ConsentWaiting] = Section()
    agreed: Section[ReadyToIntroduce] = Section()
    meetings: Section[Meeting] = Section()
    disputed: Section[str] = Section()
    claims: Section[ClaimExpiring] = Section()
    reviews: Section[Proof] = Section()
    confirmations: Section[Proof] = Section()
    introductions: Mapping[str, IntroductionView] = field(default_factory=dict)
    deals: Mapping[str, Deal] = field(default_factory=dict)
    orders: Mapping[str, CrossBorderOrder] = field(default_factory=dict)

    @property
    def totals(self) -> dict[str, int]:
        """How long each list is, by its name."""
        return {name: getattr(self, name).total for name in SECTIONS}


SECTIONS = (
    *("overdue", "due_soon", "follow_ups", "consents", "agreed", "meetings", "disputed"),
    *("claims", "reviews", "confirmations"),
)
