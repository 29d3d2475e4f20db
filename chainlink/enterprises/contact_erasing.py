"""Taking a contact out of the graph for good."""

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Reach, Resource, allows, reach
from chainlink.enterprises.reading import EnterpriseReading
from chainlink.enterprises.registry import CYPHER
from chainlink.errors import Forbidden, NotFound
from chainlink.journal.service import Change, Journal


class ContactService:
    """What may happen to contacts that stand."""

    def __init__(self, journal: Journal, enterprises: EnterpriseReading) -> None:
        self._journal = journal
        self._enterprises = enterprises

    async def erase(self, actor: Actor, contact: str) -> None:
        """Take a contact out of the graph (PIPL article 47): by its enterprise, or by an
        administrator where the person asks the platform. The journal says that there was one.

        Raises NotFound for one that the actor may not read, Forbidden for one that he may.
        """

        async def work(change: Change) -> None:
            rows = await change.transaction.read(CYPHER["contact"], id=contact)
            if not rows:
                raise NotFound("contact.unknown")
            enterprise = str(rows[0]["enterprise"])
            owner = await self._enterprises.owner(change.transaction, enterprise)
            administers = reach(actor, Action.WRITE, Resource.ACCOUNTS) is Reach.ALL
            if not administers and not allows(actor, Action.WRITE, Resource.CONTACTS, owner):
                if not allows(actor, Action.READ, Resource.CONTACTS, owner):
                    raise NotFound("contact.unknown")
                raise Forbidden("forbidden", action=Action.WRITE.value, role=actor.role.value)
            await change.transaction.write(CYPHER["forget_contact"], id=contact)
            change.record("contact.erased", "Contact", contact, {}, (enterprise,))

        await self._journal.change(actor.account, work)
