"""A committee's inbox through the service: kept between views, and never behind."""

from datetime import date

import pytest

from chainlink.accounts.model import Actor, Role
from chainlink.app import App
from chainlink.enterprises.claim_model import CAPABILITY
from tests.factories import (
    SYSTEM,
    create_account,
    create_enterprise,
    declare_capability,
    declare_need,
)
from tests.settable_clock import SettableClock


@pytest.fixture
async def secretary(app: App) -> Actor:
    return await create_account(app, Role.SECRETARY, committees=["ka"])


async def partners(app: App, actor: Actor) -> list[tuple[str, str]]:
    return [
        (one.recommendation.enterprise, one.recommendation.partner)
        for one in await app.recommendations.inbox(actor)
    ]


async def test_the_next_view_knows_what_changed(app: App, secretary: Actor) -> None:
    works = await create_enterprise(app, committees=["ka"])
    await declare_need(app, works)
    assert await partners(app, secretary) == []
    caster = await create_enterprise(app, committees=["kb"])
    claim = await declare_capability(app, caster)
    pair = [(works.id, caster.id)]
    assert await partners(app, secretary) == pair
    await app.vetoes.veto(SYSTEM, caster.id, works.id)
    assert await partners(app, secretary) == []
    await app.vetoes.lift(SYSTEM, caster.id, works.id)
    assert await partners(app, secretary) == pair
    caster = await app.enterprises.set_opt_out(SYSTEM, caster.id, caster.version, True)
    assert await partners(app, secretary) == []
    await app.enterprises.set_opt_out(SYSTEM, caster.id, caster.version, False)
    assert await partners(app, secretary) == pair
    await app.claims.withdraw(SYSTEM, CAPABILITY, claim.claim, 1)
    assert await partners(app, secretary) == []
    await declare_capability(app, caster, visibility="PRIVATE")
    await declare_capability(app, caster, visibility="COMMITTEE")  # of another committee
    assert await partners(app, secretary) == []


async def test_a_new_day_makes_it_anew(app: App, secretary: Actor, clock: SettableClock) -> None:
    works = await create_enterprise(app, committees=["ka"])
    await declare_need(app, works)
    caster = await create_enterprise(app, committees=["kb"])
    await declare_capability(app, caster, valid_until="2026-12-01")
    clock.set_day(date(2026, 12, 1))
    assert await partners(app, secretary) == [(works.id, caster.id)]
    clock.set_day(date(2026, 12, 2))
    assert await partners(app, secretary) == []


async def test_two_officers_see_what_each_may(app: App, secretary: Actor) -> None:
    works = await create_enterprise(app, committees=["ka"])
    await declare_need(app, works)
    caster = await create_enterprise(app, committees=["kb"])
    await declare_capability(app, caster, visibility="COMMITTEE")
    of_both = await create_account(app, Role.SECRETARY, committees=["ka", "kb"])
    of_another = await create_account(app, Role.SECRETARY, committees=["kb"])
    # the claim is for the officers of its owner's committee
    assert await partners(app, secretary) == []
    assert await partners(app, of_another) == [(caster.id, works.id)]
    assert len(await partners(app, of_both)) == 1
    # whom an officer does not serve is not shown to him as a member of another committee
    assert await app.recommendations.inbox(of_another, committee="ka") == []
    [pair] = await app.recommendations.inbox(of_both, committee="ka")
    assert (pair.committee, pair.recommendation.enterprise) == ("ka", works.id)
