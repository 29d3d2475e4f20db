"""The desk that pages and programs come to: a request in, one piece of work, an answer out."""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from chainlink.app import App
from chainlink.errors import ChainlinkError
from chainlink.language import Language
from chainlink.web.bodies import NOTHING, Sent, Unreadable, is_form, read_body
from chainlink.web.failures import Failure, code_of, headers_of, sentences, status_of
from chainlink.web.guests import Guest, guest_of, keep_form_secret
from chainlink.web.languages import keep_language
from chainlink.web.protection import POLICY
from chainlink.web.shown import Shown
from chainlink.web.templating import rendered

Work = Callable[[Guest, Sent], Awaitable[Response]]
Facts = Callable[[Guest, Sent], Awaitable[Mapping[str, Any]]]
# a page with a form sends `Origin`, which `no-referrer` would turn into null
HEADERS = {"cache-control": "no-store", "referrer-policy": "same-origin", "vary": "cookie"}
_PATHS = {"sign_up": "/sign-up", "account": "/account"}  # of a page shown again after a POST


async def _no_facts(_guest: Guest, _sent: Sent) -> Mapping[str, Any]:
    return {}


class Desk:
    """Serves one platform's pages."""

    def __init__(self, app: App) -> None:
        self.app = app

    def shown(self, guest: Guest) -> Shown:
        """How the guest is shown facts."""
        settings = self.app.settings
        return Shown(guest.language, settings.zone, settings.today(self.app.clock()))

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
        # what was sent to another address than the page's own is shown at the page's
        guest.place = facts.get("action") or _PATHS.get(name, guest.place)
        text = rendered(
            name,
            guest,
            self.shown(guest),
            problem=problem,
            problems=problems or {},
            values=values or {},
            provider=self.app.identity_provider,
            **facts,
        )
        response = HTMLResponse(text, status, headers=HEADERS)
        keep_form_secret(response, guest)
        keep_language(response, guest.chosen, https=guest.visit.https)
        return response

    def sentence(self, guest: Guest, failure: Failure) -> str:
        """What went wrong, in the guest's language: the field's own sentence where it is one."""
        message, fields = sentences(failure, guest.language)
        return next(iter(fields.values()), message)

    def go(self, guest: Guest, path: str) -> Response:
        """On to another page, by GET."""
        return RedirectResponse(guest.path(path), HTTPStatus.SEE_OTHER, headers=HEADERS)

    def told(self, body: Mapping[str, Any], status: int = 200) -> Response:
        """An answer to a program."""
        return JSONResponse(dict(body), status, headers=HEADERS)

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
                    return self.as_json(request, guest, failure)
                return await self._on_page(guest, sent, failure, page, facts)

        return answer

    def as_json(self, request: Request, guest: Guest | None, failure: Failure) -> Response:
        """The failure as a program reads it."""
        accepted = request.headers.get("accept-language")
        default = Language(self.app.settings.language)
        language = guest.language if guest else Language.accepted(accepted) if accepted else default
        message, fields = sentences(failure, language)
        body: dict[str, Any] = {"code": code_of(failure), "message": message}
        if fields:
            body["fields"] = [{"path": path, "message": text} for path, text in fields.items()]
        return JSONResponse(body, status_of(failure), headers=HEADERS | headers_of(failure))

    def refused(self, guest: Guest, failure: Failure) -> Response:
        """A page that says nothing but what went wrong and where to go on."""
        message, _ = sentences(failure, guest.language)
        response = self.page(guest, "refused", status=status_of(failure), problem=message)
        response.headers.update(headers_of(failure))
        return response

    async def lost(self, request: Request, status: int, message: str) -> Response:
        """A page for what no page is for; it stands outside all that adds headers to answers."""
        try:
            guest = await guest_of(request, self.app)
        except ChainlinkError as failure:
            return self.as_json(request, None, failure)
        response = self.page(guest, "refused", status=status, problem=message)
        response.headers["content-security-policy"] = POLICY
        return response

    async def _on_page(
        self, guest: Guest, sent: Sent, failure: Failure, page: str, facts: Facts
    ) -> Response:
        message, fields = sentences(failure, guest.language)
        try:
            more = await facts(guest, sent)
        except ChainlinkError:
            return self.refused(guest, failure)
        response = self.page(
            guest,
            page,
            status=status_of(failure),
            problem=message,
            problems=fields,
            values=sent.values,
            **more,
        )
        response.headers.update(headers_of(failure))
        return response
