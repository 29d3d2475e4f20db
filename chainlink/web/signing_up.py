"""`/sign-up`: an enterprise enters by itself."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from starlette.responses import Response

from chainlink.enterprises.model import Sector
from chainlink.errors import InvalidInput
from chainlink.web.bodies import Sent
from chainlink.web.desk import Desk
from chainlink.web.guests import TOKEN_FIELD, Guest
from chainlink.web.signing_in import signed_in

_NOT_OF_THE_ENTERPRISE = {"account", "password", "again", "requestId", TOKEN_FIELD}
_LONGEST_KEY = 200
_CONTACT = "contact."


def _enterprise(sent: Sent) -> dict[str, Any]:
    """The enterprise's fields; a form names those of the contact `contact.name` and so on."""
    said = {
        name: value for name, value in sent.values.items() if name not in _NOT_OF_THE_ENTERPRISE
    }
    if not sent.by_form:
        return said
    contact = {name: said.pop(name) for name in list(said) if name.startswith(_CONTACT)}
    said["contact"] = {name.removeprefix(_CONTACT): value for name, value in contact.items()}
    said["committees"] = sent.several.get("committees", [])
    return said


def add_signing_up(web: FastAPI, desk: Desk) -> None:
    """Serve the page and what it sends."""
    app = desk.app

    async def facts(_guest: Guest, sent: Sent) -> Mapping[str, Any]:
        return {
            "sectors": [sector.value for sector in Sector],
            "committees": await app.chains.committees(),
            "asked": sent.several.get("committees", []),
        }

    async def show(guest: Guest, sent: Sent) -> Response:
        return desk.page(guest, "sign_up", **await facts(guest, sent))

    async def sign_up(guest: Guest, sent: Sent) -> Response:
        guest.require_trusted()
        request = sent.text("requestId", required=False)
        if len(request) > _LONGEST_KEY:
            raise InvalidInput.of("requestId", "too_long", max_length=_LONGEST_KEY)
        account = sent.text("account", required=False)
        password = sent.text("password", required=False)
        if sent.by_form and sent.values.get("again") != password:
            raise InvalidInput.of("again", "password.again")
        app.throttle.sign_up(guest.visit.address)
        found = await app.sign_ups.sign_up(
            account, password, _enterprise(sent), request=request or None
        )
        if not sent.by_form:
            return desk.told(found.model_dump(mode="json"), 201)
        # by the password once more: the same request sent again may come from somebody else
        new = await app.sessions.sign_in(account, password, guest.browser)
        return signed_in(desk, guest, new, "", by_form=True)

    web.router.add_route("/sign-up", desk.door(show, "refused", changes=False), methods=["GET"])
    web.router.add_route("/sign-up", desk.door(sign_up, "sign_up", facts), methods=["POST"])
