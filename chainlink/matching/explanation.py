"""The path behind a recommendation, hop by hop, and what the asker could add."""

import math
from dataclasses import dataclass
from itertools import pairwise

from chainlink.matching.model import Hop, MatchType, Path
from chainlink.matching.reach import Way
from chainlink.matching.told import Claim
from chainlink.taxonomy.model import CategoryLink
from chainlink.taxonomy.service import Taxonomy

POLICY_SOURCE = "policy"
WORDS_SOURCE = "source.words"


@dataclass(frozen=True, slots=True)
class Told:
    """One meeting to be told: certainties are negative where a category was read, not ticked.

    Without categories on either side only the words match; without the provider's the two meet by
    what they are, as a channel that names no goods.
    """

    taxonomy: Taxonomy
    seeker: Claim
    provider: Claim
    seeker_category: str | None
    provider_category: str | None
    seeker_certainty: float
    provider_certainty: float
    fit: float
    alike: float
    way: Way | None


def path(told: Told) -> Path:
    """From the seeker through both claims to the provider."""
    hops = [_owner_hop(told.seeker, outward=True)]
    if told.seeker_category is not None:
        hops.append(_of_hop(told, outward=True))
    hops += _taxonomy_hops(told)
    if told.provider_category is not None:
        hops.append(_of_hop(told, outward=False))
    elif told.seeker_category is not None:
        hops.append(_channel_hop(told, told.seeker_category))
    else:
        hops.append(_words_hop(told))
    hops.append(_owner_hop(told.provider, outward=False))
    return Path(confidence=math.prod(hop.confidence for hop in hops), hops=tuple(hops))


def _owner_hop(claim: Claim, *, outward: bool) -> Hop:
    verb = "needs" if claim.need else "offers"
    return Hop(
        from_name=claim.owner if outward else claim.title,
        relation=f"relation.{verb}" if outward else f"relation.{verb}.back",
        to_name=claim.title if outward else claim.owner,
        source=claim.source or "source.declared",
        as_of=claim.recorded_on,
        confidence=1.0,
        from_enterprise=claim.enterprise if outward else None,
        to_enterprise=None if outward else claim.enterprise,
    )


def _of_hop(told: Told, *, outward: bool) -> Hop:
    claim = told.seeker if outward else told.provider
    category = told.seeker_category if outward else told.provider_category
    certainty = told.seeker_certainty if outward else told.provider_certainty
    label = _label(told.taxonomy, category or "")
    return Hop(
        from_name=claim.title if outward else label,
        relation="relation.of" if outward else "relation.of.back",
        to_name=label if outward else claim.title,
        source="source.read" if certainty < 0 else "source.declared",
        as_of=claim.recorded_on,
        confidence=abs(certainty),
    )


def _channel_hop(told: Told, category: str) -> Hop:
    """A channel that names no goods: the step is the policy's, and as unsure as it says."""
    return Hop(
        from_name=_label(told.taxonomy, category),
        relation="relation.sold_through",
        to_name=told.provider.title,
        source=POLICY_SOURCE,
        as_of=told.provider.recorded_on,
        confidence=told.fit / abs(told.seeker_certainty),
    )


def _words_hop(told: Told) -> Hop:
    """Nothing but the wording joins the two; it is as sure as the two are alike."""
    return Hop(
        from_name=told.seeker.title,
        relation="relation.alike",
        to_name=told.provider.title,
        source=WORDS_SOURCE,
        as_of=told.provider.recorded_on,
        confidence=told.alike,
    )


def _taxonomy_hops(told: Told) -> list[Hop]:
    """The way between the two categories: narrower, broader, and at most one input edge.

    The way of kin begins at the seeker's category except where an input edge stands between:
    there it is the way from the edge's downstream end to the seeker's category.
    """
    if told.way is None:
        return []
    way, edge = list(told.way.kin.way), told.way.edge
    if edge is None:
        return _kin_hops(told.taxonomy, way)
    if told.seeker.need:
        return [_input_hop(told.taxonomy, edge)]
    # from the seeker's category back to where the input goes, then to the input itself
    return [*_kin_hops(told.taxonomy, way[::-1]), _input_hop(told.taxonomy, edge)]


def _input_hop(taxonomy: Taxonomy, edge: CategoryLink) -> Hop:
    return Hop(
        from_name=_label(taxonomy, edge.end),
        relation="relation.input_to.back",
        to_name=_label(taxonomy, edge.start),
        source=edge.source,
        as_of=None,
        confidence=edge.confidence,
    )


def _kin_hops(taxonomy: Taxonomy, way: list[str]) -> list[Hop]:
    hops = []
    for here, there in pairwise(way):
        upwards = next((one for one in taxonomy.broader_of(here) if one.end == there), None)
        edge = upwards or next(one for one in taxonomy.broader_of(there) if one.end == here)
        hops.append(
            Hop(
                from_name=_label(taxonomy, here),
                relation="relation.broader" if upwards else "relation.narrower",
                to_name=_label(taxonomy, there),
                source=edge.source,
                as_of=None,
                confidence=edge.confidence,
            )
        )
    return hops


def _label(taxonomy: Taxonomy, category: str) -> str:
    known = taxonomy.by_id.get(category)
    return known.label_zh if known else category


def missing(told: Told, match_type: MatchType, *, seeks: bool) -> tuple[str, ...]:
    """What the asker could add so that this meeting counts more, as message keys."""
    own = told.seeker if seeks else told.provider
    category = told.seeker_category if seeks else told.provider_category
    certainty = told.seeker_certainty if seeks else told.provider_certainty
    found = []
    if seeks and not own.need:
        found.append("missing.need")
    if not seeks and own.evidence == "SELF_CLAIM":
        found.append("missing.evidence")
    if category is not None and certainty < 0:
        found.append("missing.tick")
    if category is None and match_type is MatchType.CHANNEL:
        found.append("missing.goods")
    if match_type is MatchType.CHANNEL and not own.names_markets:
        found.append("missing.markets")
    if not own.text:
        found.append("missing.text")
    return tuple(found)
