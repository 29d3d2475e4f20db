"""Recommendations through the service, on both engines: fresh, explained, never of the wrong."""

import math
from datetime import date, timedelta

import pytest

from chainlink.accounts.model import PUBLIC, Role
from chainlink.app import App
from chainlink.enterprises.claim_model import CAPABILITY
from chainlink.enterprises.model import Enterprise
from chainlink.errors import InvalidInput, NotFound
from chainlink.matching.model import MatchType, Recommendation
from tests.factories import (
    SYSTEM,
    capability_draft,
    create_account,
    create_enterprise,
    create_member,
    declare_capability,
    declare_need,
)
from tests.settable_clock import SettableClock


async def ask(
    app: App, enterprise: Enterprise, match_type: MatchType | None = None, **more: date
) -> list[Recommendation]:
    return await app.recommendations.for_enterprise(
        SYSTEM, enterprise.id, match_type=match_type, **more
    )


@pytest.fixture
async def motor_works(app: App) -> Enterprise:
    works = await create_enterprise(app, name="电机厂")
    await declare_need(app, works, title="电机外壳", categories=[])
    return works


@pytest.fixture
async def die_caster(app: App) -> Enterprise:
    caster = await create_enterprise(app, name="压铸厂")
    await declare_capability(app, caster, title="铝压铸件", categories=[])
    return caster


async def test_a_need_meets_a_capability_without_a_common_word_from_both_sides(
    app: App, motor_works: Enterprise, die_caster: Enterprise
) -> None:
    [found] = await ask(app, motor_works, MatchType.SUPPLY)
    assert (found.partner, found.seeker, found.provider) == (
        die_caster.id,
        motor_works.id,
        die_caster.id,
    )
    assert [(hop.from_name, hop.relation, hop.to_name) for hop in found.paths[0].hops] == [
        ("电机厂", "relation.needs", "电机外壳"),
        ("电机外壳", "relation.of", "电机壳体"),
        ("电机壳体", "relation.broader", "铝压铸件"),
        ("铝压铸件", "relation.of.back", "铝压铸件"),
        ("铝压铸件", "relation.offers.back", "压铸厂"),
    ]
    assert "text_similarity" not in {factor.code for factor in found.factors}
    [back] = await ask(app, die_caster, MatchType.SUPPLY)
    assert (back.partner, back.seeker, back.provider) == (
        motor_works.id,
        motor_works.id,
        die_caster.id,
    )
    assert back.score == found.score


async def test_the_factors_add_up_to_the_score(
    app: App, motor_works: Enterprise, die_caster: Enterprise
) -> None:
    [found] = await ask(app, motor_works)
    total = math.fsum(factor.contribution for factor in found.factors)
    assert abs(total - found.score) < 1e-9
    # nobody was shown yet, so that nothing but the three chances is in the score
    assert found.probability == pytest.approx(math.exp(found.score), abs=1e-12)
    against = [factor for factor in found.factors if factor.code == "uncertain_reading"]
    assert all(factor.contribution < 0 for factor in against)


async def test_the_next_answer_knows_a_new_capability_and_its_withdrawal(
    app: App, motor_works: Enterprise
) -> None:
    assert await ask(app, motor_works) == []
    caster = await create_enterprise(app)
    claim = await declare_capability(app, caster)
    assert [one.partner for one in await ask(app, motor_works)] == [caster.id]
    await app.claims.withdraw(SYSTEM, CAPABILITY, claim.claim, 1)
    assert await ask(app, motor_works) == []


async def test_a_claim_ends_with_its_last_day(
    app: App, motor_works: Enterprise, clock: SettableClock
) -> None:
    caster = await create_enterprise(app)
    await declare_capability(app, caster, valid_until="2026-12-01")
    clock.set_day(date(2026, 12, 1))
    [found] = await ask(app, motor_works)
    assert "expiring" in {factor.code for factor in found.factors}
    clock.set_day(date(2026, 12, 2))
    assert await ask(app, motor_works) == []


async def test_as_of_a_day_only_what_was_known_and_valid_then(
    app: App, motor_works: Enterprise, clock: SettableClock
) -> None:
    first = app.settings.today(clock())
    clock.set_day(first + timedelta(days=10))
    caster = await create_enterprise(app)
    claim = await declare_capability(app, caster, valid_from="2026-11-01")
    known = await ask(app, motor_works, as_of=first + timedelta(days=10))
    assert [one.partner for one in known] == [caster.id]
    # valid since the first of the month, but nobody had told the platform
    assert await ask(app, motor_works, as_of=first + timedelta(days=9)) == []
    clock.set_day(first + timedelta(days=20))
    draft = capability_draft(title="铸铁件", categories=["iron-castings"])
    await app.claims.revise(SYSTEM, CAPABILITY, claim.claim, 1, draft)
    assert await ask(app, motor_works, as_of=first + timedelta(days=19)) != []
    assert await ask(app, motor_works, as_of=first + timedelta(days=10)) == known


async def test_nobody_is_met_who_opted_out_was_vetoed_or_is_not_approved(app: App) -> None:
    works = await create_enterprise(app)
    await declare_need(app, works)
    member, caster = await create_member(app, approved=False)
    await declare_capability(app, caster, actor=member)
    assert await ask(app, works) == []
    caster = await app.enterprises.approve(SYSTEM, caster.id, caster.version)
    assert [one.partner for one in await ask(app, works)] == [caster.id]
    caster = await app.enterprises.set_opt_out(SYSTEM, caster.id, caster.version, True)
    assert await ask(app, works) == []
    assert await ask(app, caster) == []
    await app.enterprises.set_opt_out(SYSTEM, caster.id, caster.version, False)
    assert len(await ask(app, works)) == 1
    today = app.settings.today(app.clock())
    for one, other in ((works, caster), (caster, works)):
        await app.vetoes.veto(SYSTEM, one.id, other.id)
        assert await ask(app, works) == []
        assert await ask(app, caster) == []
        assert await ask(app, works, as_of=today) == []
        await app.vetoes.lift(SYSTEM, one.id, other.id)
        assert len(await ask(app, works)) == 1


async def test_visibility_is_obeyed(app: App) -> None:
    owner, works = await create_member(app)
    await declare_need(app, works, actor=owner)
    caster = await create_enterprise(app, committees=["kb"])
    await declare_capability(app, caster, title="私密", visibility="PRIVATE")
    await declare_capability(app, caster, title="仅党委可见", visibility="COMMITTEE")
    assert await app.recommendations.for_enterprise(owner, works.id) == []
    # the officers of the committee that the claim is for may use it, those of another may not
    of_both = await create_account(app, Role.SECRETARY, committees=["ka", "kb"])
    of_one = await create_account(app, Role.SECRETARY, committees=["ka"])
    assert await app.recommendations.for_enterprise(of_one, works.id) == []
    [found] = await app.recommendations.for_enterprise(of_both, works.id)
    assert found.paths[0].hops[-1].from_name == "仅党委可见"
    await declare_capability(app, caster, title="匿名", visibility="ANONYMOUS")
    [masked] = await app.recommendations.for_enterprise(owner, works.id)
    assert masked.anonymous
    [named, *_] = await app.recommendations.for_enterprise(of_one, works.id)
    assert not named.anonymous
    assert masked.partner == caster.id


async def test_only_who_may_ask_gets_an_answer(app: App, motor_works: Enterprise) -> None:
    stranger, _ = await create_member(app)
    other = await create_account(app, Role.STAFF, committees=["kb"])
    own = await create_account(app, Role.STAFF, committees=["ka"])
    for actor in (PUBLIC, stranger, other):
        with pytest.raises(NotFound):
            await app.recommendations.for_enterprise(actor, motor_works.id)
    assert await app.recommendations.for_enterprise(own, motor_works.id) == []
    with pytest.raises(NotFound):
        await app.recommendations.for_enterprise(SYSTEM, "nobody")
    with pytest.raises(InvalidInput) as refusal:
        await ask(app, motor_works, as_of=date(1, 1, 1))
    assert refusal.value.fields[0].path == "asOf"


async def test_my_output_is_your_input(app: App) -> None:
    smelter = await create_enterprise(app)
    await declare_capability(app, smelter, title="铝锭", categories=["aluminium-alloy-ingots"])
    caster = await create_enterprise(app)
    await declare_capability(app, caster)
    [found] = await ask(app, smelter, MatchType.CHAIN)
    assert (found.seeker, found.provider) == (caster.id, smelter.id)
    [back] = await ask(app, caster, MatchType.CHAIN)
    assert (back.seeker, back.provider, back.score) == (caster.id, smelter.id, found.score)
    assert "relation.input_to.back" in [hop.relation for hop in found.paths[0].hops]


async def test_the_way_through_an_input_is_told_step_by_step(app: App) -> None:
    motor_maker = await create_enterprise(app, name="电机厂")
    await declare_capability(app, motor_maker, title="电机", categories=["motors"])
    maker = await create_enterprise(app, name="收获机厂")
    await declare_capability(app, maker, title="收获机", categories=["harvesting-machinery"])
    [found] = await ask(app, maker, MatchType.CHAIN)
    assert [(hop.from_name, hop.relation, hop.to_name) for hop in found.paths[0].hops] == [
        ("收获机厂", "relation.offers", "收获机"),
        ("收获机", "relation.of", "收获机械"),
        ("收获机械", "relation.narrower", "玉米收获机"),
        ("玉米收获机", "relation.input_to.back", "电动机"),
        ("电动机", "relation.of.back", "电机"),
        ("电机", "relation.offers.back", "电机厂"),
    ]


async def test_a_channel_abroad_meets_makers_without_exports_and_not_those_who_sell_there(
    app: App,
) -> None:
    exporter = await create_enterprise(app, sector="SERVICE", export_markets=["KZ"])
    await declare_capability(
        app,
        exporter,
        title="跨境电商出口",
        categories=["cross-border-ecommerce-export"],
        markets=["KZ"],
    )
    maker = await create_enterprise(app)
    await declare_capability(app, maker, title="玉米收获机", categories=["corn-harvesters"])
    seller = await create_enterprise(app, export_markets=["KZ"])
    await declare_capability(app, seller, title="玉米收割机", categories=["corn-harvesters"])
    [found] = await ask(app, exporter, MatchType.CHANNEL)
    assert (found.partner, found.seeker, found.provider) == (maker.id, maker.id, exporter.id)
    assert "first_export" in {factor.code for factor in found.factors}
    assert "missing.goods" in found.missing
    assert await ask(app, seller, MatchType.CHANNEL) == []


async def test_a_channel_that_names_goods_is_for_those_goods(app: App) -> None:
    channel = await create_enterprise(app, sector="SERVICE", export_markets=["RU"])
    await declare_capability(
        app,
        channel,
        title="跨境电商",
        text="专做玉米收获机",
        categories=["cross-border-ecommerce-export"],
        markets=["RU"],
    )
    harvester = await create_enterprise(app)
    await declare_capability(app, harvester, title="玉米收获机", categories=["corn-harvesters"])
    caster = await create_enterprise(app)
    await declare_capability(app, caster)
    assert [one.partner for one in await ask(app, channel, MatchType.CHANNEL)] == [harvester.id]


async def test_the_inbox_has_each_pair_once_with_the_better_side_first(app: App) -> None:
    works = await create_enterprise(app, committees=["ka"])
    await declare_need(app, works)
    caster = await create_enterprise(app, committees=["kb"])
    await declare_capability(app, caster)
    secretary = await create_account(app, Role.SECRETARY, committees=["ka"])
    [pair] = await app.recommendations.inbox(secretary)
    assert (pair.committee, pair.recommendation.rank) == ("ka", 1)
    assert {pair.recommendation.seeker, pair.recommendation.provider} == {works.id, caster.id}
    member, _ = await create_member(app)
    assert await app.recommendations.inbox(member) == []
    assert await app.recommendations.inbox(PUBLIC) == []
