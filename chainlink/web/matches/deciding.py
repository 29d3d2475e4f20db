"""What a viewer may decide on pairs, and among what he chooses when he does."""

from dataclasses import dataclass
from datetime import timedelta

from markupsafe import Markup

from chainlink.accounts.model import Actor, Role
from chainlink.accounts.permissions import Action, Owner, Reach, Resource, allows, reach
from chainlink.app import App
from chainlink.events.reading import EventFilter
from chainlink.introductions.suggestion_model import DismissalReason
from chainlink.web.guests import Guest
from chainlink.web.matches.cards import Card
from chainlink.web.matches.parties import Party
from chainlink.web.matches.reference import Reference, reference_of
from chainlink.web.shown import Shown

Choices = list[tuple[str, str]]
_EVENTS = 30
_LATELY = timedelta(days=30)  # an event so long ago is still where pairs arise


@dataclass(frozen=True, slots=True)
class Deciding:
    """The viewer and his choices; `asks` says that he is an officer, who asks others."""

    actor: Actor
    asks: bool
    committees: dict[str, str]
    events: Choices
    reasons: Choices
    event_options: Markup
    reason_options: Markup

    def decides(self, card: Card) -> bool:
        """Whether he may decide on the pair at all."""
        sides = (card.seeker, card.provider)
        return any(
            allows(self.actor, Action.WRITE, Resource.INTRODUCTIONS, _owner(one)) for one in sides
        )

    def brokers(self, card: Card) -> Choices:
        """Committees on whose behalf he could introduce the two, the pair's own first."""
        if not self.asks:
            return []
        codes = {*card.seeker.committees, *card.provider.committees}
        if reach(self.actor, Action.WRITE, Resource.INTRODUCTIONS) is not Reach.ALL:
            codes &= self.actor.committees
        known = sorted(codes & self.committees.keys(), key=lambda one: (one != card.committee, one))
        return [(code, self.committees[code]) for code in known]

    def vetoing(self, card: Card) -> Choices:
        """Sides that he may say of that they do not want to meet the other."""
        sides = (card.seeker, card.provider)
        if any(one.id is None for one in sides):
            return []  # who has no name yet cannot be named
        return [
            (str(one.id), one.name)
            for one in sides
            if allows(self.actor, Action.WRITE, Resource.CLAIMS, _owner(one))
        ]

    def other(self, card: Card, enterprise: str) -> str:
        """The id of the side that is not this one."""
        return str(card.provider.id if card.seeker.id == enterprise else card.seeker.id)


def is_party(actor: Actor) -> bool:
    """Whether he decides for his own enterprise alone, and is shown pairs from its side."""
    return actor.role is Role.ENTERPRISE


def _owner(party: Party) -> Owner:
    return Owner(party.id, frozenset(party.committees))


async def deciding(app: App, guest: Guest, reference: Reference | None = None) -> Deciding:
    """What the guest may decide; events are those ahead and of the last month."""
    actor, settings = guest.actor, app.settings
    known = reference or await reference_of(app)
    today = settings.today(app.clock())
    shown = Shown(guest.language, settings.zone, today)
    wanted = EventFilter(from_day=today - _LATELY)
    granted = reach(actor, Action.WRITE, Resource.INTRODUCTIONS)
    asks = granted >= Reach.COMMITTEE
    found = await app.events.search(actor, wanted, _EVENTS) if asks else []
    events = [(one.id, f"{shown.named(one)} · {shown.day(one.held_on)}") for one in found]
    reasons = [(one.value, shown.label(one)) for one in DismissalReason]
    return Deciding(
        actor,
        asks,
        {one.code: shown.named(one) for one in known.committees},
        events,
        reasons,
        _options(events),
        _options(reasons),
    )


def _options(choices: Choices) -> Markup:
    """Choices as every card offers them."""
    option = Markup('<option value="{}">{}</option>')
    return Markup("").join(option.format(value, text) for value, text in choices)
