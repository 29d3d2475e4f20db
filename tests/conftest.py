"""Graphs, clocks and applications for the tests: every engine, one Neo4j server a run.

A test that asks for ``engine`` (or ``store``, ``app``, ``seeded_app``, ``graph_settings``: all do)
runs once on each engine. Tests that only read ask for ``seeded_app`` and run before the others of
their engine, because on Neo4j both use the one database that the server has.
"""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import hypothesis
import pytest
from pydantic import SecretStr

from chainlink.app import App, build_app
from chainlink.graph.declaration import load_schema
from chainlink.graph.ladybug import LadybugStore
from chainlink.graph.port import GraphStore
from chainlink.seeding import seed
from chainlink.settings import Settings
from tests.factories import load_small_reference
from tests.neo4j_database import DATABASE, Neo4jDatabase
from tests.servers.neo4j_server import Neo4jServer, Unavailable, acquire_neo4j
from tests.settable_clock import SettableClock

# machines are shared: how long one example takes says nothing
hypothesis.settings.register_profile("shared", deadline=None)
hypothesis.settings.load_profile("shared")

ENGINES = ("ladybug", "neo4j")
MEMORY = 256  # MiB of buffer pool; the seeds take 60
SKIPPED = pytest.StashKey[dict[str, str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[SKIPPED] = {}
    for name in [name for name in os.environ if name.startswith("CHAINLINK_")]:
        if not name.startswith("CHAINLINK_TEST_"):
            del os.environ[name]  # what this machine sets must not decide what tests see


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without an engine, then engine by engine, tests of the seeds first."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> tuple[int, bool]:
    fixtures = getattr(item, "fixturenames", ())
    parameters = getattr(getattr(item, "callspec", None), "params", {})
    engine = parameters.get("engine", "neo4j" if "neo4j_server" in fixtures else None)
    place = ENGINES.index(engine) + 1 if engine in ENGINES else 0
    return place, "seeded_app" not in fixtures


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
    """The run's one server, started when the first test needs it; skips where there is none."""
    found = acquire_neo4j()
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
def clock() -> SettableClock:
    """Starts on 2026-11-24 at 16:00 in China."""
    return SettableClock()


@pytest.fixture
def store(request: pytest.FixtureRequest, engine: str) -> GraphStore:
    """An empty graph with its tables or constraints."""
    opened: GraphStore = request.getfixturevalue(f"_{engine}_store")
    return opened


@pytest.fixture
async def _ladybug_store() -> AsyncIterator[GraphStore]:
    opened = LadybugStore(":memory:", memory=MEMORY)
    await opened.apply_schema(load_schema())
    yield opened
    await opened.close()


@pytest.fixture
async def _neo4j_store(neo4j_database: Neo4jDatabase) -> GraphStore:
    await neo4j_database.empty()
    return neo4j_database.store


@pytest.fixture
def graph_settings(request: pytest.FixtureRequest, engine: str, tmp_path: Path) -> Settings:
    """Settings of an empty graph that can be opened, closed and opened again.

    On Neo4j it is the run's database; on the embedded engine a file of this test.
    """
    if engine == "ladybug":
        return Settings(_env_file=None, graph=f"ladybug:{tmp_path}/graph.lbdb", graph_memory=MEMORY)
    request.getfixturevalue("_neo4j_store")
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
async def app(store: GraphStore, clock: SettableClock) -> App:
    """The platform on an empty graph with a small reference: see ``load_small_reference``."""
    return await _small_app(store, clock)


async def _small_app(store: GraphStore, clock: SettableClock) -> App:
    built = build_app(Settings(_env_file=None, graph="ladybug::memory:"), store=store, clock=clock)
    await built.journal.prepare()
    await load_small_reference(built)
    return built


@pytest.fixture(scope="module")
async def shared_app(_shared_store: GraphStore) -> App:
    """As ``app``, but one for all tests of a module: none may rely on what is not there."""
    return await _small_app(_shared_store, SettableClock())


@pytest.fixture(scope="module")
def _shared_store(request: pytest.FixtureRequest, engine: str) -> GraphStore:
    opened: GraphStore = request.getfixturevalue(f"_shared_{engine}_store")
    return opened


@pytest.fixture(scope="module")
async def _shared_ladybug_store() -> AsyncIterator[GraphStore]:
    opened = LadybugStore(":memory:", memory=MEMORY)
    await opened.apply_schema(load_schema())
    yield opened
    await opened.close()


@pytest.fixture(scope="module")
async def _shared_neo4j_store(neo4j_database: Neo4jDatabase) -> GraphStore:
    await neo4j_database.empty()
    return neo4j_database.store


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
