"""`/administration`: the parts that are open to the reader, and how the installation is."""

from starlette.responses import Response

from chainlink.web.administration.parts import WHOLE, page
from chainlink.web.desk import Desk
from chainlink.web.guests import Guest


async def show_overview(desk: Desk, guest: Guest) -> Response:
    """The page."""
    whole = WHOLE.met_by(guest.actor)
    summary = await desk.app.state.summary(guest.actor) if whole else None
    return page(desk, guest, "overview", summary=summary)
