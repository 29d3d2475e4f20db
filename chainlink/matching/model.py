"""What a recommendation is: two sides, factors that add up to the score, and the path between.

Plain tuples and dataclasses: they are made here, hundreds for one answer, and never read from
outside.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from chainlink.taxonomy.model import ClaimKind


class MatchType(StrEnum):
    """Six ways in which two organisations can be of use to each other."""

    SUPPLY = "SUPPLY"
    CHAIN = "CHAIN"
    CHANNEL = "CHANNEL"
    RESEARCH = "RESEARCH"
    FINANCE = "FINANCE"
    SERVICE = "SERVICE"


# Which kinds of need and capability meet in a match type. CHAIN looks at supplies of both sides
# and CHANNEL also at makers who have stated no need.
KINDS: dict[MatchType, frozenset[ClaimKind]] = {
    MatchType.SUPPLY: frozenset({ClaimKind.SUPPLY}),
    MatchType.CHAIN: frozenset({ClaimKind.SUPPLY}),
    MatchType.CHANNEL: frozenset({ClaimKind.SALES_CHANNEL}),
    MatchType.RESEARCH: frozenset({ClaimKind.TECHNOLOGY}),
    MatchType.FINANCE: frozenset({ClaimKind.FINANCE, ClaimKind.INVESTMENT}),
    MatchType.SERVICE: frozenset(
        {ClaimKind.SERVICE, ClaimKind.LOGISTICS, ClaimKind.CERTIFICATION, ClaimKind.TALENT}
    ),
}


class Factor(NamedTuple):
    """One named reason: contribution = weight × value; a negative one speaks against.

    `label` and `meaning` are message keys `factor.<code>` and `factor.<code>.meaning`.
    """

    code: str
    weight: float
    value: float
    contribution: float


class Hop(NamedTuple):
    """One step of the path: names of both ends, the relation's message key, and its evidence.

    `from_enterprise` / `to_enterprise` are set where an end is an enterprise, so that a door can
    hide an anonymous one's name. `as_of` is the day on which the step was recorded or stated.
    """

    from_name: str
    relation: str
    to_name: str
    source: str
    as_of: date | None
    confidence: float
    from_enterprise: str | None = None
    to_enterprise: str | None = None


class Path(NamedTuple):
    """Why the graph joins the two: hops in order; confidence is the product of theirs."""

    confidence: float
    hops: tuple[Hop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """Meet this partner: `score` is the sum of the factors' contributions.

    `seeker` and `provider` are enterprise ids, one of them the asker, the other `partner`;
    `anonymous` says that the partner's name is not to be shown to the other side yet;
    `missing` holds message keys `missing.<code>` of what the asker could add.
    """

    enterprise: str
    partner: str
    match_type: MatchType
    seeker: str
    provider: str
    rank: int
    score: float
    probability: float
    factors: tuple[Factor, ...]
    paths: tuple[Path, ...]
    missing: tuple[str, ...] = ()
    policy_version: str
    exploration: bool = False
    propensity: float = 1.0
    anonymous: bool = False
    seeker_claim: str | None = None
    provider_claim: str | None = None
    evidence: str | None = None  # what stands behind the provider's claim
    shown: str | None = None  # by which a decision names it, once it was shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A pair for a committee's inbox: the recommendation as its member would get it."""

    committee: str | None
    recommendation: Recommendation


@dataclass(frozen=True, slots=True)
class InboxPage:
    """Some pairs of an inbox; `total` counts all that are wanted, `members` whose they are."""

    pairs: tuple[Pair, ...]
    total: int
    members: int
