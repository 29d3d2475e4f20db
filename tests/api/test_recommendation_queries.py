"""Recommendations through the door: in full, without a name, and for nobody else."""

import json
import math
from datetime import date
from typing import Any

import pytest

from chainlink.accounts.model import Role
from chainlink.api.relay import global_id
from chainlink.enterprises.model import Enterprise
from tests.api.conftest import Door
from tests.factories import create_enterprise, declare_capability, declare_need
from tests.settable_clock import SettableClock

FIELDS = """rank score probability matchType
  partner { id uscc name anonymous sector region { name } industry { code } contacts { name }
    version status recordedAt address nameEn
    capabilities { edges { node { title } } } needs { edges { node { title } } }
    markets { market { code } } memberships { committee { code } } possibleDuplicates { reasons }
    suggestedCategories { confidence } recommendedPartners { edges { cursor } } }
  seeker { id name } provider { id name }
  factors { code label weight value contribution }
  paths { confidence hops { fromName relation toName source asOf confidence } }
  missing policyVersion exploration"""
PARTNERS = f"""query ($id: ID!, $matchType: MatchType, $asOf: Date, $first: Int, $after: String) {{
  enterprise(id: $id) {{ recommendedPartners(
      matchType: $matchType, asOf: $asOf, first: $first, after: $after) {{
    edges {{ cursor node {{ {FIELDS} }} }} pageInfo {{ hasNextPage endCursor }} }} }} }}"""


async def partners(door: Door, enterprise: Enterprise, token: str, **said: Any) -> list[Any]:
    id_ = global_id("Enterprise", enterprise.id)
    data = await door.ask(PARTNERS, id=id_, token=token, **said)
    return [edge["node"] for edge in data["enterprise"]["recommendedPartners"]["edges"]]


async def test_a_partner_with_factors_that_add_up_and_the_path(door: Door) -> None:
    token, works = await door.member(name="兖州电机厂", committees=["kb"])
    await declare_need(door.app, works, title="找铝压铸件", categories=["aluminium-die-castings"])
    foundry = await create_enterprise(door.app, name="兖州铝厂", industry="3392")
    await declare_capability(door.app, foundry, title="压铸")
    [one] = await partners(door, works, token)
    assert (one["rank"], one["matchType"]) == (1, "SUPPLY")
    assert one["partner"]["name"] == one["provider"]["name"] == "兖州铝厂"
    assert one["partner"]["id"] == one["provider"]["id"] == global_id("Enterprise", foundry.id)
    assert one["seeker"] == {"id": global_id("Enterprise", works.id), "name": "兖州电机厂"}
    total = math.fsum(factor["contribution"] for factor in one["factors"])
    assert abs(total - one["score"]) < 1e-9
    for factor in one["factors"]:
        assert abs(factor["weight"] * factor["value"] - factor["contribution"]) < 1e-9
        assert factor["label"] not in {"", f"factor.{factor['code']}"}
    assert 0 < one["probability"] < 1
    [path] = one["paths"]
    assert path["hops"] == [
        {
            "fromName": start,
            "relation": relation,
            "toName": end,
            "source": "企业自报",
            "asOf": "2026-11-24",
            "confidence": 1.0,
        }
        for start, relation, end in (
            ("兖州电机厂", "提出需求", "找铝压铸件"),
            ("找铝压铸件", "属于品类", "铝压铸件"),
            ("铝压铸件", "该品类的能力", "压铸"),
            ("压铸", "由其提供", "兖州铝厂"),
        )
    ]
    assert path["confidence"] == math.prod(hop["confidence"] for hop in path["hops"])
    assert all(text and not text.startswith("missing.") for text in one["missing"])
    assert one["policyVersion"]
    assert one["exploration"] is False


async def test_the_reasons_come_in_the_language_asked_for(door: Door) -> None:
    token, works = await door.member()
    await declare_need(door.app, works)
    foundry = await create_enterprise(door.app)
    await declare_capability(door.app, foundry, categories=["motor-housings"])
    [chinese] = await partners(door, works, token)
    [english] = await partners(door, works, token, language="en")
    assert chinese["factors"][0]["label"] == "起点"
    assert english["factors"][0]["label"].isascii()
    assert english["paths"][0]["hops"][0]["relation"].isascii()


async def test_pages_types_and_an_earlier_day(door: Door, clock: SettableClock) -> None:
    token, works = await door.member()
    await declare_need(door.app, works)
    for number in range(5):
        foundry = await create_enterprise(door.app, name=f"壳体{number}厂")
        await declare_capability(
            door.app, foundry, title=f"电机壳体 {number}", categories=["motor-housings"]
        )
    whole = await partners(door, works, token)
    assert [one["rank"] for one in whole] == [1, 2, 3, 4, 5]
    id_ = global_id("Enterprise", works.id)
    after, ranks = None, []
    for _ in range(3):
        data = await door.ask(PARTNERS, id=id_, token=token, first=2, after=after)
        page = data["enterprise"]["recommendedPartners"]
        ranks += [edge["node"]["rank"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
    assert ranks == [1, 2, 3, 4, 5]
    assert page["pageInfo"]["hasNextPage"] is False
    assert await partners(door, works, token, matchType="FINANCE") == []
    assert len(await partners(door, works, token, matchType="SUPPLY")) == 5
    assert await partners(door, works, token, asOf="2026-11-23") == []
    clock.set_day(date(2026, 12, 24))
    assert len(await partners(door, works, token, asOf="2026-11-24")) == 5


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ({"asOf": "0001-01-01"}, "asOf"),
        ({"asOf": "9999-12-31"}, "asOf"),
        ({"asOf": "yesterday"}, "asOf"),
        ({"asOf": "2026-02-30"}, "asOf"),
        ({"first": 0}, "first"),
        ({"first": 101}, "first"),
        ({"after": "WyJuZWVkcyIsIDFd"}, "after"),  # ["needs", 1]
        ({"after": "WyJwYXJ0bmVycyIsIDBd"}, "after"),  # ["partners", 0]
        ({"after": "WyJwYXJ0bmVycyIsIDk5OTk5OTk5XQ=="}, "after"),  # ["partners", 99999999]
        ({"after": "WyJwYXJ0bmVycyIsIHRydWVd"}, "after"),  # ["partners", true]
    ],
)
async def test_a_question_that_cannot_be_answered_is_named(
    plain_door: Door, said: dict[str, Any], path: str
) -> None:
    token, works = await plain_door.member()
    id_ = global_id("Enterprise", works.id)
    answer = await plain_door.send(PARTNERS, id=id_, token=token, **said)
    [error] = answer["errors"]
    assert error["extensions"]["code"] == "INVALID_INPUT"
    assert [one["path"] for one in error["extensions"]["fields"]] == [path]


async def test_a_partner_that_is_anonymous_is_shown_without_a_name_anywhere(door: Door) -> None:
    token, works = await door.member(committees=["kb"])
    await declare_need(door.app, works)
    foundry = await create_enterprise(
        door.app,
        name="兖州神秘压铸有限公司",
        name_en="Mystery Castings",
        industry="3392",
        address="兖州区秘密路 1 号",
        contact={"name": "赵六", "phone": "13900000000"},
        export_markets=["RU"],
    )
    claim = await declare_capability(
        door.app,
        foundry,
        title="兖州神秘压铸有限公司的电机壳体",
        text="Mystery Castings 官网",
        source=f"{foundry.uscc} 官网",
        categories=["motor-housings"],
        visibility="ANONYMOUS",
    )
    [one] = await partners(door, works, token)
    partner = one["partner"]
    assert partner["name"] == "匿名单位 · 生产企业 · 济宁市"
    assert partner["anonymous"] is True
    assert partner["region"] == {"name": "济宁市"}
    assert partner["sector"] == "INDUSTRY"
    for name in ("uscc", "version", "status", "recordedAt", "address", "nameEn"):
        assert partner[name] is None
    for name in ("contacts", "markets", "memberships", "possibleDuplicates", "suggestedCategories"):
        assert partner[name] == []
    for name in ("capabilities", "needs", "recommendedPartners"):
        assert partner[name] == {"edges": []}
    assert one["provider"] == {"id": partner["id"], "name": partner["name"]}
    hops = one["paths"][0]["hops"]
    assert hops[-1]["toName"] == partner["name"]
    assert hops[-1]["fromName"] == f"{partner['name']}的电机壳体"
    told = json.dumps(one, ensure_ascii=False)
    for secret in ("神秘", "Mystery", foundry.uscc, foundry.id, claim.claim, "赵六", "139"):
        assert secret not in told
    nothing = "query ($id: ID!) { node(id: $id) { id } enterprise(id: $id) { name } }"
    data = await door.ask(nothing, id=partner["id"], token=token)
    assert data == {"node": None, "enterprise": None}
    [again] = await partners(door, works, token)
    assert again["partner"]["id"] != partner["id"]


async def test_an_anonymous_asker_still_knows_itself(door: Door) -> None:
    token, works = await door.member(name="低调电机厂", visibility="ANONYMOUS")
    await declare_need(door.app, works)
    other, foundry = await door.member(name="铸造厂", committees=["kb"])
    await declare_capability(door.app, foundry, categories=["motor-housings"])
    [own] = await partners(door, works, token)
    assert own["seeker"]["name"] == "低调电机厂"
    assert own["partner"]["name"] == "铸造厂"
    [theirs] = await partners(door, foundry, other)
    assert theirs["partner"]["name"] == "匿名单位 · 生产企业 · 济宁市"
    assert "低调" not in json.dumps(theirs, ensure_ascii=False)


async def test_recommendations_are_for_who_may_have_them(door: Door) -> None:
    own, works = await door.member()
    await declare_need(door.app, works)
    other, foundry = await door.member(committees=["kb"])
    await declare_capability(door.app, foundry, categories=["motor-housings"])
    had = {
        own: 1,
        other: 0,
        await door.token(Role.STAFF, committees=["ka"]): 1,
        await door.token(Role.STAFF, committees=["kb"]): 0,
        await door.token(Role.AUDITOR): 1,
        await door.token(Role.ADMIN): 1,
    }
    for token, number in had.items():
        assert len(await partners(door, works, token)) == number


INBOX = """query ($committee: ID, $matchType: MatchType, $first: Int, $after: String) {
  suggestedMatches(committee: $committee, matchType: $matchType, first: $first, after: $after) {
    edges { cursor node { committee { code }
      recommendation { rank seeker { name } provider { name } partner { name } } } }
    pageInfo { hasNextPage endCursor } } }"""


async def test_a_committees_inbox(door: Door) -> None:
    _, works = await door.member(name="电机厂", committees=["ka"])
    await declare_need(door.app, works)
    for number in range(3):
        foundry = await create_enterprise(door.app, name=f"{number}号厂", committees=["kb"])
        await declare_capability(
            door.app, foundry, title=f"壳体 {number}", categories=["motor-housings"]
        )
    secretary = await door.token(Role.SECRETARY, committees=["ka"])
    whole = (await door.ask(INBOX, token=secretary))["suggestedMatches"]
    nodes = [edge["node"] for edge in whole["edges"]]
    assert [node["recommendation"]["rank"] for node in nodes] == [1, 2, 3]
    assert {node["committee"]["code"] for node in nodes} == {"ka"}
    assert {node["recommendation"]["seeker"]["name"] for node in nodes} == {"电机厂"}
    page = (await door.ask(INBOX, token=secretary, first=2))["suggestedMatches"]
    assert page["pageInfo"]["hasNextPage"] is True
    page = (await door.ask(INBOX, token=secretary, after=page["pageInfo"]["endCursor"]))[
        "suggestedMatches"
    ]
    assert [edge["node"] for edge in page["edges"]] == nodes[2:]
    for committee in ("ka", global_id("Committee", "ka")):
        data = await door.ask(INBOX, token=secretary, committee=committee)
        assert len(data["suggestedMatches"]["edges"]) == 3
    for token, said in (
        (secretary, {"committee": "kb"}),
        (secretary, {"matchType": "FINANCE"}),
        (await door.token(Role.ENTERPRISE), {}),
        (None, {}),
    ):
        data = await door.ask(INBOX, token=token, **said)
        assert data["suggestedMatches"]["edges"] == []
