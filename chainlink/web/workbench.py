"""The workbench's routes: pages for whoever is signed in, and the forms that stand on them.

Every route says what of the permission table it needs, once: the door turns away by it, the menu
shows by it, and a test walks all routes with every role. Services decide on each thing.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from fastapi import FastAPI
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from chainlink.errors import ChainlinkError, Forbidden, GraphUnavailable, Unauthenticated
from chainlink.web.bodies import NOTHING, Sent, Unreadable, read_body
from chainlink.web.desk import HEADERS, Desk
from chainlink.web.failures import Failure, headers_of, sentences, status_of
from chainlink.web.forms import REQUEST_FIELD
from chainlink.web.guests import Guest, Trouble, guest_of
from chainlink.web.paths import own_path
from chainlink.web.places import Needs
from chainlink.web.uploads import read_upload

Show = Callable[[Guest], Awaitable[Response]]
Work = Callable[[Guest, Sent], Awaitable[Response]]
BACK_FIELD, FORM_FIELD = "back", "form_id"  # a field called `form` hides the form from scripts
# the whole page where the part that was to be replaced is not there
_WHOLE = {"hx-retarget": "#main", "hx-reselect": "#main", "hx-reswap": "outerHTML"}


@dataclass(frozen=True, slots=True)
class Route:
    """A declared route."""

    method: str
    path: str
    needs: Needs | None


class Workbench:
    """Serves pages and their forms to who is signed in."""

    def __init__(self, web: FastAPI, desk: Desk) -> None:
        self.desk = desk
        self.app = desk.app
        self.routes: list[Route] = []
        self.web = web

    def shows(self, path: str, needs: Needs | None, show: Show) -> None:
        """Serve a page: `show` raises the services' errors, which are told on a page."""

        async def answer(request: Request) -> Response:
            guest: Guest | None = None
            try:
                guest = await guest_of(request, self.app)
                _turn_away(guest, needs)
                return await show(guest)
            except (ChainlinkError, Unreadable) as failure:
                if guest is None:
                    return self.desk.as_json(request, None, failure)
                if isinstance(failure, Unauthenticated):
                    return self._to_sign_in(guest)
                return self.desk.refused(guest, failure)

        self._add("GET", path, needs, answer)

    def takes(
        self, path: str, needs: Needs | None, work: Work, show: Show, *, upload: bool = False
    ) -> None:
        """Take a form: where it is refused, its page is shown again with what was typed.

        `show` is the page that the form stands on; it finds what to say in `guest.trouble`. With
        `upload` the form has files, which are read only from who may send them.
        """

        async def answer(request: Request) -> Response:
            guest: Guest | None = None
            sent = NOTHING
            try:
                guest = await guest_of(request, self.app)
                if upload:
                    _turn_away(guest, needs)
                sent = await (read_upload if upload else read_body)(request)
                _stand(guest, sent)
                _turn_away(guest, needs)
                guest.require_own(sent)
                return await work(guest, sent)
            except (ChainlinkError, Unreadable) as failure:
                if guest is None:
                    return self.desk.as_json(request, None, failure)
                return await self._again(guest, sent, failure, show)

        self._add("POST", path, needs, answer)

    def done(
        self, guest: Guest, sent: Sent, key: str, to: str | None = None, *, undo: str = ""
    ) -> Response:
        """Say that it is done (`page.done.<key>`) on the page the form stood on, or on another.

        `undo` names what a form on that page can take back.
        """
        said = {"done": key, "sent": str(sent.values.get(REQUEST_FIELD, ""))} | (
            {"undo": undo} if undo else {}
        )
        place = to or guest.here
        if to and guest.in_place:  # another page is gone to as a whole
            said_at = guest.path(f"{place}{'&' if '?' in place else '?'}{urlencode(said)}")
            return Response(status_code=204, headers=HEADERS | {"hx-redirect": said_at})
        return self.desk.go(guest, f"{place}{'&' if '?' in place else '?'}{urlencode(said)}")

    def _add(
        self,
        method: str,
        path: str,
        needs: Needs | None,
        answer: Callable[[Request], Awaitable[Response]],
    ) -> None:
        self.routes.append(Route(method, path, needs))
        self.web.router.add_route(path, answer, methods=[method])

    def _to_sign_in(self, guest: Guest) -> Response:
        to = f"/sign-in?next={quote(guest.here, safe='')}"
        if guest.in_place:  # a page inside a part of another would say nothing to anybody
            return Response(status_code=204, headers=HEADERS | {"hx-redirect": guest.path(to)})
        return self.desk.go(guest, to)

    async def _again(self, guest: Guest, sent: Sent, failure: Failure, show: Show) -> Response:
        message, fields = sentences(failure, guest.language)
        if isinstance(failure, Unauthenticated):
            if guest.in_place:
                return self._to_sign_in(guest)
            back, guest.place, guest.query = guest.here, "/sign-in", QueryParams()
            return self.desk.page(
                guest, "sign_in", status=401, values={"next": back}, note_key="session.lost"
            )
        if isinstance(failure, GraphUnavailable):
            return self.desk.refused(guest, failure)
        said = str(sent.values.get(FORM_FIELD, ""))
        guest.trouble = Trouble(
            said, message, status_of(failure), fields, sent.values, sent.several
        )
        try:
            response = await show(guest)
        except ChainlinkError:
            return self.desk.refused(guest, failure)
        response.status_code = status_of(failure)
        response.headers.update(headers_of(failure))
        if guest.in_place and not _has_target(response, guest):
            response.headers.update(_WHOLE)
        return response


def _has_target(response: Response, guest: Guest) -> bool:
    """Whether the part of the page that a script wants to replace is in the answer."""
    target = guest.request.headers.get("hx-target", "").rpartition("#")[2]
    return bool(target) and f'id="{target}"'.encode() in bytes(response.body)


def _turn_away(guest: Guest, needs: Needs | None) -> None:
    guest.require_signed_in()
    if needs is not None and not needs.met_by(guest.actor):
        role = guest.actor.role.value
        raise Forbidden("forbidden", action=needs.action.value, role=role)


def _stand(guest: Guest, sent: Sent) -> None:
    """Let the page that is shown be the one on which the form stood."""
    back = urlsplit(own_path(sent.values.get(BACK_FIELD)))
    if back.path:
        guest.place, guest.query = back.path, QueryParams(back.query)
