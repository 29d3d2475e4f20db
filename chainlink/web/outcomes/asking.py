"""What the address asks of the report, and the addresses of its numbers.

`from to committee chain event type` narrow it, `by` breaks it down; `group` is one part of the
breakdown, `-` the one without a key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from chainlink.app import App
from chainlink.errors import InvalidInput, NotFound
from chainlink.matching.model import MatchType
from chainlink.reporting.model import Group, Grouping, ReportQuestion
from chainlink.reporting.report import Report
from chainlink.web.guests import Guest

PATH, RECORDS = "/outcomes", "/outcomes/records"
FILTERS = ("from", "to", "committee", "chain", "event", "type")
NO_KEY = "-"
PERIODS = (Grouping.MONTH, Grouping.QUARTER, Grouping.YEAR)
_MONTHS, _QUARTERS = 550, 2000  # days up to which months, and quarters, stay readable


@dataclass(frozen=True, slots=True)
class Asked:
    """The question of an address; `said` are its filters as they were typed."""

    question: ReportQuestion
    by: Grouping | None
    said: Mapping[str, str]

    @property
    def period(self) -> Grouping:
        """By what time is cut: as asked, else so that a chart has a readable number of steps."""
        if self.by in PERIODS:
            return self.by
        days = (self.question.last - self.question.first).days
        if days <= _MONTHS:
            return Grouping.MONTH
        return Grouping.QUARTER if days <= _QUARTERS else Grouping.YEAR

    def records(self, figure: str, by: Grouping | None = None, key: str | None = None) -> str:
        """Where the records behind a figure are listed, of the whole or of one part."""
        part = {"by": by.value, "group": NO_KEY if key is None else key} if by else {}
        return f"{RECORDS}?{urlencode({'figure': figure, **self.said, **part})}"

    def report(self, **changed: str) -> str:
        """The report's address, with some of it changed."""
        by = {"by": self.by.value} if self.by else {}
        said = {name: value for name, value in (dict(self.said) | by | changed).items() if value}
        return f"{PATH}?{urlencode(said)}" if said else PATH


def asked_of(app: App, guest: Guest) -> Asked:
    """Raises InvalidInput for a day that is none; an unknown type or breakdown says nothing."""
    said = {name: guest.query.get(name, "").strip() for name in FILTERS}
    first, last = app.reports.period(_day(said, "from"), _day(said, "to"))
    type_, by = said["type"], guest.query.get("by", "")
    if type_ not in set(MatchType):
        said["type"] = ""
    question = ReportQuestion(
        first=first,
        last=last,
        committee=said["committee"] or None,
        event=said["event"] or None,
        match_type=MatchType(type_) if said["type"] else None,
        chain=said["chain"] or None,
    )
    kept = {name: value for name, value in said.items() if value}
    return Asked(question, Grouping(by) if by in set(Grouping) else None, kept)


def part_of(found: Report, by: Grouping | None, key: str) -> tuple[Group | None, Report]:
    """The part that `group` names, or the whole. Raises NotFound for a part that is not there."""
    if by is None or not key:
        return None, found
    for group, part in found.broken_down(by):
        if (NO_KEY if group.key is None else group.key) == key:
            return group, part
    raise NotFound("not_found")


def _day(said: Mapping[str, str], name: str) -> date | None:
    value = said[name]
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise InvalidInput.of(name, "not_a_date", value=value) from None
