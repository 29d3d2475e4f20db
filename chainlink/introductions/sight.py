"""What of an introduction each actor sees: officers all of it, a party what concerns it.

A refusal is never shown to the other side. Every end that came before the two were introduced,
whoever brought it about, reads the same to whoever did not: not pursued. Whatever tells of an
introduction - a list, one by its id, its steps, its consents - is cut to this.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from chainlink.accounts.model import Actor, Role
from chainlink.accounts.permissions import Action, Owner, Resource, allows
from chainlink.introductions.machine import (
    BEFORE_INTRODUCED,
    ENDED,
    IntroductionState,
    Step,
    Taker,
    allowed,
)
from chainlink.introductions.model import (
    PRINCIPALS,
    CloseReason,
    Consent,
    FollowUp,
    Introduction,
    IntroductionView,
    StepTaken,
    agreed,
)

OFFICERS = frozenset({Role.STAFF, Role.SECRETARY, Role.AUDITOR, Role.ADMIN})
COMMITTEES_OWN = frozenset({IntroductionState.SUGGESTED, IntroductionState.SHORTLISTED})
_BY_OTHER_MEANS = frozenset({Step.SHORTLIST})  # what opens an introduction is no step within it
_PRINCIPALS_ONLY = frozenset({Step.REFUSE, Step.DECLINE})


def reads(actor: Actor, owner: Owner) -> bool:
    """Whether the table lets the actor read introductions of that owner: all there is to officers.

    A single introduction and the list in memory are judged by this.
    """
    return allows(actor, Action.READ, Resource.INTRODUCTIONS, owner)


def sees(actor: Actor, introduction: Introduction, owner: Owner) -> bool:
    """Whether the introduction is there for the actor at all.

    A party knows of it from the asking for consent on, or where it has shortlisted it itself.
    """
    if not reads(actor, owner):
        return False
    return actor.role in OFFICERS or knows(actor.enterprise, introduction)


def knows(enterprise: str | None, introduction: Introduction) -> bool:
    """Whether a party has come to know of the introduction."""
    return introduction.has_party(enterprise) and (
        introduction.furthest not in COMMITTEES_OWN or enterprise in introduction.shortlisted_by
    )


def taker_of(actor: Actor) -> Taker:
    """As what an actor takes steps."""
    return Taker.OFFICER if actor.role in OFFICERS else Taker.PARTY


def hides_end(introduction: Introduction, enterprise: str | None) -> bool:
    """Whether a party is told no more than that the introduction is not pursued."""
    return (
        introduction.ended
        and introduction.furthest in BEFORE_INTRODUCED
        and (enterprise is None or introduction.ended_for != enterprise)
    )


def state_seen(actor: Actor, introduction: Introduction) -> IntroductionState:
    """The state as the actor is told it."""
    if actor.role not in OFFICERS and hides_end(introduction, actor.enterprise):
        return IntroductionState.WITHDRAWN
    return introduction.state


def seen_by(
    actor: Actor,
    introduction: Introduction,
    owner: Owner,
    follow_ups: Iterable[FollowUp],
    today: date,
) -> IntroductionView | None:
    """The introduction cut to what the actor may see; None where it is not there for him."""
    if not sees(actor, introduction, owner):
        return None
    steps = allowed_steps(actor, introduction, owner)
    if actor.role in OFFICERS:
        said = introduction.model_dump(include=set(IntroductionView.model_fields))
        return IntroductionView(
            **said,
            whole=True,
            overdue=overdue(introduction, follow_ups, today),
            allowed_steps=steps,
        )
    return _cut(introduction, actor.enterprise, steps)


def _cut(
    introduction: Introduction, enterprise: str | None, steps: tuple[Step, ...]
) -> IntroductionView:
    told = introduction.model_dump(include=_TOLD_TO_PARTIES)
    own_end = introduction.ended and introduction.ended_for == enterprise
    if hides_end(introduction, enterprise):
        told |= {"state": IntroductionState.WITHDRAWN, "reason": CloseReason.NOT_PURSUED}
    if not own_end:
        told["reason_text"] = None
    if introduction.furthest in COMMITTEES_OWN and len(introduction.shortlisted_by) > 1:
        told["event"] = None  # it may be the other side's, which is not told yet
    return IntroductionView(**told, whole=False, allowed_steps=steps)


_TOLD_TO_PARTIES = {
    *("id", "seeker", "provider", "parties", "match_type", "state", "state_since", "reason"),
    *("reason_text", "disputed", "committee", "event", "introduced_on", "invented", "version"),
}


def allowed_steps(actor: Actor, introduction: Introduction, owner: Owner) -> tuple[Step, ...]:
    """The steps that the actor may take now, by the table; each may still demand its facts."""
    if not allows(actor, Action.WRITE, Resource.INTRODUCTIONS, owner):
        return ()
    taker = taker_of(actor)
    steps = [one.step for one in allowed(introduction.state, taker)]
    barred = _BY_OTHER_MEANS
    if taker is Taker.PARTY and not principal(introduction, actor.enterprise):
        barred = barred | _PRINCIPALS_ONLY
    return tuple(one for one in steps if one not in barred)


def principal(introduction: Introduction, enterprise: str | None) -> bool:
    """Whether the enterprise is one of the two whom the introduction is about."""
    return any(
        one.enterprise == enterprise and one.role in PRINCIPALS for one in introduction.parties
    )


def overdue(introduction: Introduction, follow_ups: Iterable[FollowUp], today: date) -> bool:
    """Whether something should have been done before today."""
    late = introduction.due_on is not None and introduction.due_on < today
    if late and introduction.state not in ENDED:
        return True
    return any(
        one.open and one.due_on < today for one in follow_ups if one.introduction == introduction.id
    )


def steps_seen(
    actor: Actor, introduction: Introduction, steps: Sequence[StepTaken]
) -> list[StepTaken]:
    """Steps cut to what the actor may see."""
    own = [one for one in steps if one.introduction == introduction.id]
    if actor.role in OFFICERS:
        return own
    found = []
    for one in own:
        mine = one.side is not None and one.side == actor.enterprise
        if one.step in {Step.SHORTLIST, Step.ASK_CONSENT} and not (
            mine or (one.step is Step.ASK_CONSENT and one.side is None)
        ):
            continue
        if one.to_state in ENDED and hides_end(introduction, actor.enterprise):
            found.append(_not_pursued(one, introduction))
        elif mine:
            found.append(one)
        else:
            found.append(one.model_copy(update={"note": None, "recorded_by": None}))
    return found


def _not_pursued(step: StepTaken, introduction: Introduction) -> StepTaken:
    return StepTaken(
        id=step.id,
        introduction=step.introduction,
        step=Step.WITHDRAW,
        from_state=step.from_state,
        to_state=IntroductionState.WITHDRAWN,
        happened_on=step.happened_on,
        recorded_at=introduction.state_since,
    )


def consents_seen(
    actor: Actor, introduction: Introduction, consents: Sequence[Consent], today: date
) -> list[Consent]:
    """A party's own consents, and those of others with whom it has agreed, while both stand."""
    own = [one for one in consents if one.introduction == introduction.id]
    if actor.role in OFFICERS:
        return own
    viewer = actor.enterprise or ""
    hidden = hides_end(introduction, viewer)
    found = []
    for one in own:
        if one.enterprise == viewer:
            found.append(one)
        elif not hidden and one.lets(viewer, today) and agreed(own, viewer, one.enterprise, today):
            found.append(one.model_copy(update=_OTHERS_OWN))
    return found


# of another's consent: how it was given, by whom and when is that side's own
_OTHERS_OWN = {
    "asked_by": "",
    "decided_at": None,
    "decided_by": None,
    "manner": None,
    "evidence": None,
    "evidence_digest": None,
}


def follow_ups_seen(
    actor: Actor, introduction: Introduction, follow_ups: Sequence[FollowUp]
) -> list[FollowUp]:
    """A party learns when somebody will look back and has, not what he wrote."""
    own = [one for one in follow_ups if one.introduction == introduction.id]
    if actor.role in OFFICERS:
        return own
    return [one.model_copy(update={"note": None, "done_by": None}) for one in own]
