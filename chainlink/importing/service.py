"""`chainlink import KIND FILE`: a file into the graph, row by row, safe to repeat."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from chainlink.accounts.model import Actor, is_platform
from chainlink.accounts.permissions import Action, Resource, allows, require
from chainlink.app import App
from chainlink.importing.batches import BatchRun, Progress
from chainlink.importing.categories import CategoryRun
from chainlink.importing.category_rows import CategoryReader
from chainlink.importing.files import read_table
from chainlink.importing.intake import intake_for
from chainlink.importing.kinds import HEADINGS
from chainlink.importing.model import ImportKind, ImportReport

_NO_MAPPING: Mapping[str, str] = MappingProxyType({})
_RESOURCES = {
    ImportKind.ENTERPRISES: Resource.ENTERPRISE,
    ImportKind.CAPABILITIES: Resource.CLAIMS,
    ImportKind.NEEDS: Resource.CLAIMS,
    ImportKind.CATEGORIES: Resource.REFERENCE,
    ImportKind.DEALS: Resource.DEALS,
    ImportKind.ORDERS: Resource.DEALS,
}


def may_import(actor: Actor, kind: ImportKind) -> bool:
    """Whether the actor may load whole files of that kind."""
    resource = _RESOURCES[kind]
    # who records deals is another than who reviews them, but for the platform's own hand
    by_platform = resource is Resource.DEALS and is_platform(actor)
    return by_platform or allows(actor, Action.WRITE, resource)


class ImportService:
    """Files into rows, rows into the services that own them."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def run(
        self,
        actor: Actor,
        kind: ImportKind,
        path: Path,
        *,
        dry_run: bool = False,
        mapping: Mapping[str, str] = _NO_MAPPING,
        progress: Progress | None = None,
        keep: bool = False,
        source: str | None = None,
    ) -> ImportReport:
        """Load a file; good rows are kept whatever the others are, batch by batch.

        `mapping` names the field of a column that its heading does not tell. `keep` leaves alone
        what is there already. `source` is noted of rows that do not tell their own, the file's
        name where it is not given. Permission is asked before the file is opened.
        Raises InvalidInput for a file that cannot be read as a table or lacks a column, Forbidden
        and NotFound as the permission table says, GraphUnavailable.
        """
        if not may_import(actor, kind):
            require(actor, Action.WRITE, _RESOURCES[kind], seen=True)
        table = await asyncio.to_thread(read_table, path)
        columns = HEADINGS[kind].matched(table.headings, mapping)
        source = source or path.name
        if kind is ImportKind.CATEGORIES:
            edition = str(self._app.settings.today(self._app.clock()).year)
            reader = CategoryReader(source, edition)
            run = CategoryRun(self._app.taxonomy, reader, columns)
            results = await run.run(actor, table.rows, keep=keep, dry_run=dry_run)
            if progress:
                progress(len(results), len(results))
        else:
            batches = BatchRun(
                intake=intake_for(self._app, kind, columns, source),
                columns=columns,
                rows=table.rows,
                size=self._app.settings.import_batch,
                keep=keep,
                dry_run=dry_run,
            )
            results = await batches.run(actor, progress)
        return ImportReport(kind, path.name, table.read_as, dry_run, columns.ignored, results)
