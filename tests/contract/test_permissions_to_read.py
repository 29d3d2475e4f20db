"""Who sees what: what a viewer may not see is not found, by whichever way he looks for it."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from chainlink.accounts.model import Actor
from chainlink.app import App
from chainlink.enterprises.claim_model import CAPABILITY, NEED, ClaimType
from chainlink.enterprises.reading import EnterpriseFilter
from chainlink.errors import NotFound
from tests.factories import create_member, declare_capability, declare_need
from tests.permission_world import (
    EVERYBODY,
    MEMBERS,
    OFFICERS_OF_KA,
    OFFICERS_OF_KB,
    OVERSEERS,
    World,
    build_world,
)
from tests.refusals import code_of, refusal_of


@pytest.fixture(scope="module")
async def world(shared_app: App) -> World:
    return await build_world(shared_app)


async def seen_by(world: World, sees: Callable[[Actor], Awaitable[bool]]) -> set[str]:
    return {name for name in EVERYBODY if await sees(world.actors[name])}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"visibility": "PUBLIC"}, MEMBERS | OFFICERS_OF_KA | OFFICERS_OF_KB | OVERSEERS),
        ({"visibility": "ANONYMOUS"}, OFFICERS_OF_KA | OFFICERS_OF_KB | OVERSEERS),
        ({"visibility": "COMMITTEE"}, OFFICERS_OF_KA | OVERSEERS),
        ({"approved": False}, OFFICERS_OF_KA | OVERSEERS),
        ({"approved": False, "visibility": "COMMITTEE"}, OFFICERS_OF_KA | OVERSEERS),
    ],
)
async def test_who_sees_an_enterprise(
    world: World, said: dict[str, Any], expected: set[str]
) -> None:
    own, enterprise = await create_member(world.app, **said)
    service, id_ = world.app.enterprises, enterprise.id
    wanted = EnterpriseFilter(search=enterprise.name)
    seen = {way: set[str]() for way in ("id", "code", "name", "ids", "search")}
    for name, actor in (world.actors | {"own": own}).items():
        for way, attempt in (
            ("id", service.get(actor, id_)),
            ("code", service.find(actor, enterprise.uscc)),
            ("name", service.find(actor, enterprise.name)),
        ):
            code = await code_of(attempt)
            assert code in (None, "NOT_FOUND")
            if code is None:
                seen[way].add(name)
        if id_ in await service.visible_by_ids(actor, [id_]):
            seen["ids"].add(name)
        if enterprise in await service.search(actor, wanted, 10, None):
            seen["search"].add(name)
    assert seen == dict.fromkeys(seen, expected | {"own"})


async def test_who_reads_contacts(world: World) -> None:
    async def sees(actor: Actor) -> bool:
        found = await world.app.enterprises.contacts(actor, world.enterprise.id)
        assert [one.name for one in found] in ([], ["王五"])
        return bool(found)

    assert await seen_by(world, sees) == {"own", "admin"} | OFFICERS_OF_KA


@pytest.mark.parametrize("type_", [CAPABILITY, NEED])
@pytest.mark.parametrize(
    ("visibility", "expected"),
    [
        ("PUBLIC", MEMBERS | OFFICERS_OF_KA | OFFICERS_OF_KB | OVERSEERS),
        ("ANONYMOUS", OFFICERS_OF_KA | OFFICERS_OF_KB | OVERSEERS),
        ("COMMITTEE", OFFICERS_OF_KA | OVERSEERS),
        ("PRIVATE", {"admin"}),
    ],
)
async def test_who_reads_a_claim(
    world: World, type_: ClaimType, visibility: str, expected: set[str]
) -> None:
    declare = declare_capability if type_ is CAPABILITY else declare_need
    claim = await declare(world.app, world.enterprise, visibility=visibility)

    async def listed(actor: Actor) -> bool:
        found = await world.app.claims.of_enterprises(actor, type_, [world.enterprise.id])
        return claim in found[world.enterprise.id]

    async def got(actor: Actor) -> bool:
        code = await code_of(world.app.claims.get(actor, type_, claim.claim))
        assert code in (None, "NOT_FOUND")
        return code is None

    assert await seen_by(world, listed) == expected | {"own"}
    assert await seen_by(world, got) == expected | {"own"}


async def test_who_reads_the_claims_of_an_enterprise_that_waits(world: World) -> None:
    own, waiting = await create_member(world.app, approved=False)
    claim = await declare_capability(world.app, waiting, actor=own)

    async def listed(actor: Actor) -> bool:
        found = await world.app.claims.of_enterprises(actor, CAPABILITY, [waiting.id])
        return found[waiting.id] == [claim]

    assert await seen_by(world, listed) == OFFICERS_OF_KA | OVERSEERS
    assert await listed(own)


async def test_an_unknown_thing_and_a_hidden_one_are_refused_in_the_same_words(
    world: World,
) -> None:
    hidden = await declare_need(world.app, world.enterprise, visibility="PRIVATE")
    stranger = world.actors["staff of kb"]
    for id_ in (hidden.claim, "no-such-claim"):
        refusal = await refusal_of(world.app.claims.get(stranger, NEED, id_))
        assert isinstance(refusal, NotFound)
        assert (refusal.key, refusal.facts) == ("claim.unknown", {"value": id_})
    _, waiting = await create_member(world.app, approved=False)
    for id_ in (waiting.id, "no-such-enterprise"):
        refusal = await refusal_of(world.app.enterprises.get(stranger, id_))
        assert isinstance(refusal, NotFound)
        assert (refusal.key, refusal.facts) == ("enterprise.unknown", {"value": id_})
