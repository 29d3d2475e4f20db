"""Routes of the room of chains."""

from starlette.responses import Response

from chainlink.accounts.permissions import Resource
from chainlink.web.chains.listing import show_list
from chainlink.web.chains.one import show_one
from chainlink.web.guests import Guest
from chainlink.web.places import Needs
from chainlink.web.workbench import Workbench

_READS = Needs(Resource.REFERENCE)


def add_chains(workbench: Workbench) -> None:
    """Serve the pages; nothing is changed here."""
    desk = workbench.desk

    async def all_of_them(guest: Guest) -> Response:
        return await show_list(desk, guest)

    async def one(guest: Guest) -> Response:
        return await show_one(desk, guest)

    workbench.shows("/chains", _READS, all_of_them)
    workbench.shows("/chains/{code}", _READS, one)
