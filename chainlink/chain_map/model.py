"""What a map of a chain says: stages, the goods on them, who supplies each, what is missing.

**The district** is the chain's own: an enterprise is of it whose region's code begins with the
district's (GB/T 2260: two digits a level). Whose region is not known is not of it.
**Supply** of a good is an enterprise that takes part in matching with a capability in force today
that is of the good, or of a narrower one, and surely so (a category read with less than half
certainty is not counted), and of the good's kind: who repairs a machine supplies none. What its
owner keeps to its committee counts for those who may see it.
**Broken** is what nobody of the district supplies, however many outside do; **single** what one
enterprise of the district supplies alone. A stage is judged by all its goods together.
"""

from dataclasses import dataclass
from enum import StrEnum

from chainlink.chains.model import Chain, Committee, Stage
from chainlink.taxonomy.model import Category


class Supply(StrEnum):
    """How a good, or a stage, is supplied within the district."""

    SUPPLIED = "SUPPLIED"
    SINGLE = "SINGLE"
    BROKEN = "BROKEN"


class Reason(StrEnum):
    """Why an enterprise could supply a good: it says so itself, or what it does is near it."""

    DIRECT = "DIRECT"
    PROCESS = "PROCESS"
    BROADER = "BROADER"
    SIBLING = "SIBLING"


def supply_of(inside: int) -> Supply:
    """By how many enterprises of the district supply it."""
    return Supply.BROKEN if inside == 0 else Supply.SINGLE if inside == 1 else Supply.SUPPLIED


@dataclass(frozen=True, slots=True)
class Party:
    """An enterprise that the reader may be told by name."""

    id: str
    name: str
    inside: bool
    member: bool


@dataclass(frozen=True, slots=True)
class Parties:
    """Some of those that there are: members of the chain first, then by name."""

    named: tuple[Party, ...] = ()
    total: int = 0

    @property
    def more(self) -> int:
        """How many are not named: beyond the first ones, or not to be named to the reader."""
        return self.total - len(self.named)


@dataclass(frozen=True, slots=True)
class Good:
    """One good at a stage, or an input from beyond the chain's own goods (`stage` is empty).

    `wanted` counts enterprises of the district with a need for it in force.
    """

    id: str
    category: Category
    stage: str
    inside: Parties
    outside: Parties
    wanted: int
    serves: int = 0  # of an input: goods of the chain, made in the district, that it goes into

    @property
    def supply(self) -> Supply:
        """Whether the district has it."""
        return supply_of(self.inside.total)


@dataclass(frozen=True, slots=True)
class Tier:
    """A stage of the map: members at it, others of the district, those outside."""

    stage: Stage
    goods: tuple[Good, ...]
    inputs: tuple[Good, ...]
    members: Parties
    others: Parties
    outside: Parties
    inside: int

    @property
    def supply(self) -> Supply:
        """Whether anybody of the district is at it."""
        return supply_of(self.inside)

    @property
    def gaps(self) -> tuple[Good, ...]:
        """Goods that nobody of the district supplies."""
        return tuple(one for one in self.goods if one.supply is Supply.BROKEN)


@dataclass(frozen=True, slots=True)
class Link:
    """Something flows from one to the other: ids of goods, of stages, or of enterprises."""

    start: str
    end: str
    supply: Supply = Supply.SUPPLIED


@dataclass(frozen=True, slots=True)
class Totals:
    """A chain in numbers. `gaps` and `singles` are goods at its stages, `inputs` broken inputs."""

    members: int
    stages: int
    broken_stages: int
    goods: int
    gaps: int
    singles: int
    inputs: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A chain with who leads it."""

    chain: Chain
    committees: tuple[Committee, ...]
    totals: Totals
    supplies: tuple[tuple[Stage, Supply], ...]


@dataclass(frozen=True, slots=True)
class ChainMap:
    """The whole map as one reader may see it; `unplaced` are members at none of the stages.

    `flows` run from goods to those made in the district, `feeds` between stages, `sales` between
    enterprises, where the platform knows that one supplies the other and the reader may know it.
    """

    chain: Chain
    committees: tuple[Committee, ...]
    totals: Totals
    tiers: tuple[Tier, ...]
    unplaced: Parties
    flows: tuple[Link, ...]
    feeds: tuple[Link, ...]
    sales: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who could supply a good, by which of its capabilities, and why; `fit` is 0..1."""

    party: Party
    committees: tuple[Committee, ...]
    reason: Reason
    category: Category
    title: str
    fit: float


@dataclass(frozen=True, slots=True)
class Filling:
    """Who could fill a gap, the district's own first; `unnamed` are more, not to be named."""

    category: Category
    stage: Stage | None
    inside: tuple[Candidate, ...]
    outside: tuple[Candidate, ...]
    unnamed: int
