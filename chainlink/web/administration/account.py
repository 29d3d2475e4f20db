"""`/administration/accounts/{id}`: one account, and ending what gives access to it."""

from starlette.responses import Response

from chainlink.accounts.model import Account, IssuedLink
from chainlink.accounts.reading import administers
from chainlink.errors import InvalidInput, NotFound
from chainlink.web.administration.parts import ALL_ACCOUNTS, HOME, MANAGES_ACCOUNTS, page
from chainlink.web.bodies import Sent
from chainlink.web.desk import Desk
from chainlink.web.guests import Guest
from chainlink.web.workbench import Workbench


async def account_of_page(desk: Desk, guest: Guest) -> Account:
    """The account that the address names. Raises NotFound."""
    return await desk.app.accounts.by_id(guest.actor, str(guest.request.path_params["id"]))


async def show_account(desk: Desk, guest: Guest, issued: IssuedLink | None = None) -> Response:
    """The page; a link that was just issued is shown this once. Raises NotFound."""
    app, actor = desk.app, guest.actor
    account = await account_of_page(desk, guest)
    manages = administers(actor, account)
    enterprise = None
    if account.enterprise:
        seen = await app.enterprises.visible_by_ids(actor, [account.enterprise])
        enterprise = seen.get(account.enterprise)
    committees = {one.code: one for one in await app.chains.committees()}
    return page(
        desk,
        guest,
        "account",
        account=account,
        enterprise=enterprise,
        committees=[committees[code] for code in account.committees if code in committees],
        has_password=await app.credentials.has_password(actor, account.name),
        tokens=await app.accounts.tokens_of(actor, account.name),
        sessions=await app.sessions.sessions_for(actor, account) if manages else [],
        manages=manages and account.id != actor.account,
        erases=ALL_ACCOUNTS.met_by(actor) and account.id != actor.account,
        link=f"{guest.visit.own_origin}{issued.path}" if issued else "",
        link_ends=issued.expires_at if issued else "",
        action=f"{HOME}/accounts/{account.id}",
    )


async def show_erasing(desk: Desk, guest: Guest) -> Response:
    """What erasing takes away, before it does. Raises NotFound."""
    account = await account_of_page(desk, guest)
    if not administers(guest.actor, account):
        raise NotFound("account.unknown", name=account.id)
    return page(desk, guest, "erase_account", account=account)


def add_account_changes(workbench: Workbench) -> None:
    """Serve what is done with one account."""
    desk, app = workbench.desk, workbench.app

    async def show(guest: Guest) -> Response:
        return await show_account(desk, guest)

    async def erasing(guest: Guest) -> Response:
        return await show_erasing(desk, guest)

    async def link(guest: Guest, _: Sent) -> Response:
        account = await account_of_page(desk, guest)
        issued = await app.credentials.issue_link(guest.actor, account.name)
        # shown at once and never again: a page that is gone to would have to keep it
        return await show_account(desk, guest, issued)

    async def sign_out(guest: Guest, sent: Sent) -> Response:
        await app.sessions.end_for(guest.actor, await account_of_page(desk, guest))
        return workbench.done(guest, sent, "account_signed_out")

    async def revoke(guest: Guest, sent: Sent) -> Response:
        account = await account_of_page(desk, guest)
        known = {one.id for one in await app.accounts.tokens_of(guest.actor, account.name)}
        if (token := sent.text("token")) not in known:
            raise NotFound("token.unknown")
        await app.accounts.revoke_token(guest.actor, token)
        return workbench.done(guest, sent, "account_token_revoked")

    async def close(guest: Guest, sent: Sent) -> Response:
        account = await account_of_page(desk, guest)
        await app.accounts.close(guest.actor, account.name)
        return workbench.done(guest, sent, "account_closed")

    async def erase(guest: Guest, sent: Sent) -> Response:
        account = await account_of_page(desk, guest)
        if sent.text("understood", required=False) != "1":
            raise InvalidInput.of("understood", "account.erase_confirm")
        await app.accounts.erase(guest.actor, account.name)
        return workbench.done(guest, sent, "account_erased", f"{HOME}/accounts")

    from_here = f"{HOME}/accounts/{{id}}"
    for verb, work in (("link", link), ("sign-out", sign_out), ("token", revoke), ("close", close)):
        workbench.takes(f"{from_here}/{verb}", MANAGES_ACCOUNTS, work, show)
    workbench.shows(f"{from_here}/erase", ALL_ACCOUNTS, erasing)
    workbench.takes(f"{from_here}/erase", ALL_ACCOUNTS, erase, erasing)
