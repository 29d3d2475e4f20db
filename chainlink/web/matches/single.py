"""One card by itself: a pair that is named by a form, or whose decision was taken back."""

from collections.abc import Mapping
from typing import Any

from chainlink.app import App
from chainlink.errors import ChainlinkError
from chainlink.matching.model import MatchType, Pair, Recommendation
from chainlink.web.guests import Guest
from chainlink.web.matches.answers import Answered
from chainlink.web.matches.cards import Card, cards_of
from chainlink.web.matches.deciding import is_party

_LOOKED_AT = 100  # places of a ranking in which a pair is looked for


async def card_named(app: App, guest: Guest, said: Mapping[str, Any]) -> Card | None:
    """The card of the pair that a form names; None where it is recommended no more."""
    try:
        found = await _named(app, guest, {name: str(value) for name, value in said.items()})
    except ChainlinkError:
        return None
    return await _card(app, guest, found, str(said.get("committee", "")))


async def card_again(app: App, guest: Guest, answered: Answered) -> Card | None:
    """The card of a pair on which nothing stands decided any more."""
    answer = answered.answer
    own = guest.actor.enterprise if is_party(guest.actor) else None
    ends = {answered.seeker, answered.provider}
    try:
        found = await _ranked(app, guest, own or answer.asker, ends, answer.match_type)
    except ChainlinkError:
        return None
    return await _card(app, guest, found, "")


async def _card(
    app: App, guest: Guest, found: Recommendation | None, committee: str
) -> Card | None:
    if found is None:
        return None
    [card] = await cards_of(app, guest, [Pair(committee=committee or None, recommendation=found)])
    return card


async def _named(app: App, guest: Guest, said: Mapping[str, str]) -> Recommendation | None:
    showing, _, rank = said.get("shown", "").rpartition(":")
    if showing:
        again = await app.recommendations.shown_again(guest.actor, showing)
        return next((one for one in again if str(one.rank) == rank), None)
    if said.get("matchType") not in set(MatchType):
        return None
    ends = {said.get("seeker", ""), said.get("provider", "")}
    match_type = MatchType(said["matchType"])
    return await _ranked(app, guest, said.get("asker", ""), ends, match_type)


async def _ranked(
    app: App, guest: Guest, asker: str, ends: set[str], match_type: MatchType
) -> Recommendation | None:
    """The pair in its asker's ranking; for who asks about himself it counts as shown again."""
    ranked = await app.recommendations.for_enterprise(
        guest.actor, asker, match_type=match_type, most=_LOOKED_AT, page=0
    )
    place = next((n for n, one in enumerate(ranked) if {one.seeker, one.provider} == ends), None)
    if place is None:
        return None
    if not is_party(guest.actor):
        return ranked[place]
    shown = await app.recommendations.for_enterprise(
        guest.actor, asker, match_type=match_type, most=place + 1, passed=place, page=1
    )
    return shown[place]
