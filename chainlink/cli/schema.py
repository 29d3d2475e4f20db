"""`chainlink schema apply`, `schema export` and `schema docs`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from chainlink.api.schema import exported_sdl
from chainlink.app import App
from chainlink.cli.helping import SaidCommand, SaidGroup
from chainlink.errors import Conflict
from chainlink.graph.declaration import load_schema
from chainlink.graph.drawing import drawn
from chainlink.introductions.drawing import steps_drawn
from chainlink.resources import resource_folder
from chainlink.terminal.opening import perform
from chainlink.terminal.output import write_line
from chainlink.terminal.voice import told

schema = typer.Typer(cls=SaidGroup, help="cli.schema")
Check = Annotated[bool, typer.Option("--check", help="cli.schema.check")]
Write = Annotated[bool, typer.Option("--write", help="cli.schema.write")]


@schema.callback()
def _schema() -> None:
    """Keep this a group."""


@schema.command("apply", cls=SaidCommand, help="cli.schema.apply")
def _apply() -> None:
    async def work(_app: App) -> None:
        """The opening has done it."""

    perform(work, preparing=True)
    write_line(told("schema.applied", version=load_schema().version))


@schema.command("export", cls=SaidCommand, help="cli.schema.export")
def _export(check: Check = False, write: Write = False) -> None:
    file = resource_folder("graph_schema") / "schema.graphql"
    _give("export", exported_sdl(), file, check=check, write=write)


@schema.command("docs", cls=SaidCommand, help="cli.schema.docs")
def _docs(check: Check = False, write: Write = False) -> None:
    file = resource_folder("graph_schema") / "README.md"
    _give("docs", drawn(load_schema(), steps_drawn()), file, check=check, write=write)


def _give(command: str, text: str, file: Path, *, check: bool, write: bool) -> None:
    """Print a generated text, or compare it with the committed file, or replace that."""
    if check:
        if not file.is_file() or file.read_text("utf-8") != text:
            raise Conflict("schema.stale", file=file.name, command=command)
        write_line(told("schema.current", file=file.name))
    elif write:
        file.write_text(text, "utf-8")
        write_line(told("schema.written", file=file.name))
    else:
        sys.stdout.write(text)
