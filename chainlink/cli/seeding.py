"""`chainlink seed`."""

import typer

from chainlink.app import App
from chainlink.cli.helping import SaidCommand
from chainlink.seeding import SeedReport
from chainlink.seeding import seed as load_seeds
from chainlink.terminal.opening import perform
from chainlink.terminal.output import note, progress, write_line, write_table
from chainlink.terminal.voice import LANGUAGE, told

seed = typer.Typer(add_completion=False)


@seed.command(cls=SaidCommand, help="cli.seed")
def _seed() -> None:
    async def work(app: App) -> SeedReport:
        with progress("seed.loading") as report:
            return await load_seeds(app, progress=report)

    report = perform(work, preparing=True)
    heads = ("seed.file", "cli.import.CREATED", "cli.import.UPDATED", "cli.import.UNCHANGED")
    write_table(
        [told(head) for head in heads],
        [
            [name, str(counts.created), str(counts.updated), str(counts.unchanged)]
            for name, counts in report.files.items()
        ],
    )
    write_line(told("seed.done", count=report.changed))
    for failure in report.failures:
        note(failure.sentence(LANGUAGE.get()))
    if report.failures:
        raise typer.Exit(1)
