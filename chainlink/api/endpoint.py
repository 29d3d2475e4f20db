"""`/graphql`: one request from its bytes to its answer."""

import logging
import time
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from strawberry.types.graphql import OperationType

from chainlink.api.context import Context, actor_of, bearer_token
from chainlink.api.guard import Refused
from chainlink.api.masking import expected, shown_errors, unexpected
from chainlink.api.negotiation import PLAIN_JSON, RESPONSE_JSON, wanted_type
from chainlink.api.observation import log, observe_operation
from chainlink.api.preparation import Preparation, Rejected, operation_of
from chainlink.api.requests import GraphQLRequest, Unreadable, read_request
from chainlink.api.schema import build_schema
from chainlink.app import App
from chainlink.errors import GraphUnavailable, Unauthenticated
from chainlink.language import Language, say

Body = dict[str, Any]


class Stop(Exception):
    """A request that ends here, with its HTTP status, its errors and further headers."""

    def __init__(self, status: int, errors: list[Body], **headers: str) -> None:
        super().__init__(status)
        self.status = status
        self.errors = errors
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


class GraphQLEndpoint:
    """The GraphQL door of one platform."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._schema = build_schema()
        self._preparation = Preparation(self._schema.graphql, app.settings.query_cost)

    async def answer(self, request: Request) -> Response:
        """Answer; whatever goes wrong is told in the words of GraphQL over HTTP."""
        accepted = request.headers.get("accept-language")
        default = Language(self._app.settings.language)
        language = Language.accepted(accepted) if accepted else default
        media_type = wanted_type(request.headers.get("accept"))
        headers: Mapping[str, str] = {}
        try:
            status, body = await self._answer(request, language, media_type)
        except Stop as stop:
            status, body, headers = stop.status, {"errors": stop.errors}, stop.headers
        except Exception as failure:  # the last stop: nothing of it may get out
            status, body = 500, {"errors": [unexpected(failure, language)]}
        return JSONResponse(
            body,
            status,
            headers={
                "content-type": f"{media_type or PLAIN_JSON}; charset=utf-8",
                "content-language": language.value,
                "cache-control": "no-store",
                "vary": "accept, accept-language, authorization",
                **headers,
            },
        )

    async def _answer(
        self, request: Request, language: Language, media_type: str | None
    ) -> tuple[int, Body]:
        if media_type is None:
            raise Stop(406, [_told("http.accept", language)])
        if request.method not in {"GET", "POST"}:
            raise Stop(405, [_told("http.method", language)], allow="GET, POST")
        try:
            asked = await read_request(request)
        except Unreadable as refusal:
            error = _told(refusal.key, language, **refusal.facts)
            raise Stop(refusal.status, [error]) from None
        context = await self._context(request, language)
        self._prepare(context, asked, 400 if media_type == RESPONSE_JSON else 200)
        return await self._execute(context, asked, media_type)

    async def _context(self, request: Request, language: Language) -> Context:
        try:
            secret = bearer_token(request.headers.get("authorization"))
            actor = await actor_of(self._app, secret)
        except Unauthenticated as refusal:
            challenge = 'Bearer realm="chainlink", error="invalid_token"'
            raise Stop(401, [expected(refusal, language)], www_authenticate=challenge) from None
        except GraphUnavailable as failure:
            raise Stop(503, [expected(failure, language)]) from None
        return Context(self._app, actor, language, secret=secret)

    def _prepare(self, context: Context, asked: GraphQLRequest, status: int) -> None:
        """Parse, guard and validate; `status` is that of a document that is well sent but wrong."""
        language = context.language
        try:
            document = self._preparation.document(asked.query, asked.variables)
        except Refused as refusal:
            error = _told(f"query.{refusal.limit}", language, most=refusal.most)
            extensions = {"code": "QUERY_TOO_COMPLEX", "limit": refusal.limit, "most": refusal.most}
            raise Stop(status, [error | {"extensions": extensions}]) from None
        except Rejected as refusal:
            extensions = {"code": refusal.code}
            errors = [dict(one.formatted) | {"extensions": extensions} for one in refusal.errors]
            raise Stop(status, errors) from None
        operation = operation_of(document, asked.operation_name)
        if operation is None:
            raise Stop(status, [_told("query.operation", language)])
        if asked.by_get and operation.operation.value != "query":
            raise Stop(405, [_told("http.get_query", language)], allow="POST")
        context.document = document
        context.operation = operation.name.value if operation.name else None

    async def _execute(
        self, context: Context, asked: GraphQLRequest, media_type: str
    ) -> tuple[int, Body]:
        started = time.perf_counter()
        result = await self._schema.execute(
            asked.query,
            variable_values=asked.variables,
            context_value=context,
            operation_name=asked.operation_name,
            allowed_operation_types={OperationType.QUERY, OperationType.MUTATION},
        )
        seconds = time.perf_counter() - started
        errors = list(result.errors or ())
        body: Body = {"data": result.data}
        if errors:
            body = {"errors": shown_errors(errors, context)} | body
        observe_operation(context.operation, "errors" if errors else "done", seconds)
        log(
            logging.INFO,
            "operation",
            operation=context.operation,
            account=context.actor.account,
            errors=[one["extensions"].get("code") for one in body.get("errors", ())],
            milliseconds=round(seconds * 1000, 1),
        )
        if result.data is None and errors and all(one.path is None for one in errors):
            del body["data"]  # nothing has run: the variables did not fit
            return (400 if media_type == RESPONSE_JSON else 200), body
        return 200, body


def _told(key: str, language: Language, **facts: object) -> Body:
    message = say(key, language, **facts)
    return {"message": message, "extensions": {"code": "BAD_REQUEST"}}
