"""`chainlink account …` and `chainlink token …`."""

import sys
from typing import Annotated

import typer

from chainlink.accounts.model import (
    Account,
    Identity,
    IssuedLink,
    IssuedToken,
    Role,
    Scope,
    Token,
    system_actor,
)
from chainlink.accounts.service import TOKEN_DAYS, TOKEN_DAYS_MOST
from chainlink.app import App
from chainlink.cli.finding import find_enterprise
from chainlink.cli.helping import SaidCommand, SaidGroup
from chainlink.cli.values import choice, whole_number
from chainlink.cli.wrong import CommandWrong
from chainlink.terminal.opening import perform
from chainlink.terminal.output import note, write_line, write_table
from chainlink.terminal.voice import settings_in_force, told

ACTOR = system_actor("accounts")
ROLES = tuple(role for role in Role if role is not Role.PUBLIC)
_LONGEST_LINE = 4096
_COLUMNS = ("id", "scopes", "recorded_at", "expires_at", "last_used_at", "revoked_at")

account = typer.Typer(cls=SaidGroup, help="cli.account")
token = typer.Typer(cls=SaidGroup, help="cli.token")
Name = Annotated[str, typer.Argument(help="cli.account.name")]
Subject = Annotated[str, typer.Option(metavar="SUB", help="cli.account.subject")]
Issuer = Annotated[str | None, typer.Option(metavar="URL", help="cli.account.issuer")]


@account.callback()
def _account() -> None:
    """Keep this a group."""


@token.callback()
def _token() -> None:
    """Keep this a group."""


@account.command("create", cls=SaidCommand, help="cli.account.create")
def _create(
    name: Name,
    role: Annotated[
        Role, typer.Option(metavar="ROLE", help="cli.account.role", parser=choice(*ROLES))
    ],
    committee: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="cli.account.committee")
    ] = None,
    enterprise: Annotated[
        str | None, typer.Option(metavar="NAME_OR_USCC", help="cli.account.enterprise")
    ] = None,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="cli.account.password_stdin")
    ] = False,
) -> None:
    password = _password() if password_stdin else None

    async def work(app: App) -> Account:
        bound = (await find_enterprise(app, ACTOR, enterprise)).id if enterprise else None
        return await app.accounts.create(
            ACTOR, name, role, committees=committee or (), enterprise=bound, password=password
        )

    made = perform(work, preparing=True)
    key = "account.made" if password is None else "account.made_with_password"
    write_line(told(key, name=made.name, role=made.role))


def _password() -> str:
    """One line of standard input: on the command line every process could read it."""
    line = sys.stdin.readline(_LONGEST_LINE).removesuffix("\n").removesuffix("\r")
    if not line:
        raise CommandWrong("cli.account.no_password")
    return line


@account.command("reset", cls=SaidCommand, help="cli.account.reset")
def _reset(name: Name) -> None:
    async def work(app: App) -> IssuedLink:
        return await app.credentials.issue_link(ACTOR, name)

    link = perform(work)
    note(told("account.link_issued", day=link.expires_at[:16].replace("T", " ") + " UTC"))
    write_line(link.path)


@account.command("close", cls=SaidCommand, help="cli.account.close")
def _close(name: Name) -> None:
    async def work(app: App) -> Account:
        return await app.accounts.close(ACTOR, name)

    write_line(told("account.now_closed", name=perform(work).name))


@account.command("erase", cls=SaidCommand, help="cli.account.erase")
def _erase(name: Name) -> None:
    async def work(app: App) -> Account:
        return await app.accounts.erase(ACTOR, name)

    write_line(told("account.now_erased", id=perform(work).id))


@account.command("link", cls=SaidCommand, help="cli.account.link")
def _link(name: Name, subject: Subject, issuer: Issuer = None) -> None:
    named = _issuer(issuer)

    async def work(app: App) -> Identity:
        return await app.identities.link(ACTOR, name, named, subject)

    perform(work)
    write_line(told("account.now_linked", name=name))


@account.command("unlink", cls=SaidCommand, help="cli.account.unlink")
def _unlink(name: Name, subject: Subject, issuer: Issuer = None) -> None:
    named = _issuer(issuer)

    async def work(app: App) -> None:
        await app.identities.unlink(ACTOR, name, named, subject)

    perform(work)
    write_line(told("account.now_unlinked", name=name))


def _issuer(said: str | None) -> str:
    issuer = said or settings_in_force().oidc_issuer
    if not issuer:
        raise CommandWrong("cli.account.no_issuer")
    return issuer


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


@token.command("list", cls=SaidCommand, help="cli.token.list")
def _list(
    account_name: Annotated[
        str, typer.Option("--account", metavar="NAME", help="cli.token.account")
    ],
) -> None:
    async def work(app: App) -> list[Token]:
        return await app.accounts.tokens_of(ACTOR, account_name)

    found = perform(work)
    rows = [
        [
            one.id,
            ", ".join(one.scopes),
            one.recorded_at[:10],
            one.expires_at[:10],
            (one.last_used_at or "")[:16].replace("T", " ") or told("token.never"),
            (one.revoked_at or "")[:10],
        ]
        for one in found
    ]
    write_table([told(f"token.column.{name}") for name in _COLUMNS], rows)


@token.command("revoke", cls=SaidCommand, help="cli.token.revoke")
def _revoke(
    secret_or_id: Annotated[str, typer.Argument(metavar="TOKEN_OR_ID", help="cli.token.revoked")],
) -> None:
    async def work(app: App) -> None:
        await app.accounts.revoke_token(ACTOR, secret_or_id)

    perform(work)
    write_line(told("token.revoked"))
