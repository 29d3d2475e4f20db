"""The documents that the platform publishes, by name and by hash, as programs ask for them."""

import hashlib
import json
from typing import Any

import pytest
from graphql import OperationDefinitionNode, parse, print_ast, validate

from chainlink.api.guard import Guard
from chainlink.api.persisted_documents import FOLDER, published_documents
from chainlink.api.schema import build_schema
from chainlink.settings import Settings
from tests.api.conftest import Door

FILES = sorted(FOLDER.glob("*.graphql"))
VIEWER = (FOLDER / "Viewer.graphql").read_text(encoding="utf-8").rstrip("\n")
HASH = hashlib.sha256(VIEWER.encode()).hexdigest()
NAMES_IT: list[dict[str, Any]] = [
    {"documentId": "Viewer"},
    {"documentId": f"sha256:{HASH}"},
    {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": HASH}}},
]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_published_document_fits_the_schema_and_the_limits(file: Any) -> None:
    schema = build_schema().graphql
    text = file.read_text(encoding="utf-8")
    document = parse(text)
    assert print_ast(document) + "\n" == text  # else a client's hash of the same is another
    assert validate(schema, document) == []
    [operation] = document.definitions
    assert isinstance(operation, OperationDefinitionNode)
    assert operation.name is not None
    assert operation.name.value == file.stem
    Guard(schema, Settings(_env_file=None).query_cost).check(document, {})


def test_what_the_pages_of_the_platform_ask_is_published() -> None:
    assert {"Viewer", "Enterprises", "Enterprise", "RecommendedPartners", "Inbox"} <= set(
        published_documents()
    )


@pytest.mark.parametrize("named", NAMES_IT)
async def test_a_published_document_runs_by_name_and_by_hash(
    plain_door: Door, named: dict[str, Any]
) -> None:
    posted = await plain_door.client.post("/graphql", json=named)
    assert posted.status_code == 200
    assert posted.json() == {"data": {"viewer": None}}
    parameters = {
        name: one if isinstance(one, str) else json.dumps(one) for name, one in named.items()
    }
    got = await plain_door.client.get("/graphql", params=parameters)
    assert (got.status_code, got.json()) == (200, posted.json())


async def test_variables_go_into_a_published_document(plain_door: Door) -> None:
    token, enterprise = await plain_door.member()
    answer = await plain_door.client.post(
        "/graphql",
        json={"documentId": "Enterprise", "variables": {"uscc": enterprise.uscc}},
        headers={"authorization": f"Bearer {token}"},
    )
    assert answer.json()["data"]["enterprise"]["name"] == enterprise.name


async def test_a_text_that_is_sent_wins_over_the_hash_beside_it(plain_door: Door) -> None:
    """So that Apollo's second try, with text and hash, is answered."""
    body = {"query": "{ __typename }", "extensions": {"persistedQuery": {"sha256Hash": HASH}}}
    answer = await plain_door.client.post("/graphql", json=body)
    assert answer.json() == {"data": {"__typename": "Query"}}


@pytest.mark.parametrize(
    "named",
    [
        {"documentId": "Nothing"},
        {"documentId": f"sha256:{'0' * 64}"},
        {"documentId": "../persisted/Viewer"},
        {"documentId": ""},
        {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}},
    ],
)
async def test_an_unknown_document_is_told_in_one_sentence(
    plain_door: Door, named: dict[str, Any]
) -> None:
    answer = await plain_door.client.post("/graphql", json=named)
    assert answer.status_code == 404
    assert answer.json() == {
        "errors": [
            {
                "message": "没有发布过这份文档；请发送 query，或用已发布的名称。",
                "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"},
            }
        ]
    }


@pytest.mark.parametrize(
    "named",
    [
        {"documentId": 3},
        {"documentId": ["Viewer"]},
        {"extensions": {"persistedQuery": {"sha256Hash": 3}}},
    ],
)
async def test_an_identifier_is_a_text(plain_door: Door, named: dict[str, Any]) -> None:
    answer = await plain_door.client.post("/graphql", json=named)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["message"] == "documentId 必须是文字。"
