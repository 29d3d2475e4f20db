"""Recommended partners of an enterprise by match type, as the cards of pairs."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.datastructures import QueryParams

from chainlink.app import App
from chainlink.enterprises.model import Enterprise
from chainlink.enterprises.rights import Rights
from chainlink.matching.model import MatchType, Pair, Recommendation
from chainlink.web.guests import Guest
from chainlink.web.matches.answers import Answered, answered_of
from chainlink.web.matches.cards import Card, cards_of
from chainlink.web.matches.deciding import Deciding, deciding

_LISTED = 20  # of which the first few are shown
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Partners:
    """Cards of a match type, or of all; what the guest may decide and has just decided."""

    chosen: MatchType | None
    cards: Sequence[Card]
    desk: Deciding
    answered: Answered | None


def chosen_type(query: QueryParams) -> MatchType | None:
    """The match type that the address names; None for all of them."""
    said = query.get("type", "")
    return MatchType[said] if said in MatchType.__members__ else None


async def partners_shown(
    app: App, guest: Guest, one: Enterprise, rights: Rights
) -> Partners | None:
    """The best few. None for who may not read an enterprise's recommendations."""
    if not rights.recommendations:
        return None
    chosen = chosen_type(guest.query)
    found = await app.recommendations.for_enterprise(
        guest.actor, one.id, match_type=chosen, most=_LISTED, page=_SHOWN
    )
    return await cards_shown(app, guest, found[:_SHOWN], chosen)


async def cards_shown(
    app: App, guest: Guest, found: Sequence[Recommendation], chosen: MatchType | None = None
) -> Partners:
    """These recommendations as cards."""
    pairs = [Pair(committee=None, recommendation=one) for one in found]
    return Partners(
        chosen,
        await cards_of(app, guest, pairs),
        await deciding(app, guest),
        await answered_of(app, guest),
    )
