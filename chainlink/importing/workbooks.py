"""The first sheet of an XLSX workbook, cell by cell as text."""

import io
import warnings
import zipfile
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from chainlink.errors import InvalidInput
from chainlink.importing.tables import LONGEST_CELL, Fault, FileRow, Table, cell_name, table_of
from chainlink.validation import visible

_MOST_UNPACKED = 2**30  # bytes: a workbook of a million rows takes 300 MB
_EXACT = 10**15  # from here on a spreadsheet has rounded what was typed
_BROKEN = (
    zipfile.BadZipFile,
    InvalidFileException,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    ParseError,
    EOFError,
    OSError,
    zipfile.zlib.error,  # type: ignore[attr-defined] # a damaged member says so in zlib's words
)


def read_workbook(content: bytes, name: str) -> Table:
    """The table in a workbook's first sheet. Raises InvalidInput when it cannot be opened."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and validations it leaves out
        try:
            _check_size(content, name)
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
            try:
                sheet = book.worksheets[0]
                sheet.reset_dimensions()  # what a sheet says of its size is often wrong
                rows = [
                    _row(number, cells) for number, cells in enumerate(sheet.iter_rows(), start=1)
                ]
                title = sheet.title
            finally:
                book.close()
        except _BROKEN as failure:
            raise InvalidInput.of("file", "import.not_a_workbook", file=name) from failure
    return table_of(rows, f"XLSX, {title}", name, visible)


def _check_size(content: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(member.file_size for member in packed.infolist()) > _MOST_UNPACKED:
            raise InvalidInput.of("file", "import.too_big", file=name)


def _row(number: int, cells: tuple[Any, ...]) -> FileRow:
    row = FileRow(number, [])
    for column, cell in enumerate(cells):
        text, fault = _text(cell, cell_name(column, number))
        row.cells.append(text)
        if fault:
            row.faults[column] = fault
    return row


def _text(cell: Any, place: str) -> tuple[str, Fault | None]:
    value, fault = cell.value, None
    if value is None:
        return "", None
    if isinstance(value, bool):
        text = str(value).lower()
    elif isinstance(value, datetime | date | time):
        text = value.isoformat()
    elif isinstance(value, int | float):
        text = str(int(value)) if value == int(value) else repr(value)
        if abs(value) >= _EXACT:
            fault = Fault("import.rounded", {"cell": place, "value": text})
    else:
        text = str(value)
        if len(text) > LONGEST_CELL:
            fault = Fault("import.cell_too_long", {"length": len(text), "most": LONGEST_CELL})
    if cell.data_type == "f":
        fault = Fault("import.formula", {"cell": place})
    elif cell.data_type == "e":
        fault = Fault("import.cell_error", {"cell": place, "value": text})
    return text, fault
