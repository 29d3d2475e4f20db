"""Routes of the room of outcomes."""

from starlette.responses import Response

from chainlink.accounts.permissions import Reach, Resource
from chainlink.web.guests import Guest
from chainlink.web.outcomes.listing import show_records
from chainlink.web.outcomes.page import show_report
from chainlink.web.places import Needs
from chainlink.web.workbench import Workbench

_READS = Needs(Resource.DEALS, least=Reach.COMMITTEE)


def add_outcomes(workbench: Workbench) -> None:
    """Serve the pages; nothing is changed here."""
    desk = workbench.desk

    async def report(guest: Guest) -> Response:
        return await show_report(desk, guest)

    async def records(guest: Guest) -> Response:
        return await show_records(desk, guest)

    workbench.shows("/outcomes", _READS, report)
    workbench.shows("/outcomes/records", _READS, records)
