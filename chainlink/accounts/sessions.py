"""People signed in: server-side sessions, whose secret only the browser has."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from chainlink.accounts.model import ALL_SCOPES, Account, Actor, Scope, SignedIn
from chainlink.accounts.passwords import Passwords, normalised
from chainlink.accounts.reading import (
    CYPHER,
    LONGEST_NAME,
    account_of,
    administers,
    cleaned_name,
)
from chainlink.accounts.session_reading import SessionReading, Term
from chainlink.accounts.throttling import Throttle
from chainlink.accounts.tokens import USE_IS_NOTED_EVERY, actor_of_row, token_digest
from chainlink.clock import Clock, instant_text
from chainlink.errors import NotFound, Unauthenticated
from chainlink.graph.port import GraphStore, GraphTransaction, Row
from chainlink.identity import new_id
from chainlink.journal.service import Change, Journal
from chainlink.validation import visible

_LONGEST_AGENT = 200
_DEVICES_ARE_KNOWN_FOR = timedelta(days=400)  # as long as browsers keep a cookie


class SessionSecret(str):
    """What a cookie carries; told apart from a token, which is never taken for it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Browser:
    """Who wants in: where from, with which device cookie, and which session it has already."""

    address: str
    agent: str = ""
    device: str | None = None
    session: str | None = None


class SessionService(SessionReading):
    """Signing in and out."""

    def __init__(
        self,
        store: GraphStore,
        journal: Journal,
        clock: Clock,
        hasher: Passwords,
        throttle: Throttle,
        term: Term | None = None,
    ) -> None:
        super().__init__(store, clock, term or Term())
        self._journal = journal
        self._passwords = hasher
        self._throttle = throttle

    async def sign_in(self, name: str, password: str, browser: Browser) -> SignedIn:
        """A new session by name and password; the one that the browser had ends.

        Raises Unauthenticated, the same and after the same time whether the account is unknown,
        closed or the password wrong, and TooManyRequests.
        """
        name = cleaned_name(name[: 2 * LONGEST_NAME])
        rows = await self._store.read(CYPHER["credential_by_name"], name=name)
        row = rows[0] if rows else None
        device = await self._known_device(row, browser)
        with self._throttle.attempt(self._throttle.sign_in(name, browser.address, device)):
            right = await self._passwords.matches(row["hash"] if row else None, password)
            if row is None or not right or not row["active"]:
                raise Unauthenticated("sign_in.refused")
        if self._passwords.outdated(row["hash"]):
            await self._hash_again(row, password)
        return await self.start(account_of(row), browser)

    async def start(self, account: Account, browser: Browser) -> SignedIn:
        """A session of an account that has shown who it is. Raises Unauthenticated if closed."""
        secret, device = f"cs_{secrets.token_urlsafe(32)}", browser.device
        if device is None or not 40 <= len(device) <= 80:
            device = secrets.token_urlsafe(32)

        async def work(change: Change) -> SignedIn:
            [now] = await change.transaction.read(CYPHER["account_by_id"], id=account.id)
            if not now["active"]:
                raise Unauthenticated("sign_in.refused")
            if browser.session is not None:
                await self._end_by_secret(change, browser.session)
            oldest = instant_text(self._clock() - _DEVICES_ARE_KNOWN_FOR)
            await change.transaction.write(
                CYPHER["forget_old_sessions"], account=account.id, oldest=oldest
            )
            expires = instant_text(self._clock() + self._term.longest)
            facts = {
                "id": new_id(),
                "account": account.id,
                "agent": visible(browser.agent)[:_LONGEST_AGENT] or None,
                "recorded_at": change.now,
                "last_seen_at": change.now,
                "expires_at": expires,
            }
            digests = {"digest": token_digest(secret), "device": token_digest(device)}
            await change.records.create("SignInSession", [facts | digests])
            change.record("session.started", "SignInSession", str(facts["id"]), facts)
            return SignedIn(account, str(facts["id"]), secret, device, expires)

        return await self._journal.change(account.id, work)

    async def holder_of(self, secret: str) -> tuple[Actor, str]:
        """Who is signed in, and the instant from which that must be read again at the latest.

        Raises Unauthenticated for a session that is unknown or over.
        """
        row = await self._open(secret)
        now = self._clock()
        stale = instant_text(now - USE_IS_NOTED_EVERY)
        if row["last_seen_at"] <= stale:

            async def work(transaction: GraphTransaction) -> None:
                await transaction.write(
                    CYPHER["note_seen"], id=row["session"], now=instant_text(now)
                )

            await self._store.transact(work)
        # seen now, or less than a minute ago: the idle term is that exact
        idle_until = instant_text(now + self._term.idle - USE_IS_NOTED_EVERY)
        return actor_of_row(row, ALL_SCOPES), min(row["expires_at"], idle_until)

    async def id_of(self, secret: str) -> str:
        """The id of a session. Raises Unauthenticated."""
        return str((await self._open(secret))["session"])

    async def end_for(self, actor: Actor, account: Account) -> None:
        """Sign all of an account's browsers out, by who administers it. Raises NotFound."""
        if not administers(actor, account):
            raise NotFound("account.unknown", name=account.name)

        async def work(change: Change) -> None:
            await end_sessions(change, account.id)

        await self._journal.change(actor.account, work)

    async def end(self, secret: str) -> None:
        """Sign out: nobody who has the secret gets in by it again. Ending it twice is no matter."""

        async def work(change: Change) -> None:
            await self._end_by_secret(change, secret)

        rows = await self._store.read(CYPHER["session"], digest=token_digest(secret))
        if rows and not rows[0]["ended_at"]:
            await self._journal.change(rows[0]["account"], work)

    async def end_one(self, actor: Actor, session: str) -> None:
        """Sign one of one's own browsers out. Raises NotFound for any other."""

        async def work(change: Change) -> None:
            rows = await change.transaction.read(CYPHER["session_by_id"], id=session)
            if not rows or rows[0]["account"] != actor.account or rows[0]["ended_at"]:
                raise NotFound("session.unknown")
            await _end(change, [session])

        if Scope.WRITE not in actor.scopes:
            raise NotFound("session.unknown")
        await self._journal.change(actor.account, work)

    async def end_others(self, actor: Actor, but: str) -> None:
        """Sign all of one's own browsers out but one."""

        async def work(change: Change) -> None:
            await end_sessions(change, actor.account, but=but)

        await self._journal.change(actor.account, work)

    async def _open(self, secret: str) -> Row:
        rows = await self._store.read(CYPHER["actor_by_session"], digest=token_digest(secret))
        now = self._clock()
        if not rows or rows[0]["ended_at"] or not rows[0]["active"]:
            raise Unauthenticated("session.over")
        seen = instant_text(now - self._term.idle)
        if rows[0]["expires_at"] <= instant_text(now) or rows[0]["last_seen_at"] <= seen:
            raise Unauthenticated("session.over")
        return rows[0]

    async def _known_device(self, row: Row | None, browser: Browser) -> str | None:
        """The digest of the device cookie, where the account has been signed in to with it."""
        if row is None or browser.device is None:
            return None
        digest = token_digest(browser.device)
        known = await self._store.read(CYPHER["device_known"], account=row["id"], device=digest)
        return digest if known else None

    async def _hash_again(self, row: Row, password: str) -> None:
        hashed = await self._passwords.hash(normalised(password))

        async def work(transaction: GraphTransaction) -> None:
            await transaction.write(
                CYPHER["replace_hash"], account=row["id"], old=row["hash"], new=hashed
            )

        await self._store.transact(work)

    async def _end_by_secret(self, change: Change, secret: str) -> None:
        digest = token_digest(secret)
        rows = await change.transaction.read(CYPHER["session"], digest=digest)
        if rows and not rows[0]["ended_at"]:
            await _end(change, [rows[0]["id"]])


async def end_sessions(change: Change, account: str, *, but: str = "") -> None:
    """End an account's sessions inside a change, all but one, each with its entry."""
    rows = await change.transaction.read(CYPHER["unended_sessions"], account=account)
    await _end(change, [row["id"] for row in rows if row["id"] != but])


async def _end(change: Change, sessions: list[str]) -> None:
    rows = [{"id": session, "ended_at": change.now} for session in sessions]
    await change.records.update("SignInSession", rows)
    for row in rows:
        change.record("session.ended", "SignInSession", row["id"], row)
