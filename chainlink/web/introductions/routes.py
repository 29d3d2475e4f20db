"""Where the pages of introductions are served, and what of the permission table each needs."""

from starlette.responses import Response

from chainlink.accounts.permissions import Action, Resource
from chainlink.web.bodies import Sent
from chainlink.web.guests import Guest
from chainlink.web.introductions.listing import show_board, show_list
from chainlink.web.introductions.pages import (
    form_asked,
    id_of,
    show_again,
    show_one,
    show_step,
)
from chainlink.web.introductions.taking import taken
from chainlink.web.places import Needs
from chainlink.web.workbench import Workbench

_READS = Needs(Resource.INTRODUCTIONS)
_WRITES = Needs(Resource.INTRODUCTIONS, Action.WRITE)


def add_introductions(workbench: Workbench) -> None:
    """Serve the list, the board, each introduction, and a form for each step."""
    desk, app = workbench.desk, workbench.app

    async def listed(guest: Guest) -> Response:
        board = guest.query.get("view") == "board"
        return await (show_board if board else show_list)(desk, guest)

    async def one(guest: Guest) -> Response:
        return await show_one(desk, guest)

    async def step(guest: Guest) -> Response:
        return await show_step(desk, guest)

    async def again(guest: Guest) -> Response:
        return await show_again(desk, guest)

    async def take(guest: Guest, sent: Sent) -> Response:
        form, introduction = form_asked(guest), id_of(guest)
        await taken(app, guest.actor, introduction, form, sent)
        place = f"/introductions/{introduction}"
        alone = guest.place.startswith(f"{place}/")
        to = place if alone else None
        return workbench.done(guest, sent, f"introduction_{form.name}", to)

    async def read_contacts(guest: Guest, sent: Sent) -> Response:
        view = await app.introductions.get(guest.actor, id_of(guest))
        party = sent.text("party")
        parties = {one.enterprise for one in view.parties}
        found = await app.enterprises.contacts(guest.actor, party) if party in parties else []
        guest.place = f"/introductions/{view.id}"
        # shown at once and noted: a page that is gone to would note it each time it is loaded
        return await show_one(desk, guest, {party: found})

    workbench.shows("/introductions", _READS, listed)
    workbench.shows("/introductions/{id}", _READS, one)
    workbench.takes("/introductions/{id}/contacts", _READS, read_contacts, one)
    workbench.shows("/introductions/{id}/{step}", _WRITES, step)
    workbench.takes("/introductions/{id}/{step}", _WRITES, take, again)
