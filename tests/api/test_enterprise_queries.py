"""Enterprises: read in full by who may, not there for everybody else."""

from typing import Any

import pytest

from chainlink.accounts.model import Role, Scope
from chainlink.api.relay import global_id
from chainlink.journal.service import Change
from tests.api.conftest import Door
from tests.factories import (
    SYSTEM,
    create_enterprise,
    create_member,
    declare_capability,
    declare_need,
    local,
)

PROFILE = """{ id uscc name nameEn formerNames sector anonymous
  region { code name } industry { code label }
  size founded address entityType capital { amount currency unknownReason } scope visibility
  status optedOut recordedAt approvedAt version example source }"""
BY_CODE = f"query ($uscc: String!) {{ enterprise(uscc: $uscc) {PROFILE} }}"
BY_ID = "query ($id: ID!) { enterprise(id: $id) { name } node(id: $id) { id } }"
SEARCH = """query ($search: String, $sector: Sector, $chain: String, $region: String,
    $first: Int, $after: String) {
  enterprises(search: $search, sector: $sector, chain: $chain, region: $region,
      first: $first, after: $after) {
    edges { node { name } } pageInfo { hasNextPage endCursor } } }"""


async def found(door: Door, **said: Any) -> list[str]:
    data = await door.ask(SEARCH, **said)
    return [edge["node"]["name"] for edge in data["enterprises"]["edges"]]


async def test_a_profile_with_every_field(door: Door) -> None:
    works = await create_enterprise(
        door.app,
        name="兖州铝业有限公司",
        name_en="Yanzhou Aluminium",
        industry="3392",
        size="SMALL",
        founded="2010-05-04",
        address="山东省济宁市兖州区工业路 1 号",
        entity_type="有限责任公司",
        capital=5_000_000_000,
        capital_currency="CNY",
        scope="铝铸件生产、销售",
    )
    admin = await door.token(Role.ADMIN)
    data = await door.ask(BY_CODE, uscc=works.uscc.lower(), token=admin)
    assert data["enterprise"] == {
        "id": global_id("Enterprise", works.id),
        "uscc": works.uscc,
        "name": "兖州铝业有限公司",
        "nameEn": "Yanzhou Aluminium",
        "formerNames": [],
        "sector": "INDUSTRY",
        "anonymous": False,
        "region": {"code": "370812", "name": "兖州区"},
        "industry": {"code": "3392", "label": "有色金属铸造"},
        "size": "SMALL",
        "founded": "2010-05-04",
        "address": "山东省济宁市兖州区工业路 1 号",
        "entityType": "有限责任公司",
        "capital": {"amount": "5000000000", "currency": "CNY", "unknownReason": None},
        "scope": "铝铸件生产、销售",
        "visibility": "PUBLIC",
        "status": "APPROVED",
        "optedOut": False,
        "recordedAt": works.recorded_at,
        "approvedAt": works.recorded_at,
        "version": 1,
        "example": False,
        "source": None,
    }


async def test_its_claims_markets_committees_and_contacts(door: Door) -> None:
    works = await create_enterprise(
        door.app, export_markets=["ru", "VN"], contact={"name": "张三", "phone": "0537-1"}
    )
    await declare_capability(door.app, works, markets=["DE"], certificates=["ISO 9001"])
    await declare_need(door.app, works, urgency="HIGH")
    secretary = await door.token(Role.SECRETARY, committees=["ka"])
    data = await door.ask(
        """query ($id: ID!) { enterprise(id: $id) {
          markets { market { code name } recordedAt validFrom }
          memberships { committee { code } }
          contacts { name phone email }
          capabilities { edges { node { title kind version visibility onBehalf evidence
            certificates markets { code } categories { origin confidence category { code } }
            enterprise { name } } } }
          needs { edges { node { title urgency withdrawn validUntil } } }
        } }""",
        id=global_id("Enterprise", works.id),
        token=secretary,
    )
    enterprise = data["enterprise"]
    assert [one["market"] for one in enterprise["markets"]] == [
        {"code": "RU", "name": "俄罗斯"},
        {"code": "VN", "name": "越南"},
    ]
    assert enterprise["memberships"] == [{"committee": {"code": "ka"}}]
    assert enterprise["contacts"] == [{"name": "张三", "phone": "0537-1", "email": None}]
    [capability] = [edge["node"] for edge in enterprise["capabilities"]["edges"]]
    assert capability == {
        "title": "铝压铸件",
        "kind": "SUPPLY",
        "version": 1,
        "visibility": "PUBLIC",
        "onBehalf": True,
        "evidence": "SELF_CLAIM",
        "certificates": ["ISO 9001"],
        "markets": [{"code": "DE"}],
        "categories": [
            {
                "origin": "DECLARED",
                "confidence": 1.0,
                "category": {"code": "aluminium-die-castings"},
            }
        ],
        "enterprise": {"name": works.name},
    }
    [need] = [edge["node"] for edge in enterprise["needs"]["edges"]]
    assert need == {
        "title": "找电机壳体",
        "urgency": "HIGH",
        "withdrawn": False,
        "validUntil": "2027-11-24",
    }


async def test_categories_that_a_scope_suggests(door: Door) -> None:
    works = await create_enterprise(door.app)

    async def work(change: Change) -> None:
        row = {
            "start": works.id,
            "end": local("castings"),
            "confidence": 0.8,
            "terms": ["铸件"],
            "recorded_at": change.now,
        }
        await change.records.relate("SUGGESTED_AS", [row])

    await door.app.journal.change(SYSTEM.account, work)
    data = await door.ask(
        "query ($id: ID!) { enterprise(id: $id) { suggestedCategories { "
        "category { code } confidence terms } } }",
        id=global_id("Enterprise", works.id),
        token=await door.token(Role.STAFF, committees=["kb"]),
    )
    assert data["enterprise"]["suggestedCategories"] == [
        {"category": {"code": "castings"}, "confidence": 0.8, "terms": ["铸件"]}
    ]


async def test_possible_duplicates_are_for_staff(door: Door) -> None:
    works = await create_enterprise(door.app, name="兖州宏达铸造有限公司")
    await create_enterprise(door.app, name="济宁宏达铸造有限责任公司")
    query = """query ($id: ID!) { enterprise(id: $id) {
      possibleDuplicates { enterprise { name } reasons } } }"""
    id_ = global_id("Enterprise", works.id)
    staff = await door.token(Role.STAFF, committees=["ka"])
    assert (await door.ask(query, id=id_, token=staff))["enterprise"]["possibleDuplicates"] == [
        {"enterprise": {"name": "济宁宏达铸造有限责任公司"}, "reasons": ["NAME"]}
    ]
    member, _ = await door.member()
    assert (await door.ask(query, id=id_, token=member))["enterprise"]["possibleDuplicates"] == []


async def test_search_by_words_sector_chain_and_region(door: Door) -> None:
    for said in (
        {"name": "甲铸造厂"},
        {"name": "乙农机厂", "committees": ["kb"], "region": "370883"},
        {"name": "丙银行", "sector": "FINANCE", "committees": [], "region": "370830"},
        {"name": "丁大学", "sector": "ACADEMIA", "committees": [], "region": "370831"},
    ):
        await create_enterprise(door.app, **said)
    admin = await door.token(Role.ADMIN)
    assert await found(door, token=admin) == ["丁大学", "丙银行", "乙农机厂", "甲铸造厂"]
    assert await found(door, token=admin, search=" 铸造 ") == ["甲铸造厂"]
    assert await found(door, token=admin, sector="FINANCE") == ["丙银行"]
    assert await found(door, token=admin, chain="machines") == ["乙农机厂"]
    assert await found(door, token=admin, chain=global_id("Chain", "castings")) == ["甲铸造厂"]
    assert await found(door, token=admin, region="370883") == ["乙农机厂"]
    # 汶上县 370830 does not hold 泗水县 370831, whose code only begins alike
    assert await found(door, token=admin, region="370830") == ["丙银行"]
    assert len(await found(door, token=admin, region="370800")) == 4
    assert len(await found(door, token=admin, region="370000")) == 4
    assert await found(door, token=admin, region="110000") == []


async def test_words_are_only_words(door: Door) -> None:
    await create_enterprise(door.app, name="一家厂")
    admin = await door.token(Role.ADMIN)
    for words in (*"\x00'\"\\%`🏭\u202e", "$search", "{}", "a" * 50_000):
        for said in ({"search": words}, {"chain": words}, {"region": words}):
            assert await found(door, token=admin, **said) == []
        assert await door.ask(BY_CODE, uscc=words, token=admin) == {"enterprise": None}
        assert await door.ask(BY_ID, id=words, token=admin) == {"enterprise": None, "node": None}


async def test_pages_of_enterprises_follow_each_other(door: Door) -> None:
    names = sorted(f"第{number:02d}号厂" for number in range(7))
    for name in reversed(names):
        await create_enterprise(door.app, name=name)
    await create_enterprise(door.app, name=names[3])
    admin = await door.token(Role.ADMIN)
    seen: list[str] = []
    after = None
    for _ in range(4):
        data = await door.ask(SEARCH, first=2, after=after, token=admin)
        seen += [edge["node"]["name"] for edge in data["enterprises"]["edges"]]
        after = data["enterprises"]["pageInfo"]["endCursor"]
    assert seen == sorted([*names, names[3]])
    assert data["enterprises"]["pageInfo"]["hasNextPage"] is False


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ({"first": 0}, "first"),
        ({"first": -1}, "first"),
        ({"first": 101}, "first"),
        ({"after": "nonsense"}, "after"),
        ({"after": "中文"}, "after"),
        ({"after": "WyJuZWVkcyIsIDFd"}, "after"),  # ["needs", 1]
        ({"after": "WyJlbnRlcnByaXNlcyIsIDEsIDJd"}, "after"),  # ["enterprises", 1, 2]
        ({"after": "WyJlbnRlcnByaXNlcyIsICJcdWQ4MDAiLCAieCJd"}, "after"),  # half a surrogate
    ],
)
async def test_pages_that_cannot_be_are_named(
    plain_door: Door, said: dict[str, Any], path: str
) -> None:
    answer = await plain_door.send(SEARCH, **said)
    [error] = answer["errors"]
    assert error["extensions"]["code"] == "INVALID_INPUT"
    assert [one["path"] for one in error["extensions"]["fields"]] == [path]
    assert error["path"] == ["enterprises"]


async def test_an_enterprise_is_asked_for_by_one_key(plain_door: Door) -> None:
    for arguments in ("", '(uscc: "x", id: "y")'):
        answer = await plain_door.send(f"{{ enterprise{arguments} {{ name }} }}")
        assert answer["data"] == {"enterprise": None}
        assert answer["errors"][0]["extensions"]["fields"] == [
            {"path": "uscc", "message": "请只填 uscc 或 id 其中一项。"}
        ]


async def test_a_name_is_no_code(door: Door) -> None:
    works = await create_enterprise(door.app)
    admin = await door.token(Role.ADMIN)
    assert await door.ask(BY_CODE, uscc=works.name, token=admin) == {"enterprise": None}


async def test_what_a_viewer_may_not_see_is_not_there_by_any_key(door: Door) -> None:
    """The same for every role: by code, by id, by node, in lists, through a claim."""
    _, waiting = await create_member(door.app, approved=False, name="待审厂")
    hidden = await create_enterprise(door.app, name="隐身厂", visibility="COMMITTEE")
    nameless = await create_enterprise(door.app, name="匿名厂", visibility="ANONYMOUS")
    public = await create_enterprise(door.app, name="公开厂")
    claims = {one.id: await declare_capability(door.app, one) for one in (hidden, nameless)}
    newcomer = await door.token(Role.ENTERPRISE)
    member, _ = await door.member(name="成员厂", committees=["kb"])
    seen = {
        None: set(),
        newcomer: set(),
        member: {public.id},
        await door.token(Role.STAFF, committees=["kb"]): {public.id, nameless.id},
        await door.token(Role.STAFF, committees=["ka"]): {
            public.id,
            nameless.id,
            hidden.id,
            waiting.id,
        },
        await door.token(Role.AUDITOR): {public.id, nameless.id, hidden.id, waiting.id},
    }
    for token, expected in seen.items():
        listed = await found(door, token=token, first=100)
        for enterprise in (waiting, hidden, nameless, public):
            visible = enterprise.id in expected
            id_ = global_id("Enterprise", enterprise.id)
            data = await door.ask(BY_ID, id=id_, token=token)
            assert (data["enterprise"] is not None) is visible
            assert (data["node"] is not None) is visible
            by_code = await door.ask(BY_CODE, uscc=enterprise.uscc, token=token)
            assert (by_code["enterprise"] is not None) is visible
            assert (enterprise.name in listed) is visible
            if enterprise.id in claims:
                claim = global_id("Capability", claims[enterprise.id].claim)
                data = await door.ask("query ($id: ID!) { node(id: $id) { id } }", id=claim)
                assert data == {"node": None}
                data = await door.ask(
                    "query ($id: ID!) { node(id: $id) { id } }", id=claim, token=token
                )
                assert (data["node"] is not None) is visible


async def test_contacts_are_shown_only_where_the_table_allows(door: Door) -> None:
    works = await create_enterprise(door.app, contact={"name": "张三", "phone": "1"})
    own = await door.token(Role.ENTERPRISE, enterprise=works.id)
    other, _ = await door.member()
    shown = {
        own: 1,
        other: 0,
        await door.token(Role.SECRETARY, committees=["ka"]): 1,
        await door.token(Role.SECRETARY, committees=["kb"]): 0,
        await door.token(Role.AUDITOR): 0,
        await door.token(Role.ADMIN): 1,
    }
    query = "query ($id: ID!) { enterprise(id: $id) { contacts { name } } }"
    for token, number in shown.items():
        data = await door.ask(query, id=global_id("Enterprise", works.id), token=token)
        assert len(data["enterprise"]["contacts"]) == number


async def test_the_viewer_knows_who_asks(door: Door) -> None:
    query = """{ viewer { account role scopes enterprise { name } committees { code } } }"""
    assert await door.ask(query) == {"viewer": None}
    member, works = await door.member()
    viewer = (await door.ask(query, token=member))["viewer"]
    assert viewer.pop("account")
    assert viewer == {
        "role": "ENTERPRISE",
        "scopes": ["READ", "WRITE"],
        "enterprise": {"name": works.name},
        "committees": [],
    }
    reading = await door.token(Role.STAFF, committees=["kb", "ka"], scopes=[Scope.READ])
    viewer = (await door.ask(query, token=reading))["viewer"]
    assert viewer["scopes"] == ["READ"]
    assert viewer["committees"] == [{"code": "ka"}, {"code": "kb"}]
