"""Neo4j goes away in the middle of work and comes back."""

from collections.abc import AsyncIterator

import pytest

from chainlink.app import App, build_app
from chainlink.enterprises.reading import EnterpriseFilter
from chainlink.errors import GraphUnavailable
from chainlink.graph.cypher import Query
from chainlink.graph.neo4j import Neo4jStore
from chainlink.graph.port import GraphReader, GraphStore, GraphTransaction
from chainlink.journal.verification import verify
from chainlink.language import Language, sentence
from chainlink.settings import Settings
from tests.cuttable_proxy import CuttableProxy
from tests.factories import SYSTEM, enterprise_draft, load_small_reference
from tests.neo4j_database import DATABASE
from tests.servers.neo4j_server import Neo4jServer

CODES = Query("tests/codes", "MATCH (m:Market) RETURN m.code AS code ORDER BY code")
ADD = Query("tests/add", "CREATE (:Market {code: $code, name_zh: $code, name_en: $code})")
PATIENCE = 0.5  # seconds; the first new try comes a second later all the same


@pytest.fixture
def direct(request: pytest.FixtureRequest) -> GraphStore:
    """The same graph past the proxy, emptied."""
    opened: GraphStore = request.getfixturevalue("_neo4j_store")
    return opened


@pytest.fixture
async def away(
    proxy: CuttableProxy, neo4j_server: Neo4jServer, direct: GraphStore
) -> AsyncIterator[Neo4jStore]:
    """The graph behind the proxy."""
    store = Neo4jStore(
        f"bolt://127.0.0.1:{proxy.port}",
        user=neo4j_server.user,
        password=neo4j_server.password,
        database=DATABASE,
        timeout=PATIENCE,
    )
    yield store
    await store.close()


@pytest.fixture
async def remote_app(away: Neo4jStore) -> App:
    """The platform behind the proxy, on an empty graph with the small reference."""
    app = build_app(Settings(_env_file=None), store=away)
    await app.journal.prepare()
    await load_small_reference(app)
    return app


async def codes(reader: GraphReader) -> list[str]:
    return [row["code"] for row in await reader.read(CODES)]


async def add_two(transaction: GraphTransaction) -> None:
    await transaction.write(ADD, code="AA")
    await transaction.write(ADD, code="BB")


async def test_a_server_that_dies_within_a_change_leaves_nothing_half_done(
    away: Neo4jStore, proxy: CuttableProxy, direct: GraphStore
) -> None:
    async def work(transaction: GraphTransaction) -> None:
        await transaction.write(ADD, code="AA")
        await proxy.cut()
        await transaction.write(ADD, code="BB")

    with pytest.raises(GraphUnavailable) as refused:
        await away.transact(work)
    assert sentence(refused.value, Language.EN) == (
        f"Neo4j at bolt://127.0.0.1:{proxy.port} cannot be reached; nothing was changed. "
        "Check that it runs, then try again."
    )
    assert await codes(direct) == []
    await proxy.restore()
    assert await codes(away) == []
    await away.transact(add_two)
    assert await codes(away) == ["AA", "BB"]


async def test_a_server_that_is_soon_back_is_not_noticed(
    away: Neo4jStore, proxy: CuttableProxy
) -> None:
    tries: list[str] = []

    async def work(transaction: GraphTransaction) -> None:
        await transaction.write(ADD, code="AA")
        if not tries:
            tries.append("cut")
            await proxy.cut()
            await proxy.restore()
        await transaction.write(ADD, code="BB")

    await away.transact(work)
    assert tries == ["cut"]
    assert await codes(away) == ["AA", "BB"]


async def test_connections_that_broke_while_nobody_used_them_are_replaced(
    away: Neo4jStore, proxy: CuttableProxy
) -> None:
    await away.transact(add_two)
    await proxy.cut()
    await proxy.restore()
    assert await codes(away) == ["AA", "BB"]
    await proxy.cut()
    with pytest.raises(GraphUnavailable, match=r"graph\.unreachable"):
        await codes(away)
    await proxy.restore()
    assert await codes(away) == ["AA", "BB"]


async def test_a_change_whose_saving_nobody_confirmed_is_not_called_undone(
    away: Neo4jStore, proxy: CuttableProxy, direct: GraphStore
) -> None:
    await codes(away)
    proxy.lose_the_answer_to_the_next_commit()
    with pytest.raises(GraphUnavailable) as refused:
        await away.transact(add_two)
    assert sentence(refused.value, Language.ZH) == (
        f"提交时与 Neo4j bolt://127.0.0.1:{proxy.port} 的连接中断，不能确定改动是否已保存；"
        "请刷新核对，或用同一个 requestId 重发（不会重复执行）。"
    )
    assert await codes(direct) == ["AA", "BB"]


async def test_sending_the_same_request_again_is_the_way_out(
    remote_app: App, proxy: CuttableProxy
) -> None:
    draft = enterprise_draft(name="断线机械厂")
    before, _ = await remote_app.journal.head()
    proxy.lose_the_answer_to_the_next_commit()
    with pytest.raises(GraphUnavailable, match=r"graph\.unsure"):
        await remote_app.enterprises.register(SYSTEM, draft, request="r1")
    enterprise = await remote_app.enterprises.register(SYSTEM, draft, request="r1")
    assert enterprise.name == "断线机械厂"
    assert await remote_app.enterprises.search(SYSTEM, EnterpriseFilter(), 10, None) == [enterprise]
    actions = [entry.action for entry in await remote_app.journal.entries(before)]
    assert actions == ["enterprise.registered", "membership.opened"]
    assert (await verify(remote_app.journal)).key is None


async def test_an_outage_within_a_change_of_the_platform_leaves_its_journal_whole(
    remote_app: App, proxy: CuttableProxy
) -> None:
    before = await remote_app.journal.head()
    await proxy.cut()
    with pytest.raises(GraphUnavailable):
        await remote_app.enterprises.register(SYSTEM, enterprise_draft())
    await proxy.restore()
    assert await remote_app.journal.head() == before
    await remote_app.enterprises.register(SYSTEM, enterprise_draft())
    assert (await verify(remote_app.journal)).key is None
