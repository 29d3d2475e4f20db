"""Expected failures in words; unexpected ones by an id, with the rest in the log."""

import json
import logging
from collections.abc import AsyncIterator

import httpx
import pytest

from chainlink.accounts.model import Role
from chainlink.api.relay import global_id
from chainlink.app import build_app
from chainlink.enterprises.model import Enterprise
from chainlink.graph.cypher import Query
from chainlink.graph.port import GraphTransaction
from chainlink.serving import create_web_app
from chainlink.settings import Settings
from tests.api.conftest import Door
from tests.factories import create_enterprise

SECRET = "一个不能说出去的名字"
SPOIL = Query("tests/spoil", "MATCH (e:Enterprise) WHERE e.id = $id SET e.sector = 'NONE'")


@pytest.fixture
async def spoiled(door: Door) -> Enterprise:
    """An enterprise whose stored value breaks a rule, as only a hand past the platform could."""
    works = await create_enterprise(door.app, name=SECRET)

    async def work(transaction: GraphTransaction) -> None:
        await transaction.write(SPOIL, id=works.id)

    await door.app.store.transact(work)
    return works


async def test_an_unexpected_failure_says_nothing_but_its_id(
    door: Door, spoiled: Enterprise, caplog: pytest.LogCaptureFixture
) -> None:
    admin = await door.token(Role.ADMIN)
    query = "query Spoiled { enterprises { edges { node { name } } } }"
    with caplog.at_level(logging.INFO, "chainlink.api"):
        answer = await door.send(query, token=admin, once=True)
    [error] = answer["errors"]
    error_id = error["extensions"].pop("errorId")
    assert error == {
        "message": f"系统内部出错，没有告知更多；请把编号 {error_id} 报给管理员。",
        "locations": [{"line": 1, "column": 17}],
        "path": ["enterprises"],
        "extensions": {"code": "INTERNAL"},
    }
    assert answer["data"] is None
    [failure] = [one for one in caplog.records if one.levelno == logging.ERROR]
    assert json.loads(failure.getMessage()) == {
        "event": "failure",
        "errorId": error_id,
        "operation": "Spoiled",
    }
    assert failure.exc_info
    assert "sector" in str(failure.exc_info[1])
    operation = json.loads(
        next(one.getMessage() for one in caplog.records if '"operation"' in one.getMessage()[:24])
    )
    assert operation["errors"] == ["INTERNAL"]


async def test_what_failed_in_one_field_leaves_the_others(door: Door, spoiled: Enterprise) -> None:
    admin = await door.token(Role.ADMIN)
    query = "query ($id: ID!) { viewer { role } enterprise(id: $id) { name } }"
    answer = await door.send(query, id=global_id("Enterprise", spoiled.id), token=admin)
    assert answer["data"] == {"viewer": {"role": "ADMIN"}, "enterprise": None}
    assert [one["path"] for one in answer["errors"]] == [["enterprise"]]
    english = await door.send(
        query, id=global_id("Enterprise", spoiled.id), token=admin, language="en"
    )
    assert english["errors"][0]["message"].startswith("Something went wrong inside")


async def test_a_mutation_that_fails_unexpectedly_changes_nothing(
    door: Door, spoiled: Enterprise
) -> None:
    admin = await door.token(Role.ADMIN)
    head = await door.app.journal.head()
    query = """mutation ($id: ID!) {
      setMatchingOptOut(input: {id: $id, version: 1, optedOut: true}) { __typename } }"""
    answer = await door.send(query, id=global_id("Enterprise", spoiled.id), token=admin)
    assert answer["data"] is None
    assert answer["errors"][0]["extensions"]["code"] == "INTERNAL"
    assert SECRET not in json.dumps(answer, ensure_ascii=False)
    assert await door.app.journal.head() == head


@pytest.fixture
async def cut_off() -> AsyncIterator[httpx.AsyncClient]:
    """The web application of a platform whose Neo4j does not answer."""
    settings = Settings(_env_file=None, graph="bolt://127.0.0.1:1", graph_timeout=0.2)
    app = build_app(settings)
    transport = httpx.ASGITransport(create_web_app(app), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://tests") as client:
        yield client
    await app.close()


SENTENCE = "连不上 Neo4j bolt://127.0.0.1:1，没有任何改动；请检查服务是否启动，然后重试。"


async def test_a_graph_that_is_away_is_said_so(cut_off: httpx.AsyncClient) -> None:
    answer = await cut_off.post("/graphql", json={"query": "{ chains { name } }"})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert answer.json() == {
        "errors": [
            {
                "message": SENTENCE,
                "locations": [{"line": 1, "column": 3}],
                "path": ["chains"],
                "extensions": {"code": "GRAPH_UNAVAILABLE"},
            }
        ],
        "data": None,
    }
    mutation = """mutation { liftVeto(input: {
      enterprise: "91370812TE5T00001U", partner: "91370812TE5T00002U"}) { __typename } }"""
    answer = await cut_off.post("/graphql", json={"query": mutation})
    assert answer.json()["errors"][0]["extensions"] == {"code": "GRAPH_UNAVAILABLE"}


async def test_nobody_can_be_signed_in_while_the_graph_is_away(cut_off: httpx.AsyncClient) -> None:
    answer = await cut_off.post(
        "/graphql",
        json={"query": "{ viewer { role } }"},
        headers={"authorization": "Bearer cl_x"},
    )
    assert answer.status_code == 503
    assert answer.json()["errors"] == [
        {"message": SENTENCE, "extensions": {"code": "GRAPH_UNAVAILABLE"}}
    ]


async def test_the_probes_tell_a_process_from_its_graph(cut_off: httpx.AsyncClient) -> None:
    assert (await cut_off.get("/healthz")).status_code == 200
    answer = await cut_off.get("/readyz", headers={"accept-language": "en"})
    assert answer.status_code == 503
    assert answer.json() == {
        "ready": False,
        "code": "GRAPH_UNAVAILABLE",
        "message": "Neo4j at bolt://127.0.0.1:1 cannot be reached; nothing was changed. "
        "Check that it runs, then try again.",
    }
