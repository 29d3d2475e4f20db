"""What an actor may do with an enterprise, told before, so that a page offers nothing in vain."""

from dataclasses import dataclass

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Resource, allows
from chainlink.enterprises.model import Enterprise, EnterpriseStatus
from chainlink.enterprises.reading import EnterpriseReading
from chainlink.graph.port import GraphReader


@dataclass(frozen=True, slots=True)
class Rights:
    """What the permission table and the enterprise's status let somebody do.

    `claims` is declaring, opting out and vetoing; services decide again when it is done.
    """

    own: bool
    update: bool
    decide: bool
    merge: bool
    claims: bool
    recommendations: bool
    introductions: bool
    journal: bool


async def rights_of(
    enterprises: EnterpriseReading, reader: GraphReader, actor: Actor, enterprise: Enterprise
) -> Rights:
    """The actor's rights on an enterprise that he sees. Raises GraphUnavailable."""
    owner = await enterprises.owner(reader, enterprise.id)

    def may(action: Action, resource: Resource) -> bool:
        return allows(actor, action, resource, owner)

    merged = enterprise.status is EnterpriseStatus.MERGED
    refused = enterprise.status is EnterpriseStatus.REJECTED
    waiting = enterprise.status is EnterpriseStatus.PENDING
    return Rights(
        own=enterprise.id == actor.enterprise,
        update=not merged and may(Action.WRITE, Resource.ENTERPRISE),
        decide=waiting and may(Action.DECIDE, Resource.ENTERPRISE),
        merge=not merged and may(Action.DECIDE, Resource.ENTERPRISE),
        claims=not (merged or refused) and may(Action.WRITE, Resource.CLAIMS),
        recommendations=may(Action.READ, Resource.RECOMMENDATIONS),
        introductions=may(Action.READ, Resource.INTRODUCTIONS),
        journal=may(Action.READ, Resource.JOURNAL),
    )
