"""Judging a step: whether the table has it, who takes it, and whether its facts are there."""

from collections.abc import Sequence
from datetime import date, datetime

from chainlink.accounts.model import Actor
from chainlink.clock import instant_text
from chainlink.errors import Conflict, FieldProblem, Forbidden, InvalidInput
from chainlink.graph.port import GraphReader
from chainlink.introductions.access import Subject, speaks_for
from chainlink.introductions.drafts import StepDraft
from chainlink.introductions.machine import BY_STEP, ENDED, Fact, Step, Taker, Transition
from chainlink.introductions.model import (
    PLATFORM_REASONS,
    CloseReason,
    Introduction,
    agreed,
)
from chainlink.introductions.moving import Said
from chainlink.introductions.reading import CYPHER, consents_of, steps_of
from chainlink.introductions.sight import allowed_steps, principal, state_seen

# steps with a way of their own: consents, suggestions
OWN_WAYS = frozenset({Step.SHORTLIST, Step.ASK_CONSENT, Step.REFUSE})


def transition_for(actor: Actor, subject: Subject, step: Step) -> Transition:
    """The step's line in the table, if the actor may take it now.

    Raises Conflict where the state does not allow it, Forbidden where it is somebody else's.
    """
    transition = BY_STEP[step]
    introduction = subject.introduction
    state = state_seen(actor, introduction)
    if introduction.ended:
        raise Conflict("introduction.over", state=state.value)
    if introduction.state not in transition.origins:
        raise Conflict("introduction.not_now", step=step.value, state=state.value)
    if step not in allowed_steps(actor, introduction, subject.owner):
        raise Forbidden("forbidden", action=step.value, role=actor.role.value)
    return transition


async def said_with(
    actor: Actor,
    reader: GraphReader,
    subject: Subject,
    transition: Transition,
    draft: StepDraft,
    today: date,
) -> Said:
    """What is said with a step, each fact that the table demands being there.

    Raises InvalidInput naming every field that lacks or is wrong, NotFound for a foreign side.
    """
    introduction = subject.introduction
    problems = [
        *_day(draft, transition, today, await _last_day(reader, introduction)),
        *_meeting(draft, transition),
        *reason_problems(draft.reason, draft.reason_text, needed=_needs(transition, Fact.REASON)),
    ]
    if _needs(transition, Fact.BOTH_CONSENTS):
        problems += await _consents(reader, introduction, today)
    if _needs(transition, Fact.CONTRACT) and not await reader.read(
        CYPHER["contract_of"], id=introduction.id
    ):
        problems.append(FieldProblem("step", "introduction.contract_needed"))
    side = await _side(actor, reader, subject, transition, draft, problems)
    if problems:
        raise InvalidInput(problems)
    reason = CloseReason.NO_ANSWER if transition.step is Step.EXPIRE else draft.reason
    return Said(
        happened_on=draft.happened_on or today,
        side=side,
        note=draft.note,
        place=draft.place,
        meets_at=instant_text(draft.meets_at) if draft.meets_at else None,
        reason=reason if transition.target in ENDED else None,
        reason_text=draft.reason_text if transition.target in ENDED else None,
    )


def _needs(transition: Transition, fact: Fact) -> bool:
    return fact in transition.facts


async def _last_day(reader: GraphReader, introduction: Introduction) -> date:
    steps = await steps_of(reader, [introduction.id])
    return max((one.happened_on for one in steps), default=date.min)


def _day(
    draft: StepDraft, transition: Transition, today: date, last: date
) -> Sequence[FieldProblem]:
    day = draft.happened_on
    if day is None:
        if _needs(transition, Fact.HAPPENED_ON):
            return [FieldProblem("happenedOn", "required")]
        return []
    if day > today:
        return [FieldProblem("happenedOn", "introduction.future", {"today": str(today)})]
    if day < last:
        return [FieldProblem("happenedOn", "introduction.before_last", {"last": str(last)})]
    return []


def _meeting(draft: StepDraft, transition: Transition) -> Sequence[FieldProblem]:
    if not _needs(transition, Fact.MEETING_TIME):
        return []
    if draft.meets_at is None:
        return [FieldProblem("meetsAt", "required")]
    return [] if _has_zone(draft.meets_at) else [FieldProblem("meetsAt", "introduction.zone")]


def _has_zone(moment: datetime) -> bool:
    return moment.tzinfo is not None


def reason_problems(
    reason: CloseReason | None, text: str | None, *, needed: bool
) -> Sequence[FieldProblem]:
    """What is wrong with a reason: lacking, the platform's own, or without the words it needs."""
    if reason is None:
        return [FieldProblem("reason", "required")] if needed else []
    if reason in PLATFORM_REASONS:
        return [FieldProblem("reason", "introduction.reason_reserved")]
    if reason is CloseReason.OTHER and text is None:
        return [FieldProblem("reasonText", "introduction.reason_text")]
    return []


async def _consents(
    reader: GraphReader, introduction: Introduction, today: date
) -> Sequence[FieldProblem]:
    consents = await consents_of(reader, [introduction.id])
    if agreed(consents, introduction.seeker, introduction.provider, today):
        return []
    return [FieldProblem("consents", "introduction.consents_needed")]


async def _side(
    actor: Actor,
    reader: GraphReader,
    subject: Subject,
    transition: Transition,
    draft: StepDraft,
    problems: list[FieldProblem],
) -> str | None:
    """For whom it is: a party for itself; an officer may name one, and must where one declines."""
    introduction = subject.introduction
    if subject.taker is Taker.PARTY:
        if draft.side is not None and draft.side != actor.enterprise:
            problems.append(FieldProblem("side", "introduction.own_side"))
        return actor.enterprise
    declines = transition.step is Step.DECLINE
    if draft.side is None:
        if declines:
            problems.append(FieldProblem("side", "required"))
        return None
    if not introduction.has_party(draft.side) or (
        declines and not principal(introduction, draft.side)
    ):
        problems.append(FieldProblem("side", "introduction.no_party"))
    elif not await speaks_for(actor, reader, introduction, draft.side):
        problems.append(FieldProblem("side", "introduction.foreign_side"))
    return draft.side
