"""What the form of a deal offers: introductions, parties, and who may have the credit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from chainlink.accounts.model import Actor
from chainlink.app import App
from chainlink.introductions.listing_model import ListingOrder, ListingQuestion
from chainlink.introductions.machine import BEFORE_INTRODUCED, ENDED
from chainlink.introductions.model import IntroductionView
from chainlink.web.deals.naming import Named, Names, names_for
from chainlink.web.shown import Shown

_MOST = 50
_SPARE_LINES = 2
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Offered:
    """What may be chosen; `lines` are the lines of credit that the form has."""

    introductions: Choices
    parties: Choices
    committees: Choices
    events: Choices
    lines: int


async def offered(
    app: App, actor: Actor, shown: Shown, chosen: Sequence[IntroductionView], lines: int = 0
) -> Offered:
    """For a deal of the chosen introductions, and of others between the same enterprises."""
    views = await _alike(app, actor, chosen)
    parties = list(dict.fromkeys(one.enterprise for view in views for one in view.parties))
    met = await _events_of(app, actor, parties)
    events = dict.fromkeys([one.event for one in views if one.event] + met)
    names = await names_for(app, actor, shown, parties, events)
    memberships = await app.enterprises.memberships(parties)
    committees = dict.fromkeys(
        [one.committee for one in views] + [one.committee for one in memberships]
    )
    return Offered(
        [(one.id, introduction_text(one, names.enterprises, shown)) for one in views],
        [(one, names.party(one)) for one in parties],
        [(one, names.committee(one)) for one in committees],
        [(one, names.events[one]) for one in events if one in names.events],
        max(lines, len(chosen)) + _SPARE_LINES,
    )


def introduction_text(
    view: IntroductionView, names: Mapping[str, Named], shown: Shown, *, own: bool = True
) -> str:
    """An introduction in one line: who, for what, since when."""
    both = f"{names[view.seeker].name} → {names[view.provider].name}"
    parts = [both if own else "", shown.label(view.match_type), shown.day(view.introduced_on)]
    return " · ".join(filter(None, parts))


def made(view: IntroductionView) -> bool:
    """Whether the two were introduced, so that a deal can have come of it."""
    return view.introduced_on is not None or view.state not in BEFORE_INTRODUCED | ENDED


async def _alike(
    app: App, actor: Actor, chosen: Sequence[IntroductionView]
) -> list[IntroductionView]:
    """The chosen ones first, then others that were made between two of their parties."""
    parties = {one.enterprise for view in chosen for one in view.parties}
    found = {one.id: one for one in chosen}
    for party in sorted(parties):
        question = ListingQuestion(enterprise=party, size=_MOST)
        _, views = await app.introduction_listing.views(actor, question)
        for view in views:
            both = len(parties & {one.enterprise for one in view.parties})
            if both > 1 and made(view):
                found.setdefault(view.id, view)
    return list(found.values())


async def _events_of(app: App, actor: Actor, parties: Iterable[str]) -> list[str]:
    """Events at which two of the parties met, as far as the actor may know."""
    seen: dict[str, set[str]] = {}
    for attendance, event in await app.events.of_enterprises(actor, list(parties)):
        seen.setdefault(event.id, set()).add(attendance.enterprise)
    return [event for event, present in seen.items() if len(present) > 1]


@dataclass(frozen=True, slots=True)
class Recordable:
    """An introduction that a deal can be recorded on."""

    id: str
    text: str
    state: str


async def recordable(app: App, actor: Actor, shown: Shown, text: str) -> list[Recordable]:
    """Those that were made, the last changed first, with a text in a party's name."""
    question = ListingQuestion(text=text, order=ListingOrder.UPDATED, size=_MOST * 4)
    _, views = await app.introduction_listing.views(actor, question)
    found = [one for one in views if made(one)][:_MOST]
    names: Names = await names_for(
        app, actor, shown, (id_ for one in found for id_ in (one.seeker, one.provider))
    )
    return [
        Recordable(one.id, introduction_text(one, names.enterprises, shown), shown.label(one.state))
        for one in found
    ]
