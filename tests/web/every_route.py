"""Every route of the workbench at everything there is in the whole world, and what each is told.

What a visitor may expect of an address is read from the permission table, from what the route
needs of it, and from the same declarations that the answers of GraphQL are compared with.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import httpx

from chainlink.accounts.model import Role
from chainlink.accounts.permissions import NOBODY, Owner, allows
from chainlink.accounts.sessions import Browser
from chainlink.accounts.visits import COOKIE
from chainlink.api.relay import opened_id
from chainlink.serving import create_web_app
from chainlink.web.introductions.steps import BY_WORD
from chainlink.web.workbench import Route, Workbench
from tests.every_mutation import owner_of
from tests.factories import SYSTEM
from tests.role_declarations import declared
from tests.whole_world import COMPANIES, EVERYBODY, WholeWorld

NEWCOMER = "newcomer"  # an account that has registered no enterprise yet
VISITORS = (*EVERYBODY, NEWCOMER)
SIGNED_IN = VISITORS[1:]
# forms that an enterprise which has one already, or a thing in another state, does not offer
BUSY = frozenset({200, 409})
_EVERY_STEP = (0, 5, 6)  # of one that is done, one that is hidden, and one that has just begun
_OTHER_PARTY = {"done": "provider", "own": "foreign"}


@dataclass(frozen=True, slots=True)
class Address:
    """A route at one thing: whose it is, who sees it, and what else a page there may answer.

    `part_seen` are those who see the part of it that the address names besides.
    """

    route: Route
    path: str
    owner: Owner = NOBODY
    seen: frozenset[str] = frozenset(VISITORS)
    allowed: frozenset[int] = frozenset({200})
    part_seen: frozenset[str] = frozenset(VISITORS)


@dataclass
class Visits:
    """Browsers of everybody, signed in, at one platform."""

    world: WholeWorld
    workbench: Workbench
    browsers: dict[str, httpx.AsyncClient] = field(default_factory=dict)
    pages: dict[tuple[str, str], httpx.Response] = field(default_factory=dict)
    addresses: list[Address] = field(default_factory=list)

    def expected(self, who: str, at: Address) -> frozenset[int]:
        """The status by what the route needs, who sees the thing, and who may do that to it."""
        actor, needs = self.world.actors[who], at.route.needs
        if who == "public":
            return frozenset({303})
        if needs is not None and not needs.met_by(actor):
            return frozenset({403})
        if who not in at.seen:
            return frozenset({404})
        owned = at.owner is not NOBODY
        if owned and needs and not allows(actor, needs.action, needs.resource, at.owner):
            return frozenset({403})
        return at.allowed if who in at.part_seen else frozenset({404})

    def lets_in(self, who: str, at: Address) -> bool:
        """Whether the door lets somebody in, whatever the service says of the thing."""
        needs = at.route.needs
        return who != "public" and (needs is None or needs.met_by(self.world.actors[who]))

    async def get(self, who: str, path: str) -> httpx.Response:
        """A page, asked for once."""
        if (who, path) not in self.pages:
            self.pages[who, path] = await self.browsers[who].get(path)
        return self.pages[who, path]


async def visits_to(world: WholeWorld) -> Visits:
    """Everybody signed in, and every address."""
    web = create_web_app(world.app)
    visits = Visits(world, web.state.workbench)
    app = world.app
    await app.accounts.create(SYSTEM, NEWCOMER, Role.ENTERPRISE)
    token = (await app.accounts.issue_token(SYSTEM, NEWCOMER)).secret
    world.actors[NEWCOMER] = await app.accounts.actor_for(token)
    for who in VISITORS:
        cookies = {}
        if who != "public":
            account = await app.accounts.own(world.actors[who])
            begun = await app.sessions.start(account, Browser("127.0.0.1", "a browser"))
            cookies[COOKIE] = begun.secret
        transport = httpx.ASGITransport(web, raise_app_exceptions=False)
        base = "http://localhost:8000"
        visits.browsers[who] = httpx.AsyncClient(
            transport=transport, base_url=base, cookies=cookies
        )
    things = await _things(world)
    for route in visits.workbench.routes:
        visits.addresses += _of(world, route, things)
    return visits


@dataclass(frozen=True, slots=True)
class _Thing:
    values: Mapping[str, str]
    owner: Owner
    seen: frozenset[str]
    allowed: frozenset[int] = frozenset({200})


async def _things(world: WholeWorld) -> dict[str, list[_Thing]]:
    """What stands for the parts of an address, by the beginning of the route's path."""
    sees = declared(world)
    found: dict[str, list[_Thing]] = {
        one: [] for one in ("/introductions", "/deals", "/orders", "/events", "/enterprises")
    }
    kinds = {"Introduction": "/introductions", "Deal": "/deals", "CrossBorderOrder": "/orders"}
    for name, id_ in world.ids.items():
        kind, raw = opened_id(id_) or ("", "")
        if kind in kinds:
            owner = owner_of(world, "seeker", _OTHER_PARTY.get(name, "refused"))
            if kind != "Introduction":
                owner = owner_of(world, "seeker", "provider")
            found[kinds[kind]].append(_Thing({"id": raw}, owner, frozenset(sees[name])))
        elif kind == "Event":
            owner = Owner(committees=frozenset({"ka"}))
            found["/events"].append(_Thing({"id": raw}, owner, frozenset({*sees[name], NEWCOMER})))
    for name, enterprise in world.enterprises.items():
        seen = frozenset(sees[f"#{name}"])
        found["/enterprises"].append(_Thing({"id": enterprise.id}, _owner(world, name), seen))
    return found


def _owner(world: WholeWorld, name: str) -> Owner:
    if name in COMPANIES:
        return owner_of(world, name)
    return Owner(world.enterprises[name].id, frozenset({"kb"}))


def claims_of(world: WholeWorld) -> dict[str, tuple[str, str, str, frozenset[str]]]:
    """By name: the enterprise, the word for the kind, the id, and who sees it."""
    sees = declared(world)
    whose = {"need": "seeker", "private need": "seeker", "capability": "provider"}
    whose |= {"shared capability": "refused", "foreign capability": "foreign"}
    whose |= {"unseen capability": "unseen"}
    found = {}
    for name, owner in whose.items():
        kind, raw = opened_id(world.ids[name]) or ("", "")
        found[name] = (owner, kind.lower(), raw, frozenset(sees[name]))
    return found


def _of(world: WholeWorld, route: Route, things: Mapping[str, list[_Thing]]) -> Iterator[Address]:
    """A route at everything; those of the administration are walked by their own test."""
    path, room = route.path, "/" + route.path.split("/")[1]
    if "{" not in path:
        # an enterprise registers itself once; an order is of a deal, which is chosen first
        more = {"/enterprises/new": BUSY, "/orders/new": frozenset({200, 303})}
        more["/outcomes/records"] = frozenset({404})  # of a figure, which must be named
        yield Address(route, path, allowed=more.get(path, frozenset({200})))
    elif path == "/chains/{code}":
        yield Address(route, "/chains/machines")
        yield Address(route, "/chains/nothing", seen=frozenset())
    elif "{claim}" in path:
        sees = declared(world)
        for name, kind, claim, seen in claims_of(world).values():
            at = path.format(id=world.enterprises[name].id, kind=kind, claim=claim)
            profile = frozenset(sees[f"#{name}"])
            yield Address(route, at, _owner(world, name), profile, part_seen=seen)
    elif "{step}" in path:
        for place, thing in enumerate(things[room]):
            for word in list(BY_WORD)[: None if place in _EVERY_STEP else 2]:
                at = path.format(step=word, **thing.values)
                yield Address(route, at, thing.owner, thing.seen, BUSY)
    elif room in things and "{other}" not in path:
        for thing in things[room]:
            at = path.format(**thing.values)
            # whoever sees an event may register his own enterprise, and who may read no contacts
            # of an enterprise that he sees is shown none
            free = path.endswith(("/register", "/contacts"))
            yield Address(route, at, NOBODY if free else thing.owner, thing.seen, thing.allowed)
