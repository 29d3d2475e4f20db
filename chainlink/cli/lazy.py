"""The top-level commands, each in a module that is imported when it is asked for.

The services behind the commands bring scipy, pyarrow and the web framework: 1.5 s to import,
which `chainlink --help` and a misspelt command should not take.
"""

import importlib
from typing import Any

from typer.main import get_command

from chainlink.cli.helping import SaidGroup
from chainlink.terminal.voice import told

# name -> module in this package and its Typer; its help is the catalogue's `cli.NAME`
COMMANDS = {
    "serve": "serving:serve",
    "seed": "seeding:seed",
    "import": "importing:import_file",
    "recommend": "recommending:recommend",
    "report": "reporting:report",
    "learn": "learning:learn",
    "policy": "learning:policy",
    "schema": "schema:schema",
    "account": "accounts:account",
    "token": "accounts:token",
    "journal": "journal:journal",
    "notify": "notifying:notify",
    "backup": "keeping:backup",
    "restore": "keeping:restore",
    "doctor": "doctor:doctor",
}


class LazyGroup(SaidGroup):
    """A group that knows its commands' names and loads one when it is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        """See click.Group.list_commands."""
        return list(COMMANDS)

    def short_helps(self, ctx: Any) -> list[tuple[str, str]]:
        """See SaidGroup.short_helps; nothing is imported for it."""
        return [(name, told(f"cli.{name}")) for name in COMMANDS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """See click.Group.get_command."""
        module, _, name = COMMANDS[cmd_name].partition(":")
        return get_command(getattr(importlib.import_module(f"chainlink.cli.{module}"), name))
