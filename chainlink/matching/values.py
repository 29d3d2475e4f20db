"""The value of every factor of a link, each in 0..1, by its code in `policy.toml`."""

from datetime import date

from chainlink.matching.exclusion import rivalry
from chainlink.matching.facts import ClaimFact
from chainlink.matching.meeting import Link
from chainlink.matching.model import MatchType
from chainlink.matching.view import View
from chainlink.taxonomy.markets import ABROAD_UNNAMED, HOME
from chainlink.taxonomy.model import CategoryKind
from chainlink.taxonomy.regions import nearness

HALF_LIFE_DAYS = 180.0
EXPIRES_SOON_DAYS = 30

# Expert estimates of how much a document says beyond the owner's own word.
_EVIDENCE = {
    "SELF_CLAIM": 0.0,
    "VISIT": 0.4,
    "PATENT": 0.6,
    "ORDER": 0.7,
    "CERTIFICATE": 0.8,
    "LICENCE": 0.8,
}
_CHECKED = 0.2


def values(view: View, link: Link, match_type: MatchType) -> dict[str, float]:
    """All factors' values for one link."""
    seeker, provider = link.seeker_claim, link.provider_claim
    chain = match_type is MatchType.CHAIN
    return {
        "category_fit": 0.0 if chain else link.fit,
        "chain_link": link.fit if chain else 0.0,
        "text_similarity": view.wordings.similarity(seeker, provider),
        "stated_need": 1.0 if seeker.need else 0.0,
        "urgency": 1.0 if seeker.urgency == "HIGH" else 0.0,
        "market_fit": _market_fit(view, link),
        "first_export": _first_export(view, link, match_type),
        "finished_goods": _finished(view, link),
        "focus": 1.0 / max(1, len(provider.categories)),
        "proximity": nearness(
            view.enterprises[link.seeker].region, view.enterprises[link.provider].region
        ),
        "freshness": _freshness(view, seeker, provider),
        "evidence": _evidence(provider),
        "uncertain_reading": _uncertainty(link),
        "rival": rivalry(view, link.seeker, link.provider),
        "expiring": 1.0 if _days_left(view, seeker, provider) <= EXPIRES_SOON_DAYS else 0.0,
    }


def _market_fit(view: View, link: Link) -> float:
    """Share of the wanted markets that are served; new markets for who names none."""
    wanted = link.seeker_claim.markets - {HOME}
    served = link.provider_claim.markets
    if not wanted:
        return 0.0
    if ABROAD_UNNAMED in served or ABROAD_UNNAMED in wanted:
        return 0.5 if served - {HOME} or view.exports_of(link.provider) else 0.0
    return len(wanted & served) / len(wanted)


def _first_export(view: View, link: Link, match_type: MatchType) -> float:
    if match_type is not MatchType.CHANNEL or view.enterprises[link.seeker].sector != "INDUSTRY":
        return 0.0
    leads_abroad = link.provider_claim.markets - {HOME} or view.exports_of(link.provider)
    return 1.0 if leads_abroad and not view.exports_of(link.seeker) else 0.0


def _finished(view: View, link: Link) -> float:
    """1 for goods that go into no other goods, less the more they do; 0 for what is no good."""
    category = link.seeker_category
    known = view.taxonomy.by_id.get(category.category) if category else None
    if category is None or known is None or known.kind is not CategoryKind.GOOD:
        return 0.0
    onward = [
        edge
        for edge in view.taxonomy.outputs.get(category.category, ())
        if edge.end in view.taxonomy.by_id
        and view.taxonomy.by_id[edge.end].kind is CategoryKind.GOOD
    ]
    return 1.0 / (1.0 + len(onward))


def _freshness(view: View, *claims: ClaimFact) -> float:
    today = date.fromisoformat(view.day)
    stated = min(max(claim.valid_from, claim.recorded_on) for claim in claims)
    age = max(0, (today - date.fromisoformat(stated)).days)
    return float(0.5 ** (age / HALF_LIFE_DAYS))


def _evidence(claim: ClaimFact) -> float:
    level = _EVIDENCE.get(claim.evidence or "", 0.0)
    return min(1.0, level + (_CHECKED if claim.checked else 0.0))


def _uncertainty(link: Link) -> float:
    unsure = 1.0
    for category in (link.seeker_category, link.provider_category):
        if category is not None and not category.declared:
            unsure *= category.confidence
    return 1.0 - unsure


def _days_left(view: View, *claims: ClaimFact) -> int:
    today = date.fromisoformat(view.day)
    return min((date.fromisoformat(claim.valid_until) - today).days for claim in claims)
