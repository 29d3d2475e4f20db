"""Documents and bodies made to hold the server: each is refused at once, in a sentence."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.api.conftest import Door
from tests.attack.attacked import attacked_door, faults, refused
from tests.attack.hostile import BODIES, DOCUMENTS

ONLY = "query ($n: Int) { categories(first: $n) { edges { cursor } } }"


@pytest.fixture(scope="module")
async def door() -> AsyncIterator[Door]:
    async with attacked_door() as opened:
        yield opened


@pytest.mark.parametrize("name", DOCUMENTS)
async def test_a_document_made_to_hold_the_server_is_refused_at_once(door: Door, name: str) -> None:
    body = json.dumps({"query": DOCUMENTS[name]()}).encode()
    assert await refused(door, body) in {
        "QUERY_TOO_COMPLEX",
        "GRAPHQL_PARSE_FAILED",
        "GRAPHQL_VALIDATION_FAILED",
    }


@pytest.mark.parametrize("name", BODIES)
async def test_a_body_that_is_no_request_is_refused_at_once(door: Door, name: str) -> None:
    assert await refused(door, BODIES[name]) == "BAD_REQUEST"


@pytest.mark.parametrize(
    "media_type", ["multipart/form-data; boundary=x", "application/graphql", "text/plain", ""]
)
async def test_only_json_is_read(door: Door, media_type: str) -> None:
    body = b'{"query": "{ __typename }"}'
    assert await refused(door, body, media_type=media_type) == "BAD_REQUEST"


VARIABLES: dict[str, Any] = {
    "past 32 bits": 2**31,
    "past 64 bits": 2**63,
    "past every bit": 10**400,
    "far below zero": -(2**31) - 1,
    "a fraction": 1.5,
    "text": "1",
    "a truth": True,
    "a list": [1],
    "an object": {"first": 1},
    "deep": json.loads("[" * 400 + "]" * 400),
}


@pytest.mark.parametrize("name", VARIABLES)
async def test_a_number_that_is_none_is_told(door: Door, name: str) -> None:
    body = {"query": ONLY, "variables": {"n": VARIABLES[name]}}
    assert await refused(door, json.dumps(body).encode()) in {"BAD_USER_INPUT", "BAD_REQUEST"}


@pytest.mark.parametrize("number", [0, -1, 2**31 - 1, -(2**31)])
async def test_a_page_of_an_impossible_size_is_told(door: Door, number: int) -> None:
    answer = await door.client.post("/graphql", json={"query": ONLY, "variables": {"n": number}})
    assert answer.status_code == 200
    assert faults(answer) == []
    assert answer.json()["errors"]


@pytest.mark.parametrize(
    "text", ["x" * 900_000, "易" * 200_000, "\0" * 100, "%" * 10_000, "😀" * 999]
)
async def test_a_text_of_any_length_is_looked_for_or_refused(door: Door, text: str) -> None:
    query = """query ($text: String!) {
      enterprises(search: $text, first: 1) { edges { cursor } }
      suggestCategories(text: $text, first: 1) { confidence }
      chain(code: $text) { code } node(id: "x") { id } }"""
    answer = await door.client.post("/graphql", json={"query": query, "variables": {"text": text}})
    assert answer.status_code < 500
    assert faults(answer) == []


MUTATIONS = [
    'mutation { liftVeto(input: {partner: "x", enterprise: "y"}) { ... on Failure { code } } }',
    "mutation One { __typename }",
    "query One { __typename } mutation Two { __typename }",
]


@pytest.mark.parametrize("document", MUTATIONS)
async def test_nothing_is_changed_by_get(door: Door, document: str) -> None:
    head = await door.app.journal.head()
    parameters = {"query": document, "operationName": "Two"}
    if "Two" not in document:
        del parameters["operationName"]
    answer = await door.client.get("/graphql", params=parameters)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"
    assert faults(answer) == []
    assert await door.app.journal.head() == head


@pytest.mark.parametrize(
    "address",
    [
        "query=%ff%fe",
        "query=%7B__typename%7D&variables=%ff",
        "query=%7B__typename%7D&variables=%5B" + "%5B" * 5_000,
        "query=%7B__typename%7D&variables=%7B%22a%22:%22%5Cud800%22%7D",
        "query=%7B__typename%7D&extensions=null%00",
        "query=" + "%7Ba" * 5_000,
        "query",
        "&&&===",
        "documentId=%00",
    ],
)
async def test_an_address_that_asks_nothing_is_told(door: Door, address: str) -> None:
    headers = {"accept": "application/graphql-response+json"}
    answer = await door.client.get(f"/graphql?{address}", headers=headers)
    assert 400 <= answer.status_code < 500
    assert faults(answer) == []
