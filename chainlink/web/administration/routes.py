"""The pages and forms of the administration."""

from starlette.responses import Response

from chainlink.web.administration.account import add_account_changes, show_account
from chainlink.web.administration.accounts import create, show_accounts, show_new
from chainlink.web.administration.committees import add_committee_changes, show_committees
from chainlink.web.administration.importing import add_import
from chainlink.web.administration.journal import show_entry, show_journal
from chainlink.web.administration.overview import show_overview
from chainlink.web.administration.parts import ALL_ACCOUNTS, HOME, OFFICERS, READS_ACCOUNTS
from chainlink.web.administration.policies import add_policies
from chainlink.web.administration.system import add_system
from chainlink.web.administration.verification import add_verification
from chainlink.web.bodies import Sent
from chainlink.web.guests import Guest
from chainlink.web.workbench import Workbench


def add_administration(workbench: Workbench) -> None:
    """Serve them; what has a name of its own stands before what is named by an id."""
    desk = workbench.desk

    async def overview(guest: Guest) -> Response:
        return await show_overview(desk, guest)

    async def committees(guest: Guest) -> Response:
        return await show_committees(desk, guest)

    async def journal(guest: Guest) -> Response:
        return await show_journal(desk, guest)

    async def entry(guest: Guest) -> Response:
        return await show_entry(desk, guest)

    workbench.shows(HOME, OFFICERS, overview)
    _add_accounts(workbench)
    workbench.shows(f"{HOME}/committees", OFFICERS, committees)
    add_committee_changes(workbench)
    add_policies(workbench)
    add_verification(workbench)
    workbench.shows(f"{HOME}/journal", OFFICERS, journal)
    workbench.shows(f"{HOME}/journal/{{sequence}}", OFFICERS, entry)
    add_import(workbench)
    add_system(workbench)


def _add_accounts(workbench: Workbench) -> None:
    desk, app = workbench.desk, workbench.app

    async def listed(guest: Guest) -> Response:
        return await show_accounts(desk, guest)

    async def new(guest: Guest) -> Response:
        return await show_new(desk, guest)

    async def one(guest: Guest) -> Response:
        return await show_account(desk, guest)

    async def make(guest: Guest, sent: Sent) -> Response:
        account, by_link = await create(app, guest, sent)
        here = f"{HOME}/accounts/{account.id}"
        if not by_link:
            return workbench.done(guest, sent, "account_created", here)
        issued = await app.credentials.issue_link(guest.actor, account.name)
        guest.request.path_params["id"] = account.id
        return await show_account(desk, guest, issued)

    workbench.shows(f"{HOME}/accounts", READS_ACCOUNTS, listed)
    workbench.shows(f"{HOME}/accounts/new", ALL_ACCOUNTS, new)
    workbench.takes(f"{HOME}/accounts/new", ALL_ACCOUNTS, make, new)
    workbench.shows(f"{HOME}/accounts/{{id}}", READS_ACCOUNTS, one)
    add_account_changes(workbench)
