"""The pages of deals and orders: recorded, proved, reviewed, corrected, listed and taken away."""

import csv
import io
import re
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook

from chainlink.accounts.model import Actor, Role
from chainlink.deals.listing_model import DealQuestion
from chainlink.deals.model import Additionality, Deal, Verification
from chainlink.deals.order_model import CrossBorderOrder
from chainlink.matching.model import MatchType
from tests.deal_world import Pair, introduce, introduced_pair, record_deal, record_order
from tests.factories import SYSTEM, create_account, create_member
from tests.web.conftest import Site
from tests.web.desks import Desk, Forms, at_desk

DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
BOUGHT = {
    "kind": "PURCHASE_ORDER",
    "title": "玉米收获机 100 台",
    "amount": "500万元",
    "signedOn": "2026-11-20",
}
SHIPPED = {
    "orderNumber": "YYY-2026-001",
    "hsCode": "8433.51.0001",
    "incoterm": "FOB",
    "incotermPlace": "青岛",
    "customsMode": "9810",
    "amount": "700,000",
    "destination": "俄罗斯",
    "orderedOn": "2026-11-21",
    "firstExport": "1",
}


@dataclass
class World:
    """Seller and maker, introduced, with the people around them at their desks."""

    site: Site
    pair: Pair
    actors: dict[str, Actor]
    desks: dict[str, Desk] = field(default_factory=dict)

    @property
    def new(self) -> str:
        return f"/deals/new?introduction={self.pair.introduction.id}"

    async def desk(self, who: str) -> Desk:
        if who not in self.desks:
            self.desks[who] = await at_desk(self.site, self.actors[who])
        return self.desks[who]

    async def send(self, who: str, page: str, form: str, **said: Any) -> httpx.Response:
        return await (await self.desk(who)).send(page, form, **said)

    async def text(self, who: str, page: str) -> str:
        return await (await self.desk(who)).text(page)

    async def status(self, who: str, page: str) -> int:
        return (await (await self.desk(who)).get(page)).status_code

    async def deals(self) -> list[Deal]:
        _, found = await self.site.app.deal_listing.views(SYSTEM, DealQuestion())
        return found

    async def deal(self) -> Deal:
        [found] = await self.deals()
        return found

    async def order(self, deal: Deal) -> CrossBorderOrder:
        [found] = (await self.site.app.orders.of_deals(SYSTEM, [deal.deal]))[deal.deal]
        return found


@pytest.fixture
async def world(site: Site) -> World:
    """A maker of committee kb, brokered by ka; officers of ka, kb and kc."""
    pair = await introduced_pair(site.app, maker_committee="kb")
    stranger, _ = await create_member(site.app)
    return World(
        site,
        pair,
        {
            "seller": pair.seller_account,
            "maker": pair.maker_account,
            "staff": pair.staff,
            "reviewer": await create_account(site.app, Role.SECRETARY, committees=["kb"]),
            "auditor": await create_account(site.app, Role.AUDITOR),
            "admin": await create_account(site.app, Role.ADMIN),
            "stranger": stranger,
        },
    )


def problem_at(text: str, form: str, name: str) -> str:
    """The sentence that stands at a field."""
    found = re.search(rf'id="{form}-{re.escape(name)}-problem">([^<]+)<', text)
    return found[1] if found else ""


async def test_the_money_of_the_two_from_introduction_to_first_export(world: World) -> None:
    new = Forms(await world.text("staff", world.new))
    assert dict(new.values["deal"])["currency"] == "CNY"
    assert {value for name, value in new.values["deal"] if name == "parties"} == {
        world.pair.seller.id,
        world.pair.maker.id,
    }
    answer = await world.send("staff", world.new, "deal", **BOUGHT)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(
        f"/introductions/{world.pair.introduction.id}?done=deal_recorded"
    )
    deal = await world.deal()
    assert (deal.amount, deal.currency, deal.title) == (500_000_000, "CNY", "玉米收获机 100 台")
    page = f"/deals/{deal.deal}"
    assert "¥5,000,000.00" in await world.text("seller", page)

    sent = {"kind": "CONTRACT", "title": "采购合同 001", "digest": DIGEST}
    assert (await world.send("staff", page, "evidence", **sent)).status_code == 303
    assert (await world.deal()).verification is Verification.DOCUMENTED

    for side, answer_ in (("seller", "PROBABLY_NOT_WITHOUT"), ("maker", "CERTAINLY_NOT_WITHOUT")):
        assert "去确认" in await world.text(side, page)
        answer = await world.send(side, page, "confirm", additionality=answer_)
        assert answer.headers["location"].startswith(f"{page}?done=deal_confirmed")
    deal = await world.deal()
    assert deal.verification is Verification.BOTH_CONFIRMED
    assert {one.additionality for one in deal.confirmations} == {
        Additionality.PROBABLY_NOT_WITHOUT,
        Additionality.CERTAINLY_NOT_WITHOUT,
    }

    queue = await world.text("reviewer", "/deals?waiting=review")
    assert f'href="{page}#review"' in queue
    assert "玉米收获机 100 台" in queue
    answer = await world.send("reviewer", page, "review", accepted="1", text="与合同一致")
    assert "done=deal_accepted" in answer.headers["location"]
    assert (await world.deal()).verification is Verification.REVIEWED
    assert "玉米收获机 100 台" not in await world.text("reviewer", "/deals?waiting=review")
    assert "复核通过" in await world.text("maker", page)

    ordering = f"/orders/new?deal={deal.deal}"
    shown = Forms(await world.text("seller", ordering))
    assert shown.value("order", "seller") == world.pair.seller.name
    assert shown.value("order", "maker") == world.pair.maker.name
    answer = await world.send("seller", ordering, "order", **SHIPPED)
    assert "done=order_recorded" in answer.headers["location"]
    order = await world.order(deal)
    assert (order.amount, order.currency, order.destination) == (70_000_000, "USD", "RU")
    assert (order.hs_code, order.customs_mode, order.first_export) == ("8433510001", "9810", True)
    text = await world.text("maker", f"/orders/{order.order_id}")
    assert "US$700,000.00" in text
    assert "9810 跨境电商出口海外仓" in text
    assert "记为制造方首次出口" in text
    assert "没有制造方更早的订单" in text
    await world.send("maker", f"/orders/{order.order_id}", "confirm")
    order = await world.order(deal)
    assert order.verification is Verification.BOTH_CONFIRMED
    assert order.order_number in await world.text("staff", page)


async def test_recording_from_the_list_leads_to_the_deal(world: World) -> None:
    text = await world.text("seller", f"/deals/new?q={world.pair.maker.name}")
    link = f"{world.new}&amp;then=deal"
    assert f'href="{link}"' in text
    answer = await world.send("seller", f"{world.new}&then=deal", "deal", **BOUGHT)
    deal = await world.deal()
    assert answer.headers["location"].startswith(f"/deals/{deal.deal}?done=deal_recorded")
    assert [one.enterprise for one in deal.confirmations] == [world.pair.seller.id]
    assert "还有一个问题" in await world.text("seller", f"/deals/{deal.deal}")
    await world.send("seller", f"/deals/{deal.deal}", "confirm", additionality="ABOUT_EVEN")
    [word] = (await world.deal()).confirmations
    assert word.additionality is Additionality.ABOUT_EVEN
    assert "没有这家单位" in await world.text("seller", "/deals/new?q=没有这样的名字")


async def test_everything_in_the_folds_is_recorded_too(world: World) -> None:
    said = BOUGHT | {
        "amount": "70,000",
        "currency": "usd",
        "rate": "7.1234",
        "rateOn": "2026-11-20",
        "rateSource": "中间价",
        "expected": "2026: 5万\n2027年 20,000",
        "received": "2026：1,000.5",
        "credits.0.committee": "ka",
        "credits.0.share": "1/3",
        "credits.2.committee": "kb",
        "credits.2.share": "2/3",
        "source": "登记表",
        "evidence.kind": "INVOICE",
        "evidence.title": "发票 7",
        "evidence.link": "https://example.com/7.pdf",
    }
    assert (await world.send("staff", world.new, "deal", **said)).status_code == 303
    deal = await world.deal()
    assert (deal.amount, deal.currency, deal.rate) == (7_000_000, "USD", "7.1234")
    assert [(one.year, one.amount) for one in deal.expected] == [
        (2026, 5_000_000),
        (2027, 2_000_000),
    ]
    assert [(one.year, one.amount) for one in deal.received] == [(2026, 100_050)]
    assert {(one.committee, str(one.share)) for one in deal.credits} == {
        ("ka", "1/3"),
        ("kb", "2/3"),
    }
    assert [one.title for one in deal.evidence] == ["发票 7"]
    assert deal.verification is Verification.DOCUMENTED
    text = await world.text("staff", f"/deals/{deal.deal}")
    assert "US$23,333.33" in text
    assert "US$46,666.67" in text
    assert "¥498,638.00" in text


async def test_an_intent_needs_no_amount(world: World) -> None:
    said = {"kind": "LETTER_OF_INTENT", "title": "意向", "amount": "", "signedOn": "2026-11-20"}
    await world.send("staff", world.new, "deal", **said)
    deal = await world.deal()
    assert deal.amount == 0
    assert "意向书下不记跨境订单" in await world.text("staff", f"/deals/{deal.deal}")
    assert await world.status("staff", f"/orders/new?deal={deal.deal}") == 409


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("amount", "约五百万", "不是金额"),
        ("amount", "-5", "不是金额"),
        ("amount", "", "此项必填"),
        ("amount", "0", "金额应大于零"),
        ("amount", "USD 70,000", "与币种一栏的 CNY 不一致"),
        ("amount", "99999999999999999999", "数值太大"),
        ("currency", "XXY", "ISO 4217"),
        ("signedOn", "2026-13-01", ""),
        ("signedOn", "2099-01-01", "在今天"),
        ("kind", "", "此项必填"),
        ("title", "", "此项必填"),
        ("expected", "明年三百万", "一行一年"),
        ("received", "2099: 5", "在今年之后"),
        ("rate", "7.1", "请去掉汇率"),
        ("credits.1.share", "两成", "1/2、0.25 或 50%"),
        ("evidence.title", "没有摘要的凭证", "此项必填"),
    ],
)
async def test_what_is_refused_is_kept_and_told_at_its_field(
    world: World, name: str, value: str, sentence: str
) -> None:
    said = BOUGHT | {"source": "登记表 3", name: value}
    answer = await world.send("staff", world.new, "deal", **said)
    assert answer.status_code == 422
    told_at = "evidence.kind" if name == "evidence.title" else name
    assert sentence in problem_at(answer.text, "deal", told_at), answer.text
    assert problem_at(answer.text, "deal", told_at)
    kept = Forms(answer.text)
    assert kept.value("deal", name) == value
    assert kept.value("deal", "source") == "登记表 3"
    assert await world.deals() == []


async def test_shares_that_do_not_add_up_are_told_where_they_stand(world: World) -> None:
    said = BOUGHT | {"credits.0.committee": "ka", "credits.0.share": "1/2"}
    answer = await world.send("staff", world.new, "deal", **said)
    assert answer.status_code == 422
    assert "各份额之和为 1/2，应恰好为 1。" in answer.text
    said |= {"credits.1.committee": "zz", "credits.1.share": "1/2"}
    answer = await world.send("staff", world.new, "deal", **said)
    assert "zz" in problem_at(answer.text, "deal", "credits.1.committee")


async def test_the_same_form_twice_is_done_once(world: World) -> None:
    desk = await world.desk("seller")
    forms = Forms(await desk.text(world.new))
    said = BOUGHT | {"evidence.kind": "OTHER", "evidence.title": "件", "evidence.digest": DIGEST}
    filled = forms.filled("deal", said)
    first, second = [await desk.post("/deals/new", filled) for _ in range(2)]
    assert first.headers["location"] == second.headers["location"]
    deal = await world.deal()
    assert len(deal.evidence) == 1
    ordering = Forms(await desk.text(f"/orders/new?deal={deal.deal}"))
    filled = ordering.filled("order", SHIPPED)
    first, second = [await desk.post("/orders/new", filled) for _ in range(2)]
    assert first.headers["location"] == second.headers["location"]
    await world.order(deal)
    again = await world.send("seller", world.new, "deal", **BOUGHT)
    assert again.status_code == 409
    assert "这笔成交已有记录" in again.text
    assert Forms(again.text).value("deal", "title") == BOUGHT["title"]


async def test_a_correction_stands_beside_what_it_corrects(world: World) -> None:
    deal = await record_deal(world.pair, source="登记表")
    page = f"/deals/{deal.deal}/correct"
    shown = Forms(await world.text("staff", page))
    assert shown.value("deal", "amount") == "5,000,000.00"
    assert shown.value("deal", "title") == "玉米收获机采购"
    assert shown.value("deal", "credits.0.share") == "1"
    answer = await world.send("staff", page, "deal", amount="480万")
    assert answer.status_code == 422
    assert problem_at(answer.text, "deal", "correctionText")
    assert Forms(answer.text).value("deal", "amount") == "480万"
    said = {"amount": "480万", "correctionText": "补充协议减价"}
    old = Forms(await world.text("staff", page))
    answer = await world.send("staff", page, "deal", **said)
    assert answer.headers["location"].startswith(f"/deals/{deal.deal}?done=deal_corrected")
    now = await world.deal()
    assert (now.version, now.amount, now.source) == (2, 480_000_000, "登记表")
    text = await world.text("maker", f"/deals/{deal.deal}")
    assert "补充协议减价" in text
    assert "第 1 版 → 第 2 版" in text
    changed = re.findall(r'<tr class="changed"><th scope="row">([^<]+?) <span', text)
    assert changed == ["金额"]
    assert "<del>¥5,000,000.00</del>" in text
    assert "<ins>¥4,800,000.00</ins>" in text
    stale = [(name, value) for name, value in old.filled("deal", said) if name != "requestId"]
    answer = await (await world.desk("staff")).post(page, stale)
    assert answer.status_code == 409
    assert "第 1 版，最新为第 2 版" in answer.text


async def test_an_order_is_corrected_and_says_why_it_is_no_first_export(world: World) -> None:
    deal = await record_deal(world.pair)
    first = await record_order(world.pair, deal, first_export=True)
    second = await record_order(
        world.pair, deal, order_number="YYY-2026-002", ordered_on="2026-11-22"
    )
    text = await world.text("maker", f"/orders/{second.order_id}")
    assert "制造方更早已有订单 YYY-2026-001（2026年11月21日）" in text
    assert f'href="/orders/{first.order_id}"' in text
    page = f"/orders/{second.order_id}/correct"
    shown = Forms(await world.text("seller", page))
    assert shown.value("order", "destination") == "俄罗斯"
    said = {"firstExport": "1", "correctionText": "是首单"}
    answer = await world.send("seller", page, "order", **said)
    assert answer.status_code == 422
    assert "制造方已有订单 YYY-2026-001" in problem_at(answer.text, "order", "firstExport")
    said = {
        "destination": "Kazakhstan",
        "shippedOn": "2026-11-23",
        "correctionText": "改港",
    }
    answer = await world.send("seller", page, "order", **said)
    assert "done=order_corrected" in answer.headers["location"]
    text = await world.text("maker", f"/orders/{second.order_id}")
    assert "<del>俄罗斯</del>" in text
    assert "<ins>哈萨克斯坦</ins>" in text
    changed = re.findall(r'<tr class="changed"><th scope="row">([^<]+?) <span', text)
    assert changed == ["目的国（地区）", "出运日期"]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("hsCode", "84", "6、8 或 10 位"),
        ("incoterm", "", "此项必填"),
        ("customsMode", "", "此项必填"),
        ("destination", "中国", "应在境外"),
        ("destination", "亚特兰蒂斯", "亚特兰蒂斯"),
        ("seller", "不存在的公司", "不存在的公司"),
        ("amount", "0", ""),
        ("shippedOn", "2026-11-01", "早于下单日期"),
        ("orderNumber", "", "此项必填"),
    ],
)
async def test_an_order_refused_keeps_what_was_typed(
    world: World, name: str, value: str, sentence: str
) -> None:
    deal = await record_deal(world.pair)
    page = f"/orders/new?deal={deal.deal}"
    answer = await world.send("seller", page, "order", **(SHIPPED | {name: value}))
    assert answer.status_code == 422
    told = problem_at(answer.text, "order", name)
    assert told
    assert sentence in told
    kept = Forms(answer.text)
    assert kept.value("order", name) == value
    assert kept.value("order", "incotermPlace") == "青岛"


async def test_proof_forms_say_what_is_missing(world: World) -> None:
    deal = await record_deal(world.pair)
    page = f"/deals/{deal.deal}"
    answer = await world.send("seller", page, "confirm")
    assert answer.status_code == 422
    assert "此项必填" in problem_at(answer.text, "confirm", "additionality") or (
        'id="confirm-additionality" aria-invalid="true"' in answer.text
    )
    sent = {"kind": "PHOTO", "title": "照片", "digest": "abc"}
    answer = await world.send("seller", page, "evidence", **sent)
    assert "64 位十六进制" in problem_at(answer.text, "evidence", "digest")
    assert Forms(answer.text).value("evidence", "title") == "照片"
    answer = await world.send("reviewer", page, "review", accepted="0", text="")
    assert answer.status_code == 422
    assert problem_at(answer.text, "review", "text")
    answer = await world.send("reviewer", page, "review", accepted="0", text="没有凭证")
    assert "done=deal_rejected" in answer.headers["location"]
    text = await world.text("maker", page)
    assert "没有凭证" in text
    assert "未通过：" in text


async def test_a_side_is_not_shown_the_other_s_answer(world: World) -> None:
    deal = await record_deal(world.pair)
    page = f"/deals/{deal.deal}"
    await world.send("seller", page, "confirm", additionality="ABOUT_EVEN")
    said = "· 各占一半"
    assert said in await world.text("seller", page)
    assert said in await world.text("staff", page)
    assert said not in await world.text("maker", page)


async def test_somebody_else_s_is_not_there(world: World) -> None:
    deal = await record_deal(world.pair)
    order = await record_order(world.pair, deal)
    pages = [
        f"/deals/{deal.deal}",
        f"/deals/{deal.deal}/correct",
        f"/orders/{order.order_id}",
        f"/orders/{order.order_id}/correct",
        f"/orders/new?deal={deal.deal}",
        world.new,
    ]
    assert [await world.status("stranger", one) for one in pages] == [404] * len(pages)
    desk = await world.desk("stranger")
    for path in ("evidence", "confirm"):
        sent = {"version": "1", "additionality": "ABOUT_EVEN", "kind": "OTHER", "title": "x"}
        answer = await desk.forged("/account", f"/deals/{deal.deal}/{path}", digest=DIGEST, **sent)
        assert answer.status_code == 404, path
    assert deal.title is not None
    assert deal.title not in await desk.text("/deals")
    assert order.order_number not in await desk.text("/orders")
    assert "没有符合" not in await desk.text("/deals")


async def test_what_each_role_may_do_stands_on_the_page(world: World) -> None:
    deal = await record_deal(world.pair)
    await world.send("seller", f"/deals/{deal.deal}", "confirm", additionality="ABOUT_EVEN")
    offered = {
        who: set(Forms(await world.text(who, f"/deals/{deal.deal}")).actions) - {""}
        for who in world.actors
        if who != "stranger"
    }
    assert offered == {
        "seller": {"evidence"},
        "maker": {"evidence", "confirm"},
        "staff": {"evidence"},
        "reviewer": {"evidence", "review"},
        "auditor": set(),
        "admin": {"review"},
    }
    assert await world.status("auditor", "/deals/new") == 403
    assert "/deals/new" not in await world.text("auditor", "/deals")
    assert await world.status("auditor", f"/deals/{deal.deal}/correct") == 403
    answer = await (await world.desk("staff")).forged(
        f"/deals/{deal.deal}", f"/deals/{deal.deal}/review", version="1", accepted="1"
    )
    assert answer.status_code == 403
    assert (await world.deal()).verification is Verification.SELF_REPORTED


async def test_queue_of_an_enterprise(world: World) -> None:
    deal = await record_deal(world.pair)
    order = await record_order(world.pair, deal, actor=world.pair.seller_account)
    text = await world.text("seller", "/deals?waiting=confirm")
    assert f"/deals/{deal.deal}#confirm" in text
    assert f"/orders/{order.order_id}#confirm" not in text
    text = await world.text("maker", "/deals?waiting=confirm")
    assert f"/deals/{deal.deal}#confirm" in text
    assert f"/orders/{order.order_id}#confirm" in text
    assert "没有等贵单位确认的" in await world.text("stranger", "/deals?waiting=confirm")


async def test_filters_sums_and_files_tell_the_same(world: World) -> None:
    await record_deal(world.pair, title="一号", amount=123_456, signed_on="2026-11-01")
    second = await record_deal(
        world.pair, title="=二号", amount=50_000, currency="USD", kind="INVESTMENT"
    )
    await record_deal(world.pair, title="意向", kind="LETTER_OF_INTENT", amount=999)
    await record_order(world.pair, second)
    text = await world.text("staff", "/deals")
    assert "¥1,234.56" in text
    assert "US$500.00" in text
    assert "¥9.99</strong>" not in text
    found = {
        "kind=INVESTMENT": ["=二号"],
        "q=" + world.pair.maker.name: ["一号", "=二号", "意向"],
        "q=一号": ["一号"],
        "since=2026-11-02&until=2026-11-30": ["=二号", "意向"],
        "destination=俄罗斯": ["=二号"],
        "destination=ru&incoterm=FOB&customs_mode=9810": ["=二号"],
        "destination=哈萨克斯坦": [],
        "verification=REVIEWED": [],
        "committee=kb": [],
        "committee=ka&sort=amount": ["意向", "=二号", "一号"],
    }
    for query, titles in found.items():
        shown = await world.text("staff", f"/deals?{query}")
        listed = re.findall(r'data-key="o"[^>]*>([^<]+)</a>', shown)
        assert sorted(listed) == sorted(titles), query
        if "sort" in query:
            assert listed == titles
        taken = await (await world.desk("staff")).get(f"/deals?{query}&as=csv")
        rows = list(csv.reader(io.StringIO(taken.content.decode("utf-8-sig"))))
        assert [row[0].lstrip("'") for row in rows[1:]] == listed
    taken = await (await world.desk("staff")).get("/deals?sort=signed_on&kind=CONTRACT&as=xlsx")
    assert load_workbook(io.BytesIO(taken.content)).active.max_row == 1
    taken = await (await world.desk("staff")).get("/orders?as=csv")
    rows = list(csv.reader(io.StringIO(taken.content.decode("utf-8-sig"))))
    assert rows[1][:7] == [
        "YYY-2026-001",
        world.pair.seller.name,
        world.pair.maker.name,
        "俄罗斯",
        "700000.00",
        "USD",
        "2026-11-21",
    ]
    for query, number in (("destination=RU", 1), ("destination=德国", 0), ("incoterm=CIF", 0)):
        text = await world.text("staff", f"/orders?{query}")
        assert len(re.findall(r"<tr data-row>", text)) == number


async def test_deals_that_several_introductions_led_to(world: World) -> None:
    ends = world.pair.maker.id, world.pair.seller.id
    other = await introduce(world.site.app, *ends, match_type=MatchType.SERVICE)
    ids = [world.pair.introduction.id, other.id]
    shown = await world.text("staff", world.new)
    assert f'value="{other.id}"' in shown
    said = BOUGHT | {
        "introductions": ids,
        "credits.0.introduction": ids[0],
        "credits.0.share": "25%",
        "credits.1.introduction": ids[1],
        "credits.1.share": "0.75",
    }
    await world.send("staff", world.new, "deal", **said)
    deal = await world.deal()
    assert set(deal.introductions) == set(ids)
    assert {one.introduction: str(one.share) for one in deal.credits} == {
        ids[0]: "1/4",
        ids[1]: "3/4",
    }


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_no_text_is_missing(world: World, language: str) -> None:
    deal = await record_deal(world.pair)
    order = await record_order(world.pair, deal)
    await world.send("maker", f"/deals/{deal.deal}", "confirm", additionality="ABOUT_EVEN")
    pages = [
        *("/deals", "/orders", "/deals/new", "/deals?waiting=review", "/deals?waiting=confirm"),
        *(f"/deals/{deal.deal}", f"/deals/{deal.deal}/correct", f"/orders/{order.order_id}"),
        *(f"/orders/{order.order_id}/correct", f"/orders/new?deal={deal.deal}", world.new),
    ]
    for page in pages:
        for who in ("seller", "reviewer"):
            text = await world.text(who, f"{page}{'&' if '?' in page else '?'}lang={language}")
            assert not re.findall(r"\bpage\.[a-z_.]+|\bschema\.[A-Z]\w+|\bterm\.\w+", text), page
