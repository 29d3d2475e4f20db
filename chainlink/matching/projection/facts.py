"""What matching knows of enterprises: plain facts with their times, taken from the graph."""

from dataclasses import dataclass

from chainlink.taxonomy.model import ClaimKind


@dataclass(frozen=True, slots=True)
class CategoryFact:
    """A claim's category with how surely it is meant, and whether its owner ticked it."""

    category: str
    confidence: float
    declared: bool


@dataclass(frozen=True, slots=True)
class ClaimFact:
    """One version of a capability or need. Days are ISO dates, times ISO instants in UTC."""

    id: str
    enterprise: str
    need: bool
    kind: ClaimKind
    title: str
    text: str
    visibility: str
    valid_from: str
    valid_until: str
    recorded_at: str
    superseded_at: str | None
    source: str | None
    evidence: str | None
    checked: bool
    urgency: str | None
    categories: tuple[CategoryFact, ...]
    markets: frozenset[str]


@dataclass(frozen=True, slots=True)
class LinkFact:
    """A dated edge: to a market, a committee or another enterprise."""

    kind: str
    start: str
    end: str
    valid_from: str | None
    valid_until: str | None
    recorded_at: str
    superseded_at: str | None


@dataclass(frozen=True, slots=True)
class EnterpriseFact:
    """An enterprise with all its claims and links, past ones included."""

    id: str
    name: str
    sector: str
    region: str | None
    industry: str | None
    size: str | None
    status: str
    approved_at: str | None
    opted_out: bool
    visibility: str
    claims: tuple[ClaimFact, ...] = ()
    links: tuple[LinkFact, ...] = ()
