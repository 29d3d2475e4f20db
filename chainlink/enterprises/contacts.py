"""People to speak to: who may read them, and that it is noted who has."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Resource, allows
from chainlink.enterprises.disclosure import (
    ALL_FIELDS,
    Contact,
    mutual_fields,
    read_disclosures,
    shown_contact,
)
from chainlink.enterprises.listing import EnterpriseListing
from chainlink.enterprises.registry import CYPHER
from chainlink.graph.port import GraphStore
from chainlink.journal.service import Change, Journal


class ContactReading(EnterpriseListing):
    """Contacts are read from the graph each time and kept nowhere."""

    def __init__(self, store: GraphStore, journal: Journal, today: Callable[[], date]) -> None:
        super().__init__(store, today)
        self._journal = journal

    async def contacts(self, actor: Actor, enterprise: str) -> list[Contact]:
        """Contacts where the actor may read them, else none; that he did is in the journal."""
        found = (await self.contacts_of(actor, [enterprise])).get(enterprise, [])
        if found:
            await self.note_contacts_read(actor, [enterprise])
        return found

    async def contacts_of(self, actor: Actor, ids: Sequence[str]) -> dict[str, list[Contact]]:
        """Contacts of those enterprises whose contacts the actor may read.

        That is by the table, or because both sides have agreed to it, and then only what they
        have. Whoever shows them must call `note_contacts_read` once before he does.
        """
        owners = await self.owners(self._store, ids)
        fields = {
            id_: ALL_FIELDS
            for id_ in ids
            if allows(actor, Action.READ, Resource.CONTACTS, owners[id_])
        }
        others = [id_ for id_ in ids if id_ not in fields]
        if others and actor.enterprise is not None and self._reads_others(actor):
            disclosures = await read_disclosures(self._store, [actor.enterprise, *others])
            fields |= mutual_fields(disclosures, actor.enterprise, others, self._today())
        found: dict[str, list[Contact]] = {id_: [] for id_ in ids if id_ in fields}
        if found:
            for row in await self._store.read(CYPHER["contacts_of_many"], ids=list(found)):
                id_ = row["enterprise"]
                found[id_].append(
                    shown_contact(row["name"], row["phone"], row["email"], fields[id_])
                )
        return found

    async def note_contacts_read(self, actor: Actor, ids: Iterable[str]) -> None:
        """One entry that tells these enterprises who read their contacts, and when.

        Reading one's own leaves none. Raises GraphUnavailable: then nothing may be shown.
        """
        others = sorted(set(ids) - {actor.enterprise})
        if not others:
            return

        async def work(change: Change) -> None:
            facts = {"enterprises": others}
            change.record("contact.read", "Account", actor.account, facts, tuple(others))

        await self._journal.change(actor.account, work)
