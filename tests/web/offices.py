"""Who comes to the administration, each at a desk."""

from dataclasses import dataclass, field

from chainlink.accounts.model import Actor, Role
from chainlink.app import App
from tests.factories import create_account
from tests.web.conftest import Site
from tests.web.desks import Desk, at_desk

HOME = "/administration"


@dataclass
class Office:
    """Everybody who comes to the administration, and an enterprise that does not."""

    site: Site
    actors: dict[str, Actor]
    desks: dict[str, Desk] = field(default_factory=dict)

    @property
    def app(self) -> App:
        return self.site.app

    async def desk(self, who: str) -> Desk:
        if who not in self.desks:
            self.desks[who] = await at_desk(self.site, self.actors[who])
        return self.desks[who]

    def page(self, who: str) -> str:
        return f"{HOME}/accounts/{self.actors[who].account}"


async def build_office(site: Site) -> Office:
    """Officers of every role, those of ka and one of kb, and an account of an enterprise."""
    people: dict[str, tuple[Role, list[str]]] = {
        "admin": (Role.ADMIN, []),
        "auditor": (Role.AUDITOR, []),
        "secretary": (Role.SECRETARY, ["ka"]),
        "staff": (Role.STAFF, ["ka"]),
        "other staff": (Role.STAFF, ["kb"]),
        "enterprise": (Role.ENTERPRISE, []),
    }
    actors = {
        name: await create_account(site.app, role, name=name, committees=committees)
        for name, (role, committees) in people.items()
    }
    return Office(site, actors)
