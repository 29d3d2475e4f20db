"""`chainlink doctor`."""

import asyncio

import typer

from chainlink.cli.helping import SaidCommand
from chainlink.doctor import examine
from chainlink.settings import Settings
from chainlink.state.settings_shown import setting_of, settings_shown
from chainlink.terminal.output import note, write_table
from chainlink.terminal.voice import settings_in_force, told

doctor = typer.Typer(add_completion=False)


@doctor.command(cls=SaidCommand, help="cli.doctor")
def _doctor() -> None:
    settings = settings_in_force()
    shown = settings_shown(settings)
    write_table(
        [told("doctor.setting"), told("doctor.value"), told("doctor.meaning")],
        [[name, value, _meaning(name)] for name, value in shown.items()],
    )
    if not asyncio.run(_examine(settings)):
        raise typer.Exit(1)


def _meaning(name: str) -> str:
    field = setting_of(name)
    known = told(key := f"setting.{field}")
    return known if known != key else Settings.model_fields[field].description or ""


async def _examine(settings: Settings) -> bool:
    rows, wrong = [], ""
    async for finding in examine(settings):
        mark = "✓" if finding.well else "✗"
        rows.append([mark, told(finding.subject), finding.found if finding.well else ""])
        wrong = "" if finding.well else finding.found
    write_table(["", told("doctor.subject"), told("doctor.found")], rows)
    if wrong:
        note(wrong)
    return not wrong
