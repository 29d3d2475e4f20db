"""What the declaration has and an opened graph lacks, asked of the engine's own catalogue."""

from collections.abc import Awaitable, Callable

from chainlink.graph.cypher import Query
from chainlink.graph.declaration import GraphSchema
from chainlink.graph.port import GraphStore, GraphTransaction

_TABLES = Query("schema_tables", "CALL show_tables() RETURN name AS name")
_CONSTRAINTS = Query("schema_constraints", "SHOW CONSTRAINTS YIELD name RETURN name")
_INDEXES = Query("schema_indexes", "SHOW INDEXES YIELD name, state RETURN name, state")


async def _ladybug_lacks(transaction: GraphTransaction, schema: GraphSchema) -> list[str]:
    tables = {row["name"] for row in await transaction.read(_TABLES)}
    lacking = []
    for table, properties in (
        *((label, node.properties) for label, node in schema.node.items()),
        *((name, edge.properties) for name, edge in schema.relationship.items()),
    ):
        if table not in tables:
            lacking.append(table)
            continue
        columns = Query("schema_columns", f"CALL table_info('{table}') RETURN name AS name")
        known = {row["name"] for row in await transaction.read(columns)}
        lacking += [f"{table}.{name}" for name in properties if name not in known]
    return lacking


async def _neo4j_lacks(transaction: GraphTransaction, schema: GraphSchema) -> list[str]:
    # asked as a write, because a read is wrapped in a subquery, where SHOW is not allowed
    constraints = {row["name"] for row in await transaction.write(_CONSTRAINTS)}
    indexes = {row["name"] for row in await transaction.write(_INDEXES) if row["state"] == "ONLINE"}
    lacking = []
    for label, node in schema.node.items():
        for name in (node.key, *node.unique):
            if f"{label}_{name}" not in constraints:
                lacking.append(f"{label}.{name}")
        for name in node.index:
            if f"{label}_{name}_index" not in indexes:
                lacking.append(f"{label}.{name}")
    return lacking


_ASKED: dict[str, Callable[[GraphTransaction, GraphSchema], Awaitable[list[str]]]] = {
    "ladybug": _ladybug_lacks,
    "neo4j": _neo4j_lacks,
}


async def lacks(store: GraphStore, schema: GraphSchema) -> list[str]:
    """Names of the tables, columns, constraints and indexes that are not there; none when whole.

    Raises GraphUnavailable when the engine cannot be reached.
    """

    async def work(transaction: GraphTransaction) -> list[str]:
        return await _ASKED[store.dialect](transaction, schema)

    return await store.transact(work)
