"""`chainlink journal verify` and `chainlink journal head`."""

import typer

from chainlink.app import App
from chainlink.cli.helping import SaidCommand, SaidGroup
from chainlink.errors import Conflict
from chainlink.journal.verification import Verification, verify
from chainlink.terminal.opening import perform
from chainlink.terminal.output import progress, write_line
from chainlink.terminal.voice import told

journal = typer.Typer(cls=SaidGroup, help="cli.journal")


@journal.callback()
def _journal() -> None:
    """Keep this a group."""


@journal.command("verify", cls=SaidCommand, help="cli.journal.verify")
def _verify() -> None:
    async def work(app: App) -> Verification:
        with progress("journal.verifying"):
            return await verify(app.journal)

    found = perform(work)
    if found.key is not None:
        raise Conflict(found.key, sequence=found.broken_at)
    write_line(told("journal.whole", entries=found.entries, hash=found.head_hash))


@journal.command("head", cls=SaidCommand, help="cli.journal.head")
def _head() -> None:
    async def work(app: App) -> tuple[int, str]:
        return await app.journal.head()

    sequence, last_hash = perform(work)
    write_line(f"{sequence} {last_hash}")
