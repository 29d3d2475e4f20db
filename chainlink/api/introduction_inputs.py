"""What is sent about introductions and consents, and how it becomes a draft."""

from typing import Any, TypeVar

import strawberry
from pydantic import BaseModel
from strawberry import UNSET

from chainlink.api.context import Info
from chainlink.api.inputs import enterprise_id, filled, sent
from chainlink.api.relay import raw_id
from chainlink.api.scalars import Day, Instant
from chainlink.enterprises.disclosure import ContactField
from chainlink.errors import InvalidInput
from chainlink.introductions.drafts import StepDraft
from chainlink.introductions.machine import BY_STEP, IntroductionState, Step
from chainlink.introductions.model import CloseReason, Manner, PartyRole
from chainlink.validation import checked

Draft = TypeVar("Draft", bound=BaseModel)


@strawberry.input
class AskConsentInput:
    """Whose consent is asked for what."""

    id: strawberry.ID
    version: int
    purpose: str
    fields: list[ContactField] | None = UNSET
    valid_until: Day | None = UNSET
    enterprises: list[strawberry.ID] | None = UNSET
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class GiveConsentInput:
    """A consent, given."""

    id: strawberry.ID
    version: int
    enterprise: strawberry.ID | None = UNSET
    consent: strawberry.ID | None = UNSET
    manner: Manner | None = UNSET
    evidence: str | None = UNSET
    evidence_digest: str | None = UNSET
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class RefuseConsentInput(GiveConsentInput):
    """A consent, refused."""

    reason: CloseReason | None = UNSET
    reason_text: str | None = UNSET


@strawberry.input
class WithdrawConsentInput(GiveConsentInput):
    """A consent, taken back."""


@strawberry.input
class IntroducePartiesInput:
    """The two are introduced to each other."""

    id: strawberry.ID
    version: int
    happened_on: Day | None = UNSET
    note: str | None = UNSET
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class ScheduleMeetingInput:
    """When and where they meet."""

    id: strawberry.ID
    version: int
    meets_at: Instant | None = UNSET
    place: str | None = UNSET
    note: str | None = UNSET
    side: strawberry.ID | None = UNSET
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class RecordMeetingInput:
    """That they have met."""

    id: strawberry.ID
    version: int
    happened_on: Day | None = UNSET
    place: str | None = UNSET
    note: str | None = UNSET
    side: strawberry.ID | None = UNSET
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class AdvanceIntroductionInput:
    """How far they have come."""

    id: strawberry.ID
    version: int
    state: IntroductionState
    happened_on: Day | None = UNSET
    note: str | None = UNSET
    side: strawberry.ID | None = UNSET
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class CloseIntroductionInput:
    """How it ends, and why."""

    id: strawberry.ID
    version: int
    state: IntroductionState
    reason: CloseReason | None = UNSET
    reason_text: str | None = UNSET
    happened_on: Day | None = UNSET
    note: str | None = UNSET
    side: strawberry.ID | None = UNSET
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class DisputeIntroductionInput:
    """That something is disputed, or no longer is."""

    id: strawberry.ID
    version: int
    text: str | None = UNSET
    disputed: bool | None = UNSET
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class UpdateIntroductionInput:
    """Who is in charge, what comes next, by when."""

    id: strawberry.ID
    version: int
    owner: strawberry.ID | None = UNSET
    next_step: str | None = UNSET
    due_on: Day | None = UNSET
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class JoinIntroductionInput:
    """A partner that joins."""

    id: strawberry.ID
    version: int
    enterprise: strawberry.ID
    role: PartyRole
    purpose: str | None = UNSET
    fields: list[ContactField] | None = UNSET
    valid_until: Day | None = UNSET
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class RecordFollowUpInput:
    """What a look back has shown."""

    id: strawberry.ID
    version: int
    note: str
    done_on: Day | None = UNSET
    request_id: strawberry.ID | None = UNSET


async def asked(info: Info, form: object) -> dict[str, Any]:
    """What was sent, by the names of the draft and the graph's ids. Raises NotFound."""
    values = filled(sent(form, "id", "version", "request_id"))
    for name in ("enterprise", "side"):
        if name in values:
            values[name] = await enterprise_id(info, values[name])
    if "enterprises" in values:
        values["enterprises"] = [await enterprise_id(info, one) for one in values["enterprises"]]
    if "consent" in values:
        values["consent"] = raw_id("Consent", values["consent"])
    return values


async def draft_of(info: Info, draft: type[Draft], form: object) -> Draft:
    """The form as a draft. Raises InvalidInput, NotFound."""
    return checked(draft, await asked(info, form))


async def step_of(info: Info, step: Step, form: object) -> StepDraft:
    """The form as a step. Raises InvalidInput, NotFound."""
    return checked(StepDraft, (await asked(info, form)) | {"step": step})


_ADVANCES = (
    Step.NEGOTIATE,
    Step.SIGN_INTENT,
    Step.SIGN_CONTRACT,
    Step.START_FULFILMENT,
    Step.COMPLETE,
)
_CLOSES = (Step.DECLINE, Step.WITHDRAW, Step.EXPIRE, Step.END_WITHOUT_DEAL)


async def step_to(info: Info, form: AdvanceIntroductionInput | CloseIntroductionInput) -> StepDraft:
    """The step that leads to the state that a form names. Raises InvalidInput, NotFound."""
    ways = _ADVANCES if isinstance(form, AdvanceIntroductionInput) else _CLOSES
    for step in ways:
        if BY_STEP[step].target is form.state:
            values = await asked(info, form)
            del values["state"]
            return checked(StepDraft, values | {"step": step})
    states = "、".join(BY_STEP[step].target.value for step in ways)
    raise InvalidInput.of("state", "introduction.no_such_way", states=states)
