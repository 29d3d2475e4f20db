"""A row of a list of deals or of cross-border orders."""

from collections.abc import Mapping

from chainlink.deals.deal_loading import UNKNOWN, DealRow
from chainlink.deals.drafts import DealDraft
from chainlink.deals.order_loading import OrderRow
from chainlink.deals.order_model import OrderDraft
from chainlink.importing.headings import Columns
from chainlink.importing.money_values import read_by_year, read_money
from chainlink.importing.values import RowValues
from chainlink.importing.words import DEAL_KINDS

_ENDS = ("seeker", "provider")


class DealReader:
    """Reads the rows of one file of deals."""

    def __init__(self, columns: Columns, source: str) -> None:
        self._units = {name: columns.note(name) for name in ("amount", "expected", "received")}
        self._source = source

    def read(self, cells: Mapping[str, str]) -> tuple[RowValues, DealRow | None]:
        """What the row's cells say; no row when something in them cannot be taken."""
        row = RowValues(cells)
        row.texts("title", "rate", "rate_source", "source")
        row.choice("kind", DEAL_KINDS)
        row.dates("signed_on", "rate_on")
        row.yes_or_no("invented")
        row.many("parties", "introductions")
        read_money(row, self._units["amount"])
        for name in ("expected", "received"):
            read_by_year(row, name, self._units[name])
        parties = (*row.values.pop("parties", ()), *filter(None, map(cells.get, _ENDS)))
        introductions = row.values.pop("introductions", ())
        if not parties and not introductions:
            row.refuse("parties", "required")
        given = frozenset(row.values)
        row.values.setdefault("source", self._source)
        row.values["introductions"] = UNKNOWN
        draft = row.draft(DealDraft)
        if draft is None:
            return row, None
        return row, DealRow(tuple(dict.fromkeys(parties)), introductions, draft, given)


class OrderReader:
    """Reads the rows of one file of orders."""

    def __init__(self, columns: Columns, source: str) -> None:
        self._unit = columns.note("amount")
        self._source = source

    def read(self, cells: Mapping[str, str]) -> tuple[RowValues, OrderRow | None]:
        """What the row's cells say; no row when something in them cannot be taken."""
        row = RowValues(cells)
        row.texts("order_number", "hs_code", "incoterm_place", "customs_mode", "destination")
        row.texts("seller", "maker", "source")
        row.choice("incoterm", {})
        row.dates("ordered_on", "shipped_on")
        row.yes_or_no("first_export", "invented")
        read_money(row, self._unit)
        given = frozenset(row.values)
        row.values.setdefault("source", self._source)
        draft = row.draft(OrderDraft)
        if draft is None:
            return row, None
        return row, OrderRow(draft.seller, draft.maker, cells.get("deal") or None, draft, given)
