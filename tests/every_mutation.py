"""For every mutation a form that would succeed for who may send it, and whose thing it changes.

A form is for one thing, made anew for that mutation. `declared` reads from the permission table
what must come of it: who is allowed gets the thing (or hears that somebody was faster), who sees
the thing is refused, and to anybody else it is not there.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from chainlink.accounts.model import Actor, Role
from chainlink.accounts.permissions import NOBODY, Action, Owner, Reach, Resource, allows, reach
from chainlink.api.relay import global_id
from chainlink.introductions.machine import IntroductionState
from chainlink.matching.model import MatchType
from tests.deal_world import introduce
from tests.factories import (
    SYSTEM,
    create_enterprise,
    declare_capability,
    declare_need,
    enterprise_draft,
    new_uscc,
)
from tests.whole_world import COMPANIES, EVERYBODY, WholeWorld

ALLOWED, FORBIDDEN, NOT_FOUND = "allowed", "FORBIDDEN", "NOT_FOUND"
Said = dict[str, Any]
AMOUNTS = count(1000)  # another one each time, so that nothing is recorded twice
Prepare = Callable[[WholeWorld], Awaitable[Said]]
Expected = Callable[[WholeWorld], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Form:
    """How to make the thing and what to send; `expected` says what everybody gets.

    `officers` are fields that only they send.
    """

    prepare: Prepare
    expected: Expected
    officers: tuple[str, ...] = ()


def owner_of(world: WholeWorld, *names: str, committees: str = "") -> Owner:
    """Enterprises by name, with their committees and others."""
    codes = {COMPANIES[name] for name in names} | set(committees.split())
    ids = frozenset(world.enterprises[name].id for name in names)
    if len(names) == 1:
        return Owner(next(iter(ids)), frozenset(codes))
    return Owner(committees=frozenset(codes), parties=ids)


def by_table(
    resource: Resource,
    action: Action,
    *names: str,
    committees: str = "",
    seen: Callable[[WholeWorld, str], bool] | None = None,
    officers: bool = False,
) -> Expected:
    """What the table declares for a thing of these owners; or less, where it is for officers."""

    def expected(world: WholeWorld) -> dict[str, str]:
        owner = owner_of(world, *names, committees=committees) if names or committees else NOBODY
        found = {}
        for who in EVERYBODY:
            actor = world.actors[who]
            sees = seen(world, who) if seen else allows(actor, Action.READ, resource, owner)
            may = allows(actor, action, resource, owner)
            may = may and not (officers and actor.role is Role.ENTERPRISE)
            found[who] = ALLOWED if sees and may else FORBIDDEN if sees else NOT_FOUND
        return found

    return expected


def only(*names: str, others: str = FORBIDDEN, **more: str) -> Expected:
    """Exactly these; `more` are the outcomes of some others."""
    said = {name.replace("_", " "): outcome for name, outcome in more.items()}

    def expected(_: WholeWorld) -> dict[str, str]:
        return dict.fromkeys(EVERYBODY, others) | said | dict.fromkeys(names, ALLOWED)

    return expected


def sees_profile(world: WholeWorld, who: str) -> bool:
    """Who sees an approved enterprise that is public."""
    return reach(world.actors[who], Action.READ, Resource.ENTERPRISE) is Reach.ALL


async def introduced(
    world: WholeWorld, number: int, state: str, *, consents: int = -1
) -> tuple[str, str]:
    """A new introduction of seeker and provider with its id in the graph and at the door."""
    kinds = [one for one in MatchType if one is not MatchType.CHANNEL]
    pair = [world.enterprises["seeker"].id, world.enterprises["provider"].id]
    if number >= len(kinds):
        pair.reverse()
    wanted = IntroductionState(state)
    made = await introduce(
        world.app,
        *pair,
        match_type=kinds[number % len(kinds)],
        state=IntroductionState.SHORTLISTED if consents >= 0 else wanted,
    )
    id_ = global_id("Introduction", made.id)
    if consents >= 0:
        await world.moved("admin", "askConsent", id_, purpose="洽谈")
        for party in ("seeker", "provider")[:consents]:
            await world.answered(party, "give", id_)
    return made.id, id_


def step(number: int, state: str, consents: int = -1, /, **said: Any) -> Prepare:
    """A form that moves a new introduction on."""

    async def prepare(world: WholeWorld) -> Said:
        _, id_ = await introduced(world, number, state, consents=consents)
        return {"id": id_, "version": await world.version(id_)} | said

    return prepare


def answer(number: int, consents: int, **said: Any) -> Prepare:
    """A form that answers the seeker's consent."""

    async def prepare(world: WholeWorld) -> Said:
        _, id_ = await introduced(world, number, "CONSENT_PENDING", consents=consents)
        own = {"enterprise": world.enterprise("seeker"), "manner": "CALL", "evidence": "来电"}
        return {"id": id_, "version": 2 if consents else 1} | own | said

    return prepare


def fixed(**said: Any) -> Prepare:
    """A form that names things of the world by `@name`, enterprises by `#name`."""

    def value(world: WholeWorld, one: Any) -> Any:
        if isinstance(one, list):
            return [value(world, part) for part in one]
        if isinstance(one, str) and one[:1] == "@":
            return world.ids[one[1:]]
        return world.enterprise(one[1:]) if isinstance(one, str) and one[:1] == "#" else one

    async def prepare(world: WholeWorld) -> Said:
        form = {name: value(world, one) for name, one in said.items()}
        if form.get("version") == "newest":
            form["version"] = await world.version(form["id"])
        return form

    return prepare


def waiting() -> Prepare:
    """A form on a new enterprise that waits for committee ka."""

    async def prepare(world: WholeWorld) -> Said:
        account = await world.app.accounts.create(SYSTEM, new_uscc(), Role.ENTERPRISE)
        token = (await world.app.accounts.issue_token(SYSTEM, account.name)).secret
        actor: Actor = await world.app.accounts.actor_for(token)
        made = await world.app.enterprises.register(actor, enterprise_draft())
        return {"id": global_id("Enterprise", made.id), "version": made.version}

    return prepare


def twice(**said: Any) -> Prepare:
    """A form on two new enterprises of committee ka."""

    async def prepare(world: WholeWorld) -> Said:
        kept, merged = [await create_enterprise(world.app, committees=["ka"]) for _ in range(2)]
        ids = {"kept": kept.id, "merged": merged.id}
        named = {name: global_id("Enterprise", id_) for name, id_ in ids.items()}
        return named | {"keptVersion": kept.version, "mergedVersion": merged.version} | said

    return prepare


def claimed(kind: str, **said: Any) -> Prepare:
    """A form on a new public claim of the seeker."""

    async def prepare(world: WholeWorld) -> Said:
        declare = declare_capability if kind == "Capability" else declare_need
        made = await declare(world.app, world.enterprises["seeker"])
        return {"id": global_id(kind, made.claim), "version": 1} | said

    return prepare


async def register(_: WholeWorld) -> Said:
    return {"uscc": new_uscc(), "name": "新厂", "sector": "USER", "committees": ["ka"]}


async def follow_up(world: WholeWorld) -> Said:
    found = await world.ask(
        "admin",
        "query ($id: ID!) { introduction(id: $id) { followUps { id version doneOn } } }",
        id=world.ids["done"],
    )
    open_ = [one for one in found["introduction"]["followUps"] if one.pop("doneOn") is None]
    return {"note": "已供货"} | dict(open_[0])


async def retry(world: WholeWorld) -> Said:
    found = await world.ask("seeker", "{ deliveries { edges { node { id } } } }")
    return {"id": found["deliveries"]["edges"][0]["node"]["id"]}


async def read(world: WholeWorld) -> Said:
    found = await world.ask("seeker", "{ notifications { edges { node { id } } } }")
    return {"ids": [found["notifications"]["edges"][0]["node"]["id"]]}


def new_deal(said: Said) -> Prepare:
    """A form on a new deal of the introduction that was made, recorded by staff of ka."""

    async def prepare(world: WholeWorld) -> Said:
        id_ = await world.done("staff of ka", "recordDeal", **await deal_said(world))
        return {"id": id_, "version": 1} | said

    return prepare


async def deal_said(world: WholeWorld) -> Said:
    """Another deal each time."""
    return {
        "introductions": [world.ids["done"]],
        "kind": "PURCHASE_ORDER",
        "title": "又一次采购",
        "amount": str(next(AMOUNTS)),
        "signedOn": "2026-11-24",
    }


async def new_order(world: WholeWorld) -> Said:
    return {
        "deal": world.ids["deal"],
        "orderNumber": f"N-{next(AMOUNTS)}",
        "hsCode": "8433510001",
        "incoterm": "FOB",
        "incotermPlace": "青岛",
        "customsMode": "9810",
        "amount": "100",
        "currency": "USD",
        "destination": "RU",
        "seller": world.enterprise("provider"),
        "maker": world.enterprise("seeker"),
        "orderedOn": "2026-11-24",
    }


async def attach(world: WholeWorld) -> Said:
    digest = f"{next(AMOUNTS):064x}"
    return {"id": world.ids["deal"], "kind": "INVOICE", "title": "发票", "digest": digest}
