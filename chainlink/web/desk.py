"""The desk that pages and programs come to: a request in, one piece of work, an answer out."""

from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from chainlink.accounts.identity_provider import IdentityRefused, ProviderUnavailable
from chainlink.accounts.throttling import TooManyRequests
from chainlink.app import App
from chainlink.errors import (
    ChainlinkError,
    Conflict,
    Forbidden,
    GraphUnavailable,
    InvalidInput,
    NotFound,
    Unauthenticated,
)
from chainlink.language import Language, say, sentence
from chainlink.web.bodies import NOTHING, Sent, Unreadable, is_form, read_body
from chainlink.web.guests import TOKEN_FIELD, Guest, guest_of, keep_form_secret

Work = Callable[[Guest, Sent], Awaitable[Response]]
Facts = Callable[[Guest, Sent], Awaitable[Mapping[str, Any]]]
# a page with a form sends `Origin`, which `no-referrer` would turn into null
_HEADERS = {"cache-control": "no-store", "referrer-policy": "same-origin", "vary": "cookie"}
_STATUS: Mapping[type[ChainlinkError], int] = {
    InvalidInput: 422,
    Unauthenticated: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    TooManyRequests: 429,
    IdentityRefused: 403,
    ProviderUnavailable: 503,
    GraphUnavailable: 503,
}
_PATHS = {"sign_up": "/sign-up", "account": "/account"}  # of a page shown again after a POST
_CHALLENGE = 'Bearer realm="chainlink"'
_TAGS = {Language.ZH: "zh-CN", Language.EN: "en"}


@cache
def _templates() -> Environment:
    folder = Path(__file__).parent / "templates"
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


async def _no_facts(_guest: Guest, _sent: Sent) -> Mapping[str, Any]:
    return {}


class Desk:
    """Serves one platform's pages around accounts."""

    def __init__(self, app: App) -> None:
        self.app = app

    def page(
        self,
        guest: Guest,
        name: str,
        *,
        status: int = 200,
        problem: str = "",
        problems: Mapping[str, str] | None = None,
        values: Mapping[str, Any] | None = None,
        **facts: Any,
    ) -> Response:
        """A page from its template; `problems` are sentences by field, `values` fill the form."""

        def t(key: str, /, **more: object) -> str:
            return say(f"page.{key}", guest.language, **more)

        text = (
            _templates()
            .get_template(f"{name}.html")
            .render(
                t=t,
                tag=_TAGS[guest.language],
                lang=guest.language.value,
                here=facts.get("action") or _PATHS.get(name, "/sign-in"),
                guest=guest,
                token_field=TOKEN_FIELD,
                problem=problem,
                problems=problems or {},
                values=values or {},
                provider=self.app.identity_provider,
                **facts,
            )
        )
        response = HTMLResponse(text, status, headers=_HEADERS)
        keep_form_secret(response, guest)
        return response

    def go(self, guest: Guest, path: str) -> Response:
        """On to another page, by GET."""
        return RedirectResponse(guest.path(path), HTTPStatus.SEE_OTHER, headers=_HEADERS)

    def told(self, body: Mapping[str, Any], status: int = 200) -> Response:
        """An answer to a program."""
        return JSONResponse(dict(body), status, headers=_HEADERS)

    def door(
        self, work: Work, page: str = "", facts: Facts = _no_facts, *, changes: bool = True
    ) -> Callable[[Request], Awaitable[Response]]:
        """A route's answer: what goes wrong is told on the page the form stands on, or as JSON."""

        async def answer(request: Request) -> Response:
            guest: Guest | None = None
            sent = NOTHING
            try:
                guest = await guest_of(request, self.app)
                if changes:
                    sent = await read_body(request)
                    guest.require_own(sent)
                return await work(guest, sent)
            except (ChainlinkError, Unreadable) as failure:
                by_page = guest is not None and bool(page) and (is_form(request) or not changes)
                if guest is None or not by_page:
                    return self._as_json(request, guest, failure)
                return await self._on_page(guest, sent, failure, page, facts)

        return answer

    def _as_json(
        self, request: Request, guest: Guest | None, failure: ChainlinkError | Unreadable
    ) -> Response:
        accepted = request.headers.get("accept-language")
        default = Language(self.app.settings.language)
        language = guest.language if guest else Language.accepted(accepted) if accepted else default
        message, fields = _sentences(failure, language)
        body: dict[str, Any] = {"code": _code(failure), "message": message}
        if fields:
            body["fields"] = [{"path": path, "message": text} for path, text in fields.items()]
        return JSONResponse(body, _status(failure), headers=_HEADERS | _more(failure))

    async def _on_page(
        self,
        guest: Guest,
        sent: Sent,
        failure: ChainlinkError | Unreadable,
        page: str,
        facts: Facts,
    ) -> Response:
        message, fields = _sentences(failure, guest.language)
        try:
            more = await facts(guest, sent)
        except ChainlinkError:
            page, more, fields = "refused", {}, {}
        response = self.page(
            guest,
            page,
            status=_status(failure),
            problem=message,
            problems=fields,
            values=sent.values,
            **more,
        )
        response.headers.update(_more(failure))
        return response


def _sentences(
    failure: ChainlinkError | Unreadable, language: Language
) -> tuple[str, dict[str, str]]:
    if isinstance(failure, Unreadable):
        return say(failure.key, language, **failure.facts), {}
    fields = {}
    if isinstance(failure, InvalidInput):
        fields = {one.path: say(one.key, language, **one.facts) for one in failure.fields}
    return sentence(failure, language), fields


def _code(failure: ChainlinkError | Unreadable) -> str:
    return "BAD_REQUEST" if isinstance(failure, Unreadable) else failure.code


def _status(failure: ChainlinkError | Unreadable) -> int:
    return failure.status if isinstance(failure, Unreadable) else _STATUS[type(failure)]


def _more(failure: ChainlinkError | Unreadable) -> dict[str, str]:
    if isinstance(failure, TooManyRequests):
        return {"retry-after": str(failure.retry_after)}
    return {"www-authenticate": _CHALLENGE} if isinstance(failure, Unauthenticated) else {}
