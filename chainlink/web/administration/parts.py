"""The parts of the administration, and what of the permission table each needs."""

from typing import Any

from starlette.responses import Response

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Reach, Resource
from chainlink.web.desk import Desk
from chainlink.web.guests import Guest
from chainlink.web.places import Needs, Place

HOME = "/administration"
OFFICERS = Needs(Resource.JOURNAL, least=Reach.COMMITTEE)
WHOLE = Needs(Resource.JOURNAL, least=Reach.ALL)
READS_ACCOUNTS = Needs(Resource.ACCOUNTS, least=Reach.COMMITTEE)
MANAGES_ACCOUNTS = Needs(Resource.ACCOUNTS, Action.WRITE, Reach.COMMITTEE)
ALL_ACCOUNTS = Needs(Resource.ACCOUNTS, Action.WRITE, Reach.ALL)
EDITS_REFERENCE = Needs(Resource.REFERENCE, Action.WRITE, Reach.ALL)
IMPORTS = Needs(Resource.ENTERPRISE, Action.WRITE, Reach.ALL)

PARTS = (
    Place("accounts", f"{HOME}/accounts", READS_ACCOUNTS),
    Place("committees", f"{HOME}/committees", OFFICERS),
    Place("policies", f"{HOME}/policies", WHOLE),
    Place("journal", f"{HOME}/journal", OFFICERS),
    Place("import", f"{HOME}/import", IMPORTS),
    Place("system", f"{HOME}/system", WHOLE),
)


def parts_of(actor: Actor) -> list[Place]:
    """The parts that are open to the actor."""
    return [one for one in PARTS if one.needs is None or one.needs.met_by(actor)]


def page(desk: Desk, guest: Guest, name: str, **facts: Any) -> Response:
    """A page of the administration, with the way to its other parts."""
    return desk.page(guest, f"administration/{name}", parts=parts_of(guest.actor), **facts)
