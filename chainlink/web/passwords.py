"""Passwords: `POST /password` changes one's own, `/reset/…` sets one by an administrator's link."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from chainlink.errors import InvalidInput
from chainlink.web.account import account_facts
from chainlink.web.bodies import Sent
from chainlink.web.desk import Desk
from chainlink.web.guests import Guest


def _twice(sent: Sent, name: str) -> str:
    """A new password; a form has it typed twice, since it is not shown."""
    password = sent.text(name)
    if sent.by_form and sent.values.get("again") != password:
        raise InvalidInput.of("again", "password.again")
    return password


def add_passwords(web: FastAPI, desk: Desk) -> None:
    """Serve the doors of passwords."""
    app = desk.app

    async def change(guest: Guest, sent: Sent) -> Response:
        guest.require_signed_in()
        assert guest.session is not None  # noqa: S101 - required above
        old, new = sent.text("old"), _twice(sent, "new")
        session = await app.sessions.id_of(guest.session)
        await app.credentials.change(guest.actor, old, new, session=session)
        if not sent.by_form:
            return Response(None, 204)
        shown = await facts(guest) | {"done": "account.password_changed"}
        return desk.page(guest, "account", **shown)

    async def facts(guest: Guest, _sent: Sent | None = None) -> dict[str, Any]:
        return dict(await account_facts(desk, guest))

    async def reset(request: Request) -> Response:
        secret = request.path_params["secret"]

        async def link(_guest: Guest, _sent: Sent) -> Mapping[str, Any]:
            return {"account": await app.credentials.link_opens(secret), "action": request.url.path}

        async def show(guest: Guest, sent: Sent) -> Response:
            return desk.page(guest, "reset", **await link(guest, sent))

        async def use(guest: Guest, sent: Sent) -> Response:
            guest.require_trusted()
            await app.credentials.use_link(secret, _twice(sent, "password"))
            return desk.page(guest, "reset_done") if sent.by_form else Response(None, 204)

        if request.method == "POST":
            return await desk.door(use, "reset", link)(request)
        return await desk.door(show, "refused", changes=False)(request)

    door = desk.door(change, "account", facts)
    web.router.add_route("/password", door, methods=["POST"])
    web.router.add_route("/reset/{secret}", reset, methods=["GET", "POST"])
