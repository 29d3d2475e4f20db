"""Rows of a file by field, with what is wrong with them told under the file's own headings."""

from collections.abc import Iterable, Mapping

from pydantic.alias_generators import to_snake

from chainlink.errors import ChainlinkError, FieldProblem, InvalidInput
from chainlink.importing.headings import Columns
from chainlink.importing.model import RowNote, RowOutcome, RowProblem, RowResult
from chainlink.importing.tables import FileRow
from chainlink.validation import visible

_NAMES = ("name", "title", "label_zh", "enterprise", "uscc", "code", "order_number")
_LONGEST_NAME = 200


def cells_of(row: FileRow, columns: Columns) -> dict[str, str]:
    """The row's cells by field, cleaned of what nobody can see."""
    cells, most = row.cells, len(row.cells)
    return {
        field: visible(cells[place]) if place < most else ""
        for field, place in columns.places.items()
    }


def faults_of(row: FileRow, columns: Columns) -> list[RowProblem]:
    """What is wrong with the row before its content is looked at."""
    if row.fault:
        return [RowProblem("", row.fault.key, row.fault.facts)]
    if not row.faults:
        return []
    return [
        RowProblem(field, fault.key, fault.facts, columns.heading(field))
        for field, place in columns.places.items()
        if (fault := row.faults.get(place)) is not None
    ]


def problems_of(error: ChainlinkError, columns: Columns) -> list[RowProblem]:
    """A service's refusal of a row."""
    if isinstance(error, InvalidInput):
        return named(error.fields, columns)
    return [RowProblem("", error.key, error.facts)]


def named(problems: Iterable[FieldProblem], columns: Columns) -> list[RowProblem]:
    """Problems of fields with the headings that people see above them."""
    found = []
    for problem in problems:
        field = problem.path.partition(".")[0]
        if field not in columns.places:  # services name fields as GraphQL does, files as columns
            field = to_snake(field)
        heading = columns.heading(field)
        if not heading and field == "enterprise":  # told by its code
            heading = columns.heading("uscc")
        found.append(RowProblem(field, problem.key, problem.facts, heading))
    return found


def failed(
    row: FileRow,
    cells: Mapping[str, str],
    problems: Iterable[RowProblem],
    notes: Iterable[RowNote] = (),
) -> RowResult:
    """The result of a row that cannot be taken."""
    return RowResult(
        row.number,
        RowOutcome.FAILED,
        name=name_of(cells),
        problems=tuple(problems),
        notes=tuple(notes),
    )


def name_of(cells: Mapping[str, str]) -> str:
    """What to call a row in a report."""
    return next((cell for field in _NAMES if (cell := cells.get(field))), "")[:_LONGEST_NAME]
