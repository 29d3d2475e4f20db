"""GraphQL over HTTP, audit point by audit point, and bodies that are none."""

import json
from typing import Any

import httpx
import pytest

from tests.api.conftest import Door

NEW = "application/graphql-response+json"
OLD = "application/json"
QUERY = "{ __typename }"
MUTATION = (
    'mutation { liftVeto(input: {partner: "x", enterprise: "y"}) { ... on Failure { code } } }'
)


async def post(
    door: Door, body: Any, *, accept: str | None = OLD, content_type: str | None = OLD
) -> httpx.Response:
    headers = {"accept": accept} if accept else {"accept": ""}
    if content_type:
        headers["content-type"] = content_type
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return await door.client.post("/graphql", content=content, headers=headers)


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        (NEW, NEW),
        (OLD, OLD),
        (None, OLD),
        ("*/*", OLD),
        ("application/*", OLD),
        (f"{NEW}, {OLD};q=0.9", NEW),
        (f"{OLD};q=0.5, {NEW};q=0.4", OLD),
        (f"{NEW}, {OLD}", OLD),
        ("text/html, */*;q=0.1", OLD),
        ("*/*, application/json;q=0", NEW),
        (f"{NEW};q=wrong, {OLD}", OLD),
    ],
)
async def test_the_answer_comes_in_the_media_type_that_is_liked_best(
    plain_door: Door, accept: str | None, given: str
) -> None:
    answer = await post(plain_door, {"query": QUERY}, accept=accept)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == f"{given}; charset=utf-8"
    assert answer.json() == {"data": {"__typename": "Query"}}


async def test_a_client_that_takes_neither_is_told(plain_door: Door) -> None:
    answer = await post(plain_door, {"query": QUERY}, accept="text/html")
    assert answer.status_code == 406
    assert "Accept" in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    "content_type",
    [None, "text/plain", "multipart/form-data; boundary=x", "application/json; charset=gbk", "x"],
)
async def test_only_json_in_utf_8_is_taken(plain_door: Door, content_type: str | None) -> None:
    answer = await post(plain_door, {"query": QUERY}, content_type=content_type)
    assert answer.status_code == 415
    assert answer.json()["errors"][0]["message"] == "请以 application/json（UTF-8）发送请求。"


@pytest.mark.parametrize("content_type", ["application/json; charset=UTF-8", "Application/JSON"])
async def test_json_may_say_that_it_is_utf_8(plain_door: Door, content_type: str) -> None:
    assert (await post(plain_door, {"query": QUERY}, content_type=content_type)).status_code == 200


@pytest.mark.parametrize(
    ("body", "key"),
    [
        (b"", "UTF-8 JSON"),
        (b"{", "UTF-8 JSON"),
        (b"\xff\xfe", "UTF-8 JSON"),
        (b'{"query": "{ __typename }", "variables": {"a": NaN}}', "UTF-8 JSON"),
        (b"[" * 100_000, "UTF-8 JSON"),
        (b'{"query": "{ __typename }", "variables": {"a": "\\ud800"}}', "UTF-8 JSON"),
        (b'{"query": "{ __typename }", "variables": {"a": ' + b"9" * 5000 + b"}}", "UTF-8 JSON"),
        (b"null", "JSON 对象"),
        (b"3", "JSON 对象"),
        (b'"text"', "JSON 对象"),
        (b'[{"query": "{ __typename }"}]', "一个操作"),
        (b"{}", "query"),
        (b'{"query": null}', "query"),
        (b'{"query": " "}', "query"),
        (b'{"query": {}}', "query"),
        (b'{"query": 3}', "query"),
        (b'{"query": true}', "query"),
        (b'{"query": []}', "query"),
    ],
)
@pytest.mark.parametrize("accept", [NEW, OLD])
async def test_a_body_that_is_no_request_is_told_in_one_sentence(
    plain_door: Door, body: bytes, key: str, accept: str
) -> None:
    answer = await post(plain_door, body, accept=accept)
    assert answer.status_code == 400
    [error] = answer.json()["errors"]
    assert key in error["message"]
    assert error["extensions"] == {"code": "BAD_REQUEST"}
    assert "data" not in answer.json()


@pytest.mark.parametrize("name", ["operationName", "variables", "extensions"])
@pytest.mark.parametrize("value", [3, True, [], "text", {}, None])
async def test_parameters_of_another_shape_are_refused(
    plain_door: Door, name: str, value: Any
) -> None:
    right = value is None or isinstance(value, str if name == "operationName" else dict)
    body = {"query": "query text { __typename }", name: value}
    answer = await post(plain_door, body, accept=NEW)
    assert answer.status_code == (200 if right else 400)


async def test_a_body_larger_than_a_mebibyte_is_refused(plain_door: Door) -> None:
    largest = {"query": QUERY, "extensions": {"a": ""}}
    room = 2**20 - len(json.dumps(largest))
    fits = {"query": QUERY, "extensions": {"a": "x" * room}}
    assert (await post(plain_door, fits)).status_code == 200
    over = {"query": QUERY, "extensions": {"a": "x" * (room + 1)}}
    answer = await post(plain_door, over)
    assert answer.status_code == 413
    assert "1048576" in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("query One { __typename } query Two { __typename }", "BAD_REQUEST"),
    ],
)
async def test_a_document_that_cannot_run_is_an_error_without_data(
    plain_door: Door, query: str, code: str
) -> None:
    for accept, status in ((NEW, 400), (OLD, 200)):
        answer = await post(plain_door, {"query": query}, accept=accept)
        assert answer.status_code == status
        assert answer.json()["errors"][0]["extensions"]["code"] == code
        assert "data" not in answer.json()


async def test_variables_that_do_not_fit_are_an_error_without_data(plain_door: Door) -> None:
    body = {"query": "query ($n: Int) { categories(first: $n) { edges { cursor } } }"}
    body |= {"variables": {"n": "many"}}  # type: ignore[dict-item] # the body is JSON
    for accept, status in ((NEW, 400), (OLD, 200)):
        answer = await post(plain_door, body, accept=accept)
        assert answer.status_code == status
        assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
        assert "data" not in answer.json()


async def test_the_operation_named_is_the_one_that_runs(plain_door: Door) -> None:
    two = "query One { one: __typename } query Two { two: __typename }"
    answer = await post(plain_door, {"query": two, "operationName": "Two"})
    assert answer.json() == {"data": {"two": "Query"}}
    answer = await post(plain_door, {"query": two, "operationName": "Three"}, accept=NEW)
    assert answer.status_code == 400


async def test_queries_may_come_by_get(plain_door: Door) -> None:
    answer = await plain_door.client.get(
        "/graphql",
        params={
            "query": "query ($code: String!) { chain(code: $code) { name } }",
            "variables": json.dumps({"code": "castings"}),
        },
    )
    assert answer.status_code == 200
    assert answer.json() == {"data": {"chain": {"name": "铸造产业链"}}}


async def test_get_refuses_changes_and_broken_variables(plain_door: Door) -> None:
    head = await plain_door.app.journal.head()
    answer = await plain_door.client.get("/graphql", params={"query": MUTATION})
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"
    assert answer.json()["errors"][0]["message"] == "修改不能用 GET；请用 POST。"
    assert await plain_door.app.journal.head() == head
    answer = await plain_door.client.get(
        "/graphql", params={"query": QUERY, "variables": "{broken"}
    )
    assert answer.status_code == 400


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
async def test_other_methods_are_told_which_to_use(plain_door: Door, method: str) -> None:
    answer = await plain_door.client.request(method, "/graphql")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, POST"


async def test_answers_are_kept_by_nobody_on_the_way(plain_door: Door) -> None:
    answer = await post(plain_door, {"query": QUERY})
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["vary"] == "accept, accept-language, authorization, cookie"
    assert answer.headers["content-language"] == "zh"


@pytest.mark.parametrize("header", ["Bearer wrong", "Basic dTpw", "Bearer", "Bearer  ", "cl_x"])
async def test_wrong_credentials_are_refused(plain_door: Door, header: str) -> None:
    answer = await plain_door.client.post(
        "/graphql", json={"query": QUERY}, headers={"authorization": header}
    )
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Bearer realm="chainlink", error="invalid_token"'
    [error] = answer.json()["errors"]
    assert error["extensions"] == {"code": "UNAUTHENTICATED"}
    assert error["message"] in {
        "访问令牌不存在或已失效，请重新签发。",
        "Authorization 应为“Bearer 令牌”。",
    }
