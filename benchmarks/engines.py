"""An empty platform on each engine: an embedded file, and a Neo4j server started for the run."""

import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pydantic import SecretStr

from chainlink.app import App, build_app
from chainlink.graph.cypher import Query
from chainlink.settings import Settings
from tests.servers.neo4j_server import Unavailable, acquire_neo4j

ENGINES = ("ladybug", "neo4j")
_DELETE = Query("benchmark_empty", "MATCH (n) WITH n LIMIT 20000 DETACH DELETE n")
_COUNT = Query("benchmark_count", "MATCH (n) RETURN count(n) AS n")


@asynccontextmanager
async def fresh_app(engine: str) -> AsyncIterator[App | None]:
    """The platform on an empty graph, or None (and the reason printed) where there is no engine."""
    if engine == "ladybug":
        folder = tempfile.mkdtemp(prefix="chainlink-benchmark-")
        app = build_app(Settings(_env_file=None, graph=f"ladybug:{folder}/graph.lbdb"))
        await app.prepare()
        try:
            yield app
        finally:
            await app.close()
            shutil.rmtree(folder)
        return
    server = acquire_neo4j()
    if isinstance(server, Unavailable):
        print(f"neo4j: skipped, {server.reason}")
        yield None
        return
    app = build_app(
        Settings(
            _env_file=None,
            graph=server.url,
            graph_user=server.user,
            graph_password=SecretStr(server.password),
        )
    )
    try:
        await _empty(app)
        await app.prepare()
        yield app
        await _empty(app)
    finally:
        await app.close()
        server.stop()


async def _empty(app: App) -> None:
    while (await app.store.read(_COUNT))[0]["n"]:
        await app.store.transact(lambda transaction: transaction.write(_DELETE))
