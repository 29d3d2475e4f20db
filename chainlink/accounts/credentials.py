"""Passwords set, changed by who knows the old one, and reset by an administrator's link."""

import secrets
from datetime import timedelta

from chainlink.accounts import passwords
from chainlink.accounts.model import Account, Actor, IssuedLink, Scope
from chainlink.accounts.passwords import Passwords
from chainlink.accounts.permissions import Action
from chainlink.accounts.reading import CYPHER, AccountReading, account_of
from chainlink.accounts.sessions import end_sessions
from chainlink.accounts.throttling import Throttle
from chainlink.accounts.tokens import token_digest
from chainlink.clock import Clock, instant_text
from chainlink.errors import Conflict, Forbidden, InvalidInput, NotFound
from chainlink.graph.port import GraphReader, GraphStore, Row
from chainlink.identity import new_id
from chainlink.journal.service import Change, Journal

LINK_HOURS = 24


class CredentialService(AccountReading):
    """What may happen to passwords; no error, log or journal entry has one, or its hash."""

    def __init__(
        self,
        store: GraphStore,
        journal: Journal,
        clock: Clock,
        hasher: Passwords,
        throttle: Throttle,
    ) -> None:
        super().__init__(store)
        self._journal = journal
        self._clock = clock
        self._passwords = hasher
        self._throttle = throttle

    async def change(self, actor: Actor, old: str, new: str, *, session: str = "") -> None:
        """One's own password, by who knows the old one; ends all sessions but that with this id.

        Raises InvalidInput for a wrong old one or a new one that is none, Forbidden,
        TooManyRequests.
        """
        account = await self.own(actor)
        if Scope.WRITE not in actor.scopes:
            raise Forbidden("forbidden", action=Action.WRITE.value, role=actor.role.value)
        plain = passwords.checked(new, account.name, "new")
        if passwords.normalised(old) == plain:
            raise InvalidInput.of("new", "password.same")
        row = await self._credential(account.id)
        with self._throttle.attempt(self._throttle.old_password(account.id)):
            if not await self._passwords.matches(row["hash"] if row else None, old):
                raise InvalidInput.of("old", "password.wrong")
        hashed = await self._passwords.hash(plain)

        async def work(change: Change) -> None:
            now = await _credential_in(change.transaction, account.id)
            if row is None or now is None or now["hash"] != row["hash"]:
                raise Conflict("password.changed")
            await set_password(change, account.id, hashed)
            await end_sessions(change, account.id, but=session)

        await self._journal.change(actor.account, work)

    async def set(self, actor: Actor, account_name: str, password: str) -> None:
        """Another's password, set by who administers the account; ends its sessions.

        Raises NotFound, InvalidInput.
        """
        account = await self.for_administration(actor, account_name)
        hashed = await self._passwords.hash(passwords.checked(password, account.name))

        async def work(change: Change) -> None:
            await set_password(change, account.id, hashed)
            await end_sessions(change, account.id)

        await self._journal.change(actor.account, work)

    async def has_password(self, actor: Actor, account_name: str) -> bool:
        """Whether one may sign in to the account by a password. Raises NotFound."""
        account = await self.by_name(actor, account_name)
        return await self._credential(account.id) is not None

    async def has_own_password(self, actor: Actor) -> bool:
        """Whether the account that acts may sign in by a password."""
        return await self._credential((await self.own(actor)).id) is not None

    async def issue_link(self, actor: Actor, account_name: str) -> IssuedLink:
        """A link that sets a new password once, within 24 hours; earlier ones end.

        Raises NotFound for everybody but who administers the account, Conflict for a closed one.
        """
        account = await self.for_administration(actor, account_name)
        if not account.active:
            raise Conflict("account.closed", name=account.name)
        secret = secrets.token_urlsafe(32)

        async def work(change: Change) -> IssuedLink:
            expires = instant_text(self._clock() + timedelta(hours=LINK_HOURS))
            facts = {
                "id": new_id(),
                "account": account.id,
                "recorded_at": change.now,
                "recorded_by": actor.account,
                "expires_at": expires,
            }
            await change.transaction.write(CYPHER["forget_reset_links"], account=account.id)
            await change.records.create("ResetLink", [facts | {"digest": token_digest(secret)}])
            change.record("reset.issued", "ResetLink", facts["id"], facts)
            return IssuedLink(facts["id"], account.id, secret, expires)

        return await self._journal.change(actor.account, work)

    async def link_opens(self, secret: str) -> Account:
        """The account that a link would set the password of. Raises NotFound."""
        return account_of(await self._link(self._store, secret))

    async def use_link(self, secret: str, password: str) -> Account:
        """Set the password by a link, which ends with that, as do all sessions.

        Raises NotFound for a link that is unknown, used or past, InvalidInput.
        """
        account = await self.link_opens(secret)
        hashed = await self._passwords.hash(passwords.checked(password, account.name))

        async def work(change: Change) -> Account:
            link = await self._link(change.transaction, secret)
            used = {"id": link["link"], "used_at": change.now}
            await change.records.update("ResetLink", [used])
            change.record("reset.used", "ResetLink", link["link"], used)
            await set_password(change, account.id, hashed)
            await end_sessions(change, account.id)
            return account

        return await self._journal.change(account.id, work)

    async def _link(self, reader: GraphReader, secret: str) -> Row:
        rows = await reader.read(CYPHER["reset_link"], digest=token_digest(secret))
        now = instant_text(self._clock())
        if not rows or rows[0]["used_at"] or rows[0]["expires_at"] <= now or not rows[0]["active"]:
            raise NotFound("reset.unknown")
        return rows[0]

    async def _credential(self, account: str) -> Row | None:
        return await _credential_in(self._store, account)


async def _credential_in(reader: GraphReader, account: str) -> Row | None:
    rows = await reader.read(CYPHER["credential"], account=account)
    return rows[0] if rows else None


async def set_password(change: Change, account: str, hashed: str) -> None:
    """Keep a hash inside a change; the journal hears that it was set, and no more."""
    row = {"id": account, "hash": hashed, "recorded_at": change.now}
    if await _credential_in(change.transaction, account) is None:
        await change.records.create("Credential", [row])
    else:
        await change.records.update("Credential", [row])
    change.record("password.set", "Credential", account, {"recorded_at": change.now})
