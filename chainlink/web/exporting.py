"""A table as a file: CSV or XLSX with numbers and days as such, and nothing that a sheet runs."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar
from urllib.parse import quote

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from starlette.responses import Response

from chainlink.deals.money import decimal_amount
from chainlink.importing.formulas import disarmed
from chainlink.validation import visible
from chainlink.web.desk import HEADERS
from chainlink.web.shown import Shown
from chainlink.web.tables import Column, Format, Kind, Table, plain

Row = TypeVar("Row")
_LONGEST = 32_767  # characters that a cell of a workbook may hold
TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def exported(table: Table[Any], shown: Shown) -> Response:
    """The table as the file that its address asks for, to be saved under the table's name."""
    format_ = table.asked.exported or Format.XLSX
    lines = [_headings(table, shown), *(_line(table, row, shown) for row in table.rows)]
    content = _csv(lines) if format_ is Format.CSV else _xlsx(lines, shown, table.name)
    name = f"{shown.say(f'page.{table.name}.title')}-{shown.today.isoformat()}.{format_}"
    saved = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    headers = HEADERS | {"content-disposition": saved}
    return Response(content, media_type=TYPES[format_], headers=headers)


def _headings(table: Table[Any], shown: Shown) -> list[object]:
    found: list[object] = []
    for column in table.columns:
        found.append(shown.say(f"page.{table.name}.{column.key}"))
        if column.kind is Kind.MONEY:
            found.append(shown.say("page.table.currency"))
    return found


def _line(table: Table[Row], row: Row, shown: Shown) -> list[object]:
    return [cell for column in table.columns for cell in _cells(column, row, shown)]


def _cells(column: Column[Row], row: Row, shown: Shown) -> Iterator[object]:
    value = plain(column.value(row), column.kind)
    if column.kind is Kind.MONEY:
        amount, currency = value if isinstance(value, tuple) else (None, None)
        yield None if amount is None else decimal_amount(amount, currency)
        yield currency
    elif isinstance(value, datetime):
        yield value.astimezone(shown.zone).replace(tzinfo=None)  # sheets know no zones
    elif isinstance(value, Enum):
        yield shown.label(value)
    else:
        yield value


def _safe(value: object) -> object:
    return disarmed(visible(value))[:_LONGEST] if isinstance(value, str) else value


def _csv(lines: list[list[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_safe(cell) for cell in line] for line in lines)
    # with its mark, without which Excel takes UTF-8 for the machine's own encoding
    return text.getvalue().encode("utf-8-sig")


def _xlsx(lines: list[list[object]], shown: Shown, name: str) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(shown.say(f"page.{name}.title")[:31])
    sheet.freeze_panes = "A2"
    for line in lines:
        cells = [WriteOnlyCell(sheet, _safe(cell)) for cell in line]
        for cell, value in zip(cells, line, strict=True):
            if isinstance(value, str):
                cell.data_type = "s"  # never a formula
            elif isinstance(value, datetime):
                cell.number_format = "yyyy-mm-dd hh:mm"
            elif isinstance(value, date):
                cell.number_format = "yyyy-mm-dd"
        sheet.append(cells)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()
