"""A recommendation as a secretary reads it: why, what speaks against it, and the path between."""

from chainlink.matching.hops import read_hop
from chainlink.matching.model import Factor, Hop, Path, Recommendation
from chainlink.terminal.voice import LANGUAGE, told


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
    one = read_hop(hop, LANGUAGE.get())
    return told(
        "cli.hop" if one.day is None else "cli.hop.dated",
        start=_named(one.start, one.start_enterprise),
        verb=one.verb,
        end=_named(one.end, one.end_enterprise),
        source=one.source,
        day=one.day,
    )


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
