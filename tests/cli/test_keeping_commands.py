"""`schema`, `journal`, `backup`, `restore` and `doctor` as they are typed, on either engine."""

import asyncio
import re
from pathlib import Path

import pytest

from chainlink.backup.restoring import MARK
from chainlink.graph.declaration import load_schema
from chainlink.graph.drawing import drawn
from chainlink.graph.ladybug import LadybugStore
from chainlink.graph.port import GraphTransaction
from chainlink.graph.records import Records
from chainlink.introductions.drawing import steps_drawn
from chainlink.resources import resource_folder
from tests.cli.conftest import Run

FILE_GRAPH = "ladybug:./graph.lbdb"


def test_schema_apply_is_safe_to_repeat(on_graph: Run) -> None:
    for _ in range(2):
        applied = on_graph("schema", "apply")
        assert (applied.code, applied.err) == (0, "")
    assert on_graph("journal", "verify").code == 0


def test_journal_head_grows_with_every_change(on_graph: Run) -> None:
    on_graph("schema", "apply")
    assert on_graph("journal", "head").out == f"0 {'0' * 64}\n"
    on_graph("account", "create", "root", "--role", "ADMIN")
    sequence, last_hash = on_graph("journal", "head").out.split()
    assert sequence == "1"
    assert re.fullmatch("[0-9a-f]{64}", last_hash)
    verified = on_graph("journal", "verify")
    assert (verified.code, verified.out) == (0, f"日志完好：1 条，末端 {last_hash}。\n")
    assert on_graph("journal", "verify", "--head", f"1 {last_hash}").code == 0
    cut = on_graph("journal", "verify", "--head", f"2 {last_hash}")
    assert (cut.code, cut.err[:7]) == (1, "日志的末尾被截")
    assert on_graph("journal", "verify", "--head", "nothing").code == 2


def test_a_backup_is_restored_once(on_graph: Run, command: Run, tmp_path: Path) -> None:
    """From each engine into a new file, and back into the graph only where that is empty."""
    on_graph("account", "create", "root", "--role", "ADMIN")
    head = on_graph("journal", "head").out
    made = on_graph("backup", "all.bak")
    assert made.code == 0
    assert "all.bak" in made.out

    restored = command("restore", "all.bak", graph="ladybug:./restored.lbdb")
    assert (restored.code, restored.err) == (0, "")
    assert command("journal", "head", graph="ladybug:./restored.lbdb").out == head
    assert command("journal", "verify", graph="ladybug:./restored.lbdb").code == 0
    assert (
        command("token", "create", "--account", "root", graph="ladybug:./restored.lbdb").code == 0
    )

    refused = on_graph("restore", "all.bak")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith("图数据库不是空的")
    assert on_graph("journal", "head").out == head


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda content: content[:-20], "备份文件 all.bak 已损坏或不完整；没有写入任何内容"),
        (lambda content: b"PK" + content[2:], "all.bak 不是本平台的备份文件"),
        (lambda _: b"", "all.bak 不是本平台的备份文件"),
    ],
)
def test_a_damaged_backup_is_refused_and_makes_no_graph(
    spoil: object, said: str, command: Run, tmp_path: Path
) -> None:
    command("schema", "apply", graph=FILE_GRAPH)
    command("backup", "all.bak", graph=FILE_GRAPH)
    file = tmp_path / "all.bak"
    assert callable(spoil)
    file.write_bytes(spoil(file.read_bytes()))
    refused = command("restore", "all.bak", graph="ladybug:./other.lbdb")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith(said)
    assert command("journal", "head", graph="ladybug:./other.lbdb").code == 1


def test_a_backup_does_not_replace_another_file(command: Run, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear all")
    command("schema", "apply", graph=FILE_GRAPH)
    refused = command("backup", "letter.txt", graph=FILE_GRAPH)
    assert (refused.code, refused.out) == (1, "")
    assert (tmp_path / "letter.txt").read_text() == "dear all"


def test_doctor_finds_all_well(on_graph: Run) -> None:
    on_graph("account", "create", "root", "--role", "ADMIN")
    found = on_graph("doctor")
    assert (found.code, found.err) == (0, "")
    for shown in ("CHAINLINK_GRAPH", "Asia/Shanghai", "Account 1", "JournalEntry 1", "完好"):
        assert shown in found.out
    assert "✗" not in found.out


def test_doctor_names_what_is_wrong_and_the_way_out(command: Run, tmp_path: Path) -> None:
    nothing = command("doctor", graph=FILE_GRAPH)
    assert nothing.code == 1
    assert "chainlink seed" in nothing.err
    locked = command("doctor", graph="neo4j://127.0.0.1:1", graph_timeout="1")
    assert locked.code == 1
    assert locked.err.startswith("连不上 Neo4j neo4j://127.0.0.1:1")


def test_no_secret_is_shown(command: Run) -> None:
    shown = command("doctor", graph="bolt://127.0.0.1:1", graph_password="hush", graph_timeout="1")
    assert "********" in shown.out
    assert "hush" not in shown.out + shown.err
    refused = command("doctor", graph="bolt://somebody:hush@127.0.0.1:1")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith("CHAINLINK_GRAPH 中不能写用户名和密码")


async def half_restored(path: Path) -> None:
    """A graph as a killed restore leaves it."""

    async def half(transaction: GraphTransaction) -> None:
        records = Records(transaction)
        await records.create("PlatformState", [{"id": MARK, "sequence": 0}])
        await records.create("Market", [{"code": "RU", "name_zh": "俄", "name_en": "R"}])

    store = LadybugStore(str(path))
    await store.apply_schema(load_schema())
    await store.transact(half)
    await store.close()


def test_a_graph_left_by_a_killed_restore_is_not_worked_on(command: Run, tmp_path: Path) -> None:
    command("schema", "apply", graph="ladybug:./whole.lbdb")
    command("backup", "all.bak", graph="ladybug:./whole.lbdb")
    asyncio.run(half_restored(tmp_path / "graph.lbdb"))
    for words in ("journal head", "doctor", "seed", "backup b", "account create a --role ADMIN"):
        refused = command(*words.split(), graph=FILE_GRAPH)
        assert refused.code == 1
        assert refused.err.startswith("上一次恢复没有完成")
        assert "chainlink restore" in refused.err
    assert command("restore", "all.bak", graph=FILE_GRAPH).code == 0
    assert command("doctor", graph=FILE_GRAPH).code == 0


def test_a_graph_without_its_tables_is_told_how_to_get_them(command: Run, tmp_path: Path) -> None:
    asyncio.run(LadybugStore(str(tmp_path / "graph.lbdb")).close())
    for words in ("journal head", "doctor", "recommend x"):
        refused = command(*words.split(), graph=FILE_GRAPH)
        assert refused.code == 1
        assert refused.err.startswith("图数据库结构不完整")
        assert "chainlink schema apply" in refused.err


def test_the_drawn_schema_is_up_to_date(command: Run) -> None:
    checked = command("schema", "docs", "--check")
    assert (checked.code, checked.err) == (0, "")
    committed = (resource_folder("graph_schema") / "README.md").read_text("utf-8")
    assert command("schema", "docs").out == committed == drawn(load_schema(), steps_drawn())


def test_the_drawn_schema_speaks_of_everything_declared() -> None:
    page, schema = drawn(load_schema()), load_schema()
    for label, node in schema.node.items():
        assert f"### {label} · {node.zh}" in page
        for name, declared in node.properties.items():
            assert f"| `{name}` | {declared.type} |" in page
    for name, edge in schema.relationship.items():
        for start, end in edge.ends:
            assert f"({start})-[:{name}]->({end})" in page
            assert f'{start} -->|"{name} {edge.zh}"| {end}' in page


def test_the_exported_graphql_is_up_to_date(command: Run) -> None:
    checked = command("schema", "export", "--check")
    assert (checked.code, checked.err) == (0, "")
    committed = (resource_folder("graph_schema") / "schema.graphql").read_text("utf-8")
    assert command("schema", "export").out == committed
    assert "type PartnerRecommendation" in committed
