"""Changing an enterprise: former names, markets, versions, opt-out, vetoes."""

from typing import Any

import pytest

from chainlink.app import App
from chainlink.enterprises.model import Enterprise, EnterpriseProfile
from chainlink.errors import Conflict, InvalidInput, NotFound, StaleVersion
from chainlink.graph.cypher import Query
from chainlink.language import Language, say, sentence
from chainlink.validation import checked
from tests.factories import SYSTEM, create_enterprise, create_member
from tests.settable_clock import SettableClock

EXPORTS = Query(
    "tests/exports",
    "MATCH (:Enterprise)-[x:EXPORTS_TO]->(m:Market) "
    "RETURN m.code AS market, x.recorded_at AS recorded_at, x.superseded_at AS superseded_at "
    "ORDER BY recorded_at, market",
)
VETOES = Query(
    "tests/vetoes",
    "MATCH (a:Enterprise)-[v:VETOES]->(b:Enterprise) "
    "RETURN a.id AS one, b.id AS other, v.superseded_at AS superseded_at ORDER BY v.recorded_at",
)


async def change(app: App, before: Enterprise, **said: Any) -> Enterprise:
    plain = {"name": before.name, "sector": before.sector, "region": before.region}
    profile = checked(EnterpriseProfile, plain | said)
    return await app.enterprises.update(SYSTEM, before.id, before.version, profile)


async def test_former_names_are_kept_in_their_order(app: App) -> None:
    first = await create_enterprise(app, name="第一名厂")
    second = await change(app, first, name="第二名厂")
    third = await change(app, second, name="第三名厂", size="SMALL")
    assert (second.name, second.former_names) == ("第二名厂", ("第一名厂",))
    assert (third.name, third.former_names) == ("第三名厂", ("第一名厂", "第二名厂"))
    same = await change(app, third, size="MICRO")
    assert same.former_names == third.former_names
    assert [one.version for one in (first, second, third, same)] == [1, 2, 3, 4]


async def test_a_profile_is_replaced_as_a_whole(app: App) -> None:
    before = await create_enterprise(app, size="SMALL", scope="机械加工", address="建设路 1 号")
    after = await change(app, before, address="建设路 2 号")
    assert (after.size, after.scope, after.address) == (None, None, "建设路 2 号")
    assert (after.uscc, after.recorded_at, after.status) == (
        before.uscc,
        before.recorded_at,
        before.status,
    )
    assert await app.enterprises.get(SYSTEM, before.id) == after


async def test_market_claims_are_closed_and_opened_and_never_edited(
    app: App, clock: SettableClock
) -> None:
    first = await create_enterprise(app, export_markets=["RU", "VN"])
    clock.advance(days=1)
    second = await change(app, first, export_markets=["VN", "DE"])
    clock.advance(days=1)
    await change(app, second, export_markets=["VN", "RU"])
    days = [
        (row["market"], row["recorded_at"][:10], (row["superseded_at"] or "")[:10])
        for row in await app.store.read(EXPORTS)
    ]
    assert days == [
        ("RU", "2026-11-24", "2026-11-25"),
        ("VN", "2026-11-24", ""),
        ("DE", "2026-11-25", "2026-11-26"),
        ("RU", "2026-11-26", ""),
    ]
    now = await app.enterprises.exports([first.id])
    assert [(one.market, one.recorded_at[:10]) for one in now] == [
        ("RU", "2026-11-26"),
        ("VN", "2026-11-24"),
    ]


async def test_a_change_made_against_an_older_version_is_refused(app: App) -> None:
    first = await create_enterprise(app, name="第一名厂")
    await change(app, first, name="第二名厂")
    before = await app.journal.head()
    with pytest.raises(StaleVersion) as refused:
        await change(app, first, name="别的名字")
    assert [sentence(refused.value, language) for language in Language] == [
        "您看到的是第 1 版，最新为第 2 版；请刷新后再改。",
        "You saw version 1, the newest is 2; reload and try again.",
    ]
    with pytest.raises(StaleVersion):
        await app.enterprises.set_opt_out(SYSTEM, first.id, 1, True)
    assert await app.journal.head() == before
    assert (await app.enterprises.get(SYSTEM, first.id)).name == "第二名厂"


async def test_a_change_names_what_the_graph_does_not_know(app: App) -> None:
    first = await create_enterprise(app)
    with pytest.raises(InvalidInput) as refused:
        await change(app, first, industry="9999")
    assert [field.path for field in refused.value.fields] == ["industry"]
    assert (await change(app, first, industry="3572")).industry == "3572"


async def test_the_journal_tells_what_changed_and_nothing_else(app: App) -> None:
    first = await create_enterprise(app, name="第一名厂", size="SMALL")
    head, _ = await app.journal.head()
    await change(app, first, name="第二名厂", size="MICRO")
    [entry] = await app.journal.entries(head)
    assert entry.enterprises == (first.id,)
    assert entry.facts == (
        '{"size":"MICRO","version":2,"worded":["former_names","name","name_key"]}'
    )


async def test_opting_out_and_in_again(app: App) -> None:
    owner, enterprise = await create_member(app)
    out = await app.enterprises.set_opt_out(owner, enterprise.id, 2, True)
    assert (out.opted_out, out.version) == (True, 3)
    back = await app.enterprises.set_opt_out(owner, enterprise.id, 3, False)
    assert back == enterprise.model_copy(update={"version": 4})


async def test_a_veto_is_set_once_lifted_once_and_stays_in_the_history(app: App) -> None:
    owner, enterprise = await create_member(app)
    partner = await create_enterprise(app)
    assert await app.vetoes.veto(owner, enterprise.id, partner.id) == enterprise
    with pytest.raises(Conflict) as again:
        await app.vetoes.veto(owner, enterprise.id, partner.id)
    assert sentence(again.value, Language.ZH) == "已经设置过不愿对接。"
    assert await app.vetoes.lift(owner, enterprise.id, partner.id) == enterprise
    with pytest.raises(Conflict) as none:
        await app.vetoes.lift(owner, enterprise.id, partner.id)
    assert sentence(none.value, Language.ZH) == "没有可以取消的不愿对接。"
    await app.vetoes.veto(owner, enterprise.id, partner.id)
    rows = await app.store.read(VETOES)
    assert {(row["one"], row["other"]) for row in rows} == {(enterprise.id, partner.id)}
    assert [row["superseded_at"] is None for row in rows] == [False, True]


async def test_a_veto_is_of_one_side_only(app: App) -> None:
    owner, enterprise = await create_member(app)
    partner_owner, partner = await create_member(app)
    await app.vetoes.veto(owner, enterprise.id, partner.id)
    with pytest.raises(Conflict, match=r"veto\.unknown"):
        await app.vetoes.lift(partner_owner, partner.id, enterprise.id)
    await app.vetoes.veto(partner_owner, partner.id, enterprise.id)


async def test_a_veto_on_itself_or_on_what_cannot_be_seen(app: App) -> None:
    owner, enterprise = await create_member(app)
    _, waiting = await create_member(app, approved=False)
    with pytest.raises(InvalidInput) as itself:
        await app.vetoes.veto(owner, enterprise.id, enterprise.id)
    [field] = itself.value.fields
    assert (field.path, say(field.key, Language.ZH)) == (
        "partner",
        "不能对本单位设置不愿对接。",
    )
    for hidden in (waiting.id, "no-such-enterprise"):
        with pytest.raises(NotFound) as refused:
            await app.vetoes.veto(owner, enterprise.id, hidden)
        assert refused.value.facts == {"value": hidden}
