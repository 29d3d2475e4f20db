"""Graphs, clocks and applications for the tests: every engine, one Neo4j server a process.

A test that asks for ``engine`` (or ``store``, ``app``, ``seeded_app``, ``graph_settings``: all do)
runs once on each engine. Tests that only read ask for ``seeded_app``; ``running_order`` says when
they run, and what is done where several processes run the tests.
"""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import hypothesis
import pytest
from pydantic import SecretStr
from xdist import is_xdist_worker
from xdist.workermanage import WorkerController

from chainlink.app import App, build_app
from chainlink.graph.port import GraphStore
from chainlink.seeding import seed
from chainlink.settings import Settings
from tests.cuttable_proxy import CuttableProxy
from tests.engines import ENGINES
from tests.ladybug_copies import MEMORY, LadybugCopies, ladybug_copies
from tests.neo4j_database import DATABASE, Neo4jDatabase
from tests.servers.neo4j_server import Neo4jServer, Unavailable, acquire_neo4j
from tests.settable_clock import SettableClock
from tests.small_app import Graph, app_on, rest

# machines are shared: how long one example takes says nothing
hypothesis.settings.register_profile("shared", deadline=None)
hypothesis.settings.load_profile("shared")

pytest_plugins = ("tests.running_order",)
SKIPPED = pytest.StashKey[dict[str, str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[SKIPPED] = {}
    for name in [name for name in os.environ if name.startswith("CHAINLINK_")]:
        if not name.startswith("CHAINLINK_TEST_"):
            del os.environ[name]  # what this machine sets must not decide what tests see
    os.environ["CHAINLINK_PASSWORD_MEMORY"] = "32"  # hashing as dear as it is meant to be
    os.environ["CHAINLINK_PASSWORD_PASSES"] = "1"  # would take most of the tests' time


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: WorkerController) -> None:
    """Collect what the processes that ran tests have skipped."""
    node.config.stash[SKIPPED].update(getattr(node, "workeroutput", {}).get("skipped", {}))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the process that reports what this one has skipped."""
    if is_xdist_worker(session):
        session.config.workeroutput["skipped"] = session.config.stash[SKIPPED]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for engine, reason in config.stash[SKIPPED].items():
        terminalreporter.write_line(f"{engine}: skipped, {reason}")


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """The engine that the test runs on; a test that asks for it runs on each."""
    name: str = request.param
    if name == "neo4j":
        request.getfixturevalue("neo4j_server")
    return name


@pytest.fixture(scope="session")
def neo4j_server(request: pytest.FixtureRequest) -> Iterator[Neo4jServer]:
    """This process's server, started when the first test needs it; skips where there is none."""
    found = acquire_neo4j(in_memory=True)
    if isinstance(found, Unavailable):
        request.config.stash[SKIPPED]["neo4j"] = found.reason
        pytest.skip(found.reason)
    yield found
    found.stop()


@pytest.fixture(scope="session")
async def neo4j_database(neo4j_server: Neo4jServer) -> AsyncIterator[Neo4jDatabase]:
    """The server's database, claimed for the tests and left empty."""
    database = Neo4jDatabase(neo4j_server)
    await database.claim()
    yield database
    await database.release()


@pytest.fixture
async def proxy(neo4j_server: Neo4jServer) -> AsyncIterator[CuttableProxy]:
    """What stands between a test and its Neo4j server, so that it can be taken away."""
    address = urlsplit(neo4j_server.url)
    if "+" in address.scheme:
        pytest.skip(f"{neo4j_server.url}: an encrypted connection cannot go through a proxy")
    proxy = CuttableProxy(address.hostname or "", address.port or 7687)
    await proxy.restore()
    yield proxy
    await proxy.cut()


@pytest.fixture
def clock() -> SettableClock:
    """Starts on 2026-11-24 at 16:00 in China."""
    return SettableClock()


@pytest.fixture(scope="session")
async def _ladybug_copies() -> AsyncIterator[LadybugCopies]:
    async with ladybug_copies() as copies:
        yield copies


@pytest.fixture
def store(_graph: Graph) -> GraphStore:
    """A graph with its tables or constraints, empty for a test that does not ask for ``app``."""
    return _graph.store


@pytest.fixture
def _small() -> None:
    """Asked for where the graph is to hold the small reference from the beginning."""


@pytest.fixture
def _graph(request: pytest.FixtureRequest, engine: str) -> Graph:
    opened: Graph = request.getfixturevalue(f"_{engine}_graph")
    return opened


@pytest.fixture
async def _ladybug_graph(
    request: pytest.FixtureRequest, _ladybug_copies: LadybugCopies
) -> AsyncIterator[Graph]:
    async with _ladybug_copies.opened(small="_small" in request.fixturenames) as opened:
        yield opened


@pytest.fixture
async def _neo4j_graph(request: pytest.FixtureRequest, neo4j_database: Neo4jDatabase) -> Graph:
    return await neo4j_database.opened(small="_small" in request.fixturenames)


@pytest.fixture
def _neo4j_store(_neo4j_graph: Graph) -> GraphStore:
    return _neo4j_graph.store


@pytest.fixture
def graph_settings(request: pytest.FixtureRequest, engine: str, tmp_path: Path) -> Settings:
    """Settings of an empty graph that can be opened, closed and opened again.

    On Neo4j it is the server's database; on the embedded engine a file of this test.
    """
    if engine == "ladybug":
        return Settings(_env_file=None, graph=f"ladybug:{tmp_path}/graph.lbdb", graph_memory=MEMORY)
    request.getfixturevalue("_neo4j_graph")
    return _neo4j_settings(request.getfixturevalue("neo4j_server"))


def _neo4j_settings(server: Neo4jServer) -> Settings:
    return Settings(
        _env_file=None,
        graph=server.url,
        graph_user=server.user,
        graph_password=SecretStr(server.password),
        graph_database=DATABASE,
    )


@pytest.fixture
def graph_environment(graph_settings: Settings) -> dict[str, str]:
    """``graph_settings`` as environment variables, for commands in processes of their own."""
    return {
        "CHAINLINK_GRAPH": graph_settings.graph,
        "CHAINLINK_GRAPH_USER": graph_settings.graph_user,
        "CHAINLINK_GRAPH_PASSWORD": graph_settings.graph_password.get_secret_value(),
        "CHAINLINK_GRAPH_DATABASE": graph_settings.graph_database,
        "CHAINLINK_GRAPH_MEMORY": str(graph_settings.graph_memory),
    }


@pytest.fixture
async def app(_small: None, _graph: Graph, clock: SettableClock) -> AsyncIterator[App]:
    """The platform on an empty graph with a small reference: see ``load_small_reference``."""
    built = await app_on(_graph, clock)
    yield built
    await rest(built)


@pytest.fixture(scope="module")
async def shared_app(_shared_graph: Graph) -> AsyncIterator[App]:
    """As ``app``, but one for all tests of a module: none may rely on what is not there."""
    built = await app_on(_shared_graph, SettableClock())
    yield built
    await rest(built)


@pytest.fixture(scope="module")
def _shared_graph(request: pytest.FixtureRequest, engine: str) -> Graph:
    opened: Graph = request.getfixturevalue(f"_shared_{engine}_graph")
    return opened


@pytest.fixture(scope="module")
async def _shared_ladybug_graph(_ladybug_copies: LadybugCopies) -> AsyncIterator[Graph]:
    async with _ladybug_copies.opened(small=True) as opened:
        yield opened


@pytest.fixture(scope="module")
async def _shared_neo4j_graph(neo4j_database: Neo4jDatabase) -> Graph:
    return await neo4j_database.opened(small=True)


@pytest.fixture(scope="session")
def seeded_app(request: pytest.FixtureRequest, engine: str) -> App:
    """The platform with all seeds, for tests that only read; one for all tests of an engine."""
    built: App = request.getfixturevalue(f"_seeded_{engine}")
    return built


@pytest.fixture(scope="session")
async def _seeded_ladybug() -> AsyncIterator[App]:
    settings = Settings(_env_file=None, graph="ladybug::memory:")
    built = build_app(settings, clock=SettableClock())
    await built.prepare()
    await seed(built)
    yield built
    await built.close()


@pytest.fixture(scope="session")
async def _seeded_neo4j(neo4j_database: Neo4jDatabase, neo4j_server: Neo4jServer) -> App:
    built = build_app(
        _neo4j_settings(neo4j_server), store=neo4j_database.store, clock=SettableClock()
    )
    await neo4j_database.empty()
    await built.prepare()
    await seed(built)
    neo4j_database.holds_seeds = True
    return built


@pytest.fixture(autouse=True)
def _seeds_are_there(request: pytest.FixtureRequest) -> None:
    """A test that empties the one database and one that reads the seeds in it do not mix."""
    if "seeded_app" not in request.fixturenames or request.getfixturevalue("engine") != "neo4j":
        return
    request.getfixturevalue("seeded_app")
    database: Neo4jDatabase = request.getfixturevalue("neo4j_database")
    if "store" in request.fixturenames or not database.holds_seeds:
        pytest.fail("the seeds were emptied from Neo4j: tests of seeded_app must run first")
