"""Where an account gets notifications by e-mail: set, proved by a code that was sent there, off.

The code comes from the master secret and is kept nowhere. The address is personal: the journal
hears that one was set, never which.
"""

import hmac
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Annotated, Any

from pydantic import Field

from chainlink.accounts.model import Actor, Role, Scope
from chainlink.accounts.permissions import Action
from chainlink.errors import Conflict, InvalidInput, NotFound
from chainlink.graph.port import GraphReader, GraphStore, Row
from chainlink.journal.service import Change, Journal, Repeatable
from chainlink.notifications.entries import CYPHER
from chainlink.notifications.model import Channel, MailAddress, NotificationKind
from chainlink.notifications.signing import Secrets
from chainlink.notifications.targets import new_delivery
from chainlink.notifications.webhooks import require_own
from chainlink.settings import Settings
from chainlink.validation import StrictDraft, Text, checked

# RFC 5321 without quoted local parts and address literals, which no person has
_ADDRESS = r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}$"


class MailDraft(StrictDraft):
    """An address and the kinds that are not wanted there."""

    address: Annotated[Text, Field(min_length=1, max_length=254, pattern=_ADDRESS)]
    refused_kinds: tuple[NotificationKind, ...] = ()
    active: bool = True


def mail_of(row: Row) -> MailAddress:
    """A row of the graph as an address."""
    return MailAddress(**(row | {"refused_kinds": tuple(row["refused_kinds"] or ())}))


async def mail_by_ids(reader: GraphReader, ids: Sequence[str]) -> dict[str, MailAddress]:
    """Addresses by account."""
    rows = await reader.read(CYPHER["mail_by_ids"], ids=sorted(set(ids))) if ids else []
    return {row["id"]: mail_of(row) for row in rows}


class MailAddressService:
    """What may happen to an account's own address."""

    def __init__(
        self, store: GraphStore, journal: Journal, settings: Settings, secrets: Secrets
    ) -> None:
        self._store = store
        self._journal = journal
        self._settings = settings
        self._secrets = secrets

    async def get(self, actor: Actor) -> MailAddress | None:
        """The actor's own address."""
        if Scope.READ not in actor.scopes or actor.role is Role.PUBLIC:
            return None
        return (await mail_by_ids(self._store, [actor.account])).get(actor.account)

    async def put(
        self,
        actor: Actor,
        address: str,
        refused_kinds: Sequence[NotificationKind] = (),
        *,
        active: bool = True,
        request: str | None = None,
    ) -> MailAddress:
        """Set the address, or what is wanted there; a new address gets a code to be confirmed by.

        Raises Forbidden, InvalidInput, Conflict where the platform sends no e-mail.
        """
        require_own(actor, Action.WRITE)
        self._secrets.require()
        if not (self._settings.smtp_host and self._settings.smtp_from):
            raise Conflict("mail.unset")
        said = {"address": address, "refused_kinds": refused_kinds, "active": active}
        draft = checked(MailDraft, said)

        async def work(change: Change) -> str:
            before = (await mail_by_ids(change.transaction, [actor.account])).get(actor.account)
            kept = before if before is not None and before.address == draft.address else None
            found = MailAddress(
                id=actor.account,
                generation=kept.generation if kept else (before.generation + 1 if before else 1),
                recorded_at=kept.recorded_at if kept else change.now,
                confirmed_at=kept.confirmed_at if kept else None,
                **draft.model_dump(),
            )
            row = found.model_dump(mode="json")
            if before is None:
                await change.records.create("MailAddress", [row])
            else:
                await change.records.update("MailAddress", [row])
            if kept is None:
                await self._ask(change, found)
            change.record("mail.set", "MailAddress", actor.account, row)
            return actor.account

        content = draft.model_dump(mode="json")
        return await self._changed(actor, work, request, "setMailAddress", content)

    async def _changed(
        self,
        actor: Actor,
        work: Callable[[Change], Awaitable[str]],
        request: str | None,
        operation: str,
        content: Mapping[str, Any],
    ) -> MailAddress:
        """Make a change and read the address after it: an answer that is kept must not hold it."""
        repeatable = Repeatable(actor.account, request, operation, content)
        await self._journal.change(actor.account, work, repeatable=repeatable, answer=str)
        found = await mail_by_ids(self._store, [actor.account])
        if actor.account not in found:
            raise NotFound("mail.unknown")
        return found[actor.account]

    async def _ask(self, change: Change, found: MailAddress) -> None:
        """The mail with the code; what was on its way to the address before is forgotten."""
        await change.transaction.write(CYPHER["delete_deliveries"], target=found.id)
        mail = new_delivery(Channel.CONFIRMATION, found.id, f"mail:{found.generation}", change.now)
        await change.records.create("Delivery", [mail])

    async def confirm(self, actor: Actor, code: str, *, request: str | None = None) -> MailAddress:
        """Prove the address by the code that was sent there. Raises Forbidden, NotFound,
        InvalidInput for another code.
        """
        require_own(actor, Action.WRITE)
        given = "".join(code.split()).upper()

        async def work(change: Change) -> str:
            found = (await mail_by_ids(change.transaction, [actor.account])).get(actor.account)
            if found is None:
                raise NotFound("mail.unknown")
            right = self._secrets.mail_code(found.id, found.generation, found.address)
            if not hmac.compare_digest(given.encode(), right.encode()):
                raise InvalidInput.of("code", "mail.code")
            row = {"id": found.id, "confirmed_at": found.confirmed_at or change.now}
            await change.records.update("MailAddress", [row])
            if found.confirmed_at is None:
                change.record("mail.confirmed", "MailAddress", found.id, row)
            return actor.account

        return await self._changed(actor, work, request, "confirmMailAddress", {"code": given})

    async def delete(self, actor: Actor, *, request: str | None = None) -> str:
        """Take the address away; returns the account. Raises Forbidden, NotFound."""
        require_own(actor, Action.WRITE)

        async def work(change: Change) -> str:
            found = (await mail_by_ids(change.transaction, [actor.account])).get(actor.account)
            if found is None:
                raise NotFound("mail.unknown")
            await change.transaction.write(CYPHER["delete_deliveries"], target=found.id)
            await change.transaction.write(CYPHER["delete_mail"], id=found.id)
            change.record("mail.deleted", "MailAddress", found.id, {})
            return found.id

        return await self._journal.change(
            actor.account,
            work,
            repeatable=Repeatable(actor.account, request, "deleteMailAddress", {}),
            answer=str,
        )
