"""Parts of a profile that are read for several enterprises in one question."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Resource, allows
from chainlink.enterprises.model import ContactDraft
from chainlink.enterprises.registry import CYPHER
from chainlink.enterprises.service import EnterpriseService
from chainlink.graph.port import GraphReader


class SuggestedCategory(BaseModel):
    """A category that was read from a business scope and that nobody has declared."""

    model_config = ConfigDict(frozen=True)

    enterprise: str
    category: str
    confidence: float
    terms: tuple[str, ...] = ()
    recorded_at: str


async def suggested_categories(reader: GraphReader, ids: Sequence[str]) -> list[SuggestedCategory]:
    """What the scopes of enterprises suggest, surest first; the scope itself is public."""
    rows = await reader.read(CYPHER["suggested_categories"], ids=list(ids)) if ids else []
    return [SuggestedCategory(**(row | {"terms": tuple(row["terms"] or ())})) for row in rows]


async def contacts_of(
    enterprises: EnterpriseService, reader: GraphReader, actor: Actor, ids: Sequence[str]
) -> dict[str, list[ContactDraft]]:
    """Contacts of those enterprises whose contacts the table lets the actor read."""
    owners = await enterprises.owners(reader, ids)
    readable = [id_ for id_ in ids if allows(actor, Action.READ, Resource.CONTACTS, owners[id_])]
    found: dict[str, list[ContactDraft]] = {id_: [] for id_ in readable}
    if readable:
        for row in await reader.read(CYPHER["contacts_of_many"], ids=readable):
            # as it was accepted once: a rule made stricter since must not hide it
            contact = ContactDraft.model_construct(
                name=row["name"], phone=row["phone"], email=row["email"]
            )
            found[row["enterprise"]].append(contact)
    return found
