"""Changes of enterprises through the door: what they do, and what they say when they do nothing."""

from typing import Any

import pytest

from chainlink.accounts.model import Role
from chainlink.api.relay import global_id
from chainlink.app import App
from chainlink.enterprises.model import Enterprise
from tests.api.conftest import Door
from tests.factories import SYSTEM, create_enterprise, create_member, new_uscc


def id_of(enterprise: Enterprise) -> str:
    return global_id("Enterprise", enterprise.id)


async def stands(app: App, enterprise: Enterprise) -> Enterprise:
    return await app.enterprises.get(SYSTEM, enterprise.id)


async def test_an_enterprise_registers_itself_and_is_let_in(door: Door) -> None:
    token = await door.token(Role.ENTERPRISE)
    uscc = new_uscc()
    form = {
        "uscc": f" {uscc.lower()} ",
        "name": "兖州新厂",
        "nameEn": "New Works",
        "sector": "INDUSTRY",
        "region": "370812",
        "industry": "3392",
        "size": "MICRO",
        "founded": "2020-02-29",
        "capital": {"amount": "100000000", "currency": "CNY"},
        "exportMarkets": ["ru"],
        "committees": [global_id("Committee", "ka")],
        "contact": {"name": "李四", "email": "li@example.com"},
        "scope": None,
    }
    selection = """id uscc name nameEn status version visibility founded
      capital { amount currency unknownReason } markets { market { code } }
      contacts { name email phone } memberships { committee { code } }"""
    result = await door.change("registerEnterprise", form, token=token, selection=selection)
    id_ = result.pop("id")
    assert result == {
        "__typename": "Enterprise",
        "uscc": uscc,
        "name": "兖州新厂",
        "nameEn": "New Works",
        "status": "PENDING",
        "version": 1,
        "visibility": "PUBLIC",
        "founded": "2020-02-29",
        "capital": {"amount": "100000000", "currency": "CNY", "unknownReason": None},
        "markets": [{"market": {"code": "RU"}}],
        "contacts": [{"name": "李四", "email": "li@example.com", "phone": None}],
        "memberships": [],
    }
    secretary = await door.token(Role.SECRETARY, committees=["ka"])
    selection = "status version approvedAt memberships { committee { code } }"
    form = {"id": uscc, "version": 1}
    result = await door.change("approveEnterprise", form, token=secretary, selection=selection)
    assert result.pop("approvedAt") is not None
    assert result == {
        "__typename": "Enterprise",
        "status": "APPROVED",
        "version": 2,
        "memberships": [{"committee": {"code": "ka"}}],
    }
    viewer = await door.ask("{ viewer { enterprise { id } } }", token=token)
    assert viewer["viewer"]["enterprise"]["id"] == id_


async def test_an_enterprise_is_turned_down(door: Door) -> None:
    _, waiting = await create_member(door.app, approved=False)
    secretary = await door.token(Role.SECRETARY, committees=["ka"])
    form = {"id": id_of(waiting), "version": 1}
    result = await door.change("rejectEnterprise", form, token=secretary)
    assert result["status"] == "REJECTED"
    assert (await stands(door.app, waiting)).status == "REJECTED"
    result = await door.change("approveEnterprise", form | {"version": 2}, token=secretary)
    assert result == {
        "__typename": "Conflict",
        "code": "CONFLICT",
        "message": "这家企业不在待审核状态（现为 REJECTED）。",
    }


async def test_what_is_not_sent_keeps_its_value_and_null_empties(door: Door) -> None:
    token, works = await door.member(
        name="老名字厂",
        address="山东省济宁市兖州区工业路 1 号",
        size="SMALL",
        capital=100,
        capital_currency="CNY",
        export_markets=["RU", "VN"],
        visibility="COMMITTEE",
    )
    form = {
        "id": id_of(works),
        "version": 1,
        "name": "新名字厂",
        "size": None,
        "capital": {"unknownReason": "未公开"},
    }
    selection = """name formerNames address size visibility version
      capital { amount currency unknownReason } markets { market { code } }"""
    result = await door.change("updateEnterprise", form, token=token, selection=selection)
    assert result == {
        "__typename": "Enterprise",
        "name": "新名字厂",
        "formerNames": ["老名字厂"],
        "address": "山东省济宁市兖州区工业路 1 号",
        "size": None,
        "visibility": "COMMITTEE",
        "version": 2,
        "capital": {"amount": None, "currency": None, "unknownReason": "未公开"},
        "markets": [{"market": {"code": "RU"}}, {"market": {"code": "VN"}}],
    }
    form = {"id": id_of(works), "version": 2, "exportMarkets": ["VN", "TH"], "capital": None}
    result = await door.change("updateEnterprise", form, token=token, selection=selection)
    assert result["name"] == "新名字厂"
    assert result["capital"] is None
    assert [one["market"]["code"] for one in result["markets"]] == ["TH", "VN"]
    form = {"id": id_of(works), "version": 3, "exportMarkets": None}
    result = await door.change("updateEnterprise", form, token=token, selection=selection)
    assert result["markets"] == []


async def test_a_change_is_seen_by_what_follows_in_the_same_request(door: Door) -> None:
    token, works = await door.member(export_markets=["RU"])
    shown = "... on Enterprise { markets { market { code } } }"
    data = await door.ask(
        f"""mutation ($id: ID!) {{
          one: updateEnterprise(input: {{id: $id, version: 1, nameEn: "A"}}) {{ {shown} }}
          two: updateEnterprise(input: {{id: $id, version: 2, exportMarkets: ["VN"]}}) {{ {shown} }}
        }}""",
        id=id_of(works),
        token=token,
    )
    assert data["one"]["markets"] == [{"market": {"code": "RU"}}]
    assert data["two"]["markets"] == [{"market": {"code": "VN"}}]


async def test_out_of_matching_and_back(door: Door) -> None:
    token, works = await door.member()
    result = await door.change("setMatchingOptOut", {"optedOut": True, "version": 1}, token=token)
    assert (result["optedOut"], result["version"]) == (True, 2)
    form = {"id": works.uscc, "optedOut": False, "version": 2}
    secretary = await door.token(Role.SECRETARY, committees=["ka"])
    result = await door.change("setMatchingOptOut", form, token=secretary)
    assert (result["optedOut"], result["version"]) == (False, 3)


async def test_a_veto_is_set_once_and_lifted_once(door: Door) -> None:
    token, works = await door.member()
    other = await create_enterprise(door.app)
    for partner in (id_of(other), other.uscc):
        result = await door.change("vetoPartner", {"partner": partner}, token=token)
        assert result["__typename"] == ("Enterprise" if partner == id_of(other) else "Conflict")
    form = {"enterprise": id_of(works), "partner": id_of(other)}
    result = await door.change("liftVeto", form, token=token)
    assert result["id"] == id_of(works)
    result = await door.change("liftVeto", form, token=token)
    assert result["message"] == "没有可以取消的不愿对接。"
    result = await door.change("vetoPartner", {"partner": id_of(works)}, token=token)
    assert result["fields"] == [{"path": "partner", "message": "不能对本单位设置不愿对接。"}]


@pytest.mark.parametrize("between", [False, True])
async def test_the_same_request_gets_the_first_answer_and_is_done_once(
    door: Door, between: bool
) -> None:
    """Also when something else changed in between: the request is known by what it said."""
    token, works = await door.member(name="老名字厂")
    form = {"id": id_of(works), "version": 1, "name": "新名字厂", "requestId": "r-1"}
    first = await door.change("updateEnterprise", form, token=token)
    if between:
        later = {"id": id_of(works), "version": 2, "address": "兖州区工业路 2 号"}
        await door.change("updateEnterprise", later, token=token)
    head = await door.app.journal.head()
    assert await door.change("updateEnterprise", form, token=token) == first
    assert await door.app.journal.head() == head
    other = await door.change("updateEnterprise", form | {"name": "又一个"}, token=token)
    assert other == {
        "__typename": "Conflict",
        "code": "CONFLICT",
        "message": "requestId“r-1”已用于另一次不同的请求，请换一个。",
    }


async def test_a_request_key_has_an_end(plain_door: Door) -> None:
    token, works = await plain_door.member()
    form = {"id": id_of(works), "version": 1, "nameEn": "A", "requestId": "r" * 201}
    result = await plain_door.change("updateEnterprise", form, token=token)
    assert result["fields"] == [{"path": "requestId", "message": "最多 200 个字符，请缩短。"}]
    form["requestId"] = "r" * 200
    result = await plain_door.change("updateEnterprise", form, token=token)
    assert result["version"] == 2


FORM = {"uscc": "91370812MA00000000", "name": "厂", "sector": "INDUSTRY", "committees": ["ka"]}


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"uscc": "12"}, [("uscc", "格式不对")]),
        ({}, [("uscc", "校验位不对")]),
        ({"uscc": "", "name": " \u200b"}, [("name", "必填"), ("uscc", "必填")]),
        ({"region": "999999", "uscc": None}, [("region", "行政区划代码“999999”不存在")]),
        ({"founded": "2026-02-30", "uscc": None}, [("founded", "不是日期")]),
        ({"founded": "0001-01-01", "uscc": None}, [("founded", "不合理")]),
        ({"exportMarkets": ["RU", "XX"], "uscc": None}, [("exportMarkets.1", "XX")]),
        ({"capital": {"amount": "many"}, "uscc": None}, [("capital.amount", "不是数字")]),
        ({"capital": {"currency": "YUAN"}, "uscc": None}, [("capital.currency", "3")]),
        ({"contact": {"name": "李", "email": "x"}, "uscc": None}, [("contact.email", "格式")]),
        ({"committees": ["zz"], "uscc": None}, [("committees", "zz")]),
        ({"committees": [], "uscc": None}, [("committees", "党委")]),
        ({"industry": "9999", "uscc": None}, [("industry", "9999")]),
    ],
)
async def test_every_field_that_is_wrong_is_named(
    plain_door: Door, said: dict[str, Any], fields: list[tuple[str, str]]
) -> None:
    token = await plain_door.token(Role.ENTERPRISE)
    head = await plain_door.app.journal.head()
    form = FORM | said
    if form["uscc"] is None:
        form["uscc"] = new_uscc()
    result = await plain_door.change("registerEnterprise", form, token=token)
    assert (result["__typename"], result["code"]) == ("InvalidInput", "INVALID_INPUT")
    assert result["message"] == f"有 {len(fields)} 处填写需要修改。"
    assert [one["path"] for one in result["fields"]] == [path for path, _ in fields]
    for one, (_, words) in zip(result["fields"], fields, strict=True):
        assert words in one["message"]
    assert await plain_door.app.journal.head() == head


async def test_each_failure_has_its_member(door: Door) -> None:
    token, works = await door.member()
    other = await create_enterprise(door.app)
    head = await door.app.journal.head()

    async def told(form: dict[str, Any], **more: Any) -> tuple[str, str, str]:
        result = await door.change("updateEnterprise", form, token=token, **more)
        return result["__typename"], result["code"], result["message"]

    assert await told({"id": id_of(works), "version": 7, "nameEn": "A"}) == (
        "StaleVersion",
        "STALE_VERSION",
        "您看到的是第 7 版，最新为第 1 版；请刷新后再改。",
    )
    assert await told({"id": id_of(works), "version": 7, "nameEn": "A"}, language="en") == (
        "StaleVersion",
        "STALE_VERSION",
        "You saw version 7, the newest is 1; reload and try again.",
    )
    typename, code, message = await told({"id": id_of(other), "version": 1, "nameEn": "A"})
    assert (typename, code) == ("Forbidden", "FORBIDDEN")
    assert "ENTERPRISE" in message
    for nothing in ("x", "", global_id("Enterprise", "none"), new_uscc(), id_of(works)[:-4]):
        typename, code, _ = await told({"id": nothing, "version": 1, "nameEn": "A"})
        assert (typename, code) == ("NotFound", "NOT_FOUND")
    result = await door.change(
        "updateEnterprise",
        {"id": id_of(works), "version": 1, "name": None, "visibility": None},
        token=token,
    )
    assert result["fields"] == [
        {"path": "name", "message": "此项必填。"},
        {"path": "visibility", "message": "此项必填。"},
    ]
    typename = (await door.change("registerEnterprise", FORM | {"uscc": new_uscc()}, token=token))[
        "__typename"
    ]
    assert typename == "Conflict"
    staff = await door.token(Role.STAFF, committees=["ka"])
    head_of_staff = await door.app.journal.head()
    result = await door.change("setMatchingOptOut", {"optedOut": True, "version": 1}, token=staff)
    assert result["fields"] == [{"path": "id", "message": "请写明是哪家企业：此账户没有绑定企业。"}]
    assert await door.app.journal.head() == head_of_staff
    assert (await door.app.journal.entries(head[0], 1))[0].action == "account.created"
