"""Neo4j goes away and comes back while everybody writes: clear refusals, nothing lost, nothing
twice."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import httpx
import pytest

from chainlink.accounts.model import Role
from chainlink.api.relay import global_id
from chainlink.app import App, build_app
from chainlink.graph.cypher import Query
from chainlink.graph.neo4j import Neo4jStore
from chainlink.journal.verification import verify
from chainlink.serving import create_web_app
from chainlink.settings import Settings
from tests.cuttable_proxy import CuttableProxy
from tests.factories import SYSTEM, create_enterprise, load_small_reference
from tests.neo4j_database import DATABASE
from tests.servers.neo4j_server import Neo4jServer

OUTAGES = 5
WRITERS = 8
DECLARE = """mutation ($input: DeclareCapabilityInput!) { result: declareCapability(input: $input) {
  __typename ... on Capability { id } ... on Failure { code message } } }"""
TITLES = Query(
    "tests/outage_titles",
    "MATCH (e:Enterprise)-[:OFFERS]->(c:Capability) RETURN c.claim AS id, c.title AS title",
)


@pytest.fixture
def emptied(request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("_neo4j_store")


@pytest.fixture
async def remote_app(
    proxy: CuttableProxy, neo4j_server: Neo4jServer, emptied: None
) -> AsyncIterator[App]:
    store = Neo4jStore(
        f"bolt://127.0.0.1:{proxy.port}",
        user=neo4j_server.user,
        password=neo4j_server.password,
        database=DATABASE,
        timeout=0.2,
    )
    app = build_app(Settings(_env_file=None), store=store)
    await app.journal.prepare()
    await load_small_reference(app)
    yield app
    await store.close()


async def test_everybody_writes_while_the_graph_comes_and_goes(
    remote_app: App, proxy: CuttableProxy
) -> None:
    enterprise = global_id("Enterprise", (await create_enterprise(remote_app)).id)
    await remote_app.accounts.create(SYSTEM, "writer", Role.ADMIN)
    token = (await remote_app.accounts.issue_token(SYSTEM, "writer")).secret
    web = create_web_app(remote_app)
    statuses: Counter[int] = Counter()
    acknowledged: dict[str, str] = {}
    over = asyncio.Event()

    async def write(client: httpx.AsyncClient, writer: int) -> None:
        number = 0
        while not over.is_set():
            number += 1
            key = f"{writer}-{number}"
            while key not in acknowledged:  # again, until somebody answers
                form = {"enterprise": enterprise, "title": key, "requestId": key}
                answer = await client.post(
                    "/graphql",
                    json={"query": DECLARE, "variables": {"input": form}},
                    headers={"authorization": f"Bearer {token}"},
                )
                statuses[answer.status_code] += 1
                if answer.status_code == 200:
                    acknowledged[key] = answer.json()["data"]["result"]["id"]
                else:
                    [error] = answer.json()["errors"]
                    assert error["extensions"]["code"] == "GRAPH_UNAVAILABLE", error
                    assert answer.headers["retry-after"] == "1"
                    await asyncio.sleep(0.05)

    transport = httpx.ASGITransport(web, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://tests") as client:
        writers = [asyncio.create_task(write(client, number)) for number in range(WRITERS)]
        for outage in range(OUTAGES):
            await asyncio.sleep(0.3)
            if outage % 2:
                proxy.lose_the_answer_to_the_next_commit()
                await asyncio.sleep(0.1)
            await proxy.cut()
            await asyncio.sleep(1.5)
            await proxy.restore()
        await asyncio.sleep(0.5)
        over.set()
        await asyncio.gather(*writers)

    assert set(statuses) == {200, 503}, statuses
    found = Counter(row["title"] for row in await remote_app.store.read(TITLES))
    assert found == Counter(acknowledged.keys())
    ids = {row["title"]: row["id"] for row in await remote_app.store.read(TITLES)}
    assert {key: global_id("Capability", id_) for key, id_ in ids.items()} == acknowledged
    assert (await verify(remote_app.journal)).key is None
