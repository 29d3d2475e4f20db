"""`/account`: who I am, my password, the browsers I am signed in with, my tokens."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fastapi import FastAPI
from starlette.responses import Response

from chainlink.errors import NotFound
from chainlink.web.bodies import Sent
from chainlink.web.desk import Desk
from chainlink.web.guests import Guest

_BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")


def browser_of(agent: str | None) -> str:
    """What people call a browser and its system; all of what it says where it is none of these."""
    said = agent or ""
    name = next((name for mark, name in _BROWSERS if f"{mark}/" in said), "")
    system = next((system for system in _SYSTEMS if system in said), "")
    return f"{name} · {system}" if name and system else said


async def account_facts(desk: Desk, guest: Guest) -> Mapping[str, Any]:
    """What the page shows of who is signed in. Raises Unauthenticated."""
    guest.require_signed_in()
    assert guest.session is not None  # noqa: S101 - required above
    app, actor = desk.app, guest.actor
    zone = app.settings.zone

    def local(instant: str | None) -> str:
        """An instant by the district's clock, to the minute."""
        if instant is None:
            return ""
        return datetime.fromisoformat(instant).astimezone(zone).strftime("%Y-%m-%d %H:%M")

    enterprise = None
    if actor.enterprise is not None:
        enterprise = (await app.enterprises.visible_by_ids(actor, [actor.enterprise])).get(
            actor.enterprise
        )
    return {
        "account": await app.accounts.own(actor),
        "enterprise": enterprise,
        "has_password": await app.credentials.has_own_password(actor),
        "sessions": await app.sessions.sessions_of(actor),
        "current": await app.sessions.id_of(guest.session),
        "tokens": await app.accounts.own_tokens(actor),
        "identities": await app.identities.own_identities(actor),
        "done": "",
        "local": local,
        "browser": browser_of,
    }


def add_account(web: FastAPI, desk: Desk) -> None:
    """Serve the page, and the ending of one's own tokens."""

    async def show(guest: Guest, _sent: Sent) -> Response:
        if guest.session is None:
            return desk.go(guest, "/sign-in")
        return desk.page(guest, "account", **await account_facts(desk, guest))

    async def end_token(guest: Guest, sent: Sent) -> Response:
        guest.require_signed_in()
        token = sent.text("id")
        own = {one.id for one in await desk.app.accounts.own_tokens(guest.actor)}
        if token not in own:
            raise NotFound("token.unknown")
        await desk.app.accounts.revoke_token(guest.actor, token)
        return desk.go(guest, "/account") if sent.by_form else Response(None, 204)

    web.router.add_route("/account", desk.door(show, "refused", changes=False), methods=["GET"])
    web.router.add_route("/token/end", desk.door(end_token, "refused"), methods=["POST"])
