"""The start page for who is not signed in, and the files that pages are made of."""

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send

from chainlink.web.bodies import Sent
from chainlink.web.desk import Desk
from chainlink.web.guests import Guest
from chainlink.web.signing_in import HOME
from chainlink.web.templating import STATIC

_KEPT = "public, max-age=31536000, immutable"


class StaticAssets(StaticFiles):
    """Files that never change under an address that names their version."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and let the browser keep what was asked for by its version."""
        versioned = scope["query_string"].startswith(b"v=")

        async def kept(message: Message) -> None:
            if versioned and message["type"] == "http.response.start" and message["status"] == 200:
                MutableHeaders(scope=message)["cache-control"] = _KEPT
            await send(message)

        await super().__call__(scope, receive, kept)


def add_pages(web: FastAPI, desk: Desk) -> None:
    """Serve the start page and the files."""

    async def start(guest: Guest, _sent: Sent) -> Response:
        if guest.session is not None:
            return desk.go(guest, HOME)
        return desk.page(guest, "start")

    web.router.add_route("/", desk.door(start, "refused", changes=False), methods=["GET"])
    web.mount("/static", StaticAssets(directory=STATIC), name="static")
