"""The whole report as a workbook: a sheet a part, numbers as numbers."""

import io
from datetime import date, datetime
from urllib.parse import quote

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet.worksheet import Worksheet
from starlette.responses import Response

from chainlink.importing.formulas import disarmed
from chainlink.reporting.report import Report
from chainlink.validation import visible
from chainlink.web.desk import HEADERS
from chainlink.web.outcomes.asking import Asked
from chainlink.web.outcomes.sheets import Row, Share, Sheet, sheets
from chainlink.web.outcomes.stamp import Stamp
from chainlink.web.outcomes.words import Words

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST, _LONGEST_NAME, _WIDTH = 32_767, 31, 18


def workbook(found: Report, asked: Asked, stamp: Stamp, words: Words) -> Response:
    """The file, to be saved under the report's name and period."""
    book = Workbook(write_only=True)
    for sheet in sheets(found, asked, stamp, words):
        _add(book, sheet, words)
    packed = io.BytesIO()
    book.save(packed)
    name = f"{words.say('title')}-{found.first}-{found.last}.xlsx"
    saved = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    headers = HEADERS | {"content-disposition": saved}
    return Response(packed.getvalue(), media_type=_TYPE, headers=headers)


def _add(book: Workbook, sheet: Sheet, words: Words) -> None:
    page = book.create_sheet(sheet.name[:_LONGEST_NAME])
    page.freeze_panes = "B2"
    for place in range(len(sheet.heads)):
        page.column_dimensions[chr(ord("A") + place)].width = _WIDTH
    for row in (sheet.heads, *sheet.rows):
        page.append(_cells(page, row, words))


def _cells(page: Worksheet, row: Row, words: Words) -> list[WriteOnlyCell]:
    cells = []
    for value in row:
        plain = value
        if isinstance(value, str):
            plain = disarmed(visible(value))[:_LONGEST]
        elif isinstance(value, datetime):
            plain = value.astimezone(words.shown.zone).replace(tzinfo=None)  # sheets know no zones
        cell = WriteOnlyCell(page, plain)
        if isinstance(value, str):
            cell.data_type = "s"  # never a formula
        elif isinstance(value, datetime):
            cell.number_format = "yyyy-mm-dd hh:mm"
        elif isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
        elif isinstance(value, Share):
            cell.number_format = "0.0%"
        cells.append(cell)
    return cells
