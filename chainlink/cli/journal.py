"""`chainlink journal verify` and `chainlink journal head`."""

import re
from dataclasses import dataclass
from typing import Annotated

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


@dataclass(frozen=True, slots=True)
class Noted:
    """A head of the journal as it was noted before."""

    sequence: int
    hash: str


def _noted(value: str) -> Noted:
    """What `journal head` printed, in one word or two."""
    noted = re.fullmatch(r"\s*(\d{1,15})[\s:]+([0-9a-fA-F]{64})\s*", value)
    if noted is None:
        raise typer.BadParameter(told("journal.not_a_head", value=value))
    return Noted(int(noted[1]), noted[2].lower())


@journal.command("verify", cls=SaidCommand, help="cli.journal.verify")
def _verify(
    head: Annotated[
        Noted | None, typer.Option(metavar="HEAD", help="cli.journal.earlier", parser=_noted)
    ] = None,
) -> None:
    earlier = (head.sequence, head.hash) if head else None

    async def work(app: App) -> Verification:
        with progress("journal.verifying"):
            return await verify(app.journal, earlier)

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
