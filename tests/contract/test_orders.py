"""Cross-border orders: what customs papers may say, and first exports that are none."""

import asyncio
from datetime import date
from typing import Any

import pytest

from chainlink.accounts.model import Role
from chainlink.app import App
from chainlink.deals.order_lookups import OrderFilter
from chainlink.deals.order_model import CrossBorderOrder
from chainlink.enterprises.model import EnterpriseProfile
from chainlink.errors import ChainlinkError, Conflict, InvalidInput, StaleVersion
from chainlink.taxonomy.model import Category, CategoryKind, Scheme
from chainlink.validation import checked
from tests.deal_world import (
    Pair,
    introduce,
    introduced_pair,
    order_draft,
    record_deal,
    record_order,
)
from tests.factories import SYSTEM, create_account, create_enterprise, create_member
from tests.refusals import code_of, refusal_of
from tests.settable_clock import SettableClock


async def problem(attempt: Any) -> tuple[str, str, dict[str, object]]:
    refusal = await refusal_of(attempt)
    if isinstance(refusal, InvalidInput):
        return refusal.fields[0].path, refusal.fields[0].key, refusal.fields[0].facts
    assert isinstance(refusal, ChainlinkError)
    return refusal.code, refusal.key, refusal.facts


async def test_an_order_stands_under_its_deal(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(pair)
    order = await record_order(
        pair, deal, hs_code="8433.51 00", shipped_on="2026-11-23", customs_mode="0110"
    )
    assert (order.deal, order.hs_code, order.shipped_on) == (
        deal.deal,
        "84335100",
        date(2026, 11, 23),
    )
    assert (await app.orders.of_deals(pair.staff, [deal.deal]))[deal.deal] == [order]
    entry = (await app.journal.entries(0))[-1]
    assert (entry.action, set(entry.enterprises)) == (
        "order.recorded",
        {pair.seller.id, pair.maker.id},
    )


async def test_goods_are_known_to_a_whole_edition_of_the_harmonized_system(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(pair)
    await record_order(pair, deal, hs_code="843399")  # a dozen categories prove nothing
    whole = [
        Category(
            scheme=Scheme.HS,
            code=f"{number:06d}",
            kind=CategoryKind.GOOD,
            label_zh="货",
            edition="2022",
            source="tests",
        )
        for number in (*range(10100, 15100), 843351)
    ]
    await app.taxonomy.add(SYSTEM, whole, {})
    unknown = record_order(pair, deal, hs_code="8433990000", order_number="2")
    assert (await problem(unknown))[:2] == ("hsCode", "hs.unknown")
    await record_order(pair, deal, hs_code="8433510001", order_number="3")


async def test_under_an_intent_there_is_no_order(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(pair, kind="LETTER_OF_INTENT")
    assert (await problem(record_order(pair, deal)))[:2] == ("CONFLICT", "order.under_intent")


async def test_seller_and_maker_are_parties_or_approved(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(pair)
    other = await create_enterprise(app, committees=["kb"])
    _, waiting = await create_member(app, approved=False)
    third = await create_enterprise(app)
    assert await problem(record_order(pair, deal, maker="nobody")) == (
        "maker",
        "enterprise.unknown",
        {"value": "nobody"},
    )
    assert (await problem(record_order(pair, deal, maker=waiting.id)))[:2] == (
        "maker",
        "order.not_approved",
    )
    assert (await problem(record_order(pair, deal, seller=third.id, maker=other.id)))[:2] == (
        "maker",
        "order.no_party",
    )
    order = await record_order(pair, deal, maker=other.id)
    secretary = await create_account(app, Role.SECRETARY, committees=["kb"])
    assert (await app.orders.get(secretary, order.order_id)).id == order.id
    assert await code_of(app.deals.get(secretary, deal.deal)) == "NOT_FOUND"


async def test_days_do_not_lie_ahead(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(pair)
    assert (await problem(record_order(pair, deal, ordered_on="2026-11-25")))[:2] == (
        "orderedOn",
        "deal.future",
    )
    assert (await problem(record_order(pair, deal, shipped_on="2026-11-25")))[:2] == (
        "shippedOn",
        "deal.future",
    )


async def test_a_seller_s_number_is_used_once(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(pair)
    order = await record_order(pair, deal)
    assert await problem(record_order(pair, deal, amount=1)) == (
        "CONFLICT",
        "order.exists",
        {"number": "YYY-2026-001", "day": "2026-11-21", "order": order.order_id},
    )
    _, third = await create_member(app, committees=["kb"])
    second = await introduce(app, third.id, pair.seller.id, committee="kb")
    elsewhere = await create_account(app, Role.STAFF, committees=["kb"])
    other = Pair(
        app=app,
        seller=pair.seller,
        maker=third,
        seller_account=pair.seller_account,
        maker_account=pair.maker_account,
        staff=elsewhere,
        secretary=elsewhere,
        introduction=second,
    )
    under = await record_deal(other)
    assert await problem(record_order(other, under)) == (
        "CONFLICT",
        "order.exists_elsewhere",
        {"number": "YYY-2026-001"},
    )


async def test_a_first_export_is_none_after_an_earlier_order(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(pair)
    earlier = await record_order(pair, deal, order_number="A-1", ordered_on="2026-05-06")
    later = {"order_number": "A-2", "first_export": True}
    assert await problem(record_order(pair, deal, **later)) == (
        "firstExport",
        "order.not_first",
        {"number": "A-1", "day": "2026-05-06"},
    )
    first = await app.orders.correct(
        pair.staff,
        earlier.order_id,
        1,
        order_draft(pair, order_number="A-1", ordered_on="2026-05-06", first_export=True),
        "确为首次出口",
    )
    assert (first.first_export, first.version) == (True, 2)
    same_day = {"order_number": "A-3", "ordered_on": "2026-05-06", "first_export": True}
    assert (await problem(record_order(pair, deal, **same_day)))[1] == "order.not_first"
    await record_order(pair, deal, order_number="A-4")  # not flagged: nothing to contradict


async def test_an_order_that_nobody_recognises_speaks_against_nothing(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(pair)
    earlier = await record_order(pair, deal, order_number="A-1", ordered_on="2026-05-06")
    await app.verifications.review(pair.secretary, earlier.order_id, 1, accepted=False, text="无")
    order = await record_order(pair, deal, order_number="A-2", first_export=True)
    assert order.first_export


async def test_an_earlier_order_must_not_contradict_a_flag_that_stands(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(pair)
    first = await record_order(pair, deal, first_export=True)
    head = await app.journal.head()
    earlier = {"order_number": "B-1", "ordered_on": "2026-11-20"}
    contradiction = (
        "CONFLICT",
        "order.contradicts",
        {"number": "YYY-2026-001", "day": "2026-11-21"},
    )
    assert await problem(record_order(pair, deal, **earlier)) == contradiction
    assert await app.journal.head() == head
    later = await record_order(pair, deal, order_number="B-2", ordered_on="2026-11-22")
    moved = order_draft(pair, order_number="B-2", ordered_on="2026-11-19")
    assert await problem(app.orders.correct(pair.staff, later.order_id, 1, moved, "日期")) == (
        contradiction
    )
    await app.orders.correct(pair.staff, first.order_id, 1, order_draft(pair), "并非首次")
    await record_order(pair, deal, **earlier)


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_market_claim_speaks_for_the_time_before_it(
    app: App, clock: SettableClock, when: str
) -> None:
    """A maker that says it exports is no first exporter; one that says so afterwards may be."""
    pair = await introduced_pair(app)
    deal = await record_deal(pair)

    async def claim() -> None:
        said = {"name": pair.maker.name, "sector": pair.maker.sector, "export_markets": ["VN"]}
        profile = checked(EnterpriseProfile, said)
        await app.enterprises.update(SYSTEM, pair.maker.id, pair.maker.version, profile)

    if when == "before":
        await claim()
        assert await problem(record_order(pair, deal, first_export=True)) == (
            "firstExport",
            "order.exported_before",
            {"market": "VN", "day": "2026-11-24"},
        )
        await record_order(pair, deal)
        return
    order = await record_order(pair, deal, first_export=True)
    clock.advance(days=1)
    await claim()
    draft = order_draft(pair, first_export=True, incoterm_place="天津")
    corrected = await app.orders.correct(pair.staff, order.order_id, 1, draft, "港口")
    assert corrected.first_export


async def test_corrections_are_versions(app: App) -> None:
    pair = await introduced_pair(app)
    order = await record_order(pair, await record_deal(pair))
    second = await app.orders.correct(
        pair.seller_account, order.order_id, 1, order_draft(pair, amount=5), "金额"
    )
    assert (second.version, second.amount, second.correction_text) == (2, 5, "金额")
    assert [one.id for one in await app.orders.history(pair.staff, order.order_id)] == [
        second.id,
        order.id,
    ]
    refusal = await refusal_of(
        app.orders.correct(pair.staff, order.order_id, 1, order_draft(pair), "金额")
    )
    assert isinstance(refusal, StaleVersion)


async def test_who_sees_orders(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(pair)
    orders = [
        await record_order(pair, deal, order_number=str(n), ordered_on=f"2026-0{n}-01")
        for n in (3, 5, 4)
    ]
    stranger, _ = await create_member(app)
    elsewhere = await create_account(app, Role.STAFF, committees=["kb"])
    auditor = await create_account(app, Role.AUDITOR)
    for actor in (pair.seller_account, pair.maker_account, pair.staff, auditor):
        found = await app.orders.search(actor, OrderFilter(), 10, None)
        assert [one.order_number for one in found] == ["5", "4", "3"]
        assert (await app.orders.get(actor, orders[0].order_id)).id == orders[0].id
    for actor in (stranger, elsewhere):
        assert await app.orders.search(actor, OrderFilter(), 10, None) == []
        assert await code_of(app.orders.get(actor, orders[0].order_id)) == "NOT_FOUND"
        assert await code_of(record_order(pair, deal, actor)) == "NOT_FOUND"
        assert (await app.orders.of_deals(actor, [deal.deal]))[deal.deal] == []
    pages: list[CrossBorderOrder] = []
    after: tuple[str, str] | None = None
    while page := await app.orders.search(pair.staff, OrderFilter(), 1, after):
        pages += page
        after = (str(page[-1].ordered_on), page[-1].order_id)
    assert [one.order_number for one in pages] == ["5", "4", "3"]
    for wanted, count in (
        (OrderFilter(committee="ka"), 3),
        (OrderFilter(committee="kb"), 0),
        (OrderFilter(enterprise=pair.maker.id, since="2026-04-01", until="2026-04-30"), 1),
        (OrderFilter(destination="VN"), 0),
        (OrderFilter(verification="SELF_REPORTED"), 3),
    ):
        assert len(await app.orders.search(pair.staff, wanted, 10, None)) == count


async def test_two_orders_at_once_cannot_both_be_first(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(pair)
    results = await asyncio.gather(
        *(
            record_order(pair, deal, order_number=number, first_export=True)
            for number in ("1", "2")
        ),
        return_exceptions=True,
    )
    assert sorted(type(one) for one in results if isinstance(one, Exception)) == [InvalidInput]
    assert not any(isinstance(one, Conflict) for one in results)
