"""Enterprises as GraphQL shows them: in full, or without a name until both sides agree."""

import strawberry

from chainlink.api.chains import Committee, committee
from chainlink.api.context import Info
from chainlink.api.places import Market, Region, market, region
from chainlink.api.relay import Node, global_id
from chainlink.api.scalars import Day, Instant, MinorUnits, day, instant
from chainlink.api.taxonomy import Category, categories_of
from chainlink.enterprises import model
from chainlink.enterprises.anonymity import AnonymousProfile
from chainlink.enterprises.duplicates import Likeness
from chainlink.enterprises.model import EnterpriseStatus, Sector, SizeClass, Visibility
from chainlink.identity import new_id


@strawberry.type
class Capital:
    """Registered capital, or why it is not known."""

    amount: MinorUnits | None
    currency: str | None
    unknown_reason: str | None


@strawberry.type
class Contact:
    """A person to speak to."""

    name: str | None
    phone: str | None
    email: str | None


@strawberry.type
class Membership:
    """Belonging to a committee."""

    committee: Committee
    valid_from: Day | None
    recorded_at: Instant


@strawberry.type
class MarketPresence:
    """A market that an enterprise exports to."""

    market: Market
    valid_from: Day | None
    valid_until: Day | None
    recorded_at: Instant
    source: str | None


@strawberry.type
class SuggestedCategory:
    """A category read from the business scope."""

    category: Category
    confidence: float
    terms: list[str]


@strawberry.type
class Enterprise(Node):
    """Any organisation on a chain. `key` is its id in the graph, absent while it is anonymous."""

    key: strawberry.Private[str | None]
    industry_id: strawberry.Private[str | None]
    region_code: strawberry.Private[str | None]
    name: str
    sector: Sector
    anonymous: bool
    uscc: str | None = None
    name_en: str | None = None
    former_names: list[str] = strawberry.field(default_factory=list)
    size: SizeClass | None = None
    founded: Day | None = None
    address: str | None = None
    entity_type: str | None = None
    capital: Capital | None = None
    scope: str | None = None
    visibility: Visibility = Visibility.ANONYMOUS
    status: EnterpriseStatus | None = None
    opted_out: bool | None = None
    recorded_at: Instant | None = None
    approved_at: Instant | None = None
    version: int | None = None
    example: bool = False
    source: str | None = None

    @strawberry.field
    def region(self) -> Region | None:
        """Its division; the prefecture while it is anonymous."""
        return region(self.region_code)

    @strawberry.field
    async def industry(self, info: Info) -> Category | None:
        """Its industry; the group of three digits while it is anonymous."""
        found = await categories_of(info, [self.industry_id] if self.industry_id else [])
        return found[0] if found else None

    @strawberry.field
    async def contacts(self, info: Info) -> list[Contact]:
        """People to speak to, where the viewer may know them."""
        found = await info.context.loaders.contacts.load(self.key) if self.key else None
        if found and self.key != info.context.actor.enterprise:
            info.context.keep = False  # each reading is noted
        return [Contact(name=one.name, phone=one.phone, email=one.email) for one in found or ()]

    @strawberry.field
    async def markets(self, info: Info) -> list[MarketPresence]:
        """Markets that it exports to."""
        found = await info.context.loaders.exports.load(self.key) if self.key else []
        return [_presence(one) for one in found]

    @strawberry.field
    async def memberships(self, info: Info) -> list[Membership]:
        """Committees that it belongs to."""
        found = await info.context.loaders.memberships.load(self.key) if self.key else []
        known = {one.code: one for one in await info.context.loaders.committees()} if found else {}
        return [
            Membership(
                committee=committee(known[one.committee]),
                valid_from=day(one.valid_from),
                recorded_at=Instant(one.recorded_at),
            )
            for one in found
        ]

    @strawberry.field
    async def suggested_categories(self, info: Info) -> list[SuggestedCategory]:
        """Categories that its business scope suggests, surest first."""
        found = await info.context.loaders.suggested.load(self.key) if self.key else []
        categories = await categories_of(info, [one.category for one in found])
        by_key = {one.key: one for one in categories}
        return [
            SuggestedCategory(
                category=by_key[one.category], confidence=one.confidence, terms=list(one.terms)
            )
            for one in found
            if one.category in by_key
        ]

    @strawberry.field
    async def possible_duplicates(self, info: Info) -> list["PossibleDuplicate"]:
        """Registrations that may be the same organisation; nothing for who is not staff."""
        context = info.context
        found = await context.app.duplicates.of(context.actor, self.key) if self.key else []
        return [
            PossibleDuplicate(enterprise=enterprise(one.enterprise), reasons=list(one.reasons))
            for one in found
        ]


@strawberry.type
class PossibleDuplicate:
    """Another registration that may be the same organisation, and why."""

    enterprise: Enterprise
    reasons: list[Likeness]


def _presence(found: model.MarketPresence) -> MarketPresence:
    return MarketPresence(
        market=market(found.market),
        valid_from=day(found.valid_from),
        valid_until=day(found.valid_until),
        recorded_at=Instant(found.recorded_at),
        source=found.source,
    )


def _capital(found: model.Enterprise) -> Capital | None:
    if found.capital is None and found.capital_unknown is None:
        return None
    return Capital(
        amount=None if found.capital is None else MinorUnits(str(found.capital)),
        currency=found.capital_currency,
        unknown_reason=found.capital_unknown,
    )


_MOST_SHOWN = 20_000
_shown: dict[str, tuple[model.Enterprise, Enterprise]] = {}


def enterprise(found: model.Enterprise) -> Enterprise:
    """An enterprise that the viewer may see; the same profile is shown by the same object."""
    known = _shown.get(found.id)
    if known is not None and known[0] is found:
        return known[1]
    if len(_shown) >= _MOST_SHOWN:
        _shown.clear()
    shown = _in_full(found)
    _shown[found.id] = (found, shown)
    return shown


def _in_full(found: model.Enterprise) -> Enterprise:
    return Enterprise(
        id=global_id("Enterprise", found.id),
        key=found.id,
        industry_id=f"GBT4754:{found.industry}" if found.industry else None,
        region_code=found.region,
        name=found.name,
        sector=found.sector,
        anonymous=False,
        uscc=found.uscc,
        name_en=found.name_en,
        former_names=list(found.former_names),
        size=found.size,
        founded=day(found.founded),
        address=found.address,
        entity_type=found.entity_type,
        capital=_capital(found),
        scope=found.scope,
        visibility=found.visibility,
        status=found.status,
        opted_out=found.opted_out,
        recorded_at=instant(found.recorded_at),
        approved_at=instant(found.approved_at),
        version=found.version,
        example=found.invented,
        source=found.source,
    )


async def masked(info: Info, profile: AnonymousProfile) -> Enterprise:
    """An enterprise without its name; its id is a new one each time, so that it leads nowhere."""
    info.context.keep = False
    industries = await categories_of(info, [profile.industry] if profile.industry else [])
    kinds = [one.label_in(info.context.language) for one in industries]
    return Enterprise(
        id=global_id("Enterprise", f"anonymous-{new_id()}"),
        key=None,
        industry_id=profile.industry,
        region_code=profile.region,
        name=profile.called(kinds, info.context.language),
        sector=profile.sector,
        anonymous=True,
    )
