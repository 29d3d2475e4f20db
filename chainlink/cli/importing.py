"""`chainlink import KIND FILE`."""

from pathlib import Path
from typing import Annotated

import typer

from chainlink.accounts.model import system_actor
from chainlink.app import App
from chainlink.cli.helping import SaidCommand
from chainlink.cli.values import ColumnIs, existing_file, pair
from chainlink.cli.wrong import CommandWrong
from chainlink.errors import InvalidInput
from chainlink.importing.model import ImportKind, ImportReport, RowOutcome, RowResult
from chainlink.importing.service import ImportService
from chainlink.terminal.opening import perform
from chainlink.terminal.output import note, progress, write_line, write_table
from chainlink.terminal.voice import LANGUAGE, told

ACTOR = system_actor("import")
ROWS_SHOWN = 50

import_file = typer.Typer(add_completion=False)


def _kind(word: str) -> ImportKind:
    try:
        return ImportKind.named(word)
    except InvalidInput as failure:
        problem = failure.fields[0]
        raise typer.BadParameter(told(problem.key, **problem.facts)) from failure


@import_file.command(cls=SaidCommand, help="cli.import")
def _import(
    kind: Annotated[
        ImportKind, typer.Argument(metavar="KIND", help="cli.import.kind", parser=_kind)
    ],
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="cli.import.file", parser=existing_file)
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="cli.import.dry_run")] = False,
    mapping: Annotated[
        list[ColumnIs] | None,
        typer.Option("--map", metavar="COLUMN=FIELD", help="cli.import.map", parser=pair),
    ] = None,
    report_file: Annotated[
        Path | None, typer.Option("--report", metavar="FILE", help="cli.import.report")
    ] = None,
) -> None:
    async def work(app: App) -> ImportReport:
        with progress("cli.import.running", file=file.name) as report:
            return await ImportService(app).run(
                ACTOR, kind, file, dry_run=dry_run, mapping=dict(mapping or ()), progress=report
            )

    if report_file and not report_file.absolute().parent.is_dir():
        raise CommandWrong("cli.no_folder", value=report_file.absolute().parent)
    report = perform(work, preparing=True)
    if report_file:
        report.write(report_file, LANGUAGE.get())
    _tell(report)
    if report.failed:
        raise typer.Exit(1)


def _tell(report: ImportReport) -> None:
    """Rows that were not taken, or taken differently, and how many of each outcome there are."""
    if report.ignored:
        note(told("cli.import.ignored", columns=", ".join(report.ignored)))
    note(told("import.read_as", how=report.read_as))
    telling = [row for row in report.rows if row.problems or row.notes]
    telling.sort(key=lambda row: not row.problems)  # what failed must not be left out below
    if telling:
        heads = [told(f"cli.import.{head}") for head in ("row", "name", "outcome", "said")]
        write_table(heads, [_row(row) for row in telling[:ROWS_SHOWN]])
    if len(telling) > ROWS_SHOWN:
        note(told("cli.import.more", count=len(telling) - ROWS_SHOWN))
    counts = report.counts
    write_line(
        told(
            "cli.import.checked" if report.dry_run else "cli.import.done",
            file=report.file,
            rows=len(report.rows),
            created=counts[RowOutcome.CREATED],
            updated=counts[RowOutcome.UPDATED],
            unchanged=counts[RowOutcome.UNCHANGED],
            failed=counts[RowOutcome.FAILED],
        )
    )


def _row(row: RowResult) -> list[str]:
    language = LANGUAGE.get()
    said = [problem.sentence(language) for problem in row.problems]
    said += [one.sentence(language) for one in row.notes]
    return [str(row.row), row.name, told(f"cli.import.{row.outcome}"), "\n".join(said)]
