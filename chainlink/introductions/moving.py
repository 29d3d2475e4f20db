"""Moving an introduction along the table: the step on record, and everything that follows of it.

Whether the step may be taken was judged before; see `stepping.py`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from chainlink.introductions import consent_writing, follow_ups
from chainlink.introductions.machine import (
    BEFORE_INTRODUCED,
    ENDED,
    PROGRESS,
    IntroductionState,
    Step,
    Transition,
)
from chainlink.introductions.model import CloseReason, Consent, ConsentState, Introduction
from chainlink.introductions.reading import consents_of
from chainlink.introductions.sight import knows
from chainlink.introductions.writing import again, tell, write_changes, write_step
from chainlink.journal.service import Change
from chainlink.matching.learning.decisions import DecisionDraft, write_decision
from chainlink.matching.learning.outcomes import DecisionKind, DecisionReason, Side

_GIVEN_UP = {IntroductionState.DECLINED, IntroductionState.WITHDRAWN, IntroductionState.EXPIRED}
_BY_A_SIDE = {Step.REFUSE, Step.DECLINE}


@dataclass(frozen=True, slots=True)
class Said:
    """What is said with a step, checked; `side` is the party that took it or that it is for."""

    happened_on: date
    side: str | None = None
    note: str | None = None
    place: str | None = None
    meets_at: str | None = None
    reason: CloseReason | None = None
    reason_text: str | None = None


async def move(
    change: Change, before: Introduction, transition: Transition, said: Said
) -> Introduction:
    """The introduction after the step."""
    target = transition.target
    row: dict[str, Any] = {"state": target.value}
    if target is not before.state:
        row["state_since"] = change.now
    if target in PROGRESS and PROGRESS.index(target) > PROGRESS.index(before.furthest):
        row["furthest"] = target.value
    if transition.step is Step.INTRODUCE:
        row["introduced_on"] = said.happened_on.isoformat()
    if said.reason is not None:
        row |= {"reason": said.reason.value, "reason_text": said.reason_text}
    if transition.step in _BY_A_SIDE:
        row["ended_for"] = said.side
    written = await write_changes(change, before, row)
    await write_step(
        change,
        before.id,
        transition.step,
        before.state,
        target,
        said.happened_on,
        note=said.note,
        place=said.place,
        meets_at=said.meets_at,
        side=said.side,
    )
    _tell(change, before, transition, written, said)
    consents = await consents_of(change.transaction, [before.id]) if target in ENDED else []
    if transition.step is Step.INTRODUCE:
        await follow_ups.plan(change, before.id, said.happened_on)
    if target in _GIVEN_UP:
        await follow_ups.cancel(change, before.id)
        expired = target is IntroductionState.EXPIRED
        state = ConsentState.EXPIRED if expired else ConsentState.ENDED
        await consent_writing.end(change, consents, unanswered=state)
    for draft in _decisions(before, transition.step, said, consents):
        await write_decision(change, draft)
    return await again(change, before)


def _tell(
    change: Change, before: Introduction, transition: Transition, row: dict[str, Any], said: Said
) -> None:
    """Who learns of the step from the journal.

    An end before the two were introduced is the matter of who brought it about; those others who
    know of the introduction read one and the same entry, by the platform, whatever it was.
    """
    action = f"introduction.{transition.step.value.lower()}"
    facts = row | {"side": said.side, "happened_on": said.happened_on.isoformat()}
    parties = tuple(one.enterprise for one in before.parties)
    if transition.target not in ENDED or before.furthest not in BEFORE_INTRODUCED:
        told = parties
        if transition.step is Step.ASK_CONSENT and said.side is not None:
            told = (said.side,)
        change.record(action, "Introduction", before.id, facts, told)
        return
    by = said.side if transition.step in _BY_A_SIDE else None
    change.record(action, "Introduction", before.id, facts, (by,) if by else ())
    others = tuple(one for one in parties if one != by and knows(one, before))
    if others:
        told_facts = {"state": IntroductionState.WITHDRAWN.value, "version": row["version"]}
        tell(change, "introduction.not_pursued", "Introduction", before.id, told_facts, others)


def side_of(introduction: Introduction, enterprise: str | None) -> Side | None:
    """Which of the two an enterprise is; None for anybody else."""
    sides = {introduction.seeker: Side.SEEKER, introduction.provider: Side.PROVIDER}
    return sides.get(enterprise) if enterprise else None


def decision(
    introduction: Introduction,
    side: Side,
    kind: DecisionKind,
    reason: CloseReason | None = None,
) -> DecisionDraft:
    """What learning is to know of a pair."""
    known = reason is not None and reason.value in DecisionReason.__members__
    return DecisionDraft(
        seeker=introduction.seeker,
        provider=introduction.provider,
        match_type=introduction.match_type,
        side=side,
        kind=kind,
        reason=DecisionReason(reason.value) if reason is not None and known else None,
        shown=introduction.shown,
    )


def _decisions(
    before: Introduction, step: Step, said: Said, consents: list[Consent]
) -> list[DecisionDraft]:
    side = side_of(before, said.side)
    reporter = side or Side.COMMITTEE
    if step is Step.RECORD_MEETING:
        return [decision(before, reporter, DecisionKind.MET)]
    if step in {Step.SIGN_CONTRACT, Step.COMPLETE}:
        return [decision(before, reporter, DecisionKind.DEAL)]
    if step is Step.END_WITHOUT_DEAL:
        return [decision(before, reporter, DecisionKind.NO_DEAL, said.reason)]
    if step in _BY_A_SIDE and side is not None:
        met = PROGRESS.index(before.furthest) >= PROGRESS.index(IntroductionState.MET)
        kind = DecisionKind.NO_DEAL if met else DecisionKind.DECLINED
        return [decision(before, side, kind, said.reason)]
    if step is Step.EXPIRE:
        unanswered = {
            side_of(before, one.enterprise) for one in consents if one.state is ConsentState.ASKED
        }
        return [
            decision(before, one, DecisionKind.NO_ANSWER)
            for one in (Side.SEEKER, Side.PROVIDER)
            if one in unanswered
        ]
    return []
