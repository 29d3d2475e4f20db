"""Everything around accounts at HTTP: signing in and up, passwords, one's account."""

from fastapi import FastAPI

from chainlink.app import App
from chainlink.web.account import add_account
from chainlink.web.desk import Desk
from chainlink.web.identities import add_identities
from chainlink.web.passwords import add_passwords
from chainlink.web.signing_in import add_signing_in
from chainlink.web.signing_up import add_signing_up


def add_account_doors(web: FastAPI, app: App) -> None:
    """Serve them all."""
    desk = Desk(app)
    for add in (add_signing_in, add_signing_up, add_passwords, add_account, add_identities):
        add(web, desk)
