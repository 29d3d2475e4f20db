"""Who has come to a page: the connection, the language, the account, and what forms carry.

A form carries a token: the HMAC of a fixed text under a secret that only this browser's cookie
has, the session's or, before anybody is signed in, one of its own. Another site can make the
browser send the cookie, but cannot know what goes with it.
"""

import hmac
import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from chainlink.accounts.model import PUBLIC, Actor
from chainlink.accounts.sessions import Browser, SessionSecret
from chainlink.accounts.visits import COOKIE, Visit, visit_of
from chainlink.app import App
from chainlink.errors import Forbidden, Unauthenticated
from chainlink.language import Language
from chainlink.web.bodies import Sent
from chainlink.web.pages import language_of

TOKEN_FIELD = "form_token"  # noqa: S105 - the name of a field
_DEVICE, _FORM = "chainlink-device", "chainlink-form"
_DAY = 86_400


@dataclass(slots=True)
class Guest:
    """One request's guest."""

    visit: Visit
    language: Language
    chosen: str
    actor: Actor = PUBLIC
    session: SessionSecret | None = None
    form_secret: str = ""
    new_form_secret: bool = False

    @property
    def browser(self) -> Browser:
        """The guest as somebody who signs in."""
        visit = self.visit
        return Browser(visit.address, visit.agent, visit.cookie(_DEVICE), visit.session)

    @property
    def form_token(self) -> str:
        """What this guest's forms carry."""
        key = self.session or self.form_secret
        return hmac.new(key.encode(), b"chainlink form", "sha256").hexdigest()

    def path(self, path: str) -> str:
        """A path of ours, in the language that was chosen on the page before."""
        return f"{path}?lang={self.chosen}" if self.chosen else path

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
        if sent.by_form and not hmac.compare_digest(
            str(sent.values.get(TOKEN_FIELD, "")).encode(errors="surrogatepass"),
            self.form_token.encode(),
        ):
            raise Forbidden("form.stale")


async def guest_of(request: Request, app: App) -> Guest:
    """Who has come. A session that is over is none. Raises GraphUnavailable."""
    visit = visit_of(request.scope, app.settings.proxies)
    guest = Guest(visit, language_of(request, app.settings), _chosen(request))
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
