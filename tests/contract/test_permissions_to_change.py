"""Who may change what: every service operation tried by everybody, against the rules as people
read them. After every refusal the journal is what it was.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from chainlink.accounts.model import Actor, Scope
from chainlink.app import App
from chainlink.chains.model import Chain
from chainlink.enterprises.claim_model import CAPABILITY, NEED, ClaimType
from chainlink.enterprises.model import EnterpriseProfile
from chainlink.validation import checked
from tests.factories import (
    SYSTEM,
    YANZHOU,
    capability_draft,
    create_enterprise,
    create_member,
    declare_capability,
    declare_need,
    enterprise_draft,
    need_draft,
    small_categories,
)
from tests.permission_world import EVERYBODY, World, build_world
from tests.refusals import code_of

DONE, FORBIDDEN, NOT_FOUND, CONFLICT = None, "FORBIDDEN", "NOT_FOUND", "CONFLICT"

# An enterprise's own data is its own to change, and an administrator's. Members of the platform
# and officers see the enterprise; the public and whoever still waits for approval do not.
PROFILE_IS_CHANGED = {
    **dict.fromkeys(EVERYBODY, FORBIDDEN),
    **dict.fromkeys(("own", "admin"), DONE),
    **dict.fromkeys(("public", "waiting"), NOT_FOUND),
}
# The secretary of the committee that is asked decides, and an administrator. Nobody else sees an
# enterprise that waits but itself, its committee's staff and the auditor.
ENTRY_IS_DECIDED = {
    **dict.fromkeys(EVERYBODY, NOT_FOUND),
    **dict.fromkeys(("own", "staff of ka", "auditor"), FORBIDDEN),
    **dict.fromkeys(("secretary of ka", "admin"), DONE),
}
# Staff and the secretary of its committee write capabilities, needs, opt-out and vetoes on behalf.
WRITERS = ("own", "staff of ka", "secretary of ka", "admin")
CLAIMS_ARE_WRITTEN = {
    **dict.fromkeys(EVERYBODY, FORBIDDEN),
    **dict.fromkeys(WRITERS, DONE),
    **dict.fromkeys(("public", "waiting"), NOT_FOUND),
}
# A claim of others is written by nobody, and is not there for whoever may not see it.
ANONYMOUS_CLAIM_IS_WRITTEN = CLAIMS_ARE_WRITTEN | dict.fromkeys(
    ("member of ka", "member of kb"), NOT_FOUND
)
COMMITTEE_CLAIM_IS_WRITTEN = ANONYMOUS_CLAIM_IS_WRITTEN | dict.fromkeys(
    ("staff of kb", "secretary of kb"), NOT_FOUND
)
PRIVATE_CLAIM_IS_WRITTEN = {
    **dict.fromkeys(EVERYBODY, NOT_FOUND),
    **dict.fromkeys(("own", "admin"), DONE),
}
# An account registers one enterprise; administrators register any.
REGISTERED = {
    **dict.fromkeys(EVERYBODY, FORBIDDEN),
    **dict.fromkeys(("own", "waiting", "member of ka", "member of kb"), CONFLICT),
    "admin": DONE,
}
REFERENCE_IS_WRITTEN = {**dict.fromkeys(EVERYBODY, FORBIDDEN), "admin": DONE}


@pytest.fixture(scope="module")
async def world(shared_app: App) -> World:
    return await build_world(shared_app)


Attempt = Callable[[Actor], Awaitable[Any]]


async def outcome(app: App, actor: Actor, attempt: Attempt) -> str | None:
    before = await app.journal.head()
    code = await code_of(attempt(actor))
    assert (await app.journal.head() == before) is (code is not DONE)
    return code


async def newest(world: World) -> int:
    return (await world.app.enterprises.get(SYSTEM, world.enterprise.id)).version


async def update(world: World) -> Attempt:
    version = await newest(world)
    profile = checked(EnterpriseProfile, {"name": f"第{version}名", "sector": "INDUSTRY"})
    return lambda actor: world.app.enterprises.update(actor, world.enterprise.id, version, profile)


async def opt_out(world: World) -> Attempt:
    version = await newest(world)
    return lambda actor: world.app.enterprises.set_opt_out(
        actor, world.enterprise.id, version, True
    )


async def veto(world: World) -> Attempt:
    partner = await create_enterprise(world.app)
    return lambda actor: world.app.vetoes.veto(actor, world.enterprise.id, partner.id)


async def lift(world: World) -> Attempt:
    partner = await create_enterprise(world.app)
    await world.app.vetoes.veto(SYSTEM, world.enterprise.id, partner.id)
    return lambda actor: world.app.vetoes.lift(actor, world.enterprise.id, partner.id)


async def register(world: World) -> Attempt:
    draft = enterprise_draft()
    return lambda actor: world.app.enterprises.register(actor, draft)


async def add_to_the_taxonomy(world: World) -> Attempt:
    code = f"category-{(await world.app.journal.head())[0]}"
    category = small_categories()[0].model_copy(update={"code": code})
    return lambda actor: world.app.taxonomy.add(actor, [category], {})


async def load_a_chain(world: World) -> Attempt:
    code = f"chain-{(await world.app.journal.head())[0]}"
    chain = Chain(code=code, name_zh=code, district=YANZHOU)
    return lambda actor: world.app.chains.load(actor, [chain], [], [])


def declaring(type_: ClaimType) -> Callable[[World], Awaitable[Attempt]]:
    async def declare(world: World) -> Attempt:
        draft = capability_draft() if type_ is CAPABILITY else need_draft()
        return lambda actor: world.app.claims.declare(actor, type_, world.enterprise.id, draft)

    return declare


def revising(type_: ClaimType, visibility: str) -> Callable[[World], Awaitable[Attempt]]:
    async def revise(world: World) -> Attempt:
        declare = declare_capability if type_ is CAPABILITY else declare_need
        draft = capability_draft() if type_ is CAPABILITY else need_draft()
        claim = await declare(world.app, world.enterprise, visibility=visibility)
        return lambda actor: world.app.claims.revise(actor, type_, claim.claim, 1, draft)

    return revise


def withdrawing(type_: ClaimType, visibility: str) -> Callable[[World], Awaitable[Attempt]]:
    async def withdraw(world: World) -> Attempt:
        declare = declare_capability if type_ is CAPABILITY else declare_need
        claim = await declare(world.app, world.enterprise, visibility=visibility)
        return lambda actor: world.app.claims.withdraw(actor, type_, claim.claim, 1)

    return withdraw


CHANGES: Mapping[str, tuple[Callable[[World], Awaitable[Attempt]], Mapping[str, str | None]]] = {
    "register an enterprise": (register, REGISTERED),
    "update its profile": (update, PROFILE_IS_CHANGED),
    "opt out": (opt_out, CLAIMS_ARE_WRITTEN),
    "veto a partner": (veto, CLAIMS_ARE_WRITTEN),
    "lift a veto": (lift, CLAIMS_ARE_WRITTEN),
    "declare a capability": (declaring(CAPABILITY), CLAIMS_ARE_WRITTEN),
    "declare a need": (declaring(NEED), CLAIMS_ARE_WRITTEN),
    **{
        f"{verb} a {visibility} {type_.label}": (changing(type_, visibility), expected)
        for visibility, expected in (
            ("PUBLIC", CLAIMS_ARE_WRITTEN),
            ("ANONYMOUS", ANONYMOUS_CLAIM_IS_WRITTEN),
            ("COMMITTEE", COMMITTEE_CLAIM_IS_WRITTEN),
            ("PRIVATE", PRIVATE_CLAIM_IS_WRITTEN),
        )
        for type_ in (CAPABILITY, NEED)
        for verb, changing in (("revise", revising), ("withdraw", withdrawing))
    },
    "extend the taxonomy": (add_to_the_taxonomy, REFERENCE_IS_WRITTEN),
    "load a chain": (load_a_chain, REFERENCE_IS_WRITTEN),
}


@pytest.mark.parametrize("change", CHANGES)
async def test_who_may_change(world: World, change: str) -> None:
    prepare, expected = CHANGES[change]
    found = {
        name: await outcome(world.app, world.actors[name], await prepare(world))
        for name in EVERYBODY
    }
    assert found == expected


@pytest.mark.parametrize("decision", ["approve", "reject"])
async def test_who_may_decide(world: World, decision: str) -> None:
    found = {}
    for name in EVERYBODY:
        own, waiting = await create_member(world.app, approved=False)
        actor = own if name == "own" else world.actors[name]
        decide = getattr(world.app.enterprises, decision)

        def attempt(who: Actor, id_: str = waiting.id, decide: Any = decide) -> Awaitable[Any]:
            return decide(who, id_, 1)  # type: ignore[no-any-return] # either of the two methods

        found[name] = await outcome(world.app, actor, attempt)
    assert found == ENTRY_IS_DECIDED


@pytest.mark.parametrize("change", CHANGES)
async def test_who_may_change_may_not_with_a_token_to_read_with(world: World, change: str) -> None:
    prepare, expected = CHANGES[change]
    for name in (name for name in EVERYBODY if expected[name] == DONE):
        reader = replace(world.actors[name], scopes=frozenset({Scope.READ}))
        assert await outcome(world.app, reader, await prepare(world)) == FORBIDDEN, name


async def test_what_others_enter_is_marked_as_entered_on_behalf(world: World) -> None:
    for name in WRITERS:
        actor = world.actors[name]
        capability = await declare_capability(world.app, world.enterprise, actor=actor)
        need = await declare_need(world.app, world.enterprise, actor=actor)
        for claim in (capability, need):
            assert claim.on_behalf is (name != "own")
            assert claim.declared_by == actor.account
