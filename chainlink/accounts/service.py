"""Accounts and tokens: made, found by their secret, revoked."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from chainlink.accounts.model import Account, Actor, IssuedToken, Role, Scope
from chainlink.accounts.permissions import Action, Reach, Resource, reach, require
from chainlink.clock import Clock, instant_text
from chainlink.errors import Conflict, InvalidInput, NotFound, Unauthenticated
from chainlink.graph.cypher import Queries
from chainlink.graph.port import GraphReader, GraphStore, GraphTransaction, Row
from chainlink.identity import new_id
from chainlink.journal.service import Change, Journal

CYPHER = Queries(__package__ or "")
TOKEN_DAYS = 90
TOKEN_DAYS_MOST = 3650
_SERVING = {Role.STAFF, Role.SECRETARY}
_USE_IS_NOTED_EVERY = timedelta(minutes=1)


class AccountService:
    """What may happen to accounts and tokens."""

    def __init__(self, store: GraphStore, journal: Journal, clock: Clock) -> None:
        self._store = store
        self._journal = journal
        self._clock = clock

    async def create(
        self,
        actor: Actor,
        name: str,
        role: Role,
        *,
        committees: Sequence[str] = (),
        enterprise: str | None = None,
    ) -> Account:
        """A new account; a secretary or staff serves on the committees named.

        With the role ENTERPRISE it may be bound to an enterprise (its id) that stands already.
        Raises InvalidInput for an empty name, the role PUBLIC, an unknown committee or
        enterprise, or one that does not go with the role, Conflict when the name is taken.
        """
        require(actor, Action.WRITE, Resource.ACCOUNTS, seen=True)
        if not (name := name.strip()):
            raise InvalidInput.of("name", "required")
        if role is Role.PUBLIC:
            raise InvalidInput.of("role", "account.role")
        if committees and role not in _SERVING:
            raise InvalidInput.of("committees", "account.committees_role", role=role)
        if enterprise and role is not Role.ENTERPRISE:
            raise InvalidInput.of("enterprise", "account.enterprise_role", role=role)

        async def work(change: Change) -> Account:
            if await change.transaction.read(CYPHER["account_by_name"], name=name):
                raise Conflict("account.exists", name=name)
            for code in committees:
                if not await change.transaction.read(CYPHER["committee_exists"], code=code):
                    raise InvalidInput.of("committees", "unknown_code", value=code)
            if enterprise and not await change.transaction.read(
                CYPHER["enterprise_exists"], id=enterprise
            ):
                raise InvalidInput.of("enterprise", "enterprise.unknown", value=enterprise)
            account = Account(
                id=new_id(),
                name=name,
                role=role,
                enterprise=enterprise,
                committees=tuple(committees),
            )
            row = account.model_dump(exclude={"committees"}) | {"recorded_at": change.now}
            await change.records.create("Account", [row])
            await change.records.relate(
                "SERVES_ON", [{"start": account.id, "end": code} for code in committees]
            )
            concerned = (enterprise,) if enterprise else ()
            change.record("account.created", "Account", account.id, row, concerned)
            return account

        return await self._journal.change(actor.account, work)

    async def by_name(self, actor: Actor, name: str) -> Account:
        """The account of that name. Raises NotFound."""
        rows = await self._store.read(CYPHER["account_by_name"], name=name)
        account = _account(rows[0]) if rows else None
        if account is None:
            raise NotFound("account.unknown", name=name)
        _require(actor, Action.READ, account)
        return account

    async def issue_token(
        self,
        actor: Actor,
        account_name: str,
        *,
        scopes: Sequence[Scope] = tuple(Scope),
        days: int = TOKEN_DAYS,
    ) -> IssuedToken:
        """A token for a program; only a digest of its 256 random bits is kept.

        Raises NotFound for an unknown account, InvalidInput for days out of 1 to 3,650.
        """
        account = await self.by_name(actor, account_name)
        _require(actor, Action.WRITE, account)
        if not 1 <= days <= TOKEN_DAYS_MOST:
            raise InvalidInput.of("days", "out_of_range", low=1, high=TOKEN_DAYS_MOST)
        secret = f"cl_{secrets.token_urlsafe(32)}"

        async def work(change: Change) -> IssuedToken:
            token = IssuedToken(
                id=new_id(),
                account=account.id,
                secret=secret,
                scopes=tuple(scopes),
                expires_at=instant_text(self._clock() + timedelta(days=days)),
            )
            row = token.model_dump(exclude={"secret"}) | {
                "digest": token_digest(secret),
                "scopes": [scope.value for scope in scopes],
                "recorded_at": change.now,
            }
            await change.records.create("ApiToken", [row])
            # the digest stays out of the journal: nobody needs it there
            facts = {name: value for name, value in row.items() if name != "digest"}
            change.record("token.issued", "ApiToken", token.id, facts)
            return token

        return await self._journal.change(actor.account, work)

    async def revoke_token(self, actor: Actor, secret_or_id: str) -> None:
        """End a token at once. Raises NotFound for one that does not exist or has ended."""

        async def work(change: Change) -> None:
            rows = await change.transaction.read(
                CYPHER["token"], digest=token_digest(secret_or_id), id=secret_or_id
            )
            if not rows or rows[0]["revoked_at"]:
                raise NotFound("token.unknown")
            if not _may(actor, Action.WRITE, _account(rows[0])):
                raise NotFound("token.unknown")  # whose it is, is not told either
            token = rows[0]["token"]
            row = {"id": token, "revoked_at": change.now}
            await change.records.update("ApiToken", [row])
            change.record("token.revoked", "ApiToken", token, row)

        await self._journal.change(actor.account, work)

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
        actor = Actor(
            account=rows[0]["account"],
            role=Role(rows[0]["role"]),
            enterprise=rows[0]["enterprise"],
            approved=rows[0]["status"] == "APPROVED",
            committees=frozenset(rows[0]["committees"] or ()),
            scopes=frozenset(Scope(scope) for scope in rows[0]["scopes"] or ()),
        )
        return actor, rows[0]["expires_at"]

    async def _note_use(self, row: Row, now: str) -> None:
        """Last use, to the minute: a read must not cost a write each time."""
        stale = instant_text(self._clock() - _USE_IS_NOTED_EVERY)
        if row["last_used_at"] and row["last_used_at"] > stale:
            return

        async def work(transaction: GraphTransaction) -> None:
            await transaction.write(CYPHER["note_use"], id=row["token"], now=now)

        await self._store.transact(work)


async def bind_enterprise(change: Change, account: str, enterprise: str) -> None:
    """Make an account speak for the enterprise that it registered."""
    await change.records.update("Account", [{"id": account, "enterprise": enterprise}])
    change.record("account.bound", "Account", account, {"enterprise": enterprise}, (enterprise,))


async def bound_enterprise(reader: GraphReader, account: str) -> str | None:
    """The enterprise that an account speaks for now, read inside the change that relies on it."""
    rows = await reader.read(CYPHER["enterprise_of_account"], id=account)
    return rows[0]["enterprise"] if rows else None


def token_digest(secret: str) -> str:
    """SHA-256: enough for 256 random bits, which nobody can guess through."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _account(row: Row) -> Account:
    fields = {name: row[name] for name in ("id", "name", "role", "enterprise", "active")}
    return Account(**fields, committees=tuple(row["committees"] or ()))


def _may(actor: Actor, action: Action, account: Account) -> bool:
    """An account is its holder's own; a secretary's reach is the staff of his committees."""
    granted = reach(actor, action, Resource.ACCOUNTS)
    if granted is Reach.ALL or (granted and account.id == actor.account):
        return True
    shared = actor.committees.intersection(account.committees)
    return granted is Reach.COMMITTEE and account.role is Role.STAFF and bool(shared)


def _require(actor: Actor, action: Action, account: Account) -> None:
    if not _may(actor, action, account):
        raise NotFound("account.unknown", name=account.name)
