"""Accounts: made, bound to an enterprise, closed, and erased with all that is personal."""

from collections.abc import Sequence

from chainlink.accounts import passwords
from chainlink.accounts.credentials import set_password
from chainlink.accounts.listing import AccountListing
from chainlink.accounts.model import Account, Actor, Role
from chainlink.accounts.passwords import Passwords
from chainlink.accounts.permissions import Action, Resource, require
from chainlink.accounts.reading import CYPHER, LONGEST_NAME, cleaned_name
from chainlink.accounts.sessions import end_sessions
from chainlink.accounts.tokens import (
    TOKEN_DAYS,
    TOKEN_DAYS_MOST,
    AccountTokens,
    revoke,
    token_digest,
)
from chainlink.clock import Clock
from chainlink.errors import Conflict, InvalidInput
from chainlink.graph.port import GraphReader, GraphStore
from chainlink.identity import new_id
from chainlink.journal.service import Change, Journal, Repeatable

__all__ = [
    "TOKEN_DAYS",
    "TOKEN_DAYS_MOST",
    "AccountService",
    "bind_enterprise",
    "bound_enterprise",
    "token_digest",
]
CREATING = "createAccount"  # what its requests are kept as; erasing forgets them
_SERVING = {Role.STAFF, Role.SECRETARY}
_OF_THE_PERSON = (
    "credential",
    "sessions",
    "reset_links",
    "identities",
    "requests",
    "mail_address",
    "webhooks",
)


class AccountService(AccountTokens, AccountListing):
    """What may happen to accounts and tokens."""

    def __init__(
        self, store: GraphStore, journal: Journal, clock: Clock, hasher: Passwords | None = None
    ) -> None:
        super().__init__(store, journal, clock)
        self._passwords = hasher or Passwords()

    async def create(
        self,
        actor: Actor,
        name: str,
        role: Role,
        *,
        committees: Sequence[str] = (),
        enterprise: str | None = None,
        password: str | None = None,
        request: str | None = None,
    ) -> Account:
        """A new account; a secretary or staff serves on the committees named.

        With the role ENTERPRISE it may be bound to an enterprise (its id) that stands already.
        Raises InvalidInput for an empty or endless name, the role PUBLIC, an unknown committee or
        enterprise, or one that does not go with the role, or a password that is none, Conflict
        when the name is taken. The same `request` again gives the account that it made.
        """
        require(actor, Action.WRITE, Resource.ACCOUNTS, seen=True)
        name = checked_name(name)
        if role is Role.PUBLIC:
            raise InvalidInput.of("role", "account.role")
        if committees and role not in _SERVING:
            raise InvalidInput.of("committees", "account.committees_role", role=role)
        if enterprise and role is not Role.ENTERPRISE:
            raise InvalidInput.of("enterprise", "account.enterprise_role", role=role)
        hashed = None
        if password is not None:
            hashed = await self._passwords.hash(passwords.checked(password, name))
        wanted = Account(
            id=new_id(), name=name, role=role, enterprise=enterprise, committees=tuple(committees)
        )

        async def work(change: Change) -> Account:
            reader = change.transaction
            for code in committees:
                if not await reader.read(CYPHER["committee_exists"], code=code):
                    raise InvalidInput.of("committees", "unknown_code", value=code)
            if enterprise and not await reader.read(CYPHER["enterprise_exists"], id=enterprise):
                raise InvalidInput.of("enterprise", "enterprise.unknown", value=enterprise)
            await add_account(change, wanted, hashed)
            return wanted

        # without the password: its digest would be a hash that is quickly guessed through
        said = wanted.model_dump(include={"name", "role", "enterprise", "committees"}, mode="json")
        return await self._journal.change(
            actor.account,
            work,
            repeatable=Repeatable(actor.account, request, CREATING, said),
            answer=Account,
        )

    async def close(self, actor: Actor, name: str) -> Account:
        """Nobody signs in by it any more: its sessions, tokens and links end at once.

        Raises NotFound, Conflict where it is closed already.
        """
        account = await self.for_administration(actor, name)

        async def work(change: Change) -> Account:
            await self._close(change, account)
            change.record("account.closed", "Account", account.id, {"active": False})
            return account.model_copy(update={"active": False})

        return await self._journal.change(actor.account, work)

    async def erase(self, actor: Actor, name: str) -> Account:
        """Close it and take every personal value of it out of the graph; its id stays, so that
        the journal still says which account did what (PIPL article 47).

        Raises NotFound for everybody but an administrator.
        """
        account = await self.for_administration(actor, name)
        require(actor, Action.WRITE, Resource.ACCOUNTS, seen=False)
        erased = account.model_copy(update={"name": f"erased-{account.id}", "active": False})

        async def work(change: Change) -> Account:
            await self._close(change, account, again=True)
            row = {"id": account.id, "name": erased.name, "active": False}
            await change.records.update("Account", [row])
            for things in _OF_THE_PERSON:
                await change.transaction.write(
                    CYPHER[f"forget_{things}"], account=account.id, prefix=f"{account.id}:"
                )
            change.record("account.erased", "Account", account.id, row)
            return erased

        return await self._journal.change(actor.account, work)

    async def _close(self, change: Change, account: Account, *, again: bool = False) -> None:
        [row] = await change.transaction.read(CYPHER["account_by_id"], id=account.id)
        if not row["active"] and not again:
            raise Conflict("account.closed", name=account.name)
        await change.records.update("Account", [{"id": account.id, "active": False}])
        await end_sessions(change, account.id)
        tokens = await change.transaction.read(CYPHER["open_tokens"], account=account.id)
        await revoke(change, [token["id"] for token in tokens])
        await change.transaction.write(CYPHER["forget_reset_links"], account=account.id)


def checked_name(name: str, path: str = "name") -> str:
    """An account's name as it is kept. Raises InvalidInput for an empty or an endless one."""
    if not (name := cleaned_name(name)):
        raise InvalidInput.of(path, "required")
    if len(name) > LONGEST_NAME:
        raise InvalidInput.of(path, "too_long", max_length=LONGEST_NAME)
    return name


async def add_account(change: Change, account: Account, hashed: str | None) -> None:
    """A new account inside a change, with its password's hash. Raises Conflict."""
    if await change.transaction.read(CYPHER["account_by_name"], name=account.name):
        raise Conflict("account.exists", name=account.name)
    row = account.model_dump(exclude={"committees"}) | {"recorded_at": change.now}
    await change.records.create("Account", [row])
    await change.records.relate(
        "SERVES_ON", [{"start": account.id, "end": code} for code in account.committees]
    )
    concerned = (account.enterprise,) if account.enterprise else ()
    change.record("account.created", "Account", account.id, row, concerned)
    if hashed is not None:
        await set_password(change, account.id, hashed)


async def bind_enterprise(change: Change, account: str, enterprise: str) -> None:
    """Make an account speak for the enterprise that it registered."""
    await change.records.update("Account", [{"id": account, "enterprise": enterprise}])
    change.record("account.bound", "Account", account, {"enterprise": enterprise}, (enterprise,))


async def bound_enterprise(reader: GraphReader, account: str) -> str | None:
    """The enterprise that an account speaks for now, read inside the change that relies on it."""
    rows = await reader.read(CYPHER["enterprise_of_account"], id=account)
    return rows[0]["enterprise"] if rows else None
