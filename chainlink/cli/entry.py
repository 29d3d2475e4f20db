"""The entry point: one command line in, one exit code out."""

import os
import sys
import traceback
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated

import typer
from typer.main import get_command

from chainlink.cli.lazy import LazyGroup
from chainlink.cli.wrong import CommandWrong, wrong_usage
from chainlink.errors import ChainlinkError
from chainlink.terminal.output import note, write_line
from chainlink.terminal.voice import refusal, speak, told

DONE, DATA_WRONG, COMMAND_WRONG, INTERRUPTED = 0, 1, 2, 130

commands = typer.Typer(cls=LazyGroup, add_completion=False)


@commands.callback(help="cli.help", invoke_without_command=True)
def _top(
    context: typer.Context,
    _debug: Annotated[bool, typer.Option("--debug", help="cli.debug")] = False,
    show_version: Annotated[bool, typer.Option("--version", help="cli.version")] = False,
) -> None:
    if show_version:
        write_line(version("chainlink"))
    elif context.invoked_subcommand is None:
        note(context.get_help())
        raise typer.Exit(COMMAND_WRONG)


def run(arguments: Sequence[str]) -> int:
    """Carry out one command line and return its exit code.

    `--debug` is taken anywhere: who adds it to a command that failed adds it at the end.
    """
    speak()
    debug = "--debug" in arguments
    words = [word for word in arguments if word != "--debug"]
    try:
        code = get_command(commands).main(words, prog_name="chainlink", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        # whoever read the output has seen enough; Python would complain once more while leaving
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DATA_WRONG
    except Exception as failure:
        if debug:
            traceback.print_exception(failure)
        return _refused(failure)
    if code == INTERRUPTED:
        note(told("cli.interrupted"))
    return code if isinstance(code, int) else DONE


def _refused(failure: Exception) -> int:
    if isinstance(failure, ChainlinkError):
        note(refusal(failure))
        return DATA_WRONG
    if isinstance(failure, CommandWrong):
        note(told(failure.key, **failure.facts))
        return COMMAND_WRONG
    if isinstance(failure, typer.TyperException):
        note(wrong_usage(failure))
        return COMMAND_WRONG
    note(told("cli.unexpected", kind=type(failure).__name__, message=str(failure)))
    return DATA_WRONG


def main() -> None:
    """Carry out this process's command line and end it."""
    sys.exit(run(sys.argv[1:]))
