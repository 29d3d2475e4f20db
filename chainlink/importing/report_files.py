"""A table of texts as CSV or XLSX that a spreadsheet opens and never runs."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from chainlink.errors import InvalidInput
from chainlink.importing.formulas import disarmed
from chainlink.validation import visible

_LONGEST = 32_767  # characters that a cell of a workbook may hold


def write_table(path: Path, rows: Sequence[Sequence[str]], title: str) -> None:
    """Write the rows in the format that the file's name ends in.

    Raises InvalidInput for another ending, and for a place that cannot be written to.
    """
    ending = path.suffix.lower()
    safe = ([disarmed(visible(cell))[:_LONGEST] for cell in row] for row in rows)
    try:
        if ending == ".csv":
            # with its mark, without which Excel takes UTF-8 for the machine's own encoding
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                csv.writer(file).writerows(safe)
        elif ending == ".xlsx":
            book = Workbook(write_only=True)
            sheet = book.create_sheet(title)
            for row in safe:
                cells = [WriteOnlyCell(sheet, cell) for cell in row]
                for cell in cells:
                    cell.data_type = "s"
                sheet.append(cells)
            packed = io.BytesIO()
            book.save(packed)  # whole, before the place is touched
            path.write_bytes(packed.getvalue())
        else:
            raise InvalidInput.of("report", "import.report_ending", file=path.name)
    except OSError as failure:
        raise InvalidInput.of("report", "import.report_unwritable", file=str(path)) from failure
