"""From links to a ranked list: the best link of each partner, scored, in an order that names and
ids cannot change."""

import hashlib
from collections.abc import Sequence

from chainlink.matching.exclusion import excluded
from chainlink.matching.explanation import missing, path
from chainlink.matching.facts import ClaimFact
from chainlink.matching.meeting import Link, links
from chainlink.matching.model import Factor, MatchType, Recommendation
from chainlink.matching.policy import Policy, probability_of, score_of
from chainlink.matching.values import values
from chainlink.matching.view import View, visibility_of

_Scored = tuple[float, Link, tuple[Factor, ...], MatchType]
CANDIDATES = 300


def recommend(
    view: View,
    policy: Policy,
    enterprise: str,
    match_types: Sequence[MatchType],
    committees: frozenset[str],
    most: int,
) -> list[Recommendation]:
    """The best partners of one enterprise, at most `most`, each once with its best link."""
    if enterprise not in view.enterprises:
        return []
    best: dict[str, _Scored] = {}
    for match_type in match_types:
        for link in _candidates(view, enterprise, match_type, committees):
            factors = policy.factors(match_type, values(view, link, match_type))
            scored = (score_of(factors), link, factors, match_type)
            partner = link.provider if link.seeker == enterprise else link.seeker
            if partner not in best or _order(scored) < _order(best[partner]):
                best[partner] = scored
    ranked = sorted(best.values(), key=_order)[:most]
    return [
        _recommendation(view, policy, enterprise, rank, scored)
        for rank, scored in enumerate(ranked, start=1)
    ]


def _candidates(
    view: View, enterprise: str, match_type: MatchType, committees: frozenset[str]
) -> list[Link]:
    """Links that may be shown: each pair's best, of the 300 pairs that fit best.

    Both sides choose the same link of the same links, so both see the same score.
    """
    by_pair: dict[tuple[str, str], Link] = {}
    for link in links(view, enterprise, match_type):
        pair = (link.seeker, link.provider)
        known = by_pair.get(pair)
        if known is not None and _quality(known) > _quality(link):
            continue
        if known is not None and _quality(known) == _quality(link) and _tie(known) <= _tie(link):
            continue
        if not excluded(view, link, match_type, committees):
            by_pair[pair] = link
    ranked = sorted(by_pair.values(), key=lambda link: (-link.fit, _tie(link)))
    return ranked[:CANDIDATES]


def _quality(link: Link) -> tuple[bool, float]:
    """A stated need says more than an inferred one, whatever the categories."""
    return link.seeker_claim.need, link.fit


def _order(scored: _Scored) -> tuple[float, str]:
    """Best score first; equal ones by what they say, never by who they are."""
    return (-round(scored[0], 12), _tie(scored[1]))


def _tie(link: Link) -> str:
    ends = (link.seeker_category, link.provider_category)
    said = (
        _said(link.seeker_claim),
        _said(link.provider_claim),
        *(one.category if one else "" for one in ends),
        link.kin.way if link.kin else (),
        link.edge.end if link.edge else "",
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _said(claim: ClaimFact) -> tuple[str, ...]:
    return (claim.kind.value, claim.title, claim.text, claim.valid_from, claim.recorded_at)


def _recommendation(
    view: View, policy: Policy, enterprise: str, rank: int, scored: _Scored
) -> Recommendation:
    score, link, factors, match_type = scored
    partner = link.provider if link.seeker == enterprise else link.seeker
    shown = link.provider_claim if link.seeker == enterprise else link.seeker_claim
    return Recommendation(
        enterprise=enterprise,
        partner=partner,
        match_type=match_type,
        seeker=link.seeker,
        provider=link.provider,
        rank=rank,
        score=score,
        probability=probability_of(score),
        factors=factors,
        paths=(path(view, link),),
        missing=missing(view, link, enterprise, match_type),
        policy_version=policy.version,
        anonymous=visibility_of(view.enterprises[partner], shown) == "ANONYMOUS",
        seeker_claim=link.seeker_claim.id,
        provider_claim=link.provider_claim.id,
    )
