"""Tables of a page: columns declared once, for the screen and for the file that is taken away.

Sorting, filters and the page number stand in the address; `as=xlsx` or `as=csv` exports what the
same address shows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, StrEnum
from math import ceil
from typing import Any, Generic, TypeVar

from chainlink.web.guests import Guest
from chainlink.web.shown import Shown

Row = TypeVar("Row")
PAGE = 25  # rows
MOST_EXPORTED = 10_000  # rows
_LAST_PAGE = 1_000_000


class Kind(StrEnum):
    """What a column holds; money is a pair of minor units and currency."""

    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"
    MONEY = "money"
    DAY = "day"
    INSTANT = "instant"


class Format(StrEnum):
    """A file that a table is taken away as."""

    XLSX = "xlsx"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column; its heading is the message `page.<table>.<key>`.

    `pressed` is the letter that follows the link of the row that has the focus.
    """

    key: str
    value: Callable[[Row], Any]
    kind: Kind = Kind.TEXT
    sorts: bool = False
    link: Callable[[Row], str] | None = None
    pressed: str = ""

    def text(self, row: Row, shown: Shown) -> str:
        """What a reader sees."""
        value = self.value(row)
        if value is None:
            return ""
        if self.kind is Kind.MONEY:
            return shown.money(*value)
        if isinstance(value, Enum):
            return shown.label(value)
        forms: dict[Kind, Callable[[Any], str]] = {
            Kind.DAY: shown.day,
            Kind.INSTANT: shown.instant,
            Kind.NUMBER: shown.number,
            Kind.SHARE: lambda share: shown.share(share, 1),
        }
        return forms.get(self.kind, str)(value)

    @property
    def numeric(self) -> bool:
        """Whether it stands to the right."""
        return self.kind in {Kind.NUMBER, Kind.SHARE, Kind.MONEY}


@dataclass(frozen=True, slots=True)
class Asked:
    """How the address asks for a table; what it says wrongly is as if it had not been said."""

    guest: Guest
    sort: str
    descending: bool
    page: int
    exported: Format | None

    @property
    def size(self) -> int:
        """Rows wanted at once."""
        return MOST_EXPORTED if self.exported else PAGE

    @property
    def passed(self) -> int:
        """Rows before the first wanted one."""
        return 0 if self.exported else (self.page - 1) * PAGE


def asked_of(guest: Guest, sorts: Sequence[str], default: str) -> Asked:
    """The table's state in the address: `sort=-due_on` is by that column, downwards."""
    said = guest.query.get("sort", default)
    if said.removeprefix("-") not in sorts:
        said = default
    page = guest.query.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 8 else 1
    exported = guest.query.get("as", "")
    return Asked(
        guest,
        said.removeprefix("-"),
        said.startswith("-"),
        min(max(number, 1), _LAST_PAGE),
        Format(exported) if exported in set(Format) else None,
    )


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """Rows to show; `total` counts those on other pages too. Its messages are `page.<name>.*`."""

    name: str
    columns: Sequence[Column[Row]]
    rows: Sequence[Row]
    total: int
    asked: Asked

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, ceil(self.total / PAGE))

    def sorted_by(self, column: Column[Row]) -> str:
        """For `aria-sort`."""
        if column.key != self.asked.sort:
            return "none"
        return "descending" if self.asked.descending else "ascending"

    def sort_link(self, column: Column[Row]) -> str:
        """The address that sorts by the column, the other way round where it does already."""
        turned = column.key == self.asked.sort and not self.asked.descending
        return self.asked.guest.at(sort=f"{'-' if turned else ''}{column.key}")

    def page_link(self, number: int) -> str:
        """The address of another page."""
        return self.asked.guest.at(page=number if number > 1 else None)

    def export_link(self, format_: str) -> str:
        """The address that takes away what is shown."""
        return self.asked.guest.at(**{"as": format_})


def plain(value: object, kind: Kind) -> object:
    """A cell's value for a spreadsheet: a number stays one, a day a day."""
    if kind is Kind.DAY and isinstance(value, str) and value:
        return date.fromisoformat(value)
    if kind is Kind.INSTANT and isinstance(value, str) and value:
        return datetime.fromisoformat(value)
    return value
