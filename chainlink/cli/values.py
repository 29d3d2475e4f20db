"""Values on the command line, read strictly and refused in the language in force."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, TypeVar

import typer

from chainlink.terminal.voice import told

Choice = TypeVar("Choice", bound=StrEnum)


class ColumnIs(NamedTuple):
    """Which field a column of a file holds."""

    column: str
    field: str


def whole_number(low: int, high: int) -> Callable[[str | int], int]:
    """A parser of whole numbers from `low` to `high`."""

    def parse(value: str | int) -> int:
        try:
            number = int(value)
        except ValueError:
            raise typer.BadParameter(told("not_a_number", value=value)) from None
        if not low <= number <= high:
            raise typer.BadParameter(told("out_of_range", low=low, high=high))
        return number

    return parse


def day(value: str | date) -> date:
    """A day as 2025-06-01."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise typer.BadParameter(told("not_a_date", value=value)) from None


def choice(*words: Choice) -> Callable[[str], Choice]:
    """A parser of one of these words of an enumeration, in capitals or not."""

    def parse(value: str) -> Choice:
        for word in words:
            if word == value.upper():
                return word
        raise typer.BadParameter(told("not_a_choice", value=value, expected=", ".join(words)))

    return parse


def pair(value: str | ColumnIs) -> ColumnIs:
    """COLUMN=FIELD; the column may have = in it."""
    if isinstance(value, ColumnIs):
        return value
    column, equals, name = value.rpartition("=")
    if not (equals and column and name):
        raise typer.BadParameter(told("cli.not_a_pair", value=value))
    return ColumnIs(column, name)


def existing_file(value: str | Path) -> Path:
    """A file that is there."""
    path = Path(value)
    if not path.is_file():
        raise typer.BadParameter(told("cli.no_file", value=value))
    return path
