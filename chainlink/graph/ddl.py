"""Both engines' data definition, rendered from the declaration."""

from collections.abc import Collection

from chainlink.graph.declaration import GraphSchema, Property

_LADYBUG_TYPES = {
    "string": "STRING",
    "date": "STRING",
    "instant": "STRING",
    "integer": "INT64",
    "float": "DOUBLE",
    "boolean": "BOOL",
    "strings": "STRING[]",
}


def _column(name: str, declared: Property) -> str:
    return f"{name} {_LADYBUG_TYPES[declared.type]}"


def ladybug_tables(schema: GraphSchema) -> list[str]:
    """`CREATE … IF NOT EXISTS` for every label and relationship, nodes first."""
    statements = []
    for label, node in schema.node.items():
        columns = ", ".join(_column(name, declared) for name, declared in node.properties.items())
        statements.append(
            f"CREATE NODE TABLE IF NOT EXISTS {label}({columns}, PRIMARY KEY({node.key}))"
        )
    for name, relationship in schema.relationship.items():
        columns = "".join(
            f", {_column(column, declared)}" for column, declared in relationship.properties.items()
        )
        ends = ", ".join(f"FROM {start} TO {end}" for start, end in relationship.ends)
        statements.append(f"CREATE REL TABLE IF NOT EXISTS {name}({ends}{columns})")
    return statements


def ladybug_columns(schema: GraphSchema, tables: Collection[str]) -> list[str]:
    """`ALTER TABLE … ADD IF NOT EXISTS` for what a later declaration added to these tables."""
    return [
        f"ALTER TABLE {table} ADD IF NOT EXISTS {_column(name, declared)}"
        for table, properties in (
            *((label, node.properties) for label, node in schema.node.items()),
            *((name, edge.properties) for name, edge in schema.relationship.items()),
        )
        if table in tables
        for name, declared in properties.items()
    ]


def neo4j_constraints(schema: GraphSchema, there: Collection[str] = ()) -> list[str]:
    """Uniqueness constraints and range indexes, all that the Community edition has.

    What has a name that is `there` already is left out. A constraint and its index share a name.
    """
    statements: dict[str, str] = {}
    for label, node in schema.node.items():
        statements |= {
            f"{label}_{name}": f"CREATE CONSTRAINT {label}_{name} IF NOT EXISTS "
            f"FOR (n:{label}) REQUIRE n.{name} IS UNIQUE"
            for name in (node.key, *node.unique)
        }
        statements |= {
            f"{label}_{name}_index": f"CREATE INDEX {label}_{name}_index IF NOT EXISTS "
            f"FOR (n:{label}) ON (n.{name})"
            for name in node.index
        }
    return [text for name, text in statements.items() if name not in there]
