"""Changes of introductions and consents; failures join the union."""

from typing import Annotated, Any, TypeAlias

import strawberry

from chainlink.api.context import Info
from chainlink.api.errors import AnyFailure
from chainlink.api.inputs import Form, request_of, sent
from chainlink.api.introduction_inputs import (
    AdvanceIntroductionInput,
    AskConsentInput,
    CloseIntroductionInput,
    DisputeIntroductionInput,
    GiveConsentInput,
    IntroducePartiesInput,
    JoinIntroductionInput,
    RecordFollowUpInput,
    RecordMeetingInput,
    RefuseConsentInput,
    ScheduleMeetingInput,
    UpdateIntroductionInput,
    WithdrawConsentInput,
    draft_of,
    step_of,
    step_to,
)
from chainlink.api.introductions import Introduction, introduction
from chainlink.api.relay import raw_id
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
from chainlink.introductions.model import IntroductionView
from chainlink.validation import checked

IntroductionResult: TypeAlias = Annotated[
    Introduction | AnyFailure, strawberry.union("IntroductionResult")
]


async def _stepped(info: Info, form: Any, draft: StepDraft) -> Introduction:
    context = info.context
    found = await context.app.introductions.step(
        context.actor, _id(form), form.version, draft, request=request_of(form)
    )
    return _changed(info, found)


def _id(form: Any) -> str:
    return raw_id("Introduction", form.id)


def _changed(info: Info, found: IntroductionView) -> Introduction:
    info.context.forget()
    return introduction(found)


@strawberry.type
class ConsentMutations:
    """Changes of consents."""

    @strawberry.mutation
    async def ask_consent(self, info: Info, form: Form[AskConsentInput]) -> IntroductionResult:
        """Ask each party separately."""
        context = info.context
        draft = await draft_of(info, AskDraft, form)
        found = await context.app.consents.ask(
            context.actor, _id(form), form.version, draft, request=request_of(form)
        )
        return _changed(info, found)

    @strawberry.mutation
    async def give_consent(self, info: Info, form: Form[GiveConsentInput]) -> IntroductionResult:
        """Consent for one's own side."""
        context = info.context
        draft = await draft_of(info, AnswerDraft, form)
        found = await context.app.consents.give(
            context.actor, _id(form), form.version, draft, request=request_of(form)
        )
        return _changed(info, found)

    @strawberry.mutation
    async def refuse_consent(
        self, info: Info, form: Form[RefuseConsentInput]
    ) -> IntroductionResult:
        """Refuse for one's own side."""
        context = info.context
        draft = await draft_of(info, AnswerDraft, form)
        found = await context.app.consents.refuse(
            context.actor, _id(form), form.version, draft, request=request_of(form)
        )
        return _changed(info, found)

    @strawberry.mutation
    async def withdraw_consent(
        self, info: Info, form: Form[WithdrawConsentInput]
    ) -> IntroductionResult:
        """Take one's own side's consent back."""
        context = info.context
        draft = await draft_of(info, AnswerDraft, form)
        found = await context.app.consents.withdraw(
            context.actor, _id(form), form.version, draft, request=request_of(form)
        )
        return _changed(info, found)


@strawberry.type
class IntroductionMutations(ConsentMutations):
    """Changes of introductions."""

    @strawberry.mutation
    async def introduce_parties(
        self, info: Info, form: Form[IntroducePartiesInput]
    ) -> IntroductionResult:
        """Introduce two who have both consented."""
        return await _stepped(info, form, await step_of(info, Step.INTRODUCE, form))

    @strawberry.mutation
    async def schedule_meeting(
        self, info: Info, form: Form[ScheduleMeetingInput]
    ) -> IntroductionResult:
        """Say when they meet."""
        return await _stepped(info, form, await step_of(info, Step.SCHEDULE_MEETING, form))

    @strawberry.mutation
    async def record_meeting(
        self, info: Info, form: Form[RecordMeetingInput]
    ) -> IntroductionResult:
        """Say that they have met."""
        return await _stepped(info, form, await step_of(info, Step.RECORD_MEETING, form))

    @strawberry.mutation
    async def advance_introduction(
        self, info: Info, form: Form[AdvanceIntroductionInput]
    ) -> IntroductionResult:
        """Say how far they have come."""
        return await _stepped(info, form, await step_to(info, form))

    @strawberry.mutation
    async def close_introduction(
        self, info: Info, form: Form[CloseIntroductionInput]
    ) -> IntroductionResult:
        """End it without its having been completed."""
        return await _stepped(info, form, await step_to(info, form))

    @strawberry.mutation
    async def dispute_introduction(
        self, info: Info, form: Form[DisputeIntroductionInput]
    ) -> IntroductionResult:
        """Mark it as disputed, or no longer."""
        context = info.context
        draft = await draft_of(info, DisputeDraft, form)
        found = await context.app.introductions.dispute(
            context.actor, _id(form), form.version, draft, request=request_of(form)
        )
        return _changed(info, found)

    @strawberry.mutation
    async def update_introduction(
        self, info: Info, form: Form[UpdateIntroductionInput]
    ) -> IntroductionResult:
        """Put somebody in charge, say what comes next and by when."""
        context = info.context
        draft = checked(UpdateDraft, sent(form, "id", "version", "request_id"))
        found = await context.app.introductions.update(
            context.actor, _id(form), form.version, draft, request=request_of(form)
        )
        return _changed(info, found)

    @strawberry.mutation
    async def join_introduction(
        self, info: Info, form: Form[JoinIntroductionInput]
    ) -> IntroductionResult:
        """Bring a technology or finance partner in."""
        context = info.context
        draft = await draft_of(info, JoinDraft, form)
        found = await context.app.introductions.join(
            context.actor, _id(form), form.version, draft, request=request_of(form)
        )
        return _changed(info, found)

    @strawberry.mutation
    async def record_follow_up(
        self, info: Info, form: Form[RecordFollowUpInput]
    ) -> IntroductionResult:
        """Say what a look back has shown."""
        context = info.context
        draft = await draft_of(info, FollowUpDraft, form)
        found = await context.app.follow_ups.record(
            context.actor,
            raw_id("FollowUp", form.id),
            form.version,
            draft,
            request=request_of(form),
        )
        return _changed(info, found)
