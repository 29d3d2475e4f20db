"""A file's rows into the graph batch by batch: the next is read while the last is written."""

import asyncio
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chainlink.accounts.model import Actor
from chainlink.enterprises.loading import Loaded
from chainlink.importing.filed_rows import (
    cells_of,
    failed,
    faults_of,
    name_of,
    named,
    problems_of,
)
from chainlink.importing.headings import Columns
from chainlink.importing.intake import Intake
from chainlink.importing.model import RowNote, RowOutcome, RowProblem, RowResult
from chainlink.importing.tables import FileRow

Progress = Callable[[int, int], None]
_DERIVED = ("import.region_", "import.sector_")


@dataclass(slots=True)
class _Batch:
    """Rows that were read: those that go on, and the places (in the file's rows) they are from."""

    rows: list[Any] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    notes: list[list[RowNote]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    prepared: Any = None


@dataclass(slots=True)
class BatchRun:
    """One file's way through an intake."""

    intake: Intake[Any, Any]
    columns: Columns
    rows: Sequence[FileRow]
    size: int
    keep: bool
    dry_run: bool
    _results: dict[int, RowResult] = field(default_factory=dict)
    _first: dict[Hashable, tuple[int, Mapping[str, str]]] = field(default_factory=dict)
    _repeats: dict[int, int] = field(default_factory=dict)

    async def run(self, actor: Actor, progress: Progress | None) -> list[RowResult]:
        """Every row's result in the file's order. Batches that were written stay, whatever comes
        after them."""
        total = len(self.rows)
        reading = asyncio.create_task(self._ready(0))
        try:
            for start in range(0, total, self.size):
                batch = await reading
                if start + self.size < total:
                    reading = asyncio.create_task(self._ready(start + self.size))
                await self._commit(actor, batch)
                if progress:
                    progress(min(start + self.size, total), total)
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
        self._tell_repeats()
        return [self._results[place] for place in range(total)]

    async def _ready(self, start: int) -> _Batch:
        batch = await asyncio.to_thread(self._read, start)
        batch.prepared = await self.intake.prepare(batch.rows, keep=self.keep)
        return batch

    def _read(self, start: int) -> _Batch:
        """Cells to rows, in a thread: a batch takes longer to check than to send."""
        batch = _Batch()
        for place in range(start, min(start + self.size, len(self.rows))):
            self._read_row(place, batch)
        return batch

    def _read_row(self, place: int, batch: _Batch) -> None:
        filed = self.rows[place]
        if faults := faults_of(filed, self.columns):
            usable = {} if filed.fault else cells_of(filed, self.columns)
            self._results[place] = failed(filed, usable, faults)
            return
        cells = cells_of(filed, self.columns)
        values, row = self.intake.read(cells)
        if row is None:
            problems = named(values.problems, self.columns)
            self._results[place] = failed(filed, cells, problems, values.notes)
            return
        first = self._first.setdefault(self.intake.key(row), (place, cells))
        if first[0] == place:
            batch.rows.append(row)
            batch.places.append(place)
            batch.notes.append(values.notes)
            batch.names.append(name_of(cells))
        elif first[1] == cells:
            self._repeats[place] = first[0]
        else:
            number = self.rows[first[0]].number
            problem = RowProblem("", "import.row_differs", {"row": number})
            self._results[place] = failed(filed, cells, [problem])

    async def _commit(self, actor: Actor, batch: _Batch) -> None:
        done = await self.intake.commit(actor, batch.prepared, keep=self.keep, dry_run=self.dry_run)
        for place, notes, name, result in zip(
            batch.places, batch.notes, batch.names, done, strict=True
        ):
            self._results[place] = self._result(place, notes, name, result)

    def _result(self, place: int, notes: list[RowNote], name: str, result: object) -> RowResult:
        filed = self.rows[place]
        if not isinstance(result, Loaded):
            problems = problems_of(result, self.columns)  # type: ignore[arg-type] # an intake gives Loaded or an error
            return failed(filed, {"name": name}, problems, notes)
        outcome = RowOutcome(result.outcome.value)
        if outcome is not RowOutcome.CREATED:  # what was worked out is only used for a new one
            notes = [note for note in notes if not note.key.startswith(_DERIVED)]
        notes = [*notes, *(RowNote(f"import.kept_{kept}") for kept in result.kept)]
        return RowResult(filed.number, outcome, result.id, name, notes=tuple(notes))

    def _tell_repeats(self) -> None:
        for place, first in self._repeats.items():
            told, number = self._results[first], self.rows[place].number
            if told.outcome is RowOutcome.FAILED:
                again = RowResult(number, told.outcome, "", told.name, told.problems, told.notes)
            else:
                note = RowNote("import.row_repeats", {"row": self.rows[first].number})
                again = RowResult(
                    number, RowOutcome.UNCHANGED, told.subject, told.name, notes=(note,)
                )
            self._results[place] = again
