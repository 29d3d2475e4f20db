"""Deals and orders through GraphQL, by the accounts that would really do it."""

from dataclasses import dataclass
from typing import Any

import pytest

from chainlink.accounts.model import Role
from chainlink.api.relay import global_id
from chainlink.enterprises.model import Enterprise
from chainlink.introductions.model import Introduction
from tests.api.conftest import FAILURES, Door
from tests.api.test_loading import reads
from tests.deal_world import introduce
from tests.factories import create_enterprise

DEAL = """id version kind title amount amountText currency rate rateOn rateSource amountInCny signedOn
  verification reportedAs correctionText reviewText
  expected { year amount amountText } received { year amount } parties { name }
  credits { share amount amountText committee { code } event { id } }
  confirmations { enterprise { name } additionality } evidence { kind title digest link }"""
ORDER = """id version orderNumber hsCode incoterm incotermPlace customsMode amount amountText currency
  destination { code } seller { name } maker { name } firstExport orderedOn shippedOn verification
  deal { id } category { code }"""


@dataclass(frozen=True)
class World:
    door: Door
    seller: Enterprise
    maker: Enterprise
    seller_token: str
    maker_token: str
    staff: str
    secretary: str
    introduction: Introduction

    async def change(self, mutation: str, form: dict[str, Any], token: str, **more: Any) -> Any:
        """What a mutation gives back, whichever member of its union it is."""
        name = mutation[0].upper() + mutation[1:] + "Input"
        deal = "" if mutation.endswith("Order") else f"... on Deal {{ {DEAL} }}"
        both = {"attachEvidence", "confirmDeal", "reviewDeal"}
        order = f"... on CrossBorderOrder {{ {ORDER} }}"
        shown = deal + (order if mutation.endswith("Order") else "")
        if mutation in both:
            shown = (
                "... on Deal { id version verification confirmations { enterprise { name } "
                "additionality } reviewText evidence { kind digest link } } "
                "... on CrossBorderOrder { id version orderState: verification }"
            )
        document = (
            f"mutation ($input: {name}!) {{ result: {mutation}(input: $input) "
            f"{{ __typename {FAILURES} {shown} }} }}"
        )
        return (await self.door.ask(document, input=form, token=token, **more))["result"]

    @property
    def form(self) -> dict[str, Any]:
        return {
            "introductions": [global_id("Introduction", self.introduction.id)],
            "kind": "PURCHASE_ORDER",
            "title": "玉米收获机采购",
            "amount": "500000000",
            "signedOn": "2026-11-20",
        }

    def order_form(self, deal: str) -> dict[str, Any]:
        return {
            "deal": deal,
            "orderNumber": "YYY-001",
            "hsCode": "8433.5100",
            "incoterm": "FOB",
            "incotermPlace": "青岛",
            "customsMode": "9810",
            "amount": 7_000_000,
            "currency": "USD",
            "destination": "ru",
            "seller": global_id("Enterprise", self.seller.id),
            "maker": self.maker.uscc,
            "orderedOn": "2026-11-21",
        }


@pytest.fixture
async def world(door: Door) -> World:
    seller_token, seller = await door.member(name="兖州跨境电商公司")
    maker_token, maker = await door.member(name="兖州收获机厂")
    return World(
        door=door,
        seller=seller,
        maker=maker,
        seller_token=seller_token,
        maker_token=maker_token,
        staff=await door.token(Role.STAFF, committees=["ka"]),
        secretary=await door.token(Role.SECRETARY, committees=["ka"]),
        introduction=await introduce(door.app, maker.id, seller.id),
    )


async def test_a_deal_from_record_to_review(world: World) -> None:
    form = world.form | {
        "expected": [{"year": 2027, "amount": "200000000"}, {"year": 2026, "amount": 300000000}],
        "credits": [{"share": "1/3"}, {"share": "2/3", "event": None, "committee": None}],
    }
    result = await world.change("recordDeal", form, world.seller_token)
    assert result["fields"] == [
        {"path": "credits", "message": "同一引荐、党委和活动出现了两次，请合并。"}
    ]
    form = form | {"credits": [{"share": "100%"}], "additionality": "ABOUT_EVEN"}
    result = await world.change("recordDeal", form, world.seller_token)
    id_ = result.pop("id")
    parties = result.pop("parties")
    assert sorted(one["name"] for one in parties) == ["兖州收获机厂", "兖州跨境电商公司"]
    assert result == {
        "__typename": "Deal",
        "version": 1,
        "kind": "PURCHASE_ORDER",
        "title": "玉米收获机采购",
        "amount": "500000000",
        "amountText": "¥5,000,000.00",
        "currency": "CNY",
        "rate": None,
        "rateOn": None,
        "rateSource": None,
        "amountInCny": "500000000",
        "signedOn": "2026-11-20",
        "verification": "SELF_REPORTED",
        "reportedAs": "PARTY",
        "correctionText": None,
        "reviewText": None,
        "expected": [
            {"year": 2026, "amount": "300000000", "amountText": "¥3,000,000.00"},
            {"year": 2027, "amount": "200000000", "amountText": "¥2,000,000.00"},
        ],
        "received": [],
        "credits": [
            {
                "share": "1",
                "amount": "500000000",
                "amountText": "¥5,000,000.00",
                "committee": {"code": "ka"},
                "event": None,
            }
        ],
        "confirmations": [
            {"enterprise": {"name": "兖州跨境电商公司"}, "additionality": "ABOUT_EVEN"}
        ],
        "evidence": [],
    }
    evidence = {"id": id_, "kind": "CONTRACT", "title": "合同", "digest": "ab" * 32}
    result = await world.change("attachEvidence", evidence, world.seller_token)
    assert (result["verification"], len(result["evidence"])) == ("DOCUMENTED", 1)
    form = {"id": id_, "version": 1, "additionality": "PROBABLY_NOT_WITHOUT"}
    result = await world.change("confirmDeal", form, world.maker_token)
    assert result["verification"] == "BOTH_CONFIRMED"
    assert [one["additionality"] for one in result["confirmations"]] == [
        None,
        "PROBABLY_NOT_WITHOUT",
    ]
    form = {"id": id_, "version": 1, "accepted": True, "text": "与合同一致"}
    result = await world.change("reviewDeal", form, world.staff)
    assert result["__typename"] == "Forbidden"
    result = await world.change("reviewDeal", form, world.secretary)
    assert (result["verification"], result["reviewText"]) == ("REVIEWED", "与合同一致")
    assert [one["additionality"] for one in result["confirmations"]] == [
        "ABOUT_EVEN",
        "PROBABLY_NOT_WITHOUT",
    ]


async def test_what_is_not_sent_keeps_its_value_and_history_is_there(world: World) -> None:
    first = await world.change("recordDeal", world.form, world.staff)
    form = {
        "id": first["id"],
        "version": 1,
        "correctionText": "改为美元",
        "currency": "usd",
        "amount": 70000000,
        "rate": "7.1",
        "rateOn": "2026-11-20",
        "rateSource": "中国银行折算价",
    }
    second = await world.change("correctDeal", form, world.staff, language="en")
    assert (second["id"], second["version"], second["title"]) == (first["id"], 2, first["title"])
    assert (second["amountText"], second["amountInCny"]) == ("$700,000.00", "497000000")
    assert second["correctionText"] == "改为美元"
    assert second["credits"][0]["amount"] == "70000000"
    data = await world.door.ask(
        "query ($id: ID!) { deal(id: $id) { history { version amount currency supersededAt } } }",
        id=first["id"],
        token=world.maker_token,
    )
    newest, before = data["deal"]["history"]
    assert (newest["version"], newest["amount"], newest["supersededAt"]) == (2, "70000000", None)
    assert (before["version"], before["amount"], before["currency"]) == (1, "500000000", "CNY")
    assert before["supersededAt"] is not None
    for said, typename in (
        ({"version": 1}, "StaleVersion"),
        ({"version": 2, "kind": None}, "InvalidInput"),
        ({"version": 2, "correctionText": " "}, "InvalidInput"),
        ({"version": 2, "rate": None}, "InvalidInput"),
    ):
        result = await world.change("correctDeal", form | said, world.staff)
        assert result["__typename"] == typename


async def test_an_order_under_its_deal(world: World) -> None:
    deal = await world.change("recordDeal", world.form, world.staff)
    form = world.order_form(deal["id"])
    result = await world.change("recordCrossBorderOrder", form, world.staff)
    id_ = result.pop("id")
    assert result == {
        "__typename": "CrossBorderOrder",
        "version": 1,
        "orderNumber": "YYY-001",
        "hsCode": "84335100",
        "incoterm": "FOB",
        "incotermPlace": "青岛",
        "customsMode": "9810",
        "amount": "7000000",
        "amountText": "US$70,000.00",
        "currency": "USD",
        "destination": {"code": "RU"},
        "seller": {"name": "兖州跨境电商公司"},
        "maker": {"name": "兖州收获机厂"},
        "firstExport": False,
        "orderedOn": "2026-11-21",
        "shippedOn": None,
        "verification": "SELF_REPORTED",
        "deal": {"id": deal["id"]},
        "category": None,
    }
    later = form | {"orderNumber": "YYY-002", "orderedOn": "2026-11-22", "firstExport": True}
    result = await world.change("recordCrossBorderOrder", later, world.staff)
    assert result["fields"] == [
        {
            "path": "firstExport",
            "message": "不是首次出口：制造方已有订单 YYY-001（2026-11-21）。",
        }
    ]
    change = {"id": id_, "version": 1, "correctionText": "确为首次", "firstExport": True}
    result = await world.change("correctCrossBorderOrder", change, world.seller_token)
    assert (result["version"], result["firstExport"], result["incotermPlace"]) == (2, True, "青岛")
    result = await world.change("confirmDeal", {"id": id_, "version": 2}, world.maker_token)
    assert result == {
        "__typename": "CrossBorderOrder",
        "id": id_,
        "version": 2,
        "orderState": "BOTH_CONFIRMED",
    }
    data = await world.door.ask(
        """query ($id: ID!) { node(id: $id) { ... on CrossBorderOrder {
             history { version firstExport } deal { orders { edges { node { id } } } } } } }""",
        id=id_,
        token=world.maker_token,
    )
    assert data["node"] == {
        "history": [{"version": 2, "firstExport": True}, {"version": 1, "firstExport": False}],
        "deal": {"orders": {"edges": [{"node": {"id": id_}}]}},
    }


async def test_the_second_record_is_told_of_the_first(world: World) -> None:
    first = await world.change("recordDeal", world.form, world.staff)
    result = await world.change("recordDeal", world.form, world.maker_token)
    assert result["__typename"] == "Conflict"
    assert "玉米收获机采购（2026-11-20 签订，编号 " in result["message"]
    data = await world.door.ask(
        "query ($id: ID!) { deal(id: $id) { id } }",
        id=result["message"].partition("编号 ")[2].rstrip("）。"),
        token=world.maker_token,
    )
    assert data["deal"]["id"] == first["id"]


async def test_the_same_request_gets_the_first_answer(world: World) -> None:
    form = world.form | {"requestId": "r"}
    first = await world.change("recordDeal", form, world.staff)
    assert await world.change("recordDeal", form, world.staff) == first
    order = world.order_form(first["id"]) | {"requestId": "o"}
    one = await world.change("recordCrossBorderOrder", order, world.staff)
    assert await world.change("recordCrossBorderOrder", order, world.staff) == one
    word = {"id": first["id"], "version": 1, "additionality": "ABOUT_EVEN", "requestId": "c"}
    said = await world.change("confirmDeal", word, world.maker_token)
    change = {"id": first["id"], "version": 1, "amount": 3, "correctionText": "x", "requestId": "d"}
    corrected = await world.change("correctDeal", change, world.staff)
    assert await world.change("correctDeal", change, world.staff) == corrected
    assert await world.change("confirmDeal", word, world.maker_token) == said
    other = await world.change("recordDeal", form | {"amount": "5"}, world.staff)
    assert other["__typename"] == "Conflict"


LISTS = """query ($party: ID, $deal: ID!, $order: ID!) {
  deals { edges { node { id } } }
  of: deals(enterprise: $party, kind: PURCHASE_ORDER, from: "2026-11-20", to: "2026-11-20") {
    edges { node { id } } }
  crossBorderOrders(committee: "ka") { edges { node { id } } }
  deal(id: $deal) { id }
  one: node(id: $deal) { id }
  two: node(id: $order) { id }
  enterprise(uscc: "%s") { deals { edges { node { id } } } }
}"""


async def test_what_one_may_not_see_is_not_there(world: World) -> None:
    deal = await world.change("recordDeal", world.form, world.staff)
    order = await world.change("recordCrossBorderOrder", world.order_form(deal["id"]), world.staff)
    query = LISTS % world.maker.uscc
    asked = {"party": world.seller.uscc, "deal": deal["id"], "order": order["id"]}
    auditor = await world.door.token(Role.AUDITOR)
    for token in (world.seller_token, world.maker_token, world.staff, world.secretary, auditor):
        data = await world.door.ask(query, token=token, **asked)
        one = {"edges": [{"node": {"id": deal["id"]}}]}
        assert data == {
            "deals": one,
            "of": one,
            "crossBorderOrders": {"edges": [{"node": {"id": order["id"]}}]},
            "deal": {"id": deal["id"]},
            "one": {"id": deal["id"]},
            "two": {"id": order["id"]},
            "enterprise": {"deals": one},
        }
    stranger, _ = await world.door.member()
    elsewhere = await world.door.token(Role.SECRETARY, committees=["kb"])
    for token in (stranger, elsewhere, None):
        data = await world.door.ask(query, token=token, **asked)
        nothing: dict[str, Any] = {"edges": []}
        assert data == {
            "deals": nothing,
            "of": nothing,
            "crossBorderOrders": nothing,
            "deal": None,
            "one": None,
            "two": None,
            "enterprise": None if token is None else {"deals": nothing},
        }
    for mutation, form in (
        ("correctDeal", {"id": deal["id"], "version": 1, "correctionText": "x"}),
        ("attachEvidence", {"id": deal["id"], "kind": "PHOTO", "title": "x", "digest": "0" * 64}),
        ("confirmDeal", {"id": order["id"], "version": 1}),
        ("reviewDeal", {"id": deal["id"], "version": 1, "accepted": True}),
        ("recordCrossBorderOrder", world.order_form(deal["id"])),
        ("recordDeal", world.form),
    ):
        for token in (stranger, elsewhere):
            result = await world.change(mutation, form, token)
            assert result["__typename"] == "NotFound", mutation


async def test_lists_have_cursors(world: World) -> None:
    for number in range(5):
        form = world.form | {"amount": number + 1, "signedOn": f"2026-01-0{number // 2 + 1}"}
        await world.change("recordDeal", form, world.staff)
    query = """query ($after: String) { deals(first: 2, after: $after) {
      edges { node { amount } } pageInfo { hasNextPage endCursor } } }"""
    amounts, after, pages = [], None, 0
    while True:
        data = (await world.door.ask(query, token=world.staff, after=after))["deals"]
        amounts += [one["node"]["amount"] for one in data["edges"]]
        after, pages = data["pageInfo"]["endCursor"], pages + 1
        if not data["pageInfo"]["hasNextPage"]:
            break
    assert (pages, amounts[0], sorted(amounts)) == (3, "5", ["1", "2", "3", "4", "5"])


async def test_a_party_without_a_name_stays_without_one(world: World) -> None:
    hidden = await create_enterprise(world.door.app, name="匿名制造厂", visibility="ANONYMOUS")
    introduction = await introduce(world.door.app, hidden.id, world.seller.id)
    form = world.form | {"introductions": [global_id("Introduction", introduction.id)]}
    result = await world.change("recordDeal", form, world.seller_token)
    assert len(result["parties"]) == 2
    assert "匿名制造厂" not in str(result)


async def test_a_deal_stands_beside_its_introduction(world: World) -> None:
    other = await create_enterprise(world.door.app, committees=["kb"])
    second = await introduce(world.door.app, world.maker.id, other.id, committee="kb")
    ids = [global_id("Introduction", one.id) for one in (world.introduction, second)]
    form = world.form | {
        "introductions": ids,
        "parties": [world.maker.uscc, world.seller.uscc],
        "credits": [
            {"introduction": ids[0], "share": "2/3"},
            {"introduction": ids[1], "committee": global_id("Committee", "kb"), "share": "1/3"},
        ],
    }
    staff = await world.door.token(Role.STAFF, committees=["ka", "kb"])
    deal = await world.change("recordDeal", form, staff)
    assert [one["amount"] for one in deal["credits"]] in (
        ["333333333", "166666667"][::-1],
        ["333333333", "166666667"],
    )
    query = """query ($deal: ID!, $introduction: ID!) {
      deal(id: $deal) { introductions { id } credits { share introduction { id } } }
      introduction(id: $introduction) { deals { edges { node { id } } } }
    }"""
    asked = {"deal": deal["id"], "introduction": ids[0]}
    data = await world.door.ask(query, token=staff, **asked)
    assert {one["id"] for one in data["deal"]["introductions"]} == set(ids)
    assert {(one["share"], one["introduction"]["id"]) for one in data["deal"]["credits"]} == {
        ("2/3", ids[0]),
        ("1/3", ids[1]),
    }
    assert data["introduction"]["deals"] == {"edges": [{"node": {"id": deal["id"]}}]}
    data = await world.door.ask(query, token=world.seller_token, **asked)
    assert [one["id"] for one in data["deal"]["introductions"]] == [ids[0]]
    hidden = {one["share"]: one["introduction"] for one in data["deal"]["credits"]}
    assert hidden == {"2/3": {"id": ids[0]}, "1/3": None}


async def test_many_deals_cost_as_many_reads_as_one(world: World) -> None:
    """Lists do not ask deal by deal."""
    deal = await world.change("recordDeal", world.form, world.staff)
    await world.change("recordCrossBorderOrder", world.order_form(deal["id"]), world.staff)
    query = """{ deals { edges { node { parties { name } introductions { id }
      credits { committee { code } introduction { id } event { id } }
      confirmations { enterprise { name } } history { version }
      orders { edges { node { seller { name } deal { id } history { version } } } } } } } }"""

    async def cost() -> float:
        nonlocal query
        query += " "  # else the answer that was kept would be given again
        before = sum(reads().values())
        await world.door.ask(query, token=world.staff, once=True)
        return sum(reads().values()) - before

    await cost()
    one = await cost()
    for number in range(2, 6):
        form = world.form | {"amount": number}
        more = await world.change("recordDeal", form, world.staff)
        order = world.order_form(more["id"]) | {"orderNumber": str(number)}
        await world.change("recordCrossBorderOrder", order, world.staff)
    await cost()
    assert 0 < await cost() <= one
