"""All doors of the pages."""

from collections.abc import Callable

from fastapi import FastAPI

from chainlink.app import App
from chainlink.web.account import add_account
from chainlink.web.administration.routes import add_administration
from chainlink.web.chains import add_chains
from chainlink.web.deals.routes import add_deals
from chainlink.web.desk import Desk
from chainlink.web.enterprises.doors import add_enterprises
from chainlink.web.events.routes import add_events
from chainlink.web.identities import add_identities
from chainlink.web.introductions.routes import add_introductions
from chainlink.web.matches.room import add_matches
from chainlink.web.outcomes import add_outcomes
from chainlink.web.pages import add_pages
from chainlink.web.passwords import add_passwords
from chainlink.web.searching import add_searching
from chainlink.web.signing_in import add_signing_in
from chainlink.web.signing_up import add_signing_up
from chainlink.web.today import add_today
from chainlink.web.workbench import Workbench

_ROOMS: tuple[Callable[[Workbench], None], ...] = (
    add_today,
    add_account,
    add_searching,
    add_events,
    add_introductions,
    add_deals,
    add_matches,
    add_enterprises,
    add_chains,
    add_outcomes,
    add_administration,
)


def add_doors(web: FastAPI, app: App) -> Workbench:
    """Serve them all; the workbench knows its routes and what each needs."""
    desk = Desk(app)
    for add in (add_signing_in, add_signing_up, add_passwords, add_identities):
        add(web, desk)
    workbench = Workbench(web, desk)
    for room in _ROOMS:
        room(workbench)
    add_pages(web, desk)
    return workbench
