"""A report: its figures, worked out when they are asked for, and the parts it breaks down into."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from chainlink.chains.model import Chain, Committee
from chainlink.matching.model import MatchType
from chainlink.reporting.columns import day_number, day_of
from chainlink.reporting.exports import Exports, exports
from chainlink.reporting.funnel import endings, funnel, opened
from chainlink.reporting.model import EndingFigure, Figure, Group, Grouping, StageFigure
from chainlink.reporting.money import Money, money
from chainlink.reporting.part import Part
from chainlink.reporting.waiting import DaysToOrder, days_to_order


@dataclass(frozen=True, slots=True)
class Names:
    """What committees, chains and events are called; events by the day on which they are held."""

    committees: Mapping[str, Committee]
    chains: Mapping[str, Chain]
    events: Mapping[str, Group]

    @property
    def chain_of(self) -> dict[str, str]:
        """The chain that each committee leads."""
        return {code: one.chain for code, one in self.committees.items() if one.chain}


@dataclass(frozen=True)
class Report:
    """Figures of one part of the facts, as they stand on a day."""

    part: Part
    names: Names
    today: date

    @property
    def first(self) -> date:
        """The first day of the period."""
        return day_of(self.part.first)

    @property
    def last(self) -> date:
        """Its last day."""
        return day_of(self.part.last)

    @cached_property
    def introductions(self) -> Figure:
        """The introductions that were opened in the period."""
        return opened(self.part)

    @cached_property
    def funnel(self) -> list[StageFigure]:
        """How far they came."""
        return funnel(self.part)

    @cached_property
    def endings(self) -> list[EndingFigure]:
        """How they stand."""
        return endings(self.part)

    @cached_property
    def contracts(self) -> Money:
        """Deals that were signed in the period, letters of intent not among them."""
        return money(self.part, intents=False)

    @cached_property
    def intents(self) -> Money:
        """Letters of intent that were signed in the period."""
        return money(self.part, intents=True)

    @cached_property
    def exports(self) -> Exports:
        """Cross-border orders that were placed in the period."""
        return exports(self.part)

    @cached_property
    def days_to_order(self) -> DaysToOrder:
        """How long the introductions took to a first order."""
        return days_to_order(self.part, day_number(self.today))

    def broken_down(self, by: Grouping) -> "list[tuple[Group, Report]]":
        """The parts in their order; what has no key, such as no event, comes last."""
        parts = self.part.parts(by, self.names.chain_of)
        order = self._order(by)
        keys = sorted(parts, key=lambda key: (key is None, order.get(key or "", 0), key or ""))
        return [(self._group(by, key), Report(parts[key], self.names, self.today)) for key in keys]

    def _order(self, by: Grouping) -> dict[str, int]:
        if by is Grouping.EVENT:
            return _places(list(self.names.events))
        return _places(list(MatchType)) if by is Grouping.MATCH_TYPE else {}

    def _group(self, by: Grouping, key: str | None) -> Group:
        if by is Grouping.EVENT:
            return self.names.events.get(key or "", Group(key))
        known: Mapping[str, Committee | Chain] = {}
        if by is Grouping.COMMITTEE:
            known = self.names.committees
        elif by is Grouping.CHAIN:
            known = self.names.chains
        found = known.get(key or "")
        return Group(key, found.name_zh, found.name_en) if found else Group(key)


def _places(keys: Sequence[str]) -> dict[str, int]:
    return {key: place for place, key in enumerate(keys)}
