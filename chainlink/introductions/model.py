"""Introductions, the consents that they need, and the follow-ups that come after them."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chainlink.enterprises.disclosure import ContactField
from chainlink.introductions.machine import ENDED, IntroductionState, Step
from chainlink.matching.model import MatchType


class PartyRole(StrEnum):
    """What a party is in an introduction; partners join the two whom it is about."""

    SEEKER = "SEEKER"
    PROVIDER = "PROVIDER"
    TECHNOLOGY_PARTNER = "TECHNOLOGY_PARTNER"
    FINANCE_PARTNER = "FINANCE_PARTNER"


PRINCIPALS = frozenset({PartyRole.SEEKER, PartyRole.PROVIDER})


class CloseReason(StrEnum):
    """Why an introduction ended; the last three are said by the platform and by nobody else."""

    NOT_RELEVANT = "NOT_RELEVANT"
    KNOWN_ALREADY = "KNOWN_ALREADY"
    COMPETITOR = "COMPETITOR"
    PRICE = "PRICE"
    CAPACITY = "CAPACITY"
    QUALITY = "QUALITY"
    DISTANCE = "DISTANCE"
    TIMING = "TIMING"
    OTHER = "OTHER"
    CONSENT_REFUSED = "CONSENT_REFUSED"
    NO_ANSWER = "NO_ANSWER"
    NOT_PURSUED = "NOT_PURSUED"


PLATFORM_REASONS = frozenset(
    {CloseReason.CONSENT_REFUSED, CloseReason.NO_ANSWER, CloseReason.NOT_PURSUED}
)


class ConsentState(StrEnum):
    """How an asked enterprise has answered, and what became of it.

    EXPIRED is one that nobody answered in time, REPLACED one in whose place another was asked or
    given, or has to be since parties were merged, ENDED one that ended with its introduction.
    """

    ASKED = "ASKED"
    GIVEN = "GIVEN"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"
    EXPIRED = "EXPIRED"
    REPLACED = "REPLACED"
    ENDED = "ENDED"


class Manner(StrEnum):
    """How an enterprise answered: by its own account, or to staff who write it down."""

    ACCOUNT = "ACCOUNT"
    PAPER = "PAPER"
    CALL = "CALL"
    MESSAGE = "MESSAGE"
    MEETING = "MEETING"


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True)


class Party(_Kept):
    """An enterprise in an introduction, and as what."""

    enterprise: str
    role: PartyRole


class Introduction(_Kept):
    """An introduction as it is kept; `shortlisted_by` holds enterprises and committees.

    `ended_for` is the party whose decision ended it, where it was a party's.
    """

    id: str
    seeker: str
    provider: str
    match_type: MatchType
    state: IntroductionState
    state_since: str
    furthest: IntroductionState
    reason: CloseReason | None = None
    reason_text: str | None = None
    ended_for: str | None = None
    disputed: bool = False
    dispute_text: str | None = None
    committee: str
    event: str | None = None
    shown: str | None = None
    policy_version: str | None = None
    rank: int | None = None
    score: float | None = None
    owner: str
    next_step: str | None = None
    due_on: date | None = None
    introduced_on: date | None = None
    shortlisted_by: tuple[str, ...]
    source: str | None = None
    invented: bool = False
    version: int
    recorded_at: str
    recorded_by: str
    parties: tuple[Party, ...]

    @property
    def ended(self) -> bool:
        """Whether nothing more happens in it but follow-ups."""
        return self.state in ENDED

    def has_party(self, enterprise: str | None) -> bool:
        """Whether the enterprise is in it."""
        return any(one.enterprise == enterprise for one in self.parties)

    def others(self, enterprise: str) -> tuple[str, ...]:
        """The parties but one."""
        return tuple(one.enterprise for one in self.parties if one.enterprise != enterprise)


class IntroductionView(_Kept):
    """An introduction as one actor sees it: what is None he is not told, or there is none.

    `whole` tells that he sees it as it is kept.
    """

    id: str
    whole: bool
    seeker: str
    provider: str
    parties: tuple[Party, ...]
    match_type: MatchType
    state: IntroductionState
    state_since: str
    reason: CloseReason | None = None
    reason_text: str | None = None
    disputed: bool
    dispute_text: str | None = None
    committee: str
    event: str | None = None
    shown: str | None = None
    policy_version: str | None = None
    rank: int | None = None
    score: float | None = None
    owner: str | None = None
    next_step: str | None = None
    due_on: date | None = None
    overdue: bool | None = None
    introduced_on: date | None = None
    source: str | None = None
    invented: bool
    version: int
    recorded_at: str | None = None
    allowed_steps: tuple[Step, ...] = ()


class StepTaken(_Kept):
    """A step as it was taken; `side` is the party that took it or for which it was recorded."""

    id: str
    introduction: str
    step: Step
    from_state: IntroductionState | None = None
    to_state: IntroductionState
    happened_on: date
    note: str | None = None
    place: str | None = None
    meets_at: str | None = None
    recorded_at: str
    recorded_by: str | None = None
    side: str | None = None


class FollowUp(_Kept):
    """A look back some months after an introduction."""

    id: str
    introduction: str
    months: int
    due_on: date
    done_on: date | None = None
    done_by: str | None = None
    note: str | None = None
    cancelled_at: str | None = None
    recorded_at: str
    version: int

    @property
    def open(self) -> bool:
        """Whether somebody still has to look."""
        return self.done_on is None and self.cancelled_at is None


class Consent(_Kept):
    """One asking of one enterprise for its separate consent (PIPL, article 23), and the answer."""

    id: str
    introduction: str
    enterprise: str
    recipients: tuple[str, ...]
    purpose: str
    fields: tuple[ContactField, ...]
    valid_until: date
    state: ConsentState
    asked_at: str
    asked_by: str
    decided_at: str | None = None
    decided_by: str | None = None
    manner: Manner | None = None
    evidence: str | None = None
    evidence_digest: str | None = None
    withdrawn_at: str | None = None
    version: int

    def stands(self, today: date) -> bool:
        """Whether it lets its recipients read on that day."""
        return self.state is ConsentState.GIVEN and self.valid_until >= today

    def lets(self, recipient: str, today: date) -> bool:
        """Whether it lets this one."""
        return self.stands(today) and recipient in self.recipients


def lets(consents: Iterable[Consent], giver: str, recipient: str, today: date) -> bool:
    """Whether one enterprise lets another read its contacts."""
    return any(one.enterprise == giver and one.lets(recipient, today) for one in consents)


def agreed(consents: Sequence[Consent], one: str, other: str, today: date) -> bool:
    """Whether each of the two lets the other."""
    return lets(consents, one, other, today) and lets(consents, other, one, today)
