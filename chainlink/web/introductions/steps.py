"""What each step asks for: the one table from which its form is drawn and what is sent is read.

A field's name is the path by which the services name it; its label is the message
`page.introductions.field.<name>`, a step's button `page.introductions.do.<word>`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel

from chainlink.introductions.drafts import (
    AnswerDraft,
    AskDraft,
    DisputeDraft,
    FollowUpDraft,
    JoinDraft,
    StepDraft,
    UpdateDraft,
)
from chainlink.introductions.machine import Step


class Kind(StrEnum):
    """How a field is filled in; a FACT is not: it must stand, and is shown as it stands."""

    TEXT = "TEXT"
    AREA = "AREA"
    DAY = "DAY"
    MOMENT = "MOMENT"
    SELECT = "SELECT"
    RADIOS = "RADIOS"
    BOXES = "BOXES"
    FACT = "FACT"


class About(StrEnum):
    """What a form is about; each such thing has a form of its own, and its own version."""

    INTRODUCTION = "INTRODUCTION"
    ASKED = "ASKED"  # a consent that waits for its answer
    GIVEN = "GIVEN"  # a consent that stands
    FOLLOW_UP = "FOLLOW_UP"


@dataclass(frozen=True, slots=True)
class Field:
    """One field; `choices` names what may be chosen, `officers` those who alone are asked."""

    name: str
    kind: Kind
    required: bool = False
    choices: str = ""
    officers: bool = False
    hint: str = ""
    help: str = ""
    length: int = 2000

    @property
    def key(self) -> str:
        """Its name in the draft."""
        return re.sub(r"[A-Z]", lambda found: f"_{found[0].lower()}", self.name)


@dataclass(frozen=True, slots=True)
class StepForm:
    """The form of a step, by its word in the address.

    `keeps` tells that what is left empty is written as empty; `closes` that the step ends it.
    """

    word: str
    draft: type[BaseModel]
    fields: tuple[Field, ...]
    step: Step | None = None
    about: About = About.INTRODUCTION
    keeps: bool = False
    closes: bool = False
    fixed: tuple[tuple[str, bool], ...] = ()

    @property
    def name(self) -> str:
        """As messages name it."""
        return self.word.replace("-", "_")

    def asked(self, *, officer: bool) -> Iterable[Field]:
        """The fields that an officer, or a party, is asked for."""
        return [one for one in self.fields if officer or not one.officers]


_NOTE = Field("note", Kind.AREA)
_HAPPENED = Field("happenedOn", Kind.DAY)
_DAY = Field("happenedOn", Kind.DAY, required=True)
_PLACE = Field("place", Kind.TEXT, length=200)
_UNTIL = Field("validUntil", Kind.DAY, hint="until")
_FIELDS = Field("fields", Kind.BOXES, required=True, choices="contact_fields")
_REASON = Field("reason", Kind.SELECT, required=True, choices="reasons")
_WORDS = Field("reasonText", Kind.AREA, hint="other")
_HEARD = (
    Field("manner", Kind.RADIOS, required=True, choices="manners", officers=True),
    Field("evidence", Kind.AREA, required=True, officers=True, hint="evidence"),
)


def _of(step: Step, *fields: Field, closes: bool = False) -> StepForm:
    word = step.value.lower().replace("_", "-")
    return StepForm(word, StepDraft, fields, step, closes=closes)


FORMS = (
    StepForm(
        "ask-consent",
        AskDraft,
        (
            Field("purpose", Kind.AREA, required=True, length=500, hint="purpose"),
            _FIELDS,
            _UNTIL,
            Field("enterprises", Kind.BOXES, required=True, choices="parties"),
        ),
        Step.ASK_CONSENT,
    ),
    StepForm("give-consent", AnswerDraft, _HEARD, about=About.ASKED),
    StepForm(
        "refuse-consent",
        AnswerDraft,
        (*_HEARD, Field("reason", Kind.SELECT, choices="reasons"), _WORDS),
        about=About.ASKED,
    ),
    StepForm("withdraw-consent", AnswerDraft, _HEARD, about=About.GIVEN),
    _of(Step.INTRODUCE, Field("consents", Kind.FACT), _HAPPENED, _NOTE),
    _of(
        Step.SCHEDULE_MEETING,
        Field("meetsAt", Kind.MOMENT, required=True),
        _PLACE,
        _NOTE,
    ),
    _of(Step.RECORD_MEETING, _DAY, _PLACE, _NOTE),
    _of(Step.NEGOTIATE, _HAPPENED, _NOTE),
    _of(Step.SIGN_INTENT, _DAY, _NOTE),
    _of(Step.SIGN_CONTRACT, Field("step", Kind.FACT), _HAPPENED, _NOTE),
    _of(Step.START_FULFILMENT, _HAPPENED, _NOTE),
    _of(Step.COMPLETE, _HAPPENED, _NOTE),
    _of(
        Step.DECLINE,
        Field("side", Kind.RADIOS, required=True, choices="sides", officers=True),
        _REASON,
        _WORDS,
        closes=True,
    ),
    _of(Step.WITHDRAW, _REASON, _WORDS, closes=True),
    _of(Step.EXPIRE, _NOTE, closes=True),
    _of(Step.END_WITHOUT_DEAL, _REASON, _WORDS, closes=True),
    StepForm(
        "next-step",
        UpdateDraft,
        (
            Field("nextStep", Kind.AREA),
            Field("dueOn", Kind.DAY),
            Field("owner", Kind.TEXT, hint="owner", length=100),
        ),
        keeps=True,
    ),
    StepForm(
        "join",
        JoinDraft,
        (
            Field("enterprise", Kind.TEXT, required=True, hint="enterprise"),
            Field("role", Kind.RADIOS, required=True, choices="partner_roles"),
            Field("purpose", Kind.AREA, length=500, hint="join_purpose"),
            _FIELDS,
            _UNTIL,
        ),
    ),
    StepForm(
        "dispute",
        DisputeDraft,
        (Field("text", Kind.AREA, required=True),),
        fixed=(("disputed", True),),
    ),
    StepForm(
        "lift-dispute", DisputeDraft, (Field("text", Kind.AREA),), fixed=(("disputed", False),)
    ),
    StepForm(
        "follow-up",
        FollowUpDraft,
        (Field("note", Kind.AREA, required=True), Field("doneOn", Kind.DAY)),
        about=About.FOLLOW_UP,
    ),
)
BY_WORD = {one.word: one for one in FORMS}
BY_STEP = {one.step: one for one in FORMS if one.step is not None}
