"""The declaration on both engines: made twice, grown later, and kept to by whatever is written."""

from collections.abc import Mapping
from typing import Any

import pytest

from chainlink.graph.cypher import Query
from chainlink.graph.declaration import GraphSchema, Property, load_schema
from chainlink.graph.port import GraphStore, GraphTransaction
from chainlink.graph.records import Records, SchemaViolation
from tests.neo4j_database import Neo4jDatabase

NICKNAME = Property(zh="俗称", en="Nickname")
SAMPLES: Mapping[str, Any] = {
    "string": "文字",
    "date": "2026-11-24",
    "instant": "2026-11-24T08:00:00.000000Z",
    "integer": 7,
    "float": 0.25,
    "boolean": True,
    "strings": ["甲", "乙"],
}
MANY = 120  # rows; from a hundred on the embedded engine takes them as a table


def grown() -> GraphSchema:
    """The declaration as a later version may have it: one more property on a node and an edge."""
    schema = load_schema()
    market, exports = schema.node["Market"], schema.relationship["EXPORTS_TO"]
    wider = {"properties": {**market.properties, "nickname": NICKNAME}}
    wider_edge = {"properties": {**exports.properties, "nickname": NICKNAME}}
    return schema.model_copy(
        update={
            "node": {**schema.node, "Market": market.model_copy(update=wider)},
            "relationship": {
                **schema.relationship,
                "EXPORTS_TO": exports.model_copy(update=wider_edge),
            },
        }
    )


async def create(
    store: GraphStore, label: str, *rows: Mapping[str, Any], schema: GraphSchema | None = None
) -> None:
    async def work(transaction: GraphTransaction) -> None:
        await Records(transaction, schema).create(label, rows)

    await store.transact(work)


async def update(store: GraphStore, label: str, *rows: Mapping[str, Any]) -> None:
    async def work(transaction: GraphTransaction) -> None:
        await Records(transaction).update(label, rows)

    await store.transact(work)


async def relate(
    store: GraphStore, name: str, *rows: Mapping[str, Any], start_label: str | None = None
) -> None:
    async def work(transaction: GraphTransaction) -> None:
        await Records(transaction).relate(name, rows, start_label=start_label)

    await store.transact(work)


def full_row(properties: Mapping[str, Property]) -> dict[str, Any]:
    return {name: SAMPLES[declared.type] for name, declared in properties.items()}


def row_for(label: str, number: int) -> dict[str, Any]:
    """A node's row with every property; all that must be unique differs by the number."""
    node = load_schema().node[label]
    row = full_row(node.properties)
    for name in (node.key, *node.unique):
        row[name] = number if node.properties[name].type == "integer" else f"{label}-{number:04}"
    return row


async def nodes(store: GraphStore, label: str) -> list[dict[str, Any]]:
    node = load_schema().node[label]
    columns = ", ".join(f"n.{name} AS {name}" for name in node.properties)
    text = f"MATCH (n:{label}) RETURN {columns} ORDER BY {node.key}"
    return await store.read(Query("tests/nodes", text))


def market(code: str, **said: Any) -> dict[str, Any]:
    return {"code": code, "name_zh": "俄罗斯", "name_en": "Russia"} | said


async def test_applying_the_declaration_again_changes_nothing(store: GraphStore) -> None:
    await create(store, "Market", market("RU"))
    await store.apply_schema(load_schema())
    await store.apply_schema(load_schema())
    assert await nodes(store, "Market") == [market("RU")]


async def test_neo4j_is_given_what_it_lacks_beside_what_it_has(
    neo4j_database: Neo4jDatabase,
) -> None:
    names = "SHOW INDEXES YIELD name, owningConstraint RETURN collect([name, owningConstraint])"
    [(whole,)] = await neo4j_database.run(names)
    await neo4j_database.run("DROP INDEX Enterprise_name_index")
    await neo4j_database.run("DROP CONSTRAINT Enterprise_uscc")
    [(fewer,)] = await neo4j_database.run(names)
    assert len(fewer) == len(whole) - 2
    await neo4j_database.store.apply_schema(load_schema())
    [(again,)] = await neo4j_database.run(names)
    assert sorted(again, key=str) == sorted(whole, key=str)


async def test_a_property_declared_later_is_added_to_the_graph_that_is_there(
    store: GraphStore,
) -> None:
    await create(store, "Market", market("RU"))
    await store.apply_schema(grown())
    await create(store, "Market", market("VN", nickname="越"), schema=grown())
    found = await store.read(
        Query("tests/new", "MATCH (m:Market) RETURN m.nickname AS nickname, m.code AS c ORDER BY c")
    )
    assert [row["nickname"] for row in found] == [None, "越"]


async def test_every_label_takes_and_gives_all_its_properties(store: GraphStore) -> None:
    for label in load_schema().node:
        rows = [row_for(label, number) for number in range(1 + MANY)]
        await create(store, label, rows[0])
        await create(store, label, *rows[1:])
        assert await nodes(store, label) == rows, label


async def test_properties_that_only_some_rows_have_stay_absent_in_the_others(
    store: GraphStore,
) -> None:
    node = load_schema().node["Enterprise"]
    full = [row_for("Enterprise", number) for number in range(MANY)]
    bare = [
        {name: value for name, value in row.items() if node.properties[name].required}
        for row in (row_for("Enterprise", number) for number in range(MANY, 2 * MANY))
    ]
    await create(store, "Enterprise", *bare, *full)
    absent = dict.fromkeys(node.properties)
    assert await nodes(store, "Enterprise") == [*full, *(absent | row for row in bare)]


async def test_an_empty_list_is_kept_as_absent(store: GraphStore) -> None:
    await create(store, "Enterprise", row_for("Enterprise", 1) | {"former_names": []})
    assert (await nodes(store, "Enterprise"))[0]["former_names"] is None


async def test_every_relationship_takes_all_its_properties_and_stands_once(
    store: GraphStore,
) -> None:
    schema = load_schema()
    for label in schema.node:
        await create(store, label, *(row_for(label, number) for number in range(1 + MANY)))
    for name, edge in schema.relationship.items():
        for start, end in edge.ends:
            rows = [
                full_row(edge.properties)
                | {"start": row_for(start, number)[schema.node[start].key]}
                | {"end": row_for(end, number)[schema.node[end].key]}
                for number in range(1 + MANY)
            ]
            await relate(store, name, rows[0], start_label=start)
            await relate(store, name, *rows, start_label=start)
            columns = ", ".join(f"e.{one} AS {one}" for one in edge.properties) or "1 AS one"
            text = f"MATCH (:{start})-[e:{name}]->(:{end}) RETURN {columns}"
            expected = full_row(edge.properties) or {"one": 1}
            assert await store.read(Query("tests/edges", text)) == [expected] * len(rows), name


async def test_an_edge_with_a_key_of_its_own_may_stand_beside_another(store: GraphStore) -> None:
    await create(store, "Enterprise", row_for("Enterprise", 1))
    await create(store, "Market", market("RU"))
    for id_ in ("first", "second", "second"):
        row = {"id": id_, "recorded_at": SAMPLES["instant"]}
        await relate(store, "EXPORTS_TO", row | {"start": "Enterprise-0001", "end": "RU"})
    found = await store.read(
        Query("tests/edges", "MATCH ()-[e:EXPORTS_TO]->() RETURN e.id AS id ORDER BY id")
    )
    assert found == [{"id": "first"}, {"id": "second"}]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"code": "RU", "name_zh": "俄罗斯"}, "Market: name_en is required"),
        (market("RU", name_en=None), "Market: name_en is required"),
        (market("RU", nickname="俄"), "Market: undeclared ['nickname']"),
        (market("RU", name_en=7), "Market: name_en must be string, not 7"),
    ],
)
async def test_a_row_that_does_not_fit_the_declaration_is_refused_whole(
    store: GraphStore, row: dict[str, Any], words: str
) -> None:
    with pytest.raises(SchemaViolation) as refused:
        await create(store, "Market", market("VN"), row)
    assert str(refused.value) == words
    assert await nodes(store, "Market") == []


async def test_a_required_property_cannot_be_cleared_later(store: GraphStore) -> None:
    await create(store, "Market", market("RU"))
    with pytest.raises(SchemaViolation, match="Market: name_en is required"):
        await update(store, "Market", {"code": "RU", "name_en": None})
    assert await nodes(store, "Market") == [market("RU")]


async def test_an_edge_needs_its_required_properties_too(store: GraphStore) -> None:
    await create(store, "Category", row_for("Category", 1), row_for("Category", 2))
    edge = {"start": "Category-0001", "end": "Category-0002", "source": "x"}
    with pytest.raises(SchemaViolation, match="BROADER: confidence is required"):
        await relate(store, "BROADER", edge)


@pytest.mark.parametrize("many", [1, MANY])
async def test_an_update_sets_what_it_names_clears_what_it_says_is_none_and_leaves_the_rest(
    store: GraphStore, many: int
) -> None:
    before = [row_for("Enterprise", number) for number in range(many)]
    await create(store, "Enterprise", *before)
    changes = {"version": 8, "size": None, "former_names": ["旧名"]}
    await update(store, "Enterprise", *({"id": row["id"]} | changes for row in before))
    assert await nodes(store, "Enterprise") == [row | changes for row in before]


async def test_the_key_of_a_node_is_unique(store: GraphStore) -> None:
    await create(store, "Market", market("RU"))
    with pytest.raises(Exception, match=r"(?i)constraint|primary key"):
        await create(store, "Market", market("VN"), market("RU"))
    assert await nodes(store, "Market") == [market("RU")]
