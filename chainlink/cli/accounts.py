"""`chainlink account create`, `chainlink token create` and `chainlink token revoke`."""

from typing import Annotated

import typer

from chainlink.accounts.model import Account, IssuedToken, Role, Scope, system_actor
from chainlink.accounts.service import TOKEN_DAYS, TOKEN_DAYS_MOST
from chainlink.app import App
from chainlink.cli.finding import find_enterprise
from chainlink.cli.helping import SaidCommand, SaidGroup
from chainlink.cli.values import choice, whole_number
from chainlink.terminal.opening import perform
from chainlink.terminal.output import note, write_line
from chainlink.terminal.voice import told

ACTOR = system_actor("accounts")
ROLES = tuple(role for role in Role if role is not Role.PUBLIC)

account = typer.Typer(cls=SaidGroup, help="cli.account")
token = typer.Typer(cls=SaidGroup, help="cli.token")


@account.callback()
def _account() -> None:
    """Keep this a group."""


@token.callback()
def _token() -> None:
    """Keep this a group."""


@account.command("create", cls=SaidCommand, help="cli.account.create")
def _create(
    name: Annotated[str, typer.Argument(help="cli.account.name")],
    role: Annotated[
        Role, typer.Option(metavar="ROLE", help="cli.account.role", parser=choice(*ROLES))
    ],
    committee: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="cli.account.committee")
    ] = None,
    enterprise: Annotated[
        str | None, typer.Option(metavar="NAME_OR_USCC", help="cli.account.enterprise")
    ] = None,
) -> None:
    async def work(app: App) -> Account:
        bound = (await find_enterprise(app, ACTOR, enterprise)).id if enterprise else None
        return await app.accounts.create(
            ACTOR, name, role, committees=committee or (), enterprise=bound
        )

    made = perform(work, preparing=True)
    write_line(told("account.made", name=made.name, role=made.role))


@token.command("create", cls=SaidCommand, help="cli.token.create")
def _issue(
    account_name: Annotated[
        str, typer.Option("--account", metavar="NAME", help="cli.token.account")
    ],
    scope: Annotated[
        list[Scope] | None,
        typer.Option(metavar="SCOPE", help="cli.token.scope", parser=choice(*Scope)),
    ] = None,
    days: Annotated[
        int, typer.Option(help="cli.token.days", parser=whole_number(1, TOKEN_DAYS_MOST))
    ] = TOKEN_DAYS,
) -> None:
    async def work(app: App) -> IssuedToken:
        scopes = tuple(dict.fromkeys(scope)) if scope else tuple(Scope)
        return await app.accounts.issue_token(ACTOR, account_name, scopes=scopes, days=days)

    issued = perform(work)
    note(told("token.issued", id=issued.id, day=issued.expires_at[:10]))
    write_line(issued.secret)


@token.command("revoke", cls=SaidCommand, help="cli.token.revoke")
def _revoke(
    secret_or_id: Annotated[str, typer.Argument(metavar="TOKEN_OR_ID", help="cli.token.revoked")],
) -> None:
    async def work(app: App) -> None:
        await app.accounts.revoke_token(ACTOR, secret_or_id)

    perform(work)
    write_line(told("token.revoked"))
