"""Files to import, and what an import of them came to, short enough to compare."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from chainlink.accounts.model import Actor
from chainlink.app import App
from chainlink.graph.cypher import Query
from chainlink.importing.model import ImportKind, ImportReport
from chainlink.importing.service import ImportService
from tests.factories import SYSTEM

Outcome = tuple[int, str, list[tuple[str, str]]]


def write_csv(path: Path, rows: Iterable[Sequence[object]], encoding: str = "utf-8") -> Path:
    """A CSV file of these rows, the first of them the headings."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def write_xlsx(path: Path, rows: Iterable[Sequence[object]]) -> Path:
    """A workbook of these rows."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


async def load(
    app: App, kind: ImportKind, path: Path, *, actor: Actor = SYSTEM, **options: Any
) -> ImportReport:
    """What an import comes to."""
    return await ImportService(app).run(actor, kind, path, **options)


def in_batches_of(app: App, size: int) -> App:
    """The same platform with another number of rows in one transaction."""
    return replace(app, settings=app.settings.model_copy(update={"import_batch": size}))


def outcomes(report: ImportReport) -> list[Outcome]:
    """Row number, outcome, and (column, key) of each problem."""
    return [
        (row.row, row.outcome.value, [(problem.column, problem.key) for problem in row.problems])
        for row in report.rows
    ]


def notes(report: ImportReport, row: int) -> dict[str, Mapping[str, object]]:
    """The notes of one row by key."""
    found = next(one for one in report.rows if one.row == row)
    return {note.key: note.facts for note in found.notes}


async def count(app: App, pattern: str) -> int:
    """How often a pattern of the graph occurs."""
    rows = await app.store.read(Query("count", f"MATCH {pattern} RETURN count(*) AS number"))
    return int(rows[0]["number"])
