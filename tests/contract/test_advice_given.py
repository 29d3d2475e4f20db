"""Advice through the service: who gets it, and that following it does what was promised."""

import pytest

from chainlink.accounts.model import PUBLIC, Role
from chainlink.app import App
from chainlink.errors import NotFound
from tests.factories import (
    SYSTEM,
    create_account,
    create_enterprise,
    create_member,
    declare_capability,
    declare_need,
)


async def test_what_is_advised_brings_the_partners_that_were_promised(app: App) -> None:
    housing_maker = await create_enterprise(app)
    await declare_capability(app, housing_maker, title="电机外壳", categories=["motor-housings"])
    buyers = [await create_enterprise(app) for _ in range(2)]
    for buyer in buyers:
        await declare_need(app, buyer, title="电动机", categories=["motors"])
    for buyer in buyers:
        assert await app.recommendations.for_enterprise(SYSTEM, buyer.id) == []
    [advice] = await app.recommendations.advice(SYSTEM, housing_maker.id)
    assert (advice.code, advice.label, advice.entered) == ("capability", "电动机", 2)
    await declare_capability(app, housing_maker, title="电动机", categories=["motors"])
    for buyer in buyers:
        found = await app.recommendations.for_enterprise(SYSTEM, buyer.id)
        assert [one.partner for one in found] == [housing_maker.id]
    assert await app.recommendations.advice(SYSTEM, housing_maker.id) == []


async def test_advice_is_for_whoever_may_read_the_recommendations(app: App) -> None:
    owner, works = await create_member(app)
    stranger, _ = await create_member(app)
    other = await create_account(app, Role.STAFF, committees=["kb"])
    for actor in (PUBLIC, stranger, other):
        with pytest.raises(NotFound):
            await app.recommendations.advice(actor, works.id)
    assert await app.recommendations.advice(owner, works.id) == []
