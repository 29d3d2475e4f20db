"""Which forms an introduction offers to its reader now, and which of them comes next."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Reach, Resource, reach
from chainlink.introductions.machine import (
    BEFORE_INTRODUCED,
    BY_STEP,
    ENDED,
    IntroductionState,
    Step,
)
from chainlink.introductions.model import (
    Consent,
    ConsentState,
    FollowUp,
    IntroductionView,
    agreed,
)
from chainlink.introductions.sight import OFFICERS
from chainlink.web.introductions.steps import BY_STEP as FORM_OF
from chainlink.web.introductions.steps import BY_WORD, StepForm

_OFFICERS_FORMS = ("next-step", "join")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a form is about where that is not the introduction: its id, version and enterprise."""

    id: str
    version: int
    enterprise: str = ""
    consent: Consent | None = None
    follow_up: FollowUp | None = None


@dataclass(frozen=True, slots=True)
class Offers:
    """What the reader may do: `steps` move the introduction on, `ends` end it."""

    steps: tuple[StepForm, ...]
    ends: tuple[StepForm, ...]
    others: tuple[StepForm, ...]
    next: StepForm | None
    asked: tuple[Subject, ...]
    given: tuple[Subject, ...]
    looks: tuple[Subject, ...]

    def has(self, form: StepForm) -> bool:
        """Whether a form is there at all now."""
        return form in (*self.steps, *self.ends, *self.others) or bool(self.subjects(form))

    def subjects(self, form: StepForm) -> tuple[Subject, ...]:
        """What a form may be about."""
        return {"ASKED": self.asked, "GIVEN": self.given, "FOLLOW_UP": self.looks}.get(
            form.about.value, ()
        )


def offers_of(
    actor: Actor,
    view: IntroductionView,
    consents: Iterable[Consent],
    follow_ups: Iterable[FollowUp],
    spoken_for: Collection[str],
    today: date,
) -> Offers:
    """What the reader may do, answering for `spoken_for`; services decide again on each thing."""
    granted = reach(actor, Action.WRITE, Resource.INTRODUCTIONS)
    if granted is Reach.NONE:
        return Offers((), (), (), None, (), (), ())
    known, officer = list(consents), actor.role in OFFICERS
    own = [one for one in known if one.enterprise in spoken_for]
    forms = [FORM_OF[one] for one in view.allowed_steps if one in FORM_OF]
    if officer and _renews(view):
        forms.append(FORM_OF[Step.ASK_CONSENT])
    asked = [] if view.state in ENDED else [one for one in own if _waits(one, today)]
    return Offers(
        steps=tuple(one for one in forms if not one.closes),
        ends=tuple(one for one in forms if one.closes),
        others=tuple(BY_WORD[one] for one in _others(actor, view, officer=officer)),
        next=next_form(view, both=agreed(known, view.seeker, view.provider, today)),
        asked=tuple(_about(one) for one in asked),
        given=tuple(_about(one) for one in own if one.state is ConsentState.GIVEN),
        looks=tuple(
            Subject(one.id, one.version, follow_up=one)
            for one in follow_ups
            if officer and one.open
        ),
    )


def _about(consent: Consent) -> Subject:
    return Subject(consent.id, consent.version, consent.enterprise, consent)


def _waits(consent: Consent, today: date) -> bool:
    return consent.state is ConsentState.ASKED and consent.valid_until >= today


def _renews(view: IntroductionView) -> bool:
    return view.state not in ENDED and view.state not in BEFORE_INTRODUCED


def _others(actor: Actor, view: IntroductionView, *, officer: bool) -> Iterable[str]:
    if officer:
        yield from _OFFICERS_FORMS if view.state not in ENDED else _OFFICERS_FORMS[:1]
    if view.introduced_on is not None and not view.disputed:
        yield "dispute"
    if view.disputed and reach(actor, Action.DECIDE, Resource.INTRODUCTIONS) is not Reach.NONE:
        yield "lift-dispute"


def next_form(view: IntroductionView, *, both: bool = True) -> StepForm | None:
    """The first step of the table that leads further, as far as the reader may take it.

    None while an answer is waited for: where `both` sides' consent does not stand.
    """
    if view.state is IntroductionState.CONSENT_PENDING and not both:
        return None
    for step in view.allowed_steps:
        form = FORM_OF.get(step)
        if form is not None and not form.closes and BY_STEP[step].target is not view.state:
            return form
    return None
