"""One text finds enterprises, categories, introductions, deals, orders, events: what one may see."""

from datetime import date
from typing import Any

import pytest

from chainlink.accounts.model import PUBLIC, Actor, Role
from chainlink.app import App, build_app
from chainlink.enterprises.model import Enterprise, EnterpriseProfile, Visibility
from chainlink.errors import InvalidInput
from chainlink.events.model import EventDraft, EventKind
from chainlink.searching.model import Found
from tests.deal_world import Pair, deal_draft, introduce, introduced_pair, record_deal, record_order
from tests.factories import SYSTEM, create_account, create_enterprise, create_member
from tests.introduction_world import build_couple

KINDS = ("enterprises", "categories", "introductions", "deals", "orders", "events")


def told(found: Found) -> dict[str, list[str]]:
    """Names, titles and ids of what was found, by kind; kinds without a hit left out."""
    words = {
        "enterprises": [one.name for one in found.enterprises],
        "categories": [one.code for one in found.categories],
        "introductions": [one.id for one in found.introductions],
        "deals": [one.deal for one in found.deals],
        "orders": [one.order_number for one in found.orders],
        "events": [one.name_zh for one in found.events],
    }
    assert list(words) == list(KINDS)
    return {kind: few for kind, few in words.items() if few}


async def search(app: App, text: str, actor: Actor = SYSTEM, **said: Any) -> dict[str, list[str]]:
    return told(await app.search.search(actor, text, **said))


async def names(app: App, text: str, actor: Actor = SYSTEM, **said: Any) -> list[str]:
    return (await search(app, text, actor, **said)).get("enterprises", [])


async def renamed(app: App, enterprise: Enterprise, name: str) -> Enterprise:
    profile = EnterpriseProfile(name=name, sector=enterprise.sector)
    return await app.enterprises.update(SYSTEM, enterprise.id, enterprise.version, profile)


async def test_codes_then_beginnings_then_the_shorter_name(app: App) -> None:
    one = await create_enterprise(app, name="山东金大丰机械有限公司")
    for name in ("金大丰集团有限公司", "新金大丰农机", "金大丰农机"):
        await create_enterprise(app, name=name)
    await create_enterprise(app, name="易运盈")
    expected = ["金大丰农机", "金大丰集团有限公司", "新金大丰农机", "山东金大丰机械有限公司"]
    assert await names(app, "金大丰") == expected
    assert await names(app, "金大丰", most=2) == expected[:2]
    for text in (one.uscc, one.uscc.lower(), one.id, one.uscc[-6:]):
        assert await names(app, text) == ["山东金大丰机械有限公司"], text
    assert await names(app, one.uscc[:9]) != []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ＡＢＣ铸造", "abc铸造厂"),
        ("ABC铸造", "abc铸造厂"),
        ("  abc  铸造 ", "Abc 铸造所"),
        ("Abc　铸造", "Abc 铸造所"),
    ],
)
async def test_what_reads_the_same_is_the_same(app: App, text: str, name: str) -> None:
    await create_enterprise(app, name="abc铸造厂")
    await create_enterprise(app, name="Abc 铸造所")
    assert await names(app, text) == [name]


async def test_former_names_find_until_another_takes_them(app: App) -> None:
    one = await create_enterprise(app, name="兖州第一机械厂")
    await renamed(app, one, "鲁源机械")
    assert await names(app, "第一机械厂") == ["鲁源机械"]
    assert await names(app, "鲁源") == ["鲁源机械"]
    await create_enterprise(app, name="第一机械厂")
    assert await names(app, "第一机械厂") == ["第一机械厂", "鲁源机械"]


@pytest.mark.parametrize("text", ["", "   ", "\u3000", "\0"])
async def test_nothing_for_nothing(app: App, text: str) -> None:
    await create_enterprise(app)
    found = await app.search.search(SYSTEM, text)
    assert found.empty
    assert told(found) == {}


async def test_a_text_is_bounded(app: App) -> None:
    assert await search(app, "厂" * 100) == {}
    with pytest.raises(InvalidInput) as refused:
        await app.search.search(SYSTEM, "厂" * 101)
    [problem] = refused.value.fields
    assert (problem.path, problem.key, problem.facts) == ("text", "too_long", {"max_length": 100})


@pytest.mark.parametrize("most", [-1, 0, 1, 51, 10_000])
async def test_so_is_what_is_given(app: App, most: int) -> None:
    for number in range(55):
        await create_enterprise(app, name=f"压铸厂{number:02}")
    found = await app.search.search(SYSTEM, "压铸厂", most=most)
    assert [one.name for one in found.enterprises] == [
        f"压铸厂{number:02}" for number in range(max(1, min(most, 50)))
    ]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("corn-harvesters", ["corn-harvesters"]),
        ("LOCAL:corn-harvesters", ["corn-harvesters"]),
        ("3572", ["3572"]),
        ("Corn Harv", ["corn-harvesters"]),
        ("玉米收割", ["corn-harvesters"]),
        ("铸造", ["castings", "3392"]),
        ("收获机", ["harvesting-machinery", "corn-harvesters", "wheat-combine-harvesters"]),
    ],
)
async def test_categories_by_every_word_of_theirs(app: App, text: str, codes: list[str]) -> None:
    assert (await search(app, text)).get("categories") == codes


async def test_events_by_name(app: App) -> None:
    for name, english in (("兖州铸造对接会", "Castings in Yanzhou"), ("农机沙龙", None)):
        draft = EventDraft(
            name_zh=name,
            name_en=english,
            kind=EventKind.SALON,
            held_on=date(2026, 12, 1),
            committees=("ka",),
        )
        await app.events.create(SYSTEM, draft)
    assert (await search(app, "铸造对接"))["events"] == ["兖州铸造对接会"]
    assert (await search(app, "yanzhou"))["events"] == ["兖州铸造对接会"]
    assert "events" not in await search(app, "农机沙龙", PUBLIC)


async def everybody(app: App, pair: Pair) -> dict[str, Actor]:
    stranger, _ = await create_member(app, name="旁人厂", committees=["kb"])
    return {
        "seller": pair.seller_account,
        "maker": pair.maker_account,
        "staff of ka": pair.staff,
        "secretary of ka": pair.secretary,
        "staff of kb": await create_account(app, Role.STAFF, committees=["kb"]),
        "auditor": await create_account(app, Role.AUDITOR),
        "admin": await create_account(app, Role.ADMIN),
        "stranger": stranger,
        "public": PUBLIC,
    }


async def test_who_finds_a_deal_and_its_order(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(pair)
    order = await record_order(pair, deal)
    actors = await everybody(app, pair)
    inside = ["seller", "maker", "staff of ka", "secretary of ka", "auditor", "admin"]
    for text, kind, hit in (
        ("玉米收获机采购", "deals", deal.deal),
        (deal.deal, "deals", deal.deal),
        (pair.maker.name, "deals", deal.deal),
        ("yyy-2026-001", "orders", "YYY-2026-001"),
        ("2026-001", "orders", "YYY-2026-001"),
        (order.order_id, "orders", "YYY-2026-001"),
        (pair.seller.name, "orders", "YYY-2026-001"),
        (pair.seller.name, "introductions", pair.introduction.id),
        (pair.introduction.id, "introductions", pair.introduction.id),
    ):
        seen = [who for who, one in actors.items() if kind in await search(app, text, one)]
        assert seen == inside, (text, kind)
        assert (await search(app, text, actors["seller"]))[kind] == [hit]


async def test_a_correction_takes_the_place_of_what_it_corrects(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(pair)
    assert (await search(app, "玉米收获机采购"))["deals"] == [deal.deal]
    draft = deal_draft([pair.introduction], title="小麦机采购")
    await app.deals.correct(pair.staff, deal.deal, 1, draft, "名称有误")
    assert "deals" not in await search(app, "玉米收获机采购")
    assert (await search(app, "小麦机"))["deals"] == [deal.deal]


async def test_names_that_are_not_told_find_nothing(app: App) -> None:
    couple = await build_couple(app)
    profile = EnterpriseProfile(
        name="压铸厂", sector=couple.provider.sector, visibility=Visibility.ANONYMOUS
    )
    await app.enterprises.update(SYSTEM, couple.provider.id, couple.provider.version, profile)
    await couple.open(shortlisted_by=couple.seeker.id)
    seeker, staff = couple.actors["seeker"], couple.actors["staff of ka"]
    assert await search(app, "压铸厂", seeker) == {}
    assert await search(app, "电机厂", seeker) == {
        "enterprises": ["电机厂"],
        "introductions": [couple.id],
    }
    assert (await app.search.search(seeker, "电机厂")).names == {couple.seeker.id: "电机厂"}
    assert await search(app, "压铸厂", staff) == {
        "enterprises": ["压铸厂"],
        "introductions": [couple.id],
    }
    assert (await app.search.search(staff, "压铸厂")).names == {
        couple.seeker.id: "电机厂",
        couple.provider.id: "压铸厂",
    }


async def test_a_committees_shortlist_is_found_by_its_officers_alone(app: App) -> None:
    couple = await build_couple(app)
    await couple.open()
    finders = [
        who
        for who, one in couple.actors.items()
        if "introductions" in await search(app, "电机厂", one)
    ]
    assert finders == [
        "auditor", "admin", "staff of ka", "secretary of ka", "staff of kb", "secretary of kb",
    ]  # fmt: skip


async def test_own_ones_come_before_all_that_is_not_seen(app: App) -> None:
    account, own = await create_member(app, name="自己公司")
    for number in range(12):
        await create_enterprise(app, name=f"公司{number:02}", visibility=Visibility.COMMITTEE)
    assert await names(app, "公司", account) == ["自己公司"]
    waiting, _ = await create_member(app, name="等待公司", approved=False)
    assert await names(app, "公司", waiting) == ["等待公司"]
    assert await names(app, "公司", PUBLIC) == []
    _, other = await create_member(app, name="丙公司")
    introduction = await introduce(app, own.id, other.id)
    assert (await search(app, "丙公司", account))["introductions"] == [introduction.id]


async def test_what_another_process_wrote_is_found(app: App) -> None:
    other = build_app(app.settings, store=app.store, clock=app.clock)
    await create_enterprise(app, name="甲铸造")
    assert await names(other, "铸造") == ["甲铸造"]
    await create_enterprise(app, name="乙铸造")
    assert await names(other, "铸造") == ["乙铸造", "甲铸造"]
    await other.follower.stop()
