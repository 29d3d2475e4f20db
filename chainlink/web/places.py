"""The places of the workbench, in the order of the menu, and what of the table each needs."""

from dataclasses import dataclass

from chainlink.accounts.model import Actor, Role
from chainlink.accounts.permissions import Action, Reach, Resource, reach


@dataclass(frozen=True, slots=True)
class Needs:
    """What an actor must reach for a page: an action on a kind of things, from which reach on."""

    resource: Resource
    action: Action = Action.READ
    least: Reach = Reach.OWN

    def met_by(self, actor: Actor) -> bool:
        """Whether the permission table lets the actor in at all; services decide on each thing."""
        return reach(actor, self.action, self.resource) >= self.least


SIGNED_IN = None  # a page for whoever is signed in, whatever his role


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the menu; its name is the message `page.places.<key>`."""

    key: str
    path: str
    needs: Needs | None
    beside: tuple[str, ...] = ()  # paths of its pages that do not begin with its own

    def holds(self, path: str) -> bool:
        """Whether a page is in this place."""
        return any(path == own or path.startswith(f"{own}/") for own in (self.path, *self.beside))


PLACES = (
    Place("today", "/today", Needs(Resource.INTRODUCTIONS)),
    Place("matches", "/matches", Needs(Resource.RECOMMENDATIONS)),
    Place("enterprises", "/enterprises", Needs(Resource.ENTERPRISE)),
    Place("introductions", "/introductions", Needs(Resource.INTRODUCTIONS)),
    Place("deals", "/deals", Needs(Resource.DEALS), ("/orders",)),
    Place("chains", "/chains", Needs(Resource.REFERENCE)),
    Place("events", "/events", Needs(Resource.EVENTS)),
    Place("outcomes", "/outcomes", Needs(Resource.DEALS, least=Reach.COMMITTEE)),
    Place("administration", "/administration", Needs(Resource.JOURNAL, least=Reach.COMMITTEE)),
    Place("account", "/account", SIGNED_IN),
)


def places_of(actor: Actor) -> list[Place]:
    """The entries of the menu that lead somewhere for this actor."""
    if actor.role is Role.PUBLIC:
        return []
    return [one for one in PLACES if one.needs is None or one.needs.met_by(actor)]
