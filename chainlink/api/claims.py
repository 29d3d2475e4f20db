"""Capabilities and needs as GraphQL shows them, and as fields of their enterprise."""

from typing import Any, cast

import strawberry

from chainlink.api.context import Info
from chainlink.api.enterprises import Enterprise, enterprise
from chainlink.api.extending import add_fields
from chainlink.api.places import Market, market
from chainlink.api.relay import PAGE, Connection, Node, counted_page, global_id
from chainlink.api.scalars import Day, Instant, instant
from chainlink.api.taxonomy import Category, categories_of
from chainlink.enterprises import claim_model
from chainlink.enterprises.claim_model import Evidence, Origin, Urgency
from chainlink.enterprises.model import Visibility
from chainlink.taxonomy.model import ClaimKind


@strawberry.type
class ClaimCategory:
    """A category of a claim: ticked by its owner or read from its text."""

    category: Category
    origin: Origin
    confidence: float
    terms: list[str]


@strawberry.interface
class Claim(Node):
    """What capabilities and needs share; each change of one is its next version."""

    found: strawberry.Private[claim_model.Claim]
    version: int
    kind: ClaimKind
    title: str
    text: str | None
    visibility: Visibility
    valid_from: Day
    valid_until: Day
    recorded_at: Instant
    superseded_at: Instant | None
    withdrawn: bool
    on_behalf: bool
    example: bool
    source: str | None

    @strawberry.field
    async def enterprise(self, info: Info) -> Enterprise | None:
        """Its owner, where the viewer may see it."""
        found = await info.context.loaders.enterprises.load(self.found.enterprise)
        return None if found is None else enterprise(found)

    @strawberry.field
    async def categories(self, info: Info) -> list[ClaimCategory]:
        """What it is of, surest first."""
        of = {one.category: one for one in self.found.categories}
        return [
            ClaimCategory(
                category=shown,
                origin=of[shown.key].origin,
                confidence=of[shown.key].confidence,
                terms=list(of[shown.key].terms),
            )
            for shown in await categories_of(info, list(of))
        ]

    @strawberry.field
    def markets(self) -> list[Market]:
        """The markets that it serves or is about."""
        return [market(code) for code in self.found.markets]


@strawberry.type
class Capability(Claim):
    """What an enterprise says it can do."""

    capacity: str | None
    certificates: list[str]
    evidence: Evidence
    checked_at: Instant | None


@strawberry.type
class Need(Claim):
    """What an enterprise looks for."""

    urgency: Urgency


def _shared(found: claim_model.Claim, kind: str) -> dict[str, Any]:
    return {
        "id": global_id(kind, found.claim),
        "found": found,
        "valid_from": Day(found.valid_from.isoformat()),
        "valid_until": Day(found.valid_until.isoformat()),
        "recorded_at": Instant(found.recorded_at),
        "superseded_at": instant(found.superseded_at),
        "example": found.invented,
    } | {
        name: getattr(found, name)
        for name in (
            "version",
            "kind",
            "title",
            "text",
            "visibility",
            "withdrawn",
            "on_behalf",
            "source",
        )
    }


def capability(found: claim_model.Claim) -> Capability:
    """A capability that the viewer may see."""
    whole = cast(claim_model.Capability, found)
    return Capability(
        **_shared(found, "Capability"),
        capacity=whole.capacity,
        certificates=list(whole.certificates),
        evidence=whole.evidence,
        checked_at=instant(whole.checked_at),
    )


def need(found: claim_model.Claim) -> Need:
    """A need that the viewer may see."""
    whole = cast(claim_model.Need, found)
    return Need(**_shared(found, "Need"), urgency=whole.urgency)


async def _capabilities(
    root: strawberry.Parent[Enterprise],
    info: Info,
    first: int | None = PAGE,
    after: str | None = None,
) -> Connection[Capability]:
    loaded = await info.context.loaders.capabilities.load(root.key) if root.key else None
    return counted_page("capabilities", loaded or (), capability, first, after)


async def _needs(
    root: strawberry.Parent[Enterprise],
    info: Info,
    first: int | None = PAGE,
    after: str | None = None,
) -> Connection[Need]:
    loaded = await info.context.loaders.needs.load(root.key) if root.key else None
    return counted_page("needs", loaded or (), need, first, after)


add_fields(Enterprise, capabilities=_capabilities, needs=_needs)
