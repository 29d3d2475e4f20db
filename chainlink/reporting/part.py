"""What of the facts a report speaks of, and the parts that it is broken down into."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from chainlink.reporting.columns import Words, day_number, day_of
from chainlink.reporting.facts import Facts
from chainlink.reporting.model import Grouping, ReportQuestion, Rows
from chainlink.reporting.shown import Shown

Keyed = dict[str | None, "Part"]


@dataclass(frozen=True)
class Part:
    """The rows of a report: introductions that were opened in the period, lines of credit of any
    day, places of answers; and the period, by which deals and orders are chosen.

    A deal is of the report where one of its lines is. `shown` is None where what is asked says
    nothing of showings: an answer is shown at no event.
    """

    facts: Facts
    seen: Shown
    introductions: Rows
    lines: Rows
    shown: Rows | None
    first: int
    last: int

    @cached_property
    def money_lines(self) -> Rows:
        """The lines whose deals were signed in the period."""
        lines = self.facts.lines
        signed = lines.deals.signed[lines.deal[self.lines]]
        return self.lines[(signed >= self.first) & (signed <= self.last)]

    @cached_property
    def orders(self) -> Rows:
        """Orders of the period under deals of the report, whenever those were signed."""
        facts = self.facts
        mine = np.zeros(len(facts.deals.amount) + 1, dtype=bool)  # the last is no deal at all
        mine[facts.lines.deal[self.lines]] = True
        ordered = facts.orders.ordered
        inside = (ordered >= self.first) & (ordered <= self.last)
        return np.flatnonzero(inside & mine[facts.orders.deal])

    @property
    def something(self) -> bool:
        """Whether anything of it is in the period."""
        told = (self.introductions, self.money_lines, self.orders, self.shown)
        return any(rows is not None and len(rows) for rows in told)

    def within(self, first: int, last: int) -> "Part":
        """The same of a shorter period."""
        opened = self.facts.introductions.opened[self.introductions]
        shown = self.shown
        if shown is not None:
            day = self.seen.day[shown]
            shown = shown[(day >= first) & (day <= last)]
        kept = self.introductions[(opened >= first) & (opened <= last)]
        return replace(self, introductions=kept, shown=shown, first=first, last=last)

    def parts(self, by: Grouping, chains: Mapping[str, str]) -> Keyed:
        """The parts by key; `chains` are those that committees lead. Only parts with something."""
        if by in _PERIODS:
            return self._periods(_PERIODS[by])
        facts = self.facts
        if by is Grouping.MATCH_TYPE:
            shown = None if self.shown is None else self.seen.by_kind(self.shown)
            return self._split(facts.introductions.match_type, facts.lines.match_type, shown)
        if by is Grouping.EVENT:
            return self._split(facts.introductions.event, facts.lines.event, None)
        shown = None if self.shown is None else self.seen.by_committee(self.shown)
        found = self._split(facts.introductions.committee, facts.lines.committee, shown)
        return self._by_chain(found, chains) if by is Grouping.CHAIN else found

    def _split(
        self, introduced: Words, credited: Words, shown: Mapping[str | None, Rows] | None
    ) -> Keyed:
        introductions = introduced.parted(self.introductions)
        lines = credited.parted(self.lines)
        nothing = np.empty(0, dtype=np.intp)
        parts = {
            key: replace(
                self,
                introductions=introductions.get(key, nothing),
                lines=lines.get(key, nothing),
                shown=None if shown is None else shown.get(key, nothing),
            )
            for key in {**introductions, **lines, **(shown or {})}
        }
        return {key: part for key, part in parts.items() if part.something}

    def _by_chain(self, committees: Keyed, chains: Mapping[str, str]) -> Keyed:
        """Committees of one chain together: an answer to a member of two of them counts once."""
        gathered: dict[str | None, list[Part]] = {}
        for committee, part in committees.items():
            gathered.setdefault(chains.get(committee or ""), []).append(part)
        return {
            chain: replace(
                self,
                introductions=_joined(one.introductions for one in parts),
                lines=_joined(one.lines for one in parts),
                shown=_joined(one.shown for one in parts if one.shown is not None)
                if self.shown is not None
                else None,
            )
            for chain, parts in gathered.items()
        }

    def _periods(self, named: Callable[[int], tuple[str, int, int]]) -> Keyed:
        """Months, quarters or years in which anything was."""
        facts = self.facts
        days = np.unique(
            np.concatenate(
                [
                    facts.introductions.opened[self.introductions],
                    facts.deals.signed[facts.lines.deal[self.money_lines]],
                    facts.orders.ordered[self.orders],
                    self.seen.day[self.shown] if self.shown is not None else [],
                ]
            )
        )
        found: Keyed = {}
        for day in days.astype(int).tolist():
            key, first, last = named(day)
            if key not in found:
                found[key] = self.within(max(first, self.first), min(last, self.last))
        return found


def chosen(
    facts: Facts, seen: Shown, question: ReportQuestion, committees: frozenset[str] | None
) -> Part:
    """What a question asks for; `committees` are those spoken of, None for all there are."""
    opened, lines = facts.introductions, facts.lines
    first, last = day_number(question.first), day_number(question.last)
    mine = (opened.opened >= first) & (opened.opened <= last)
    credited = np.ones(len(lines.deal), dtype=bool)
    shown: Rows = np.flatnonzero((seen.day >= first) & (seen.day <= last))
    if committees is not None:
        mine &= opened.committee.among(committees)
        credited &= lines.committee.among(committees)
        shown = seen.of_members(shown, committees)
    if question.match_type is not None:
        mine &= opened.match_type.among([question.match_type])
        credited &= lines.match_type.among([question.match_type])
        shown = seen.of_kind(shown, question.match_type)
    if question.event is not None:
        mine &= opened.event.among([question.event])
        credited &= lines.event.among([question.event])
    return Part(
        facts=facts,
        seen=seen,
        introductions=np.flatnonzero(mine),
        lines=np.flatnonzero(credited),
        shown=shown if question.event is None else None,
        first=first,
        last=last,
    )


def _joined(rows: Iterable[Rows]) -> Rows:
    found = list(rows)
    return np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.intp)


def _period(day: int, months: int) -> tuple[str, int, int]:
    """Name, first and last day of the stretch of so many months that a day is in."""
    date = day_of(day)
    start = (date.month - 1) // months * months + 1
    until = date.year * 12 + start - 1 + months
    first = date.replace(month=start, day=1)
    last = day_number(first.replace(year=until // 12, month=until % 12 + 1)) - 1
    if months == 12:
        name = f"{date.year}"
    elif months == 3:
        name = f"{date.year}-Q{(start + 2) // 3}"
    else:
        name = f"{date.year}-{start:02}"
    return name, day_number(first), last


_PERIODS: dict[Grouping, Callable[[int], tuple[str, int, int]]] = {
    Grouping.MONTH: lambda day: _period(day, 1),
    Grouping.QUARTER: lambda day: _period(day, 3),
    Grouping.YEAR: lambda day: _period(day, 12),
}
