"""What a global search finds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from chainlink.deals.model import DealKind, Verification
from chainlink.enterprises.model import Enterprise
from chainlink.events.model import Event
from chainlink.introductions.model import IntroductionView
from chainlink.taxonomy.model import Category


@dataclass(frozen=True, slots=True)
class FoundDeal:
    """What a deal is told apart by, of its newest version; `deal` is the id that stays.

    The amount is in minor units of the currency.
    """

    deal: str
    kind: DealKind
    title: str | None
    parties: tuple[str, ...]
    amount: int
    currency: str
    signed_on: date
    verification: Verification


@dataclass(frozen=True, slots=True)
class FoundOrder:
    """What an order is told apart by, of its newest version; `order_id` is the id that stays.

    The amount is in minor units of the currency.
    """

    order_id: str
    order_number: str
    deal: str
    seller: str
    maker: str
    amount: int
    currency: str
    destination: str
    ordered_on: date
    verification: Verification


@dataclass(frozen=True, slots=True)
class Found:
    """Hits of each kind, the best first, all such as the actor may see.

    `text` is what was searched for, folded. `names` are those of parties of the introductions,
    deals and orders, by enterprise: whoever is not among them is not to be named. Whether an
    introduction is overdue is not looked up.
    """

    text: str
    enterprises: tuple[Enterprise, ...] = ()
    categories: tuple[Category, ...] = ()
    introductions: tuple[IntroductionView, ...] = ()
    deals: tuple[FoundDeal, ...] = ()
    orders: tuple[FoundOrder, ...] = ()
    events: tuple[Event, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing was found."""
        return not (
            self.enterprises
            or self.categories
            or self.introductions
            or self.deals
            or self.orders
            or self.events
        )
