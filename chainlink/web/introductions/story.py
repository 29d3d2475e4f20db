"""One introduction as its page tells it: gathered once, each part as far as the reader may know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chainlink.accounts.model import Actor, Role
from chainlink.app import App
from chainlink.chains.model import Committee
from chainlink.deals.model import Deal, DealKind, Verification
from chainlink.events.model import Event
from chainlink.introductions.machine import Step
from chainlink.introductions.model import IntroductionView, StepTaken
from chainlink.introductions.sight import OFFICERS
from chainlink.introductions.views import Details
from chainlink.web.introductions.naming import Named, named
from chainlink.web.introductions.offers import Offers, offers_of
from chainlink.web.introductions.progress import Station, line_of
from chainlink.web.introductions.reasons import Reasons, reasons_of
from chainlink.web.shown import Shown

_HISTORY = 50  # entries of the journal
_NOTHING = Details([], [], [])


@dataclass(frozen=True, slots=True)
class Remembered:
    """One line of the history: what, when, and whether the reader did it."""

    at: str
    text: str
    own: bool


@dataclass(frozen=True, slots=True)
class Story:
    """An introduction with all that stands on its page."""

    view: IntroductionView
    officer: bool
    reader: str | None  # the enterprise that reads
    account: str
    names: Mapping[str, Named]
    committee: Committee | None
    event: Event | None
    details: Details
    line: Sequence[Station]
    offers: Offers
    deals: Sequence[Deal]
    readable: Mapping[str, bool]  # whose contacts the reader may read, and whether there are any

    @property
    def id(self) -> str:
        """The introduction's."""
        return self.view.id

    @property
    def meetings(self) -> list[StepTaken]:
        """Meetings that were fixed or held, the newest first."""
        kinds = {Step.SCHEDULE_MEETING, Step.RECORD_MEETING}
        return [one for one in reversed(self.details.steps) if one.step in kinds]

    @property
    def contracts(self) -> list[Deal]:
        """Deals that are more than an intent and were not turned down."""
        return [
            one
            for one in self.deals
            if one.kind is not DealKind.LETTER_OF_INTENT
            and one.verification is not Verification.REJECTED
        ]


async def story_of(app: App, actor: Actor, introduction: str, shown: Shown) -> Story:
    """Raises NotFound for one that is not there for the actor, GraphUnavailable."""
    view = await app.introductions.get(actor, introduction)
    details = (await app.introductions.details(actor, [view.id])).get(view.id, _NOTHING)
    parties = [one.enterprise for one in view.parties]
    committees = {one.code: one for one in await app.chains.committees()}
    events = await app.events.by_ids(actor, [view.event]) if view.event else {}
    contacts = await app.enterprises.contacts_of(actor, parties)
    return Story(
        view=view,
        officer=actor.role in OFFICERS,
        reader=actor.enterprise,
        account=actor.account,
        names=await named(app, actor, parties, shown),
        committee=committees.get(view.committee),
        event=events.get(view.event or ""),
        details=details,
        line=line_of(view, details.steps),
        offers=offers_of(
            actor,
            view,
            details.consents,
            details.follow_ups,
            await _spoken_for(app, actor, view),
            shown.today,
        ),
        deals=(await app.deals.of_introductions(actor, [view.id]))[view.id],
        readable={id_: bool(few) for id_, few in contacts.items() if id_ != actor.enterprise},
    )


async def _spoken_for(app: App, actor: Actor, view: IntroductionView) -> set[str]:
    """The parties for whom the reader may answer: itself, or those of an officer's committees."""
    parties = {one.enterprise for one in view.parties}
    if actor.role not in OFFICERS:
        return parties & {actor.enterprise or ""}
    if actor.role is Role.ADMIN or view.committee in actor.committees:
        return parties
    memberships = await app.enterprises.memberships(sorted(parties))
    return {one.enterprise for one in memberships if one.committee in actor.committees}


async def background_of(
    app: App, actor: Actor, story: Story, shown: Shown
) -> tuple[Reasons | None, list[Remembered]]:
    """Why the two were recommended, and what the journal says. Raises GraphUnavailable."""
    reasons = await reasons_of(app, actor, story.view, story.names, shown)
    page = await app.history.of_subject(actor, "Introduction", story.id, most=_HISTORY)
    lines = [
        Remembered(
            one.at,
            shown.say(f"page.introductions.action.{one.action}"),
            one.actor == actor.account,
        )
        for one in page.entries
    ]
    return reasons, lines
