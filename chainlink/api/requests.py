"""An HTTP request as a GraphQL request: what is sent, checked to the letter before it is read.

GraphQL over HTTP (spec.graphql.org/draft, stage 2): JSON by POST, queries also by GET.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import QueryParams
from starlette.requests import Request

from chainlink.api.negotiation import content_type_of
from chainlink.api.persisted_documents import document_id, published_documents

LARGEST_BODY = 2**20  # bytes
_HALF_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_SHAPES: Mapping[str, tuple[type, str]] = {
    "operationName": (str, "http.operation_name"),
    "variables": (dict, "http.variables"),
    "extensions": (dict, "http.extensions"),
}


class Unreadable(Exception):
    """A request that is none: its HTTP status and the sentence that says why."""

    def __init__(
        self, status: int, key: str, *, code: str = "BAD_REQUEST", **facts: object
    ) -> None:
        super().__init__(key)
        self.status = status
        self.key = key
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """What is asked; whether it came by GET, where nothing may be changed."""

    query: str
    operation_name: str | None
    variables: dict[str, Any]
    by_get: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """A request to the letter: the body of a POST, or what stands behind the `?` of a GET."""

    text: bytes
    by_get: bool


async def read_sent(request: Request) -> Sent:
    """What is sent, if it is JSON by its own word. Raises Unreadable."""
    if request.method == "GET":
        return Sent(request.scope["query_string"], by_get=True)
    media_type, charset = content_type_of(request.headers.get("content-type", ""))
    if media_type != "application/json" or charset not in {"utf-8", "utf8"}:
        raise Unreadable(415, "http.content_type")
    return Sent(await _body(request), by_get=False)


def asked_by(sent: Sent) -> GraphQLRequest:
    """What a request asks. Raises Unreadable."""
    if not sent.by_get:
        return _checked(_json(sent.text, "http.json"), by_get=False)
    found: dict[str, Any] = dict(QueryParams(sent.text))
    for name in ("variables", "extensions"):
        if name in found:
            found[name] = _json(found[name].encode("utf-8", "surrogatepass"), "http.json_field")
    return _checked(found, by_get=True)


async def _body(request: Request) -> bytes:
    """The body, given up on as soon as it is too large, whatever its header says."""
    parts, length = [], 0
    async for part in request.stream():
        length += len(part)
        if length > LARGEST_BODY:
            raise Unreadable(413, "http.too_large", most=LARGEST_BODY)
        parts.append(part)
    return b"".join(parts)


def _refuse(name: str) -> Any:
    raise ValueError(name)


def _json(body: bytes, key: str) -> Any:
    try:
        found = json.loads(body.decode(), parse_constant=_refuse)
        if _HALF_SURROGATE.search(body):  # half a character is none, and no engine takes it
            json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Unreadable(400, key) from None
    return found


def _query(sent: Mapping[str, Any]) -> str:
    """The text that is sent, or the published one that is named in its place."""
    query, named = sent.get("query"), document_id(sent)
    if query is None and named is not None:
        if not isinstance(named, str):
            raise Unreadable(400, "http.document_id")
        query = published_documents().get(named)
        if query is None:
            raise Unreadable(404, "http.no_document", code="PERSISTED_QUERY_NOT_FOUND")
    if not isinstance(query, str) or not query.strip():
        raise Unreadable(400, "http.query")
    return query


def _checked(sent: Any, *, by_get: bool) -> GraphQLRequest:
    if isinstance(sent, list):
        raise Unreadable(400, "http.batch")
    if not isinstance(sent, dict):
        raise Unreadable(400, "http.no_object")
    query = _query(sent)
    for name, (shape, key) in _SHAPES.items():
        if sent.get(name) is not None and not isinstance(sent[name], shape):
            raise Unreadable(400, key)
    return GraphQLRequest(
        query=query,
        operation_name=sent.get("operationName") or None,
        variables=sent.get("variables") or {},
        by_get=by_get,
    )
