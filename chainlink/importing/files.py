"""Opening what is to be imported: a path to a table, whichever of the two formats it is in."""

from pathlib import Path

from chainlink.errors import InvalidInput
from chainlink.importing.csv_files import read_csv
from chainlink.importing.tables import Table
from chainlink.importing.workbooks import read_workbook

_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def read_table(path: Path) -> Table:
    """The table in a CSV file or in an XLSX workbook, told apart by what is in them.

    Raises InvalidInput, in one sentence, for a path that leads nowhere or to a folder, a file that
    cannot be read, an empty one, and one that is neither.
    """
    name = path.name
    try:
        content = path.read_bytes()
    except FileNotFoundError as failure:
        raise InvalidInput.of("file", "import.missing", file=str(path)) from failure
    except IsADirectoryError as failure:
        raise InvalidInput.of("file", "import.folder", file=str(path)) from failure
    except OSError as failure:
        raise InvalidInput.of("file", "import.unreadable", file=str(path)) from failure
    if not content.strip():
        raise InvalidInput.of("file", "import.empty", file=name)
    if content.startswith(_OLD_EXCEL):
        raise InvalidInput.of("file", "import.old_excel", file=name)
    if content.startswith(_ZIP) or path.suffix.lower() in {".xlsx", ".xlsm"}:
        return read_workbook(content, name)
    return read_csv(content, name)
