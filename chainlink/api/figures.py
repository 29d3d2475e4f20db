"""Figures as GraphQL shows them: a number, and the records whose sum it is, page by page."""

from collections.abc import Callable
from typing import TypeVar

import strawberry

from chainlink.api.context import Info
from chainlink.api.lookups import node_of
from chainlink.api.relay import (
    PAGE,
    Connection,
    Node,
    Place,
    global_id,
    opened_cursor,
    page,
    page_size,
)
from chainlink.api.scalars import Day, MinorUnits
from chainlink.errors import InvalidInput
from chainlink.reporting import model

Shown = TypeVar("Shown")


@strawberry.type
class CountedRecord:
    """A record behind a count, and by how much it counts.

    Its id is not called so: clients keep things by their `id`, and the same record adds something
    else to another figure.
    """

    record: strawberry.ID
    part: int

    @strawberry.field
    async def node(self, info: Info) -> Node | None:
        """The record itself."""
        return await node_of(info, self.record)


@strawberry.type
class MoneyRecord:
    """A record behind an amount, and what it adds."""

    record: strawberry.ID
    part: MinorUnits
    rate: str | None
    rate_on: Day | None
    rate_source: str | None

    @strawberry.field
    async def node(self, info: Info) -> Node | None:
        """The record itself."""
        return await node_of(info, self.record)


@strawberry.type
class Figure:
    """A count."""

    found: strawberry.Private[model.Figure]
    value: int

    @strawberry.field
    def records(
        self, first: int | None = PAGE, after: str | None = None
    ) -> Connection[CountedRecord]:
        """The records whose parts add up to the value."""
        return _records(self.found, _counted, first, after)


@strawberry.type
class MoneyFigure:
    """An amount in minor units of a currency."""

    found: strawberry.Private[model.Figure]
    value: MinorUnits
    currency: str

    @strawberry.field
    def records(
        self, first: int | None = PAGE, after: str | None = None
    ) -> Connection[MoneyRecord]:
        """The records whose parts add up to the value."""
        return _records(self.found, _paid, first, after)


def figure(found: model.Figure) -> Figure:
    """A count as GraphQL shows it."""
    return Figure(found=found, value=found.value)


def money_figure(found: model.Figure) -> MoneyFigure:
    """An amount as GraphQL shows it."""
    value = MinorUnits(str(found.value))
    return MoneyFigure(found=found, value=value, currency=found.currency or "")


def _counted(one: model.Record) -> CountedRecord:
    return CountedRecord(record=global_id(one.label, one.id), part=one.part)


def _paid(one: model.Record) -> MoneyRecord:
    return MoneyRecord(
        record=global_id(one.label, one.id),
        part=MinorUnits(str(one.part)),
        rate=one.rate.rate if one.rate else None,
        rate_on=Day(one.rate.on) if one.rate and one.rate.on else None,
        rate_source=one.rate.source if one.rate else None,
    )


def _records(
    found: model.Figure,
    shown: Callable[[model.Record], Shown],
    first: int | None,
    after: str | None,
) -> Connection[Shown]:
    """A page; a figure may have more records than other lists have places."""
    size = page_size(first)
    place = opened_cursor("records", (int,), after)
    passed = int(place[0]) if place else 0
    if place is not None and not 0 < passed <= len(found.rows):
        raise InvalidInput.of("after", "cursor.foreign")
    places: list[tuple[Place, Shown]] = [
        (("records", number), shown(one))
        for number, one in enumerate(found.records(passed, size + 1), passed + 1)
    ]
    return page(places, size, after)
