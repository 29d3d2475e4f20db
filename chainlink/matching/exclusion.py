"""Who is never recommended to whom, whatever the score: masks inside retrieval."""

from chainlink.matching.meeting import Link
from chainlink.matching.model import MatchType
from chainlink.matching.view import View, visibility_of
from chainlink.taxonomy.model import CategoryKind, ClaimKind

_TRADE = {MatchType.SUPPLY, MatchType.CHAIN, MatchType.CHANNEL}
RIVALS = 0.5  # share of the smaller one's goods that both make, from which on the two compete


def excluded(view: View, link: Link, match_type: MatchType, committees: frozenset[str]) -> bool:
    """Itself, vetoes, shareholding, partners that it has, direct competitors, hidden claims.

    `committees` are those on whose behalf is asked: claims for the committee only are matched for
    the members of that committee's own officers, and for nobody else.
    """
    seeker, provider = link.seeker, link.provider
    if seeker == provider or view.vetoed(seeker, provider):
        return True
    if view.linked(seeker, provider, "HOLDS_SHARES_IN"):
        return True
    if match_type in _TRADE and view.linked(seeker, provider, "SUPPLIES"):
        return True
    for claim in (link.seeker_claim, link.provider_claim):
        owner = view.enterprises[claim.enterprise]
        hidden = visibility_of(owner, claim) == "COMMITTEE"
        if hidden and not (view.committees_of(owner.id) & committees):
            return True
    return (
        match_type in {MatchType.CHAIN, MatchType.CHANNEL}
        and rivalry(view, seeker, provider) >= RIVALS
    )


def rivalry(view: View, one: str, other: str) -> float:
    """Share of the smaller one's goods that the other makes too, 0..1."""
    first, second = goods_of(view, one), goods_of(view, other)
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0


def goods_of(view: View, enterprise: str) -> set[str]:
    """Categories of the goods that an enterprise says it makes."""
    return {
        category.category
        for claim in view.capabilities_of(enterprise)
        if claim.kind is ClaimKind.SUPPLY
        for category in claim.categories
        if (known := view.taxonomy.by_id.get(category.category)) is not None
        and known.kind is CategoryKind.GOOD
    }
