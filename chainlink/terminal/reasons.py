"""A recommendation as a secretary reads it: why, what speaks against it, and the path between."""

import re

from chainlink.matching.model import Factor, Hop, Path, Recommendation
from chainlink.terminal.voice import told

_BACK = ".back"


def reasons(recommendation: Recommendation) -> list[str]:
    """Sentences: the path, the reasons by weight, what speaks against it, what could be added.

    A factor too small to show in two digits is left out; `--json` and GraphQL have all of them.
    """
    factors = sorted(recommendation.factors, key=lambda factor: -factor.contribution)
    return [
        *(_path(path) for path in recommendation.paths),
        *(_factor(factor) for factor in factors if _counts(factor)),
        *(told("cli.reason.missing", missing=told(key)) for key in recommendation.missing),
    ]


def _counts(factor: Factor) -> bool:
    return factor.code != "base" and abs(factor.contribution) >= 0.005


def _factor(factor: Factor) -> str:
    return told(
        "cli.reason.for" if factor.contribution > 0 else "cli.reason.against",
        label=told(f"factor.{factor.code}"),
        meaning=told(f"factor.{factor.code}.meaning"),
        contribution=f"{factor.contribution:+.2f}",
    )


def _path(path: Path) -> str:
    hops = told("cli.and").join(_hop(hop) for hop in path.hops)
    return told("cli.path", confidence=f"{path.confidence:.0%}") + hops


def _hop(hop: Hop) -> str:
    """A hop that goes against its relation reads better the other way round."""
    start, end = _named(hop.from_name, hop.from_enterprise), _named(hop.to_name, hop.to_enterprise)
    verb = told(hop.relation)
    forward = hop.relation.removesuffix(_BACK)
    if forward != hop.relation and (known := told(forward)) != forward:
        start, verb, end = end, known, start
    key = "cli.hop" if hop.as_of is None else "cli.hop.dated"
    return told(key, start=start, verb=verb, end=end, source=_source(hop), day=hop.as_of)


def _source(hop: Hop) -> str:
    """Where the step is from, without the remarks after it; `--json` and GraphQL have all of it."""
    return re.split("[；;]", told(hop.source), maxsplit=1)[0]


def _named(name: str, enterprise: str | None) -> str:
    return name if enterprise else told("cli.quoted", name=name)


def heading(recommendation: Recommendation, partner: str) -> str:
    """Rank, partner, kind of match and how likely, in one line."""
    return told(
        "cli.recommendation",
        rank=recommendation.rank,
        partner=partner,
        match_type=told(f"match_type.{recommendation.match_type}"),
        score=f"{recommendation.score:.2f}",
        probability=f"{recommendation.probability:.0%}",
    )
