"""`/administration/accounts`: whose accounts the reader looks after, and making another."""

from typing import Any

from starlette.responses import Response

from chainlink.accounts.listing import AccountOrder, AccountQuestion, AccountState
from chainlink.accounts.model import Account, Actor, Role
from chainlink.app import App
from chainlink.enterprises.listing_question import EnterpriseQuestion
from chainlink.errors import InvalidInput, NotFound
from chainlink.web.administration.parts import ALL_ACCOUNTS, HOME, page
from chainlink.web.bodies import Sent
from chainlink.web.desk import Desk
from chainlink.web.exporting import exported
from chainlink.web.guests import Guest
from chainlink.web.inputs import at_fields, request_of
from chainlink.web.shown import Shown
from chainlink.web.tables import Column, Table, asked_of

ROLES = tuple(role for role in Role if role is not Role.PUBLIC)
LINK, PASSWORD = "link", "password"
_SORTS = tuple(order.value for order in AccountOrder)
_ALIKE = 5  # names that a refusal tells


async def show_accounts(desk: Desk, guest: Guest) -> Response:
    """The list, or the file of what it shows."""
    app, shown = desk.app, desk.shown(guest)
    asked = asked_of(guest, _SORTS, AccountOrder.NAME)
    role, state = guest.query.get("role", ""), guest.query.get("state", "")
    found = await app.accounts.listed(
        guest.actor,
        AccountQuestion(
            text=guest.query.get("name", "")[:100],
            role=Role(role) if role in set(ROLES) else None,
            committee=guest.query.get("committee", ""),
            state=AccountState(state) if state in set(AccountState) else None,
            order=AccountOrder(asked.sort),
            descending=asked.descending,
            passed=asked.passed,
            most=asked.size,
        ),
    )
    committees = {one.code: shown.named(one) for one in await app.chains.committees()}
    enterprises = await _enterprises(app, guest.actor, found.found)
    columns: list[Column[Account]] = [
        Column("name", lambda one: one.name, sorts=True, link=account_path, pressed="o"),
        Column("role", lambda one: shown.say(f"page.role.{one.role}"), sorts=True),
        Column(
            "committees",
            lambda one: "、".join(committees.get(code, code) for code in one.committees),
        ),
        Column("enterprise", lambda one: enterprises.get(one.enterprise or "", "")),
        Column("state", lambda one: _state(one, shown)),
    ]
    table = Table("administration_accounts", columns, found.found, found.total, asked)
    if asked.exported:
        return exported(table, shown)
    return page(
        desk,
        guest,
        "accounts",
        table=table,
        roles=[(one.value, shown.say(f"page.role.{one}")) for one in ROLES],
        states=[(one.value, shown.say(f"page.administration.state.{one}")) for one in AccountState],
        committees=list(committees.items()),
        creates=ALL_ACCOUNTS.met_by(guest.actor),
    )


def account_path(account: Account) -> str:
    """Where an account's page is; names are people's and stay out of addresses."""
    return f"{HOME}/accounts/{account.id}"


def _state(account: Account, shown: Shown) -> str:
    state = AccountState.ACTIVE if account.active else AccountState.CLOSED
    return shown.say(f"page.administration.state.{state}")


async def _enterprises(app: App, actor: Actor, accounts: tuple[Account, ...]) -> dict[str, str]:
    ids = sorted({one.enterprise for one in accounts if one.enterprise})
    return {
        id_: one.name for id_, one in (await app.enterprises.visible_by_ids(actor, ids)).items()
    }


async def show_new(desk: Desk, guest: Guest) -> Response:
    """The form of a new account."""
    shown = desk.shown(guest)
    return page(
        desk,
        guest,
        "new_account",
        roles=[(one.value, shown.say(f"page.role.{one}")) for one in ROLES],
        committees=[(one.code, shown.named(one)) for one in await desk.app.chains.committees()],
        access=[(one, shown.say(f"page.administration.access.{one}")) for one in (LINK, PASSWORD)],
    )


async def create(app: App, guest: Guest, sent: Sent) -> tuple[Account, bool]:
    """Make the account; True where a link is wanted to set its password by. Raises InvalidInput."""
    role, access = sent.text("role"), sent.text("access")
    if role not in set(ROLES):
        raise InvalidInput.of("role", "invalid_value", value=role)
    if access not in {LINK, PASSWORD}:
        raise InvalidInput.of("access", "invalid_value", value=access)
    by_password = access == PASSWORD
    said: dict[str, Any] = {"password": sent.text("password")} if by_password else {}
    words = sent.text("enterprise", required=False).strip()
    enterprise = await _meant(app, guest.actor, words) if words else None
    with at_fields():
        account = await app.accounts.create(
            guest.actor,
            sent.text("name"),
            Role(role),
            committees=sent.several.get("committees", []),
            enterprise=enterprise,
            request=request_of(sent),
            **said,
        )
    return account, not by_password


async def _meant(app: App, actor: Actor, words: str) -> str:
    """The enterprise of that code or name, or the only one with that in its name."""
    try:
        return (await app.enterprises.find(actor, words)).id
    except NotFound:
        alike = await app.enterprises.listed(
            actor, EnterpriseQuestion(text=words[:100], most=_ALIKE)
        )
    if alike.total == 1:
        return alike.found[0].id
    if not alike.found:
        raise InvalidInput.of("enterprise", "enterprise.unknown", value=words)
    names = "、".join(one.name for one in alike.found) + ("…" if alike.total > _ALIKE else "")
    raise InvalidInput.of("enterprise", "enterprise.ambiguous", value=words, names=names)
