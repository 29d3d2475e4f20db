"""Claims: what an enterprise can do (capability) and what it looks for (need).

A claim is never edited in place: a change closes the version it replaces and opens the next.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chainlink.enterprises.model import MarketCode, Visibility
from chainlink.taxonomy.model import ClaimKind
from chainlink.validation import EmptyIsNone, PlausibleDate, StrictDraft, Text

TEXT_LIMIT = 10_000


class Evidence(StrEnum):
    """What stands behind a claim, weakest first."""

    SELF_CLAIM = "SELF_CLAIM"
    VISIT = "VISIT"
    ORDER = "ORDER"
    PATENT = "PATENT"
    CERTIFICATE = "CERTIFICATE"
    LICENCE = "LICENCE"


class Urgency(StrEnum):
    """How soon a need must be met."""

    LOW = "LOW"
    NORMAL = "NORMAL"
    HIGH = "HIGH"


class Origin(StrEnum):
    """Where a claim's category comes from: ticked by its owner, or read from its text."""

    DECLARED = "DECLARED"
    READ = "READ"


class ClaimDraft(StrictDraft):
    """What is said in a claim; kind and categories are read from the text where not given."""

    title: Annotated[Text, Field(min_length=1, max_length=200)]
    text: Annotated[Annotated[Text, Field(max_length=TEXT_LIMIT)] | None, EmptyIsNone] = None
    kind: Annotated[ClaimKind | None, EmptyIsNone] = None
    categories: Annotated[tuple[Text, ...], Field(max_length=20)] = ()
    markets: Annotated[tuple[MarketCode, ...], Field(max_length=250)] = ()
    visibility: Visibility = Visibility.PUBLIC
    valid_from: Annotated[PlausibleDate | None, EmptyIsNone] = None
    valid_until: Annotated[PlausibleDate | None, EmptyIsNone] = None
    source: Annotated[Annotated[Text, Field(max_length=500)] | None, EmptyIsNone] = None


class CapabilityDraft(ClaimDraft):
    """What an enterprise says it can do; `markets` are those that it serves."""

    capacity: Annotated[Annotated[Text, Field(max_length=200)] | None, EmptyIsNone] = None
    certificates: Annotated[
        tuple[Annotated[Text, Field(max_length=100)], ...], Field(max_length=50)
    ] = ()
    evidence: Evidence = Evidence.SELF_CLAIM


class NeedDraft(ClaimDraft):
    """What an enterprise looks for; `markets` are those that the need is about."""

    urgency: Urgency = Urgency.NORMAL


class ClaimHistory(BaseModel):
    """What only a file may say of a claim: that it was known earlier, and that it is an example."""

    model_config = ConfigDict(frozen=True)

    recorded_on: date | None = None
    invented: bool = False


class ClaimCategory(BaseModel):
    """A category of a claim, by id, with how surely and from which words."""

    model_config = ConfigDict(frozen=True)

    category: str
    origin: Origin
    confidence: float
    terms: tuple[str, ...] = ()


class Claim(BaseModel):
    """One version of a claim."""

    model_config = ConfigDict(frozen=True)

    id: str
    claim: str
    version: int
    enterprise: str
    kind: ClaimKind
    title: str
    text: str | None = None
    visibility: Visibility
    valid_from: date
    valid_until: date
    recorded_at: str
    superseded_at: str | None = None
    withdrawn: bool = False
    source: str | None = None
    declared_by: str
    on_behalf: bool
    invented: bool = False
    categories: tuple[ClaimCategory, ...] = ()
    markets: tuple[str, ...] = ()


class Capability(Claim):
    """One version of what an enterprise says it can do."""

    capacity: str | None = None
    certificates: tuple[str, ...] = ()
    evidence: Evidence
    checked_by: str | None = None
    checked_at: str | None = None


class Need(Claim):
    """One version of what an enterprise looks for."""

    urgency: Urgency


@dataclass(frozen=True, slots=True)
class ClaimType:
    """How capabilities and needs differ in the graph; all else they share."""

    label: str
    model: type[Claim]
    draft: type[ClaimDraft]
    owner_edge: str
    market_edge: str
    own_fields: tuple[str, ...]


CAPABILITY = ClaimType(
    "Capability",
    Capability,
    CapabilityDraft,
    "OFFERS",
    "SERVES",
    ("capacity", "certificates", "evidence"),
)
NEED = ClaimType("Need", Need, NeedDraft, "NEEDS", "TARGETS", ("urgency",))
