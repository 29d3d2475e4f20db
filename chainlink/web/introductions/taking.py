"""Taking a step: its form as a draft, one call of the service that the step belongs to."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from chainlink.accounts.model import Actor
from chainlink.app import App
from chainlink.errors import InvalidInput, NotFound
from chainlink.introductions.drafts import (
    AnswerDraft,
    AskDraft,
    DisputeDraft,
    FollowUpDraft,
    JoinDraft,
    StepDraft,
    UpdateDraft,
)
from chainlink.introductions.model import IntroductionView
from chainlink.introductions.sight import OFFICERS
from chainlink.validation import checked
from chainlink.web.bodies import Sent
from chainlink.web.forms import REQUEST_FIELD
from chainlink.web.inputs import version_of
from chainlink.web.introductions.inputs import values_of
from chainlink.web.introductions.steps import StepForm


@dataclass(frozen=True, slots=True)
class Taking:
    """A step's form as it was sent, and by whom."""

    app: App
    actor: Actor
    introduction: str
    form: StepForm
    sent: Sent
    values: Mapping[str, Any]
    version: int
    request: str | None


async def taken(
    app: App, actor: Actor, introduction: str, form: StepForm, sent: Sent
) -> IntroductionView:
    """The introduction after the step. Raises what its service raises."""
    values = values_of(form, sent, app.settings.zone, officer=actor.role in OFFICERS)
    request = sent.text(REQUEST_FIELD, required=False) or None
    version = version_of(sent)
    taking = Taking(app, actor, introduction, form, sent, values, version, request)
    return await _WAYS[form.draft](taking)


async def _step(of: Taking) -> IntroductionView:
    draft = checked(StepDraft, {**of.values, "step": of.form.step})
    return await of.app.introductions.step(
        of.actor, of.introduction, of.version, draft, request=of.request
    )


async def _ask(of: Taking) -> IntroductionView:
    draft = checked(AskDraft, of.values)
    return await of.app.consents.ask(
        of.actor, of.introduction, of.version, draft, request=of.request
    )


async def _answer(of: Taking) -> IntroductionView:
    """One consent's answer; staff say for whom they write it down."""
    consents = of.app.consents
    answer = {
        "give-consent": consents.give,
        "refuse-consent": consents.refuse,
        "withdraw-consent": consents.withdraw,
    }[of.form.word]
    about: dict[str, Any] = {"consent": of.sent.text("consent", required=False) or None}
    if of.actor.role in OFFICERS:
        about["enterprise"] = of.sent.text("enterprise")
    draft = checked(AnswerDraft, {**of.values, **about})
    return await answer(of.actor, of.introduction, of.version, draft, request=of.request)


async def _update(of: Taking) -> IntroductionView:
    """An account is named by its name; one that the actor may not know is nobody's."""
    values = dict(of.values)
    if "owner" in values:
        try:
            values["owner"] = (await of.app.accounts.by_name(of.actor, values["owner"])).id
        except NotFound as unknown:
            raise InvalidInput.of("owner", unknown.key, **unknown.facts) from unknown
    draft = checked(UpdateDraft, values)
    return await of.app.introductions.update(
        of.actor, of.introduction, of.version, draft, request=of.request
    )


async def _join(of: Taking) -> IntroductionView:
    """An enterprise is named by its name or its code."""
    values = dict(of.values)
    if "enterprise" in values:
        try:
            found = await of.app.enterprises.find(of.actor, values["enterprise"])
        except NotFound as unknown:
            raise InvalidInput.of("enterprise", unknown.key, **unknown.facts) from unknown
        values["enterprise"] = found.id
    draft = checked(JoinDraft, values)
    return await of.app.introductions.join(
        of.actor, of.introduction, of.version, draft, request=of.request
    )


async def _dispute(of: Taking) -> IntroductionView:
    draft = checked(DisputeDraft, of.values)
    return await of.app.introductions.dispute(
        of.actor, of.introduction, of.version, draft, request=of.request
    )


async def _look_back(of: Taking) -> IntroductionView:
    draft = checked(FollowUpDraft, of.values)
    follow_up = of.sent.text("follow_up")
    return await of.app.follow_ups.record(
        of.actor, follow_up, of.version, draft, request=of.request
    )


_WAYS: Mapping[type[BaseModel], Callable[[Taking], Awaitable[IntroductionView]]] = {
    StepDraft: _step,
    AskDraft: _ask,
    AnswerDraft: _answer,
    UpdateDraft: _update,
    JoinDraft: _join,
    DisputeDraft: _dispute,
    FollowUpDraft: _look_back,
}
