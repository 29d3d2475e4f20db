"""Who may do what: the one table that services, doors, documentation and tests read.

Reading and writing are decided here by role and by relation to the thing. What a viewer may not
read does not exist for him: `require` raises NotFound then, and Forbidden only for what he sees.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from chainlink.accounts.model import Actor, Role, Scope
from chainlink.errors import Forbidden, NotFound


class Resource(StrEnum):
    """Kinds of things that the table speaks of."""

    REFERENCE = "REFERENCE"  # chains, stages, categories, names of committees
    ENTERPRISE = "ENTERPRISE"  # public profile
    CONTACTS = "CONTACTS"
    CLAIMS = "CLAIMS"  # capabilities, needs, opt-out, vetoes
    RECOMMENDATIONS = "RECOMMENDATIONS"
    INTRODUCTIONS = "INTRODUCTIONS"  # decisions on recommendations and what came of them
    DEALS = "DEALS"  # deals and cross-border orders
    EVENTS = "EVENTS"
    ACCOUNTS = "ACCOUNTS"
    JOURNAL = "JOURNAL"


class Action(StrEnum):
    """What is done to it; DECIDE is approving and rejecting."""

    READ = "READ"
    WRITE = "WRITE"
    DECIDE = "DECIDE"


class Reach(IntEnum):
    """Whose things: the actor's own, those of members of his committees, everybody's."""

    NONE = 0
    OWN = 1
    COMMITTEE = 2
    ALL = 3


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom a thing belongs to: an enterprise, or several parties, and their committees."""

    enterprise: str | None = None
    committees: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()


NOBODY = Owner()

_Grants = Mapping[Action, Reach]
_R, _W, _D = Action.READ, Action.WRITE, Action.DECIDE

TABLE: Mapping[Resource, Mapping[Role, _Grants]] = {
    Resource.REFERENCE: {
        Role.PUBLIC: {_R: Reach.ALL},
        Role.ENTERPRISE: {_R: Reach.ALL},
        Role.STAFF: {_R: Reach.ALL},
        Role.SECRETARY: {_R: Reach.ALL},
        Role.AUDITOR: {_R: Reach.ALL},
        Role.ADMIN: {_R: Reach.ALL, _W: Reach.ALL},
    },
    Resource.ENTERPRISE: {
        Role.ENTERPRISE: {_R: Reach.ALL, _W: Reach.OWN},
        Role.STAFF: {_R: Reach.ALL},
        Role.SECRETARY: {_R: Reach.ALL, _D: Reach.COMMITTEE},
        Role.AUDITOR: {_R: Reach.ALL},
        Role.ADMIN: {_R: Reach.ALL, _W: Reach.ALL, _D: Reach.ALL},
    },
    Resource.CONTACTS: {
        Role.ENTERPRISE: {_R: Reach.OWN, _W: Reach.OWN},
        Role.STAFF: {_R: Reach.COMMITTEE},
        Role.SECRETARY: {_R: Reach.COMMITTEE},
        Role.ADMIN: {_R: Reach.ALL},
    },
    Resource.CLAIMS: {
        Role.ENTERPRISE: {_R: Reach.OWN, _W: Reach.OWN},
        Role.STAFF: {_R: Reach.COMMITTEE, _W: Reach.COMMITTEE},
        Role.SECRETARY: {_R: Reach.COMMITTEE, _W: Reach.COMMITTEE},
        Role.AUDITOR: {_R: Reach.ALL},
        Role.ADMIN: {_R: Reach.ALL, _W: Reach.ALL},
    },
    Resource.RECOMMENDATIONS: {
        Role.ENTERPRISE: {_R: Reach.OWN},
        Role.STAFF: {_R: Reach.COMMITTEE},
        Role.SECRETARY: {_R: Reach.COMMITTEE},
        Role.AUDITOR: {_R: Reach.ALL},
        Role.ADMIN: {_R: Reach.ALL},
    },
    Resource.INTRODUCTIONS: {
        Role.ENTERPRISE: {_R: Reach.OWN, _W: Reach.OWN},
        Role.STAFF: {_R: Reach.COMMITTEE, _W: Reach.COMMITTEE},
        Role.SECRETARY: {_R: Reach.COMMITTEE, _W: Reach.COMMITTEE, _D: Reach.COMMITTEE},
        Role.AUDITOR: {_R: Reach.ALL},
        Role.ADMIN: {_R: Reach.ALL, _W: Reach.ALL, _D: Reach.ALL},
    },
    Resource.DEALS: {
        Role.ENTERPRISE: {_R: Reach.OWN, _W: Reach.OWN},
        Role.STAFF: {_R: Reach.COMMITTEE, _W: Reach.COMMITTEE},
        Role.SECRETARY: {_R: Reach.COMMITTEE, _W: Reach.COMMITTEE, _D: Reach.COMMITTEE},
        Role.AUDITOR: {_R: Reach.ALL},
        Role.ADMIN: {_R: Reach.ALL, _D: Reach.ALL},
    },
    Resource.EVENTS: {
        Role.ENTERPRISE: {_R: Reach.ALL},
        Role.STAFF: {_R: Reach.ALL, _W: Reach.COMMITTEE},
        Role.SECRETARY: {_R: Reach.ALL, _W: Reach.COMMITTEE},
        Role.AUDITOR: {_R: Reach.ALL},
        Role.ADMIN: {_R: Reach.ALL, _W: Reach.ALL},
    },
    Resource.ACCOUNTS: {
        Role.ENTERPRISE: {_R: Reach.OWN, _W: Reach.OWN},
        Role.STAFF: {_R: Reach.OWN, _W: Reach.OWN},
        Role.SECRETARY: {_R: Reach.COMMITTEE, _W: Reach.COMMITTEE},
        Role.ADMIN: {_R: Reach.ALL, _W: Reach.ALL},
    },
    Resource.JOURNAL: {
        Role.ENTERPRISE: {_R: Reach.OWN},
        Role.STAFF: {_R: Reach.COMMITTEE},
        Role.SECRETARY: {_R: Reach.COMMITTEE},
        Role.AUDITOR: {_R: Reach.ALL},
        Role.ADMIN: {_R: Reach.ALL},
    },
}


def reach(actor: Actor, action: Action, resource: Resource) -> Reach:
    """How far the actor reaches, his token's scope included."""
    needed = Scope.READ if action is Action.READ else Scope.WRITE
    if needed not in actor.scopes:
        return Reach.NONE
    granted = TABLE[resource].get(actor.role, {}).get(action, Reach.NONE)
    if actor.role is Role.ENTERPRISE and granted is Reach.ALL and resource is Resource.ENTERPRISE:
        # whoever waits for approval sees its own data meanwhile, and nobody else's
        return Reach.ALL if actor.approved else Reach.OWN
    return granted


def allows(actor: Actor, action: Action, resource: Resource, owner: Owner = NOBODY) -> bool:
    """Whether the table lets the actor do this to a thing of that owner."""
    granted = reach(actor, action, resource)
    if granted is Reach.ALL:
        return True
    own = actor.enterprise is not None and (
        actor.enterprise == owner.enterprise or actor.enterprise in owner.parties
    )
    if granted is Reach.OWN:
        return own
    return granted is Reach.COMMITTEE and (own or bool(owner.committees & actor.committees))


def require(
    actor: Actor,
    action: Action,
    resource: Resource,
    owner: Owner = NOBODY,
    *,
    seen: bool | None = None,
) -> None:
    """Let pass or raise: NotFound for what the actor may not see, Forbidden for the rest.

    `seen` says whether the actor may see the thing where that is not the resource's own READ.
    """
    if allows(actor, action, resource, owner):
        return
    visible = allows(actor, Action.READ, resource, owner) if seen is None else seen
    if not visible:
        raise NotFound("not_found")
    raise Forbidden("forbidden", action=action.value, role=actor.role.value)
