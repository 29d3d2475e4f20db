"""`/graphql`: one request from its bytes to its answer."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from graphql import OperationDefinitionNode, OperationType
from starlette.requests import Request
from starlette.responses import Response

from chainlink.accounts.model import Actor
from chainlink.accounts.visits import visit_of
from chainlink.api.answers import Answers, Kept, Moment, matches, tag_of, written
from chainlink.api.callers import Callers
from chainlink.api.compiled.queries import CompiledSchema
from chainlink.api.context import Context, bearer_token
from chainlink.api.execution import Body, Execution
from chainlink.api.guard import Refused
from chainlink.api.masking import expected, unexpected
from chainlink.api.negotiation import PLAIN_JSON, RESPONSE_JSON, wanted_type
from chainlink.api.observation import log_operation, observe_operation
from chainlink.api.preparation import Preparation, Ready, Rejected
from chainlink.api.reference import Reference
from chainlink.api.requests import GraphQLRequest, Sent, Unreadable, asked_by, read_sent
from chainlink.api.schema import build_schema
from chainlink.app import App
from chainlink.errors import Forbidden, GraphUnavailable, Unauthenticated
from chainlink.language import Language, say


class Stop(Exception):
    """A request that ends here, with its HTTP status, its errors and further headers."""

    def __init__(self, status: int, errors: list[Body], **headers: str) -> None:
        super().__init__(status)
        self.status = status
        self.errors = errors
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back; `whole` where nothing of it failed."""

    status: int
    text: bytes
    whole: bool
    tag: str = ""


class GraphQLEndpoint:
    """The GraphQL door of one platform; see `create_web_app` for `keep` and `plan`."""

    def __init__(self, app: App, *, keep: bool = True, plan: bool = True) -> None:
        self._app = app
        self._follower = app.follower
        schema = build_schema()
        self._preparation = Preparation(CompiledSchema(schema), app.settings.query_cost)
        self._execution = Execution(schema, plan=plan)
        self._reference = Reference(app)
        self._callers = Callers(app)
        self._answers = Answers() if keep else Answers(0)

    async def answer(self, request: Request) -> Response:
        """Answer; whatever goes wrong is told in the words of GraphQL over HTTP."""
        accepted = request.headers.get("accept-language")
        default = Language(self._app.settings.language)
        language = Language.accepted(accepted) if accepted else default
        media_type = wanted_type(request.headers.get("accept"))
        headers = {"cache-control": "no-store"}
        try:
            answer = await self._answer(request, language, media_type)
        except Stop as stop:
            answer = Answer(stop.status, written({"errors": stop.errors}), whole=False)
            headers |= stop.headers
        except Exception as failure:  # the last stop: nothing of it may get out
            text = written({"errors": [unexpected(failure, language)]})
            answer = Answer(500, text, whole=False)
        if answer.tag:
            # its owner may keep it and ask whether it is still so; nobody else may
            headers = {"cache-control": "private, no-cache", "etag": answer.tag}
            if matches(request.headers.get("if-none-match"), answer.tag):
                answer = Answer(304, b"", whole=True)
        headers["content-language"] = language.value
        headers["vary"] = "accept, accept-language, authorization, cookie"
        if answer.status == 503:
            headers["retry-after"] = "1"
        if answer.status != 304:
            headers["content-type"] = f"{media_type or PLAIN_JSON}; charset=utf-8"
        return Response(answer.text, answer.status, headers=headers)

    async def _answer(self, request: Request, language: Language, media_type: str | None) -> Answer:
        if media_type is None:
            raise Stop(406, [_told("http.accept", language)])
        if request.method not in {"GET", "POST"}:
            raise Stop(405, [_told("http.method", language)], allow="GET, POST")
        try:
            sent = await read_sent(request)
        except Unreadable as refusal:
            raise _unreadable(refusal, language) from None
        actor, secret = await self._actor(request, language)
        question = (sent, actor, language)
        moment = await self._moment()
        if moment is not None and (kept := self._answers.get(question, moment)) is not None:
            observe_operation(kept.operation, "kept", 0.0)
            log_operation(kept.operation, actor.account, (), 0.0)
            _give(kept.given)
            return Answer(200, kept.text, whole=True, tag=kept.tag)
        context = Context(self._app, self._reference, actor, language, secret)
        return await self._new_answer(sent, context, media_type, question, moment)

    async def _new_answer(
        self,
        sent: Sent,
        context: Context,
        media_type: str,
        question: Hashable,
        moment: Moment | None,
    ) -> Answer:
        try:
            asked = asked_by(sent)
        except Unreadable as refusal:
            raise _unreadable(refusal, context.language) from None
        status = 400 if media_type == RESPONSE_JSON else 200
        ready, operation = self._prepared(context, asked, status)
        status, body = await self._execution.run(context, asked, ready, operation, status)
        await self._note(context)
        text, whole = written(body), "errors" not in body
        answer = Answer(status, text, whole, tag_of(text) if whole and sent.by_get else "")
        _give(context.given)
        if (
            answer.whole
            and context.keep
            and operation.operation is OperationType.QUERY
            and moment is not None
        ):
            given = tuple(context.given)
            kept = Kept(answer.text, moment, context.operation, answer.tag, given)
            self._answers.keep(question, kept, asked=len(sent.text))
        return answer

    async def _note(self, context: Context) -> None:
        """Contacts leave the platform only when it is on record who was shown them."""
        try:
            await self._app.enterprises.note_contacts_read(context.actor, context.contacts_read)
        except GraphUnavailable as failure:
            raise Stop(503, [expected(failure, context.language)]) from None

    async def _moment(self) -> Moment | None:
        """What an answer that is given now depends on besides its question."""
        try:
            await self._follower.fresh()
        except GraphUnavailable:
            return None  # what needs no graph is answered all the same
        return self._follower.position, self._app.settings.today(self._app.clock()).isoformat()

    async def _actor(self, request: Request, language: Language) -> tuple[Actor, str | None]:
        try:
            secret = bearer_token(request.headers.get("authorization"))
            if secret is None and "cookie" in request.headers:
                secret = self._session(request, language)
            return await self._callers.actor(secret), secret
        except Unauthenticated as refusal:
            challenge = 'Bearer realm="chainlink", error="invalid_token"'
            raise Stop(401, [expected(refusal, language)], www_authenticate=challenge) from None
        except GraphUnavailable as failure:
            raise Stop(503, [expected(failure, language)]) from None

    def _session(self, request: Request, language: Language) -> str | None:
        """The session that a browser of our own pages is in; another site's may not use it."""
        visit = visit_of(request.scope, self._app.settings.proxies)
        if visit.session is not None and visit.foreign and request.method != "GET":
            raise Stop(403, [expected(Forbidden("http.foreign"), language)])
        return visit.session

    def _prepared(
        self, context: Context, asked: GraphQLRequest, status: int
    ) -> tuple[Ready, OperationDefinitionNode]:
        """Parse, guard and validate; `status` is that of a document that is well sent but wrong."""
        language = context.language
        try:
            ready = self._preparation.ready(asked.query, asked.variables)
        except Refused as refusal:
            error = _told(f"query.{refusal.limit}", language, most=refusal.most)
            extensions = {"code": "QUERY_TOO_COMPLEX", "limit": refusal.limit, "most": refusal.most}
            raise Stop(status, [error | {"extensions": extensions}]) from None
        except Rejected as refusal:
            extensions = {"code": refusal.code}
            errors = [dict(one.formatted) | {"extensions": extensions} for one in refusal.errors]
            raise Stop(status, errors) from None
        operation = ready.operation(asked.operation_name)
        if operation is None:
            raise Stop(status, [_told("query.operation", language)])
        if asked.by_get and operation.operation is not OperationType.QUERY:
            raise Stop(405, [_told("http.get_query", language)], allow="POST")
        context.document = ready.document
        context.operation = operation.name.value if operation.name else None
        return ready, operation


def _give(given: Iterable[Callable[[], object]]) -> None:
    for told in given:
        told()


def _unreadable(refusal: Unreadable, language: Language) -> Stop:
    told = _told(refusal.key, language, **refusal.facts)
    return Stop(refusal.status, [told | {"extensions": {"code": refusal.code}}])


def _told(key: str, language: Language, **facts: object) -> Body:
    message = say(key, language, **facts)
    return {"message": message, "extensions": {"code": "BAD_REQUEST"}}
