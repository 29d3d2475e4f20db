"""Accounts of every role for the demonstration, and their tokens in a file of its owner's own."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chainlink.accounts.model import Role, system_actor
from chainlink.app import App
from chainlink.errors import NotFound, Unauthenticated

CHANNEL_USCC = "91370812DEM090013W"  # 易运盈, the channel of the story; see seeds/manifest.toml
MAKER_USCC = "91370812DEM090021P"  # 金大丰, the maker of the story
COMMITTEE, MAKERS_COMMITTEE = "yz-ecommerce-committee", "yz-agri-machinery-committee"
_ACTOR = system_actor("demo")


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account of the demonstration."""

    name: str
    role: Role
    committees: tuple[str, ...] = ()
    uscc: str | None = None


ACCOUNTS: Mapping[str, DemoAccount] = {
    "secretary": DemoAccount("demo-secretary", Role.SECRETARY, (COMMITTEE,)),
    "staff": DemoAccount("demo-staff", Role.STAFF, (COMMITTEE,)),
    "enterprise": DemoAccount("demo-enterprise", Role.ENTERPRISE, uscc=CHANNEL_USCC),
    "maker": DemoAccount("demo-maker", Role.ENTERPRISE, uscc=MAKER_USCC),
    # of another committee, so that it may review what the first one recorded
    "reviewer": DemoAccount("demo-reviewer", Role.SECRETARY, (MAKERS_COMMITTEE,)),
    # speaks for no enterprise yet, so that a reader can register one
    "newcomer": DemoAccount("demo-newcomer", Role.ENTERPRISE),
    "auditor": DemoAccount("demo-auditor", Role.AUDITOR),
    "admin": DemoAccount("demo-admin", Role.ADMIN),
}


async def tokens_for_all(app: App, file: Path, url: str) -> dict[str, str]:
    """A valid token for each account, from the file where it has one, else issued anew.

    The file holds `{"graphql": URL, "tokens": {"secretary": …}, "sign_in": URL, "passwords":
    {"secretary": {"name": …, "password": …}}}` and is readable by its owner only.
    """
    kept, passwords = _kept(file, "tokens"), _kept(file, "passwords")
    tokens = {key: await _token(app, account, kept.get(key)) for key, account in ACCOUNTS.items()}
    content = json.dumps(
        {
            "graphql": f"{url}/graphql",
            "tokens": tokens,
            "sign_in": f"{url}/sign-in",
            "passwords": {
                key: {
                    "name": account.name,
                    "password": await _password(app, account, passwords.get(key)),
                }
                for key, account in ACCOUNTS.items()
            },
        },
        indent=2,
    )
    partial = file.with_suffix(".part")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(content + "\n")
    partial.replace(file)
    return tokens


def _kept(file: Path, what: str) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text("utf-8"))[what]
    except (OSError, ValueError, KeyError, TypeError):
        return {}  # not there yet, or edited beyond use: issued anew
    return found if isinstance(found, dict) else {}


async def _password(app: App, account: DemoAccount, kept: object) -> str:
    """The password in the file, even where a reader has changed it since; else a new one."""
    known = kept.get("password") if isinstance(kept, dict) else None
    if isinstance(known, str) and await app.credentials.has_password(_ACTOR, account.name):
        return known
    password = secrets.token_urlsafe(12)
    await app.credentials.set(_ACTOR, account.name, password)
    return password


async def _token(app: App, account: DemoAccount, kept: object) -> str:
    wanted = await _account_id(app, account)
    if isinstance(kept, str):
        try:
            if (await app.accounts.actor_for(kept)).account == wanted:
                return kept
        except Unauthenticated:
            pass  # expired, revoked, or of a graph that was deleted
    return (await app.accounts.issue_token(_ACTOR, account.name)).secret


async def _account_id(app: App, account: DemoAccount) -> str:
    try:
        return (await app.accounts.by_name(_ACTOR, account.name)).id
    except NotFound:
        pass
    bound = await app.enterprises.find(_ACTOR, account.uscc) if account.uscc else None
    created = await app.accounts.create(
        _ACTOR,
        account.name,
        account.role,
        committees=account.committees,
        enterprise=bound.id if bound else None,
    )
    return created.id
