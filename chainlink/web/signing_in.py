"""Signing in and out: `/sign-in`, `POST /session`, `DELETE /session`, `POST /session/end`."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from chainlink.accounts.model import SignedIn
from chainlink.web.bodies import Sent
from chainlink.web.desk import Desk
from chainlink.web.guests import Guest, forget_session, keep_session
from chainlink.web.paths import own_path

HOME = "/today"


def signed_in(desk: Desk, guest: Guest, found: SignedIn, to: str, *, by_form: bool) -> Response:
    """The answer that gives the browser its session."""
    if by_form:
        response = desk.go(guest, to or HOME)
    else:
        account = found.account
        response = desk.told(
            {
                "account": account.id,
                "name": account.name,
                "role": account.role.value,
                "expiresAt": found.expires_at,
            }
        )
    keep_session(response, guest, found.secret, found.device, desk.app.settings.session_days)
    return response


class SignIn:
    """The doors of sessions."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._app = desk.app

    async def show(self, request: Request) -> Response:
        """The page; whoever is signed in is shown his account."""

        async def work(guest: Guest, _sent: Sent) -> Response:
            to = own_path(request.query_params.get("next"))
            if guest.session is not None:
                return self._desk.go(guest, to or HOME)
            problem = "" if guest.visit.trusted else "sign_in.https"
            return self._desk.page(guest, "sign_in", values={"next": to}, note_key=problem)

        return await self._desk.door(work, "refused", changes=False)(request)

    async def begin(self, guest: Guest, sent: Sent) -> Response:
        """Sign in by name and password."""
        guest.require_trusted()
        name, password = sent.text("name"), sent.text("password")
        found = await self._app.sessions.sign_in(name, password, guest.browser)
        to = own_path(sent.values.get("next"))
        return signed_in(self._desk, guest, found, to, by_form=sent.by_form)

    async def end(self, guest: Guest, _sent: Sent) -> Response:
        """Sign this browser out; doing it twice is no matter."""
        if guest.session is not None:
            await self._app.sessions.end(guest.session)
        response = Response(status_code=204)
        forget_session(response, guest)
        return response

    async def end_some(self, guest: Guest, sent: Sent) -> Response:
        """Sign out by a form: this browser, another one of one's own, or all others."""
        guest.require_signed_in()
        assert guest.session is not None  # noqa: S101 - required above
        current = await self._app.sessions.id_of(guest.session)
        other = sent.text("session", required=False)
        if sent.values.get("others"):
            await self._app.sessions.end_others(guest.actor, current)
        elif other and other != current:
            await self._app.sessions.end_one(guest.actor, other)
        else:
            await self._app.sessions.end(guest.session)
            response = self._desk.go(guest, "/sign-in") if sent.by_form else Response(None, 204)
            forget_session(response, guest)
            return response
        return self._desk.go(guest, "/account") if sent.by_form else Response(None, 204)

    async def facts(self, _guest: Guest, _sent: Sent) -> Mapping[str, Any]:
        """What the page needs besides what was sent."""
        return {"note_key": ""}


def add_signing_in(web: FastAPI, desk: Desk) -> None:
    """Serve the doors of sessions."""
    doors = SignIn(desk)
    begin = desk.door(doors.begin, "sign_in", doors.facts)
    end, end_some = desk.door(doors.end), desk.door(doors.end_some, "refused")

    async def session(request: Request) -> Response:
        return await (begin if request.method == "POST" else end)(request)

    web.router.add_route("/sign-in", doors.show, methods=["GET"])
    web.router.add_route("/session", session, methods=["POST", "DELETE"])
    web.router.add_route("/session/end", end_some, methods=["POST"])
