"""Moving what hangs on one node to another of the same label, by the declaration.

The counterpart of `records.py` for the rare case that two nodes turn out to be one: edges are
written again at the other node, with all their properties, and only then taken from the first.
"""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Literal

from chainlink.graph.cypher import Query
from chainlink.graph.declaration import GraphSchema
from chainlink.graph.port import GraphReader, GraphTransaction, Row

Side = Literal["start", "end"]


def _pattern(schema: GraphSchema, name: str, ends: tuple[str, str]) -> tuple[str, str, str]:
    start, end = (schema.node[label].key for label in ends)
    return f"(a:{ends[0]})-[e:{name}]->(b:{ends[1]})", f"a.{start}", f"b.{end}"


@cache
def _read_query(pattern: str, name: str, own: str, keys: tuple[str, str], columns: str) -> Query:
    text = (
        f"MATCH {pattern} WHERE {own} = $id "
        f"RETURN {keys[0]} AS start_key, {keys[1]} AS end_key{columns}"
    )
    return Query(f"edges_{name}", text)


@cache
def _remove_query(pattern: str, name: str, own: str, other: str) -> Query:
    return Query(
        f"remove_{name}", f"MATCH {pattern} WHERE {own} = $id AND {other} IN $others DELETE e"
    )


@cache
def _holders_query(label: str, key: str, columns: tuple[str, ...], condition: str) -> Query:
    returned = ", ".join(f"n.{name} AS p_{name}" for name in columns)
    return Query(f"holders_{label}", f"MATCH (n:{label}) WHERE {condition} RETURN {returned}")


async def edges_at(
    reader: GraphReader, schema: GraphSchema, name: str, ends: tuple[str, str], side: Side, id_: str
) -> list[Row]:
    """Edges at one end, as `Records.relate` takes them."""
    declared = schema.relationship[name].properties
    pattern, start, end = _pattern(schema, name, ends)
    columns = "".join(f", e.{column} AS p_{column}" for column in declared)
    own = start if side == "start" else end
    rows = await reader.read(_read_query(pattern, name, own, (start, end), columns), id=id_)
    return [
        {"start": row["start_key"], "end": row["end_key"]}
        | {column: row[f"p_{column}"] for column in declared if row[f"p_{column}"] is not None}
        for row in rows
    ]


async def remove_edges(
    transaction: GraphTransaction,
    schema: GraphSchema,
    name: str,
    ends: tuple[str, str],
    side: Side,
    id_: str,
    others: Collection[str],
) -> None:
    """Take edges between a node and some others away: after they were written elsewhere."""
    pattern, start, end = _pattern(schema, name, ends)
    own, other = (start, end) if side == "start" else (end, start)
    if others:
        query = _remove_query(pattern, name, own, other)
        await transaction.write(query, id=id_, others=sorted(others))


async def holders(
    reader: GraphReader,
    schema: GraphSchema,
    label: str,
    properties: Sequence[str],
    value: str,
    more: Sequence[str] = (),
) -> list[Row]:
    """Nodes that name a value in one of some properties: their key, those properties and `more`."""
    declared = schema.node[label]
    condition = " OR ".join(
        f"$value IN n.{name}"
        if declared.properties[name].type == "strings"
        else f"n.{name} = $value"
        for name in properties
    )
    columns = tuple(dict.fromkeys((declared.key, *properties, *more)))
    rows = await reader.read(_holders_query(label, declared.key, columns, condition), value=value)
    return [{name: row[f"p_{name}"] for name in columns} for row in rows]
