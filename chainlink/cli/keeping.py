"""`chainlink backup` and `chainlink restore`."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from chainlink.app import App, build_app
from chainlink.backup.making import back_up
from chainlink.backup.model import Header
from chainlink.backup.restoring import restore as restore_from
from chainlink.cli.helping import SaidCommand
from chainlink.cli.values import existing_file
from chainlink.errors import Conflict
from chainlink.journal.verification import verify
from chainlink.terminal.opening import perform
from chainlink.terminal.output import progress, write_line
from chainlink.terminal.voice import settings_in_force, told

backup = typer.Typer(add_completion=False)
restore = typer.Typer(add_completion=False)


@backup.command(cls=SaidCommand, help="cli.backup")
def _backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="cli.backup.file")],
) -> None:
    async def work(app: App) -> Header:
        with progress("backup.making") as report:
            return await back_up(app.store, app.journal, app.clock, file, progress=report)

    _tell("backup.made", file, perform(work))


@restore.command(cls=SaidCommand, help="cli.restore")
def _restore(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="cli.restore.file", parser=existing_file)
    ],
) -> None:
    _tell("restore.made", file, asyncio.run(_fill(file)))


async def _fill(file: Path) -> Header:
    app = build_app(settings_in_force())
    try:
        with progress("restore.making") as report:
            header = await restore_from(app.store, file, progress=report)
        found = await verify(app.journal)
        if found.key is not None:
            reason = told(found.key, sequence=found.broken_at)
            raise Conflict("restore.journal_broken", reason=reason)
        return header
    finally:
        await app.close()


def _tell(key: str, file: Path, header: Header) -> None:
    write_line(
        told(
            key,
            file=file,
            nodes=sum(header.nodes.values()),
            relationships=sum(header.relationships.values()),
            sequence=header.journal_sequence,
            hash=header.journal_hash,
        )
    )
