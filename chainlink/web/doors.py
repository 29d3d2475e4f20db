"""All doors of the pages."""

from collections.abc import Callable

from fastapi import FastAPI

from chainlink.app import App
from chainlink.web.account import add_account
from chainlink.web.desk import Desk
from chainlink.web.identities import add_identities
from chainlink.web.pages import add_pages
from chainlink.web.passwords import add_passwords
from chainlink.web.signing_in import add_signing_in
from chainlink.web.signing_up import add_signing_up
from chainlink.web.workbench import Workbench

_ROOMS: tuple[Callable[[Workbench], None], ...] = (add_account,)


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
