"""What may be asked of the lists of deals and of orders, and what a page of them tells."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chainlink.deals.model import DealKind, Verification

LARGEST_PAGE = 200
DEEPEST = 1_000_000  # rows that a page may begin after


class DealOrder(StrEnum):
    """What deals are ordered by; amounts count as they are, whatever the currency."""

    SIGNED = "SIGNED"
    AMOUNT = "AMOUNT"
    RECORDED = "RECORDED"


class OrderOrder(StrEnum):
    """What cross-border orders are ordered by."""

    ORDERED = "ORDERED"
    AMOUNT = "AMOUNT"
    RECORDED = "RECORDED"


@dataclass(frozen=True, slots=True)
class _Turned:
    """Which page is wanted."""

    descending: bool = True
    page: int = 1
    size: int = 20

    @property
    def most(self) -> int:
        """Rows of a page."""
        return min(max(self.size, 1), LARGEST_PAGE)

    @property
    def passed(self) -> int:
        """Rows before the page."""
        return min((max(self.page, 1) - 1) * self.most, DEEPEST)


@dataclass(frozen=True, slots=True)
class DealQuestion(_Turned):
    """Which deals are wanted; what is empty asks for nothing. Days are those of signing.

    `destination`, `incoterm` and `customs_mode` ask for deals under which an order has them.
    """

    verifications: frozenset[Verification] = frozenset()
    kinds: frozenset[DealKind] = frozenset()
    introduction: str = ""
    enterprise: str = ""  # that is a party
    committee: str = ""  # that has credit
    since: date | None = None
    until: date | None = None
    destination: str = ""
    incoterm: str = ""
    customs_mode: str = ""
    text: str = ""  # within the title or a party's name
    order: DealOrder = DealOrder.SIGNED


@dataclass(frozen=True, slots=True)
class OrderQuestion(_Turned):
    """Which cross-border orders are wanted; days are those of ordering."""

    verifications: frozenset[Verification] = frozenset()
    deal: str = ""
    enterprise: str = ""  # that sells or makes, or is a party of the deal
    committee: str = ""  # that has credit for the deal
    since: date | None = None
    until: date | None = None
    destination: str = ""
    incoterm: str = ""
    customs_mode: str = ""
    order: OrderOrder = OrderOrder.ORDERED


@dataclass(frozen=True, slots=True)
class DealPage:
    """A page of stable ids; `counts` are by verification as if none had been asked for.

    `amounts` are the sums in minor units by currency, without intents and what was rejected.
    """

    ids: tuple[str, ...]
    total: int
    counts: Mapping[Verification, int]
    amounts: Mapping[str, int]
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))


OrderPage = DealPage


@dataclass(frozen=True, slots=True)
class Proof:
    """A deal or an order by its stable id whose proof waits for somebody."""

    about: str
    kind: str  # Deal, CrossBorderOrder
    verification: Verification
    recorded_at: str


@dataclass(frozen=True, slots=True)
class ProofPage:
    """A page of what waits, the longest waiting first."""

    proofs: tuple[Proof, ...]
    total: int
