"""What is sent about introductions, made clean and checked."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from chainlink.enterprises.disclosure import ContactField
from chainlink.introductions.machine import Step
from chainlink.introductions.model import CloseReason, Manner, PartyRole
from chainlink.validation import (
    EARLIEST,
    LATEST,
    EachOnce,
    EmptyIsNone,
    PlausibleDate,
    StrictDraft,
    Text,
    refused,
)

_LONGEST = 2000


def _moment(value: Any) -> Any:
    """An instant as it was typed; whether it has its zone is for the step to say."""
    if not isinstance(value, str):
        return value
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        raise refused("introduction.time", value=value) from None
    if not EARLIEST < found.date() < LATEST:
        raise refused("date_implausible", low=str(EARLIEST), high=str(LATEST))
    return found


Moment = Annotated[datetime, BeforeValidator(_moment)]
Words = Annotated[Annotated[Text, Field(max_length=_LONGEST)] | None, EmptyIsNone]
Purpose = Annotated[Text, Field(min_length=1, max_length=500)]
Digest = Annotated[Annotated[Text, Field(pattern=r"^[0-9a-f]{64}$")] | None, EmptyIsNone]
Fields = Annotated[tuple[ContactField, ...], Field(min_length=1), EachOnce]
Parties = Annotated[tuple[str, ...], EachOnce]


class StepDraft(StrictDraft):
    """A step and its facts; `side` is the party for which an officer writes it down."""

    step: Step
    happened_on: PlausibleDate | None = None
    note: Words = None
    place: Words = None
    meets_at: Annotated[Moment | None, EmptyIsNone] = None
    reason: CloseReason | None = None
    reason_text: Words = None
    side: str | None = None


class UpdateDraft(StrictDraft):
    """Who is in charge, what comes next and by when; what is not sent stays as it is."""

    owner: str | None = None
    next_step: Words = None
    due_on: PlausibleDate | None = None


class DisputeDraft(StrictDraft):
    """That something is disputed, in words, or no longer is."""

    disputed: bool = True
    text: Words = None


class AskDraft(StrictDraft):
    """What consent is asked for; `enterprises` are all parties where it names none.

    `valid_until` is the last day on which contacts may be read.
    """

    purpose: Purpose
    fields: Fields = tuple(ContactField)
    valid_until: date | None = None
    enterprises: Parties = ()


class AnswerDraft(StrictDraft):
    """An enterprise's answer, by its own account or as staff have heard it.

    `consent` names one of several that the enterprise was asked for in one introduction.
    """

    enterprise: str | None = None
    consent: str | None = None
    manner: Manner | None = None
    evidence: Words = None
    evidence_digest: Digest = None
    reason: CloseReason | None = None
    reason_text: Words = None


class JoinDraft(StrictDraft):
    """A partner that joins, and what consent is asked for on that occasion."""

    enterprise: str
    role: PartyRole
    purpose: Annotated[Annotated[Text, Field(max_length=500)] | None, EmptyIsNone] = None
    fields: Fields = tuple(ContactField)
    valid_until: date | None = None


class FollowUpDraft(StrictDraft):
    """What somebody learned who looked back."""

    note: Annotated[Text, Field(min_length=1, max_length=_LONGEST)]
    done_on: PlausibleDate | None = None
