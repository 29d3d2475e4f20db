"""What may be asked of the list of introductions, and what a page of it tells."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chainlink.introductions.machine import IntroductionState
from chainlink.matching.model import MatchType

LARGEST_PAGE = 200
DEEPEST = 1_000_000  # rows that a page may begin after


class ListingOrder(StrEnum):
    """What a list is ordered by; what is equal in that stands by its id.

    DUE is the first day on which something is due, a follow-up included; what has nothing due
    comes last upwards. STATE is the order of the states, UPDATED that of the last change of it.
    """

    DUE = "DUE"
    UPDATED = "UPDATED"
    STATE = "STATE"
    RECORDED = "RECORDED"


@dataclass(frozen=True, slots=True)
class ListingQuestion:
    """Which introductions are wanted and in which order; what is empty asks for nothing.

    `overdue` and `due_before` speak of what is due in an open introduction and of open follow-ups,
    which only officers are told of, as `owner` is: a party finds nothing by them.
    """

    states: frozenset[IntroductionState] = frozenset()
    committees: frozenset[str] = frozenset()  # that broker
    chain: str = ""  # that the brokering committee leads
    event: str = ""
    match_type: MatchType | None = None
    owner: str = ""  # account in charge
    enterprise: str = ""  # that is a party
    overdue: bool | None = None
    due_before: date | None = None
    disputed: bool | None = None
    text: str = ""  # within the name of a party
    order: ListingOrder = ListingOrder.RECORDED
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
class ListingPage:
    """A page of ids; `counts` are by state as if no states had been asked for."""

    ids: tuple[str, ...]
    total: int
    counts: Mapping[IntroductionState, int]
    overdue: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))
