"""Signing in by an identity provider: `/session/oidc`, its callback, and linking one's account.

What a sign-in under way must remember is derived from one random secret in a cookie of the browser
that began it, so that no server keeps it and any may take the answer.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from chainlink.accounts.identity_provider import Asking, IdentityProvider, IdentityRefused
from chainlink.accounts.visits import Visit, visit_of
from chainlink.app import App
from chainlink.errors import NotFound
from chainlink.web.bodies import Sent
from chainlink.web.desk import Desk
from chainlink.web.guests import Guest, set_cookie
from chainlink.web.signing_in import SignIn, signed_in

_COOKIE = "chainlink-asking"
_SECONDS = 600
_LINK, _SIGN_IN = "link", "in"
CALLBACK = "/session/oidc/callback"


def _provider(app: App) -> IdentityProvider:
    if app.identity_provider is None:
        raise NotFound("identity.none")
    return app.identity_provider


def asking_of(visit: Visit, secret: str) -> Asking:
    """What is asked of the provider with one secret."""

    def derived(purpose: bytes) -> str:
        digest = hmac.new(secret.encode(), purpose, hashlib.sha256).digest()
        return urlsafe_b64encode(digest).rstrip(b"=").decode()

    return Asking(
        state=derived(b"state"),
        nonce=derived(b"nonce"),
        verifier=derived(b"verifier"),
        redirect=f"{visit.own_origin}{CALLBACK}",
    )


def add_identities(web: FastAPI, desk: Desk) -> None:
    """Serve the doors of the identity provider; without one they say so."""
    app = desk.app

    async def begun(guest: Guest, purpose: str) -> tuple[str, str]:
        guest.require_trusted()
        secret = f"{purpose}.{secrets.token_urlsafe(32)}"
        return secret, await _provider(app).address(asking_of(guest.visit, secret))

    async def start(guest: Guest, _sent: Sent) -> Response:
        secret, address = await begun(guest, _SIGN_IN)
        response = RedirectResponse(address, 303, headers={"cache-control": "no-store"})
        set_cookie(response, guest.visit, _COOKIE, secret, _SECONDS)
        return response

    async def link(guest: Guest, _sent: Sent) -> Response:
        guest.require_signed_in()
        secret, address = await begun(guest, _LINK)
        # not a redirect: a form may only lead to ourselves
        response = desk.page(guest, "onward", address=address)
        set_cookie(response, guest.visit, _COOKIE, secret, _SECONDS)
        return response

    async def callback(request: Request) -> Response:
        async def work(guest: Guest, _sent: Sent) -> Response:
            secret = guest.visit.cookie(_COOKIE)
            if secret is None:
                raise IdentityRefused("identity.state")
            provider = _provider(app)
            subject = await provider.subject(asking_of(guest.visit, secret), str(request.url))
            if secret.partition(".")[0] == _LINK:
                guest.require_signed_in()
                await app.identities.link_own(guest.actor, provider.issuer, subject)
                return desk.go(guest, "/account")
            account = await app.identities.account_of(provider.issuer, subject)
            found = await app.sessions.start(account, guest.browser)
            return signed_in(desk, guest, found, "", by_form=True)

        answer = await desk.door(work, "refused", changes=False)(request)
        set_cookie(answer, visit_of(request.scope, app.settings.proxies), _COOKIE, "", 0)
        return answer

    door = desk.door(start, "sign_in", SignIn(desk).facts, changes=False)
    web.router.add_route("/session/oidc", door, methods=["GET"])
    web.router.add_route(CALLBACK, callback, methods=["GET"])
    web.router.add_route("/session/oidc/link", desk.door(link, "refused"), methods=["POST"])
