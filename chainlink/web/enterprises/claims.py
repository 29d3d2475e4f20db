"""Claims as this room shows them: what they are of, how old, how long they hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chainlink.accounts.model import Actor
from chainlink.app import App
from chainlink.enterprises.claim_model import (
    CAPABILITY,
    NEED,
    Capability,
    Claim,
    ClaimType,
    Need,
    Origin,
)
from chainlink.errors import NotFound
from chainlink.language import Language
from chainlink.taxonomy.model import Category
from chainlink.taxonomy.service import Taxonomy
from chainlink.web.enterprises.typed import local_day, market_names
from chainlink.web.shown import Shown

TYPES = {"capability": CAPABILITY, "need": NEED}
WORDS = {CAPABILITY.label: "capability", NEED.label: "need"}
SOON = 30  # days
_OLD = 365  # days after which a claim is asked to be looked at again


class Freshness(StrEnum):
    """Whether a claim can still be relied on."""

    EXPIRED = "expired"
    SOON = "soon"
    OLD = "old"
    FRESH = "fresh"


@dataclass(frozen=True, slots=True)
class Shelved:
    """A claim with what a page says of it beside its own words."""

    claim: Claim
    word: str  # capability, need
    categories: Sequence[tuple[str, bool]]  # names, and whether they were read from the text
    markets: Sequence[str]
    recorded: date
    age: int  # days
    left: int  # days; negative where it has ended
    freshness: Freshness

    @property
    def capability(self) -> Capability | None:
        """As what one enterprise can do."""
        return self.claim if isinstance(self.claim, Capability) else None

    @property
    def need(self) -> Need | None:
        """As what one looks for."""
        return self.claim if isinstance(self.claim, Need) else None


def type_of(word: str) -> ClaimType:
    """The type that an address names. Raises NotFound."""
    if word not in TYPES:
        raise NotFound("not_found")
    return TYPES[word]


def category_name(category: Category, language: Language) -> str:
    """Its name in the reader's language; industries have none but the Chinese."""
    return (category.label_en if language is Language.EN else "") or category.label_zh


def shelved(claim: Claim, taxonomy: Taxonomy, shown: Shown) -> Shelved:
    """A claim with its names, age and freshness."""
    recorded = local_day(claim.recorded_at, shown)
    age, left = (shown.today - recorded).days, (claim.valid_until - shown.today).days
    return Shelved(
        claim=claim,
        word=WORDS["Capability" if isinstance(claim, Capability) else "Need"],
        categories=[
            (category_name(known, shown.language), one.origin is Origin.READ)
            for one in claim.categories
            if (known := taxonomy.by_id.get(one.category)) is not None
        ],
        markets=market_names(claim.markets, english=shown.language is Language.EN),
        recorded=recorded,
        age=age,
        left=left,
        freshness=_freshness(claim.valid_until, shown.today, age),
    )


def _freshness(valid_until: date, today: date, age: int) -> Freshness:
    left = (valid_until - today).days
    if left < 0:
        return Freshness.EXPIRED
    if left <= SOON:
        return Freshness.SOON
    return Freshness.OLD if age > _OLD else Freshness.FRESH


async def claims_shown(
    app: App, actor: Actor, enterprise: str, shown: Shown
) -> tuple[list[Shelved], list[Shelved]]:
    """Capabilities and needs that the actor may see, newest first."""
    taxonomy = await app.taxonomy.current()
    found = []
    for type_ in (CAPABILITY, NEED):
        of_type = (await app.claims.of_enterprises(actor, type_, [enterprise]))[enterprise]
        found.append([shelved(one, taxonomy, shown) for one in of_type])
    return found[0], found[1]
