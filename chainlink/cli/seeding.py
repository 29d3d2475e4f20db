"""`chainlink seed`."""

import typer

from chainlink.app import App
from chainlink.cli.helping import SaidCommand
from chainlink.seeding import SeedReport
from chainlink.seeding import seed as load_seeds
from chainlink.terminal.opening import perform
from chainlink.terminal.output import progress

seed = typer.Typer(add_completion=False)


@seed.command(cls=SaidCommand, help="cli.seed")
def _seed() -> None:
    async def work(app: App) -> SeedReport:
        with progress("seed.loading") as report:
            return await load_seeds(app, progress=report)

    perform(work, preparing=True)
