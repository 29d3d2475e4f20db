"""`chainlink notify`."""

import typer

from chainlink.app import App
from chainlink.cli.helping import SaidCommand
from chainlink.notifications.passing import Round
from chainlink.terminal.opening import perform
from chainlink.terminal.output import progress, write_line
from chainlink.terminal.voice import told

notify = typer.Typer(add_completion=False)


@notify.command(cls=SaidCommand, help="cli.notify")
def _notify() -> None:
    async def work(app: App) -> Round:
        with progress("notify.doing"):
            return await app.notifier.once()

    found = perform(work)
    write_line(told("notify.done", made=found.made, attempts=found.attempts))
