"""Routes of the room of enterprises, and what each needs of the permission table."""

from starlette.responses import Response

from chainlink.accounts.permissions import Action, Resource
from chainlink.web.enterprises.deciding import LIST, Deciding, show_place
from chainlink.web.enterprises.declaring import Declaring
from chainlink.web.enterprises.listing import show_list
from chainlink.web.enterprises.matched import show_advice, show_matched
from chainlink.web.enterprises.merging import Merging
from chainlink.web.enterprises.profile import show_enterprise
from chainlink.web.enterprises.registering import Registering
from chainlink.web.guests import Guest
from chainlink.web.places import Needs
from chainlink.web.workbench import Workbench

_READS = Needs(Resource.ENTERPRISE)
_WRITES = Needs(Resource.ENTERPRISE, Action.WRITE)
_DECIDES = Needs(Resource.ENTERPRISE, Action.DECIDE)
_DECLARES = Needs(Resource.CLAIMS, Action.WRITE)
_ONE = "/enterprises/{id}"
_CLAIM = _ONE + "/claims/{kind}/{claim}"


def add_enterprises(workbench: Workbench) -> None:
    """Serve the pages and take the forms."""
    desk = workbench.desk

    async def all_of_them(guest: Guest) -> Response:
        return await show_list(desk, guest)

    async def one(guest: Guest) -> Response:
        return await show_enterprise(desk, guest)

    async def place(guest: Guest) -> Response:
        return await show_place(desk, guest)

    async def matched(guest: Guest) -> Response:
        return await show_matched(desk, guest)

    async def advice(guest: Guest) -> Response:
        return await show_advice(desk, guest)

    registering, declaring = Registering(workbench), Declaring(workbench)
    deciding, merging = Deciding(workbench), Merging(workbench)
    workbench.shows(LIST, _READS, all_of_them)
    workbench.shows("/enterprises/new", _WRITES, registering.show_new)
    workbench.takes("/enterprises/new", _WRITES, registering.register, registering.show_new)
    workbench.shows("/enterprises/suggest", _DECLARES, declaring.show_understood)
    workbench.shows(_ONE, _READS, one)
    workbench.shows(_ONE + "/edit", _WRITES, registering.show_edit)
    workbench.takes(_ONE + "/edit", _WRITES, registering.update, registering.show_edit)
    workbench.takes(_ONE + "/approve", _DECIDES, deciding.approve, place)
    workbench.takes(_ONE + "/reject", _DECIDES, deciding.reject, place)
    workbench.takes(_ONE + "/opt-out", _DECLARES, deciding.opt_out, one)
    workbench.takes(_ONE + "/veto", _DECLARES, deciding.veto, one)
    workbench.takes(_ONE + "/lift", _DECLARES, deciding.lift, one)
    workbench.takes(_ONE + "/contacts", Needs(Resource.CONTACTS), deciding.contacts, one)
    workbench.shows(_ONE + "/declare", _DECLARES, declaring.show_new)
    workbench.takes(_ONE + "/declare", _DECLARES, declaring.declare, declaring.show_new)
    workbench.shows(_CLAIM, _DECLARES, declaring.show_one)
    workbench.takes(_CLAIM, _DECLARES, declaring.revise, declaring.show_one)
    workbench.takes(_CLAIM + "/withdraw", _DECLARES, declaring.withdraw, declaring.show_one)
    workbench.shows(_ONE + "/declared/{kind}/{claim}", _DECLARES, matched)
    workbench.shows(_ONE + "/advice", _DECLARES, advice)
    workbench.shows(_ONE + "/merge/{other}", _DECIDES, merging.show)
    workbench.takes(_ONE + "/merge/{other}", _DECIDES, merging.merge, merging.show)
