"""What is decided on a suggestion: it is shortlisted, or dismissed with a reason."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from chainlink.matching.model import MatchType
from chainlink.validation import EmptyIsNone, PlausibleDate, StrictDraft, Text, refused


class DismissalReason(StrEnum):
    """Why a pair is dismissed; KNOWN_ALREADY is that they are customers of each other already.

    The words are those of `DecisionReason`, which learning reads.
    """

    KNOWN_ALREADY = "KNOWN_ALREADY"
    COMPETITOR = "COMPETITOR"
    CAPACITY = "CAPACITY"
    PRICE = "PRICE"
    DISTANCE = "DISTANCE"
    QUALITY = "QUALITY"
    NOT_RELEVANT = "NOT_RELEVANT"
    OTHER = "OTHER"


class SuggestionDraft(StrictDraft):
    """Which pair is meant: by its two sides and how they would meet, by what was shown, or both.

    `shown` is a shown pair's id; of a partner that has no name yet it is all there is.
    """

    seeker: str | None = None
    provider: str | None = None
    match_type: MatchType | None = None
    shown: str | None = None


class ShortlistDraft(SuggestionDraft):
    """A pair to be introduced, what it arose at, by whom it is brokered, what comes next."""

    event: str | None = None
    committee: str | None = None
    next_step: Annotated[Annotated[Text, Field(max_length=500)] | None, EmptyIsNone] = None
    due_on: PlausibleDate | None = None


class DismissalDraft(SuggestionDraft):
    """A pair not to be suggested until something in what the two say changes."""

    reason: DismissalReason
    text: Annotated[
        Annotated[Text, Field(max_length=1000)] | None, EmptyIsNone, Field(validate_default=True)
    ] = None

    @field_validator("text")
    @classmethod
    def _said(cls, text: str | None, said: ValidationInfo) -> str | None:
        if text is None and said.data.get("reason") is DismissalReason.OTHER:
            raise refused("dismissal.text")
        return text


class UndoDraft(StrictDraft):
    """Which dismissal is taken back: by its id, or by its two sides."""

    dismissal: str | None = None
    seeker: str | None = None
    provider: str | None = None


class Dismissal(BaseModel):
    """A dismissal as it is kept; `dismissed_by` is an enterprise or a committee."""

    model_config = ConfigDict(frozen=True)

    id: str
    seeker: str
    provider: str
    reason: DismissalReason
    reason_text: str | None = None
    dismissed_by: str
    recorded_at: str
    superseded_at: str | None = None


class Remembered(BaseModel):
    """What an introduction remembers of the suggestion that it came from."""

    model_config = ConfigDict(frozen=True)

    policy_version: str | None = None
    rank: int | None = None
    score: float | None = None
