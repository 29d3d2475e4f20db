"""Who has come to a page: the connection, the language, the account, and what forms carry.

A form carries a token: the HMAC of a number used once under a secret that only this browser's
cookie has, the session's or, before anybody is signed in, one of its own. Another site can make
the browser send the cookie, but cannot know what goes with it; and as no two pages carry the same
token, the length of a compressed page tells nothing of it.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from chainlink.accounts.model import PUBLIC, Actor
from chainlink.accounts.sessions import Browser, SessionSecret
from chainlink.accounts.visits import COOKIE, Visit, visit_of
from chainlink.app import App
from chainlink.errors import Forbidden, Unauthenticated
from chainlink.language import Language
from chainlink.web.bodies import Sent
from chainlink.web.languages import language_of

TOKEN_FIELD = "form_token"  # noqa: S105 - the name of a field
_DEVICE, _FORM = "chainlink-device", "chainlink-form"
_DAY = 86_400
_ONCE = 16  # hexadecimal digits of the number used once; the HMAC's first 48 follow
_PASSING = {"lang", "done", "sent", "undo"}  # said once, and no part of where somebody is


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong with a form: which one, in a sentence, by field, and what was typed."""

    form: str
    message: str
    status: int
    fields: Mapping[str, str]
    values: Mapping[str, Any]
    several: Mapping[str, list[str]]


@dataclass(slots=True)
class Guest:
    """One request's guest; `query` and `place` are those of the page that is shown."""

    visit: Visit
    language: Language
    chosen: str
    request: Request
    query: QueryParams
    place: str
    actor: Actor = PUBLIC
    session: SessionSecret | None = None
    form_secret: str = ""
    new_form_secret: bool = False
    trouble: Trouble | None = None
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def browser(self) -> Browser:
        """The guest as somebody who signs in."""
        visit = self.visit
        return Browser(visit.address, visit.agent, visit.cookie(_DEVICE), visit.session)

    @property
    def form_token(self) -> str:
        """What this guest's forms carry, another each time."""
        return self._token(secrets.token_hex(_ONCE // 2))

    def _token(self, once: str) -> str:
        key = self.session or self.form_secret
        return once + hmac.new(key.encode(), once.encode(), "sha256").hexdigest()[: 64 - _ONCE]

    @property
    def in_place(self) -> bool:
        """Whether a script of ours will put a part of the answer into the page that is shown."""
        return "hx-request" in self.request.headers

    @property
    def here(self) -> str:
        """The page with its question, without what is said once."""
        asked = [(name, value) for name, value in self.query.multi_items() if name not in _PASSING]
        return f"{self.place}?{urlencode(asked)}" if asked else self.place

    def at(self, **changed: object) -> str:
        """This page with another question: None takes a part away, a new filter the page number."""
        kept = [
            (name, value)
            for name, value in self.query.multi_items()
            if name not in _PASSING and name not in changed and name != "page"
        ]
        kept += [(name, str(value)) for name, value in changed.items() if value not in (None, "")]
        return f"{self.place}?{urlencode(kept)}" if kept else self.place

    def path(self, path: str) -> str:
        """A path of ours, in the language that was chosen on the page before."""
        if not self.chosen or "lang=" in path:
            return path
        return f"{path}{'&' if '?' in path else '?'}lang={self.chosen}"

    def require_trusted(self) -> None:
        """Raise Forbidden where secrets would go over the network in the clear."""
        if not self.visit.trusted:
            raise Forbidden("sign_in.https")

    def require_signed_in(self) -> None:
        """Raise Unauthenticated where nobody is."""
        if self.session is None:
            raise Unauthenticated("session.needed")

    def require_own(self, sent: Sent) -> None:
        """Raise Forbidden where another site has made the browser send this."""
        if self.visit.foreign:
            raise Forbidden("http.foreign")
        if not sent.by_form:
            return
        said = str(sent.values.get(TOKEN_FIELD, ""))
        expected = self._token(said[:_ONCE])
        if not hmac.compare_digest(said.encode(errors="surrogatepass"), expected.encode()):
            raise Forbidden("form.stale")


async def guest_of(request: Request, app: App) -> Guest:
    """Who has come. A session that is over is none. Raises GraphUnavailable."""
    visit = visit_of(request.scope, app.settings.proxies)
    guest = Guest(
        visit,
        language_of(request, app.settings),
        _chosen(request),
        request,
        request.query_params,
        request.url.path,
    )
    if visit.session is not None:
        try:
            guest.actor, _ = await app.sessions.holder_of(visit.session)
            guest.session = visit.session
        except Unauthenticated:
            pass
    if guest.session is None:
        known = visit.cookie(_FORM)
        guest.form_secret = known or secrets.token_urlsafe(32)
        guest.new_form_secret = known is None
    return guest


def _chosen(request: Request) -> str:
    said = request.query_params.get("lang", "")
    return said if said in {language.value for language in Language} else ""


def keep_form_secret(response: Response, guest: Guest) -> None:
    """Give the browser the secret that goes with the forms it is shown."""
    if guest.new_form_secret and guest.visit.trusted:
        set_cookie(response, guest.visit, _FORM, guest.form_secret, _DAY)


def keep_session(response: Response, guest: Guest, secret: str, device: str, days: int) -> None:
    """Give the browser its session, and the cookie by which it is known when it comes again."""
    set_cookie(response, guest.visit, COOKIE, secret, days * _DAY)
    set_cookie(response, guest.visit, _DEVICE, device, 400 * _DAY)


def forget_session(response: Response, guest: Guest) -> None:
    """Take the session's cookie back."""
    set_cookie(response, guest.visit, COOKIE, "", 0)


def set_cookie(response: Response, visit: Visit, name: str, value: str, seconds: int) -> None:
    """A cookie for this host alone, that no script reads and no other site's form sends."""
    response.set_cookie(
        visit.cookie_name(name),
        value,
        max_age=seconds,
        path="/",
        secure=visit.https,
        httponly=True,
        samesite="lax",
    )
