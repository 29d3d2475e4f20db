"""`/chains/{code}`: the map as a picture and as lists, and who could fill a gap."""

from starlette.responses import Response

from chainlink.accounts.permissions import Resource
from chainlink.chain_map.model import Supply
from chainlink.web.chains.picture import (
    MARKS,
    Picture,
    everybody,
    fill_path,
    known_sales,
    lacking_inputs,
)
from chainlink.web.desk import Desk
from chainlink.web.guests import Guest
from chainlink.web.places import Needs

_MATCHES = Needs(Resource.RECOMMENDATIONS)
_ENTERPRISES = Needs(Resource.ENTERPRISE)


async def show_one(desk: Desk, guest: Guest) -> Response:
    """The page of one chain; `fill` names the good whose candidates are shown."""
    code = str(guest.request.path_params["code"])
    maps, shown = desk.app.chain_maps, desk.shown(guest)
    found = await maps.map(guest.actor, code)
    wanted = guest.query.get("fill", "")
    filling = await maps.filling(guest.actor, code, wanted) if wanted else None
    by_enterprise = guest.query.get("by") == "enterprises"
    return desk.page(
        guest,
        "chains/one",
        found=found,
        filling=filling,
        by_enterprise=by_enterprise,
        picture=Picture(found, shown, by_enterprise).facts(),
        inputs=lacking_inputs(found),
        fill_path=lambda good: fill_path(found, good, by_enterprise=by_enterprise),
        everybody=everybody,
        sales=known_sales(found),
        marks={one.value: MARKS[one].strip() for one in Supply},
        sees_matches=_MATCHES.met_by(guest.actor),
        sees_enterprises=_ENTERPRISES.met_by(guest.actor),
    )
