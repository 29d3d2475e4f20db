"""Whom a claim is matched with, and what could be added to be matched better."""

from dataclasses import dataclass

from starlette.responses import Response

from chainlink.app import App
from chainlink.enterprises.claim_model import Claim
from chainlink.enterprises.model import Enterprise
from chainlink.matching.advice import Advice
from chainlink.matching.model import KINDS, MatchType, Recommendation
from chainlink.web.desk import Desk
from chainlink.web.enterprises.claims import TYPES, shelved
from chainlink.web.enterprises.declaring import claim_of, declaring_for
from chainlink.web.enterprises.partners import cards_shown
from chainlink.web.guests import Guest

_LOOKED_AT, _SHOWN = 30, 6  # of each match type; in all


@dataclass(frozen=True, slots=True)
class Advised:
    """A piece of advice, and where it can be followed."""

    advice: Advice
    link: str


async def show_matched(desk: Desk, guest: Guest) -> Response:
    """The page after saving. Raises NotFound, Forbidden."""
    app, shown = desk.app, desk.shown(guest)
    owner = await declaring_for(app, guest)
    claim = await claim_of(app, guest, owner)
    found = await _matches(app, guest, owner, claim)
    return desk.page(
        guest,
        "enterprises/declared",
        one=owner,
        word=str(guest.request.path_params["kind"]),
        claim=shelved(claim, await app.taxonomy.current(), shown),
        total=len(found),
        partners=await cards_shown(app, guest, found[:_SHOWN]),
        own=owner.id == guest.actor.enterprise,
    )


async def show_advice(desk: Desk, guest: Guest) -> Response:
    """What to add next: every piece was tried, which takes a second or two, hence its own page."""
    owner = await declaring_for(desk.app, guest)
    found = await desk.app.recommendations.advice(guest.actor, owner.id)
    words = await _words(desk.app, guest, owner)
    advised = [Advised(one, _link(owner, one, words)) for one in found]
    return desk.page(guest, "enterprises/advice", one=owner, advised=advised)


async def _matches(app: App, guest: Guest, owner: Enterprise, claim: Claim) -> list[Recommendation]:
    """Partners that meet this very claim, best first; the claim just saved counts."""
    sequence, _ = await app.journal.head()
    found: list[Recommendation] = []
    for match_type in (one for one in MatchType if claim.kind in KINDS[one]):
        found += await app.recommendations.for_enterprise(
            guest.actor, owner.id, match_type=match_type, most=_LOOKED_AT, at_least=sequence
        )
    met = [one for one in found if claim.id in {one.seeker_claim, one.provider_claim}]
    return sorted(met, key=lambda one: -one.score)


async def _words(app: App, guest: Guest, owner: Enterprise) -> dict[str, str]:
    """Whether a claim, by the id of its version, is a capability or a need."""
    found: dict[str, str] = {}
    for word, type_ in TYPES.items():
        claims = await app.claims.of_enterprises(guest.actor, type_, [owner.id])
        found |= {one.id: f"{word}/{one.claim}" for one in claims[owner.id]}
    return found


def _link(owner: Enterprise, advice: Advice, words: dict[str, str]) -> str:
    if advice.claim and advice.claim in words:
        return f"/enterprises/{owner.id}/claims/{words[advice.claim]}"
    kind = "need" if advice.code == "need" else "capability"
    return f"/enterprises/{owner.id}/declare?kind={kind}"
