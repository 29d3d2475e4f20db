"""A graph that cannot be opened or reached is said so in one sentence, with the way out."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from chainlink.app import open_graph
from chainlink.errors import GraphUnavailable
from chainlink.graph.cypher import Query
from chainlink.graph.declaration import load_schema
from chainlink.graph.ladybug import LadybugStore
from chainlink.graph.neo4j import Neo4jStore
from chainlink.graph.port import GraphStore, GraphTransaction
from chainlink.language import Language, sentence
from chainlink.settings import Settings
from tests.neo4j_database import DATABASE
from tests.servers.neo4j_server import Neo4jServer

MARKETS = Query("tests/markets", "MATCH (m:Market) RETURN m.code AS code")
ADD = Query("tests/add", "CREATE (:Market {code: $code, name_zh: 'x', name_en: 'x'})")
PATIENCE = 0.2  # seconds
HOLD_THE_GRAPH = """\
import sys, ladybug
database = ladybug.Database(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


async def add_market(transaction: GraphTransaction) -> None:
    await transaction.write(ADD, code="RU")


async def sentences(store: GraphStore) -> set[str]:
    """What reading, changing, making tables and asking for the version each say."""
    said = set()
    for ask in (
        store.read(MARKETS),
        store.transact(add_market),
        store.apply_schema(load_schema()),
        store.version(),
    ):
        with pytest.raises(GraphUnavailable) as refused:
            await ask
        said |= {sentence(refused.value, language) for language in Language}
    return said


def neo4j_at(
    url: str, user: str = "neo4j", password: str = "", database: str = DATABASE
) -> Neo4jStore:
    return Neo4jStore(url, user=user, password=password, database=database, timeout=PATIENCE)


@pytest.fixture
def silent_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
async def test_a_neo4j_that_is_not_there(silent_port: int, scheme: str) -> None:
    url = f"{scheme}://127.0.0.1:{silent_port}"
    store = neo4j_at(url)
    assert await sentences(store) == {
        f"连不上 Neo4j {url}，没有任何改动；请检查服务是否启动，然后重试。",
        f"Neo4j at {url} cannot be reached; nothing was changed. "
        "Check that it runs, then try again.",
    }
    await store.close()


async def test_a_neo4j_at_a_name_that_does_not_exist() -> None:
    store = neo4j_at("bolt://no-such-host.invalid:7687")
    with pytest.raises(GraphUnavailable, match=r"graph\.unreachable"):
        await store.read(MARKETS)
    await store.close()


@pytest.mark.parametrize("url", ["neo4j://127.0.0.1:port", "bolt+nonsense://127.0.0.1"])
def test_an_address_that_cannot_be_one(url: str) -> None:
    with pytest.raises(GraphUnavailable, match=r"graph\.unreachable"):
        neo4j_at(url)


async def test_a_password_that_neo4j_does_not_take(neo4j_server: Neo4jServer) -> None:
    # another user, because the server locks one out after three wrong passwords
    store = neo4j_at(neo4j_server.url, user="nobody")
    assert await sentences(store) == {
        f"Neo4j {neo4j_server.url} 拒绝了用户名或密码；"
        "请检查 CHAINLINK_GRAPH_USER 与 CHAINLINK_GRAPH_PASSWORD。",
        f"Neo4j at {neo4j_server.url} refused the user name or password; "
        "check CHAINLINK_GRAPH_USER and CHAINLINK_GRAPH_PASSWORD.",
    }
    await store.close()


async def test_a_user_that_neo4j_has_locked_out_for_a_while(neo4j_server: Neo4jServer) -> None:
    store = neo4j_at(neo4j_server.url, user="guesser")
    for _ in range(5):
        with pytest.raises(GraphUnavailable, match=r"graph\.refused"):
            await store.read(MARKETS)
    await store.close()


async def test_a_database_that_neo4j_does_not_have(neo4j_server: Neo4jServer) -> None:
    store = neo4j_at(neo4j_server.url, neo4j_server.user, neo4j_server.password, "elsewhere")
    with pytest.raises(GraphUnavailable) as refused:
        await store.read(MARKETS)
    assert sentence(refused.value, Language.EN) == (
        f"Neo4j at {neo4j_server.url} does not have the database asked for; "
        "check CHAINLINK_GRAPH_DATABASE."
    )
    await store.close()


def test_a_graph_file_that_another_process_holds(tmp_path: Path) -> None:
    path = f"{tmp_path}/graph.lbdb"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD_THE_GRAPH, path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(GraphUnavailable) as refused:
            LadybugStore(path, memory=64)
        holder.communicate()
    assert [sentence(refused.value, language) for language in Language] == [
        f"图数据库文件 {path} 正被另一个进程使用；"
        "请先停止它，或改用 Neo4j（CHAINLINK_GRAPH=neo4j://…）。",
        f"The graph file {path} is in use by another process; "
        "stop it first, or use Neo4j (CHAINLINK_GRAPH=neo4j://…).",
    ]
    asyncio.run(LadybugStore(path, memory=64).close())


def make_garbage(path: Path) -> None:
    path.write_bytes(b"not a graph" * 1000)


def make_folder(path: Path) -> None:
    path.mkdir()


def make_file_of_its_folder(path: Path) -> None:
    path.parent.rmdir()
    path.parent.write_text("a file")


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (make_garbage, "not a valid Lbug database file"),
        (make_folder, "Database path cannot be a directory"),
        (make_file_of_its_folder, "File exists"),
    ],
)
def test_a_graph_file_that_is_none(
    tmp_path: Path, spoil: Callable[[Path], None], reason: str
) -> None:
    folder = tmp_path / "clockwork"  # "lock" in a name must not make it a locked file
    folder.mkdir()
    spoil(folder / "graph.lbdb")
    with pytest.raises(GraphUnavailable) as refused:
        LadybugStore(f"{folder}/graph.lbdb", memory=64)
    said = [sentence(refused.value, language) for language in Language]
    assert said[0].startswith(f"无法打开图数据库 {folder}/graph.lbdb：")
    assert said[1].startswith(f"The graph {folder}/graph.lbdb cannot be opened: ")
    assert all(reason in one for one in said)


async def test_half_a_graph_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "graph.lbdb"
    store = LadybugStore(str(path), memory=64)
    await store.apply_schema(load_schema())
    await store.close()
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(GraphUnavailable, match=r"graph\.unreadable"):
        LadybugStore(str(path), memory=64)


async def test_a_folder_that_is_not_there_yet_is_made(tmp_path: Path) -> None:
    store = LadybugStore(f"{tmp_path}/a/b/graph.lbdb", memory=64)
    await store.apply_schema(load_schema())
    await store.close()
    assert (tmp_path / "a" / "b" / "graph.lbdb").is_file()


@pytest.mark.parametrize("url", ["mysql://localhost", "ladybug", "ladybug:", "", "./a.lbdb"])
def test_an_engine_that_does_not_exist(url: str) -> None:
    with pytest.raises(GraphUnavailable) as refused:
        open_graph(Settings(_env_file=None, graph=url))
    assert sentence(refused.value, Language.ZH) == (
        f"CHAINLINK_GRAPH={url} 不认识；请用 ladybug:路径、neo4j://主机 或 bolt://主机。"
    )


async def test_a_graph_that_was_closed(graph_settings: Settings) -> None:
    store = open_graph(graph_settings)
    await store.apply_schema(load_schema())
    await store.close()
    await store.close()
    with pytest.raises(GraphUnavailable):
        await store.read(MARKETS)
    with pytest.raises(GraphUnavailable):
        await store.transact(add_market)


async def test_what_was_saved_is_there_when_the_graph_is_opened_again(
    graph_settings: Settings,
) -> None:
    store = open_graph(graph_settings)
    await store.apply_schema(load_schema())
    await store.transact(add_market)
    await store.close()
    reopened = open_graph(graph_settings)
    assert await reopened.read(MARKETS) == [{"code": "RU"}]
    await reopened.close()
