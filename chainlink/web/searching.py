"""`/search`: one line over everything that there is a page of."""

from starlette.responses import Response

from chainlink.errors import InvalidInput
from chainlink.searching.model import Found
from chainlink.web.guests import Guest
from chainlink.web.workbench import Workbench


def add_searching(workbench: Workbench) -> None:
    """Serve the page that the search field of every page leads to."""
    desk = workbench.desk

    async def show(guest: Guest) -> Response:
        said = guest.query.get("q", "").strip()
        problem = ""
        try:
            found = await workbench.app.search.search(guest.actor, said)
        except InvalidInput as failure:
            found, problem = Found(""), desk.sentence(guest, failure)
        return desk.page(guest, "search", said=said, found=found, problem=problem)

    workbench.shows("/search", None, show)
