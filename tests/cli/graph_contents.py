"""A whole graph as sets of tuples, so that two graphs can be compared, whatever their engine."""

import json
from collections.abc import AsyncIterator
from typing import Any

from chainlink.graph.declaration import load_schema
from chainlink.graph.pages import PAGE, Pages
from chainlink.graph.port import GraphReader, Row

Contents = dict[str, set[tuple[Any, ...]]]


async def contents(reader: GraphReader, page: int = PAGE) -> Contents:
    """Nodes by label and relationships by type; when the journal was last locked is left out."""
    schema, pages = load_schema(), Pages(reader, page=page)
    found: Contents = {}
    for label in schema.node:
        found[label] = {_row(row) async for row in _each(pages.nodes(label))}
    for name, declared in schema.relationship.items():
        found[name] = {
            (*ends, _row(row))
            for ends in declared.ends
            async for row in _each(pages.relationships(name, ends))
        }
    return found


async def _each(pages: AsyncIterator[list[Row]]) -> AsyncIterator[Row]:
    async for rows in pages:
        for row in rows:
            yield row


def _row(row: Row) -> tuple[str, ...]:
    return tuple(
        f"{name}={json.dumps(value)}"
        for name, value in sorted(row.items())
        if name not in {"locked_at", "last_used_at"}
    )
