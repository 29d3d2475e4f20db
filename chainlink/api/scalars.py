"""Scalars: days, instants and amounts of money, all as text, checked where the rules are."""

from datetime import date
from typing import NewType

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

Day = NewType("Day", str)
Instant = NewType("Instant", str)
MinorUnits = NewType("MinorUnits", str)


def day(value: date | None) -> Day | None:
    """A date as it is written."""
    return None if value is None else Day(value.isoformat())


def instant(value: str | None) -> Instant | None:
    """An instant as the graph keeps it: UTC, to the microsecond."""
    return None if value is None else Instant(value)


def _text(value: object) -> str:
    """What a client sent for a day; whether it is one is for the form's own check to say."""
    if not isinstance(value, str):
        raise GraphQLError("A text is needed here, such as 2025-06-01.")
    return value


def _whole(value: object) -> str:
    """What a client sent for an amount: 32 bits are too few for one, so text is taken too."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise GraphQLError("A whole number is needed here, best written as text.")
    return str(value)


SCALARS: dict[object, ScalarDefinition] = {
    Day: strawberry.scalar(name="Date", serialize=str, parse_value=_text),
    Instant: strawberry.scalar(name="DateTime", serialize=str, parse_value=_text),
    MinorUnits: strawberry.scalar(name="MinorUnits", serialize=str, parse_value=_whole),
}
