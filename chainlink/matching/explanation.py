"""The path behind a recommendation, hop by hop, and what the asker could add."""

import math
from datetime import date
from itertools import pairwise

from chainlink.matching.facts import CategoryFact, ClaimFact
from chainlink.matching.meeting import Link
from chainlink.matching.model import Hop, MatchType, Path
from chainlink.matching.view import View
from chainlink.taxonomy.model import CategoryLink

POLICY_SOURCE = "policy"


def path(view: View, link: Link) -> Path:
    """From the seeker through both claims to the provider."""
    hops = [_owner_hop(view, link.seeker_claim, outward=True)]
    if link.seeker_category is not None:
        hops.append(_of_hop(view, link.seeker_claim, link.seeker_category, outward=True))
    hops += _taxonomy_hops(view, link)
    if link.provider_category is not None:
        hops.append(_of_hop(view, link.provider_claim, link.provider_category, outward=False))
    elif link.seeker_category is not None:
        hops.append(_channel_hop(view, link, link.seeker_category))
    hops.append(_owner_hop(view, link.provider_claim, outward=False))
    return Path(confidence=math.prod(hop.confidence for hop in hops), hops=tuple(hops))


def _owner_hop(view: View, claim: ClaimFact, *, outward: bool) -> Hop:
    owner = view.enterprises[claim.enterprise]
    verb = "needs" if claim.need else "offers"
    return Hop(
        from_name=owner.name if outward else claim.title,
        relation=f"relation.{verb}" if outward else f"relation.{verb}.back",
        to_name=claim.title if outward else owner.name,
        source=claim.source or "source.declared",
        as_of=date.fromisoformat(claim.recorded_on),
        confidence=1.0,
        from_enterprise=owner.id if outward else None,
        to_enterprise=None if outward else owner.id,
    )


def _of_hop(view: View, claim: ClaimFact, category: CategoryFact, *, outward: bool) -> Hop:
    label = _label(view, category.category)
    return Hop(
        from_name=claim.title if outward else label,
        relation="relation.of" if outward else "relation.of.back",
        to_name=label if outward else claim.title,
        source="source.declared" if category.declared else "source.read",
        as_of=date.fromisoformat(claim.recorded_on),
        confidence=category.confidence,
    )


def _channel_hop(view: View, link: Link, category: CategoryFact) -> Hop:
    """A channel that names no goods: the step is the policy's, and as unsure as it says."""
    return Hop(
        from_name=_label(view, category.category),
        relation="relation.sold_through",
        to_name=link.provider_claim.title,
        source=POLICY_SOURCE,
        as_of=date.fromisoformat(link.provider_claim.recorded_on),
        confidence=link.fit / category.confidence,
    )


def _taxonomy_hops(view: View, link: Link) -> list[Hop]:
    """The way between the two categories: narrower, broader, and at most one input edge.

    The way of kin begins at the seeker's category except where an input edge stands between:
    there it is the way from the edge's downstream end to the seeker's category.
    """
    if link.kin is None:
        return []
    way = list(link.kin.way)
    if link.edge is None:
        return _kin_hops(view, way)
    if link.seeker_claim.need:
        return [_input_hop(view, link.edge)]
    # from the seeker's category back to where the input goes, then to the input itself
    return [*_kin_hops(view, way[::-1]), _input_hop(view, link.edge)]


def _input_hop(view: View, edge: CategoryLink) -> Hop:
    return Hop(
        from_name=_label(view, edge.end),
        relation="relation.input_to.back",
        to_name=_label(view, edge.start),
        source=edge.source,
        as_of=None,
        confidence=edge.confidence,
    )


def _kin_hops(view: View, way: list[str]) -> list[Hop]:
    hops = []
    for here, there in pairwise(way):
        upwards = next((one for one in view.taxonomy.broader_of(here) if one.end == there), None)
        edge = upwards or next(one for one in view.taxonomy.broader_of(there) if one.end == here)
        hops.append(
            Hop(
                from_name=_label(view, here),
                relation="relation.broader" if upwards else "relation.narrower",
                to_name=_label(view, there),
                source=edge.source,
                as_of=None,
                confidence=edge.confidence,
            )
        )
    return hops


def _label(view: View, category: str) -> str:
    known = view.taxonomy.by_id.get(category)
    return known.label_zh if known else category


def missing(view: View, link: Link, enterprise: str, match_type: MatchType) -> tuple[str, ...]:
    """What the asker could add so that this link counts more, as message keys."""
    own = link.seeker_claim if link.seeker == enterprise else link.provider_claim
    category = link.seeker_category if link.seeker == enterprise else link.provider_category
    found = []
    if link.seeker == enterprise and not own.need:
        found.append("missing.need")
    if link.provider == enterprise and (own.evidence or "SELF_CLAIM") == "SELF_CLAIM":
        found.append("missing.evidence")
    if category is not None and not category.declared:
        found.append("missing.tick")
    if category is None and match_type is MatchType.CHANNEL:
        found.append("missing.goods")
    if match_type is MatchType.CHANNEL and not own.markets:
        found.append("missing.markets")
    if not own.text:
        found.append("missing.text")
    return tuple(found)
