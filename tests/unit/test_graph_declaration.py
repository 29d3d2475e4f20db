"""The declaration and the statements: what is wrong with them shows before anything runs."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from chainlink.graph.cypher import Queries, Query
from chainlink.graph.ddl import ladybug_columns, ladybug_tables, neo4j_constraints
from chainlink.graph.declaration import GraphSchema, load_schema

WORDS = {"zh": "词", "en": "word"}
HELP = {**WORDS, "help_zh": "释义", "help_en": "help"}
MARKET = {**HELP, "properties": {"id": {"required": True, **WORDS}}}


def schema(**said: Any) -> GraphSchema:
    plain = {"version": 1, "node": {"Market": MARKET}, "relationship": {}}
    return GraphSchema.model_validate(plain | said)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"node": {"Market": {**MARKET, "key": "code"}}}, "no property 'code'"),
        ({"node": {"Market": {**MARKET, "unique": ["code"]}}}, "no property 'code'"),
        ({"node": {"Market": {**MARKET, "index": ["code"]}}}, "no property 'code'"),
        ({"node": {"Market": {**HELP, "properties": {"id": WORDS}}}}, "key 'id' must be required"),
        ({"relationship": {"IN": {**HELP, "ends": [["Market", "Bloc"]]}}}, "IN: no label 'Bloc'"),
        ({"node": {"Market": {**MARKET, "colour": "red"}}}, "Extra inputs are not permitted"),
        ({"version": 0}, "greater than or equal to 1"),
    ],
)
def test_a_declaration_that_contradicts_itself_is_refused(said: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        schema(**said)


def test_everything_declared_is_explained_in_both_languages() -> None:
    declared = load_schema()
    for kind in (*declared.node.values(), *declared.relationship.values()):
        assert kind.zh
        assert kind.en
        assert kind.help_zh
        assert kind.help_en
        assert all(one.zh and one.en for one in kind.properties.values())


def test_the_tables_of_the_embedded_engine() -> None:
    edge = {
        **HELP,
        "ends": [["Market", "Market"]],
        "properties": {"since": {"type": "date"} | WORDS},
    }
    declared = schema(relationship={"NEAR": edge})
    assert ladybug_tables(declared) == [
        "CREATE NODE TABLE IF NOT EXISTS Market(id STRING, PRIMARY KEY(id))",
        "CREATE REL TABLE IF NOT EXISTS NEAR(FROM Market TO Market, since STRING)",
    ]
    assert ladybug_columns(declared, {"NEAR"}) == [
        "ALTER TABLE NEAR ADD IF NOT EXISTS since STRING"
    ]
    assert ladybug_columns(declared, set()) == []


def test_the_constraints_and_indexes_of_neo4j() -> None:
    properties = {name: {"required": True, **WORDS} for name in ("id", "code", "name")}
    label = {**HELP, "unique": ["code"], "index": ["name"], "properties": properties}
    declared = schema(node={"Market": label})
    every = [
        "CREATE CONSTRAINT Market_id IF NOT EXISTS FOR (n:Market) REQUIRE n.id IS UNIQUE",
        "CREATE CONSTRAINT Market_code IF NOT EXISTS FOR (n:Market) REQUIRE n.code IS UNIQUE",
        "CREATE INDEX Market_name_index IF NOT EXISTS FOR (n:Market) ON (n.name)",
    ]
    assert neo4j_constraints(declared) == every
    assert neo4j_constraints(declared, ["Market_id", "Market_code"]) == every[2:]
    assert neo4j_constraints(declared, ["Market_name_index", "other"]) == every[:2]


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package with a folder for statements."""
    folder = tmp_path / "some_room" / "cypher"
    folder.mkdir(parents=True)
    (folder.parent / "__init__.py").write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    yield folder
    sys.modules.pop("some_room", None)


def test_a_sibling_file_wins_on_its_engine(room: Path) -> None:
    (room / "path.cypher").write_text("RETURN 1 AS one", encoding="utf-8")
    (room / "path.ladybug.cypher").write_text("RETURN 2 AS one", encoding="utf-8")
    (room / "plain.cypher").write_text("RETURN '甲' AS one", encoding="utf-8")
    (room / "README.md").write_text("not a statement", encoding="utf-8")
    queries = Queries("some_room")
    assert dict(queries) == {
        "path": Query("some_room/path", "RETURN 1 AS one", {"ladybug": "RETURN 2 AS one"}),
        "plain": Query("some_room/plain", "RETURN '甲' AS one"),
    }
    assert len(queries) == 2
    assert queries["path"].text_for("ladybug") == "RETURN 2 AS one"
    assert queries["path"].text_for("neo4j") == "RETURN 1 AS one"


def test_a_sibling_without_a_common_statement_is_a_fault(room: Path) -> None:
    (room / "path.neo4j.cypher").write_text("RETURN 1 AS one", encoding="utf-8")
    with pytest.raises(LookupError, match=r"override without a common statement: \['path'\]"):
        Queries("some_room")
