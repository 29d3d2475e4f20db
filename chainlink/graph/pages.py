"""Reading every node and relationship by the declaration, page after page in key order.

The counterpart of `records.py`: what that writes in bulk, this reads without holding it whole.
"""

from collections.abc import AsyncIterator
from functools import cache
from typing import Any

from chainlink.graph.cypher import Query
from chainlink.graph.declaration import GraphSchema, Property, load_schema
from chainlink.graph.port import GraphReader, Row

Ends = tuple[str, str]

PAGE = 2000
_BEFORE_ALL: dict[str, Any] = {"string": "", "integer": -(2**63)}


@cache
def _count_nodes(label: str) -> Query:
    return Query(f"count_{label}", f"MATCH (n:{label}) RETURN count(n) AS total")


@cache
def _count_relationships(name: str, ends: Ends) -> Query:
    text = f"MATCH (:{ends[0]})-[e:{name}]->(:{ends[1]}) RETURN count(e) AS total"
    return Query(f"count_{name}", text)


@cache
def _nodes_query(label: str, key: str, columns: tuple[str, ...], page: int) -> Query:
    # a prefix, so that no column is a reserved word
    returned = ", ".join(f"n.{name} AS p_{name}" for name in columns)
    return Query(
        f"page_{label}",
        f"MATCH (n:{label}) WHERE n.{key} > $after RETURN {returned} ORDER BY n.{key} LIMIT {page}",
    )


@cache
def _keys_query(label: str, key: str, page: int) -> Query:
    return Query(
        f"keys_{label}",
        f"MATCH (n:{label}) WHERE n.{key} > $after "
        f"RETURN n.{key} AS key_value ORDER BY n.{key} LIMIT {page}",
    )


@cache
def _relationships_query(
    name: str, start: tuple[str, str], end: tuple[str, str], columns: tuple[str, ...]
) -> Query:
    returned = "".join(f", e.{column} AS p_{column}" for column in columns)
    return Query(
        f"page_{name}",
        f"MATCH (a:{start[0]})-[e:{name}]->(b:{end[0]}) "
        f"WHERE a.{start[1]} > $after AND a.{start[1]} <= $until "
        f"RETURN a.{start[1]} AS start_key, b.{end[1]} AS end_key{returned} "
        "ORDER BY start_key, end_key",
    )


def _properties(row: Row, declared: dict[str, Property]) -> Row:
    """What is there; an empty list that must be there is stored as absent (see records.py)."""
    values = {name: row[f"p_{name}"] for name in declared}
    return {
        name: [] if value is None else value
        for name, value in values.items()
        if value is not None or (declared[name].required and declared[name].type == "strings")
    }


class Pages:
    """Bulk reading of the declared labels and relationships."""

    def __init__(
        self, reader: GraphReader, schema: GraphSchema | None = None, *, page: int = PAGE
    ) -> None:
        self._reader = reader
        self._schema = schema or load_schema()
        self._page = page

    async def count_nodes(self, label: str) -> int:
        """How many nodes carry the label."""
        [row] = await self._reader.read(_count_nodes(label))
        return int(row["total"])

    async def count_relationships(self, name: str) -> int:
        """How many relationships there are of the type, between all its pairs of labels."""
        total = 0
        for ends in self._schema.relationship[name].ends:
            [row] = await self._reader.read(_count_relationships(name, ends))
            total += int(row["total"])
        return total

    async def keys(self, label: str) -> AsyncIterator[list[Any]]:
        """Keys of all nodes with the label, in order."""
        declared = self._schema.node[label]
        after = _BEFORE_ALL[declared.properties[declared.key].type]
        query = _keys_query(label, declared.key, self._page)
        while rows := await self._reader.read(query, after=after):
            yield [row["key_value"] for row in rows]
            after = rows[-1]["key_value"]

    async def nodes(self, label: str) -> AsyncIterator[list[Row]]:
        """Properties of all nodes with the label, in the order of their keys."""
        declared = self._schema.node[label]
        after = _BEFORE_ALL[declared.properties[declared.key].type]
        query = _nodes_query(label, declared.key, tuple(declared.properties), self._page)
        while rows := await self._reader.read(query, after=after):
            yield [_properties(row, dict(declared.properties)) for row in rows]
            after = rows[-1][f"p_{declared.key}"]

    async def relationships(self, name: str, ends: Ends) -> AsyncIterator[list[Row]]:
        """Relationships between one pair of labels: `start` and `end` keys and the properties.

        A page is what leaves as many nodes as a page has, ordered by the keys of both ends.
        """
        declared = self._schema.relationship[name]
        start, end = ((label, self._schema.node[label].key) for label in ends)
        query = _relationships_query(name, start, end, tuple(declared.properties))
        key = self._schema.node[start[0]].properties[start[1]]
        after = _BEFORE_ALL[key.type]
        async for keys in self.keys(start[0]):
            rows = await self._reader.read(query, after=after, until=keys[-1])
            after = keys[-1]
            if rows:
                yield [
                    {"start": row["start_key"], "end": row["end_key"]}
                    | _properties(row, dict(declared.properties))
                    for row in rows
                ]
