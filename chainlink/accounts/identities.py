"""Who an account is to an identity provider: linked beforehand, never guessed."""

import hashlib

from chainlink.accounts.model import Account, Actor, Identity
from chainlink.accounts.reading import CYPHER, AccountReading, account_of
from chainlink.clock import Clock
from chainlink.errors import Conflict, InvalidInput, NotFound, Unauthenticated
from chainlink.graph.port import GraphStore
from chainlink.identity import new_id
from chainlink.journal.service import Change, Journal

_LONGEST_ISSUER = 500
_LONGEST_SUBJECT = 255  # OpenID Connect Core, section 2: at most 255 ASCII characters


class IdentityService(AccountReading):
    """Linking accounts to identities elsewhere."""

    def __init__(self, store: GraphStore, journal: Journal, clock: Clock) -> None:
        super().__init__(store)
        self._journal = journal
        self._clock = clock

    async def link(self, actor: Actor, account_name: str, issuer: str, subject: str) -> Identity:
        """Let whoever the issuer calls so sign in to the account.

        Raises NotFound for everybody but who administers the account, InvalidInput, Conflict
        when an account is linked to that identity already.
        """
        return await self._link(
            actor, await self.for_administration(actor, account_name), issuer, subject
        )

    async def link_own(self, actor: Actor, issuer: str, subject: str) -> Identity:
        """As `link`, of the account that acts, which has shown to the issuer who it is there."""
        return await self._link(actor, await self.own(actor), issuer, subject)

    async def _link(self, actor: Actor, account: Account, issuer: str, subject: str) -> Identity:
        for path, value, most in (
            ("issuer", issuer, _LONGEST_ISSUER),
            ("subject", subject, _LONGEST_SUBJECT),
        ):
            if not value.strip():
                raise InvalidInput.of(path, "required")
            if len(value) > most:
                raise InvalidInput.of(path, "too_long", max_length=most)

        async def work(change: Change) -> Identity:
            digest = _digest(issuer, subject)
            if await change.transaction.read(CYPHER["identity"], digest=digest):
                raise Conflict("identity.linked")
            identity = Identity(
                id=new_id(),
                account=account.id,
                issuer=issuer,
                subject=subject,
                recorded_at=change.now,
            )
            row = identity.model_dump()
            await change.records.create("Identity", [row | {"digest": digest}])
            change.record("identity.linked", "Identity", identity.id, row)
            return identity

        return await self._journal.change(actor.account, work)

    async def unlink(self, actor: Actor, account_name: str, issuer: str, subject: str) -> None:
        """Take a link away. Raises NotFound."""
        account = await self.for_change(actor, account_name)

        async def work(change: Change) -> None:
            digest = _digest(issuer, subject)
            rows = await change.transaction.read(CYPHER["identity"], digest=digest)
            if not rows or rows[0]["id"] != account.id:
                raise NotFound("identity.unknown")
            await change.transaction.write(CYPHER["forget_identity"], id=rows[0]["identity"])
            change.record("identity.unlinked", "Identity", rows[0]["identity"], {})

        await self._journal.change(actor.account, work)

    async def own_identities(self, actor: Actor) -> list[Identity]:
        """The identities of the account that acts."""
        account = await self.own(actor)
        rows = await self._store.read(CYPHER["identities_of"], account=account.id)
        return [Identity(**row) for row in rows]

    async def account_of(self, issuer: str, subject: str) -> Account:
        """The account that is linked. Raises Unauthenticated where none is, or a closed one."""
        digest = _digest(issuer, subject)
        rows = await self._store.read(CYPHER["identity"], digest=digest)
        if not rows or not rows[0]["active"]:
            raise Unauthenticated("identity.unlinked")
        return account_of(rows[0])


def _digest(issuer: str, subject: str) -> str:
    return hashlib.sha256(f"{issuer}\n{subject}".encode(errors="surrogatepass")).hexdigest()
