"""What matching knows of enterprises: plain facts with their times, taken from the graph."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

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
    claim: str
    version: int
    enterprise: str
    need: bool
    kind: ClaimKind
    title: str
    text: str
    visibility: str
    valid_from: str
    valid_until: str
    recorded_at: str
    recorded_on: str  # the district's calendar day of recorded_at
    superseded_at: str | None
    source: str | None
    evidence: str | None
    checked: bool
    urgency: str | None
    categories: tuple[CategoryFact, ...]
    markets: frozenset[str]

    def holds(self, day: str, cut: str) -> bool:
        """Known by the end of the day (`cut`), valid on it, and not replaced or withdrawn."""
        return (
            self.recorded_at <= cut
            and self.valid_from <= day <= self.valid_until
            and (self.superseded_at is None or self.superseded_at > cut)
        )


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

    def holds(self, day: str, cut: str) -> bool:
        """As for claims; an open date counts as fulfilled."""
        return (
            self.recorded_at <= cut
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_until is None or day <= self.valid_until)
            and (self.superseded_at is None or self.superseded_at > cut)
        )


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


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All facts as of one entry of the journal; replaced, never changed."""

    sequence: int
    enterprises: Mapping[str, EnterpriseFact] = field(default_factory=dict)

    def replaced(self, sequence: int, changed: Iterable[EnterpriseFact]) -> "Snapshot":
        """The next snapshot, with some enterprises' facts exchanged."""
        updated = {fact.id: fact for fact in changed}
        return Snapshot(sequence, {**self.enterprises, **updated})
