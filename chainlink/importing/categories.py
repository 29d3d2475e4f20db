"""Local categories from a file: small enough to be checked whole and written in one change."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Resource, require
from chainlink.importing.category_rows import CategoryReader, CategoryRow, dangling
from chainlink.importing.filed_rows import cells_of, failed, faults_of, named
from chainlink.importing.headings import Columns
from chainlink.importing.model import RowNote, RowOutcome, RowProblem, RowResult
from chainlink.importing.tables import FileRow
from chainlink.taxonomy.model import Category, CategoryLink
from chainlink.taxonomy.service import TaxonomyService


class CategoryRun:
    """One file's way into the taxonomy."""

    def __init__(self, taxonomy: TaxonomyService, reader: CategoryReader, columns: Columns) -> None:
        self._taxonomy = taxonomy
        self._reader = reader
        self._columns = columns

    async def run(
        self, actor: Actor, rows: Sequence[FileRow], *, keep: bool, dry_run: bool
    ) -> list[RowResult]:
        """Every row's result in the file's order.

        Edges are added and never taken away. With `keep` what another source says stays.
        """
        require(actor, Action.WRITE, Resource.REFERENCE)
        results, read = await asyncio.to_thread(self._read, rows)
        categories, links = await self._taxonomy.stored()
        known = {category.id: category for category in categories}
        self._refuse_dangling(rows, read, known.keys(), results)
        new, changed = {}, {}
        for place, row in read.items():
            before = known.get(row.category.id)
            if before is None:
                new[place] = row.category
            elif differs(before, row.category, keep=keep):
                changed[place] = row.category
        fresh = {
            name: fresh_links(
                links[name], (one for row in read.values() for one in row.links[name]), keep=keep
            )
            for name in ("BROADER", "MAPS_TO")
        }
        if not dry_run and (new or changed or any(fresh.values())):
            await self._taxonomy.add(actor, [*new.values(), *changed.values()], fresh)
        linked = {link.start for of_name in fresh.values() for link in of_name}
        for place, row in read.items():
            outcome = RowOutcome.UNCHANGED
            if place in new:
                outcome = RowOutcome.CREATED
            elif place in changed or row.category.id in linked:
                outcome = RowOutcome.UPDATED
            results.setdefault(
                place,
                RowResult(rows[place].number, outcome, row.category.id, row.category.label_zh),
            )
        return [results[place] for place in range(len(rows))]

    def _read(self, rows: Sequence[FileRow]) -> tuple[dict[int, RowResult], dict[int, CategoryRow]]:
        results: dict[int, RowResult] = {}
        read: dict[int, CategoryRow] = {}
        first: dict[str, int] = {}
        for place, filed in enumerate(rows):
            cells = {} if filed.fault else cells_of(filed, self._columns)
            if faults := faults_of(filed, self._columns):
                results[place] = failed(filed, cells, faults)
                continue
            values, row = self._reader.read(cells)
            if row is None:
                results[place] = failed(filed, cells, named(values.problems, self._columns))
                continue
            earlier = first.setdefault(row.category.id, place)
            if earlier == place:
                read[place] = row
            elif read[earlier] == row:
                results[place] = _repeat(filed, rows[earlier], row)
            else:
                told = {"row": rows[earlier].number}
                results[place] = failed(filed, cells, [RowProblem("", "import.row_differs", told)])
        return results, read

    def _refuse_dangling(
        self,
        rows: Sequence[FileRow],
        read: dict[int, CategoryRow],
        known: Iterable[str],
        results: dict[int, RowResult],
    ) -> None:
        """Rows whose edges lead nowhere, and then those whose edges lead to such rows."""
        stored = set(known)
        while True:
            there = stored | {row.category.id for row in read.values()}
            bad = {place: found for place, row in read.items() if (found := dangling(row, there))}
            if not bad:
                return
            for place, problems in bad.items():
                label = {"label_zh": read.pop(place).category.label_zh}
                results[place] = failed(rows[place], label, named(problems, self._columns))


def differs(before: Category, after: Category, *, keep: bool) -> bool:
    """Whether a category is to be written over; with `keep` only what its own source wrote."""
    return before != after and not (keep and before.source != after.source)


def fresh_links(
    before: Iterable[CategoryLink], after: Iterable[CategoryLink], *, keep: bool
) -> list[CategoryLink]:
    """Edges that are not there yet or say something else; with `keep`, not those of others."""
    known: Mapping[tuple[str, str], CategoryLink] = {(one.start, one.end): one for one in before}
    fresh = {}
    for link in after:
        ends = (link.start, link.end)
        there = known.get(ends)
        if there is None or (there != link and not (keep and there.source != link.source)):
            fresh[ends] = link
    return list(fresh.values())


def _repeat(filed: FileRow, earlier: FileRow, row: CategoryRow) -> RowResult:
    note = RowNote("import.row_repeats", {"row": earlier.number})
    category = row.category
    return RowResult(
        filed.number, RowOutcome.UNCHANGED, category.id, category.label_zh, notes=(note,)
    )
