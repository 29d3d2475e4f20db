"""A file as a table: a heading row and rows of text, each with its number and its faults.

What is wrong with the file as a whole is raised; what is wrong with one row or cell stays with it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from chainlink.errors import InvalidInput

LONGEST_CELL = 100_000  # characters; Excel itself ends at 32,767


@dataclass(frozen=True, slots=True)
class Fault:
    """Which sentence says what is wrong, with which facts."""

    key: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class FileRow:
    """One row as the file has it; `number` counts from 1 at the file's first row."""

    number: int
    cells: list[str]
    fault: Fault | None = None
    faults: dict[int, Fault] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """A file's rows below its headings, and how they were read (`GB18030, comma`, `Sheet1`)."""

    headings: Sequence[str]
    rows: Sequence[FileRow]
    read_as: str


def cell_name(column: int, row: int) -> str:
    """`C5` for the third column (counted from 0: 2) of row 5."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def table_of(rows: list[FileRow], read_as: str, name: str, clean: Callable[[str], str]) -> Table:
    """The first row that is not empty as headings, the others below it.

    Raises InvalidInput when there is nothing, nothing below the headings, or a heading twice.
    """
    filled = [row for row in rows if row.fault or row.faults or any(map(str.strip, row.cells))]
    if not filled:
        raise InvalidInput.of("file", "import.empty", file=name)
    headings = [clean(cell) for cell in filled[0].cells]
    while headings and not headings[-1]:
        headings.pop()
    if filled[0].fault:
        raise InvalidInput.of("file", filled[0].fault.key, **filled[0].fault.facts)
    if len(filled) == 1:
        raise InvalidInput.of("file", "import.only_headings", file=name)
    seen: set[str] = set()
    for heading in headings:
        if heading and heading in seen:
            raise InvalidInput.of("file", "import.heading_twice", column=heading)
        seen.add(heading)
    below = filled[1:]
    for row in below:
        if row.fault is None and any(map(str.strip, row.cells[len(headings) :])):
            row.fault = Fault(
                "import.row_too_long", {"cells": len(row.cells), "most": len(headings)}
            )
    return Table(headings, below, read_as)
