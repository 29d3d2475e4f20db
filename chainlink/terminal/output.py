"""Where commands write: results on standard output, everything else on standard error."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table

from chainlink.terminal.voice import told

WIDTH_OF_A_FILE = 160


def results() -> Console:
    """Standard output; where it is no terminal, lines are as long as a table needs."""
    return _console(stderr=False)


def _console(*, stderr: bool) -> Console:
    console = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = WIDTH_OF_A_FILE
    return console


def write_line(text: str = "") -> None:
    """One line of a result, as it is; at once, for whoever reads it through a pipe."""
    print(text, flush=True)


def note(text: str) -> None:
    """One line for the person, not for the program that reads the result."""
    print(text, file=sys.stderr, flush=True)


def write_table(heads: list[str], rows: list[list[str]]) -> None:
    """A table of texts."""
    table = Table()
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*row)
    results().print(table)


@contextmanager
def progress(key: str, **facts: object) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error while the block runs, where that is a terminal.

    What is yielded takes how many are done and of how many; a spinner turns until it is called.
    """
    console = _console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(told(key, **facts), total=None)

        def report(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield report
