"""Tokens of programs: issued, found by their secret, listed, revoked."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from chainlink.accounts.model import Actor, IssuedToken, Role, Scope, Token
from chainlink.accounts.reading import CYPHER, AccountReading, account_of, may_end
from chainlink.clock import Clock, instant_text
from chainlink.errors import Conflict, InvalidInput, NotFound, Unauthenticated
from chainlink.graph.port import GraphStore, GraphTransaction, Row
from chainlink.identity import new_id
from chainlink.journal.service import Change, Journal, Repeatable

TOKEN_DAYS = 90
TOKEN_DAYS_MOST = 3650
USE_IS_NOTED_EVERY = timedelta(minutes=1)
MOST_LISTED = 100


class AccountTokens(AccountReading):
    """What may happen to tokens."""

    def __init__(self, store: GraphStore, journal: Journal, clock: Clock) -> None:
        super().__init__(store)
        self._journal = journal
        self._clock = clock

    async def issue_token(
        self,
        actor: Actor,
        account_name: str,
        *,
        scopes: Sequence[Scope] = tuple(Scope),
        days: int = TOKEN_DAYS,
        request: str | None = None,
    ) -> IssuedToken:
        """A token for a program; only a digest of its 256 random bits is kept.

        Raises NotFound for an unknown account, InvalidInput for days out of 1 to 3,650 and for no
        scope, Conflict for a request that was answered before: its secret is told to nobody again.
        """
        account = await self.for_change(actor, account_name)
        if not 1 <= days <= TOKEN_DAYS_MOST:
            raise InvalidInput.of("days", "out_of_range", low=1, high=TOKEN_DAYS_MOST)
        if not scopes:
            raise InvalidInput.of("scopes", "required")
        secret = f"cl_{secrets.token_urlsafe(32)}"

        async def work(change: Change) -> IssuedToken:
            token = IssuedToken(
                id=new_id(),
                account=account.id,
                secret=secret,
                scopes=tuple(scopes),
                expires_at=instant_text(self._clock() + timedelta(days=days)),
            )
            row = token.model_dump() | {
                "digest": token_digest(secret),
                "scopes": [scope.value for scope in scopes],
                "recorded_at": change.now,
            }
            await change.records.create("ApiToken", [row])
            # the digest stays out of the journal: nobody needs it there
            facts = {name: value for name, value in row.items() if name != "digest"}
            change.record("token.issued", "ApiToken", token.id, facts)
            return token

        said = {"account": account.id, "scopes": sorted(scopes), "days": days}
        issued = await self._journal.change(
            actor.account,
            work,
            repeatable=Repeatable(actor.account, request, "issueToken", said),
            answer=IssuedToken,
        )
        if not issued.secret:
            raise Conflict("token.issued_before", token=issued.id)
        return issued

    async def revoke_token(self, actor: Actor, secret_or_id: str) -> None:
        """End a token at once. Raises NotFound for one that does not exist or has ended."""

        async def work(change: Change) -> None:
            rows = await change.transaction.read(
                CYPHER["token"], digest=token_digest(secret_or_id), id=secret_or_id
            )
            if not rows or rows[0]["revoked_at"]:
                raise NotFound("token.unknown")
            if not may_end(actor, account_of(rows[0])):
                raise NotFound("token.unknown")  # whose it is, is not told either
            await revoke(change, [rows[0]["token"]])

        await self._journal.change(actor.account, work)

    async def tokens_of(self, actor: Actor, account_name: str) -> list[Token]:
        """The newest hundred tokens of an account, newest first. Raises NotFound."""
        account = await self.by_name(actor, account_name)
        return await self._tokens(account.id)

    async def own_tokens(self, actor: Actor) -> list[Token]:
        """As `tokens_of`, of the account that acts. Raises NotFound where it is none."""
        return await self._tokens((await self.own(actor)).id)

    async def _tokens(self, account: str) -> list[Token]:
        rows = await self._store.read(CYPHER["tokens_of"], account=account, most=MOST_LISTED)
        return [Token(**(row | {"scopes": tuple(row["scopes"] or ())})) for row in rows]

    async def actor_for(self, secret: str) -> Actor:
        """The acting person behind a token. Raises Unauthenticated."""
        return (await self.holder_of(secret))[0]

    async def holder_of(self, secret: str) -> tuple[Actor, str]:
        """As `actor_for`, with the instant from which the token is good no more."""
        now = self._clock()
        digest = token_digest(secret)
        rows = await self._store.read(CYPHER["actor_by_digest"], digest=digest)
        if not rows or rows[0]["revoked_at"] or not rows[0]["active"]:
            raise Unauthenticated("token.unknown")
        if rows[0]["expires_at"] <= instant_text(now):
            raise Unauthenticated("token.expired")
        await self._note_use(rows[0], now=instant_text(now))
        scopes = frozenset(Scope(scope) for scope in rows[0]["scopes"] or ())
        return actor_of_row(rows[0], scopes), rows[0]["expires_at"]

    async def _note_use(self, row: Row, now: str) -> None:
        """Last use, to the minute: a read must not cost a write each time."""
        stale = instant_text(self._clock() - USE_IS_NOTED_EVERY)
        if row["last_used_at"] and row["last_used_at"] > stale:
            return

        async def work(transaction: GraphTransaction) -> None:
            await transaction.write(CYPHER["note_use"], id=row["token"], now=now)

        await self._store.transact(work)


async def revoke(change: Change, tokens: Sequence[str]) -> None:
    """End tokens inside a change, each with its entry."""
    rows = [{"id": token, "revoked_at": change.now} for token in tokens]
    await change.records.update("ApiToken", rows)
    for row in rows:
        change.record("token.revoked", "ApiToken", row["id"], row)


def actor_of_row(row: Row, scopes: frozenset[Scope]) -> Actor:
    """The acting person, from a row with the account and its enterprise's state."""
    return Actor(
        account=row["account"],
        role=Role(row["role"]),
        enterprise=row["enterprise"],
        approved=row["status"] == "APPROVED",
        committees=frozenset(row["committees"] or ()),
        scopes=scopes,
    )


def token_digest(secret: str) -> str:
    """SHA-256: enough for 256 random bits, which nobody can guess through."""
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()
