"""Registering an enterprise: what is accepted, in which words the rest is refused, who decides."""

from typing import Any

import pytest

from chainlink.accounts.model import Role
from chainlink.app import App
from chainlink.enterprises.model import EnterpriseStatus, Sector
from chainlink.enterprises.reading import EnterpriseFilter
from chainlink.errors import Conflict, InvalidInput, StaleVersion
from chainlink.language import Language, say, sentence
from tests.factories import (
    SYSTEM,
    create_account,
    create_enterprise,
    create_member,
    enterprise_draft,
    new_uscc,
)

GOOD = "91370812DEM000014A"


@pytest.mark.parametrize(
    "written", [GOOD, GOOD.lower(), f" {GOOD} ", "9137-0812-DEM0-0001-4A", "9137 0812 DEM000014A"]
)
async def test_a_code_is_known_however_it_is_written(app: App, written: str) -> None:
    enterprise = await create_enterprise(app, uscc=written)
    assert enterprise.uscc == GOOD
    with pytest.raises(Conflict) as refused:
        await create_enterprise(app, uscc=GOOD)
    assert [sentence(refused.value, language) for language in Language] == [
        f"统一社会信用代码 {GOOD} 已登记；如是本单位，请联系所在产业链党委。",
        f"The code {GOOD} is registered already; if it is yours, ask your chain committee.",
    ]


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("", "此项必填。", "This is required."),
        (
            "91370812DEM000014",
            "统一社会信用代码“91370812DEM000014”格式不对："
            "应为 18 位数字和大写字母（不含 I、O、S、V、Z），现为 17 位。",
            "The unified social credit code “91370812DEM000014” has the wrong form: 18 digits and "
            "capital letters (without I, O, S, V, Z) are needed, it has 17.",
        ),
        (
            "91370812DEM00001OA",
            "统一社会信用代码“91370812DEM00001OA”格式不对："
            "应为 18 位数字和大写字母（不含 I、O、S、V、Z），现为 18 位。",
            "The unified social credit code “91370812DEM00001OA” has the wrong form: 18 digits and "
            "capital letters (without I, O, S, V, Z) are needed, it has 18.",
        ),
        (
            "91370812DEM000014B",
            "统一社会信用代码“91370812DEM000014B”的校验位不对"
            "（GB 32100-2015，应为 A），请核对是否抄错。",
            "The check character of the unified social credit code “91370812DEM000014B” is wrong "
            "(GB 32100-2015 expects A); check it for a slip.",
        ),
    ],
)
def test_a_code_that_cannot_be_is_refused_with_the_reason(code: str, zh: str, en: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        enterprise_draft(uscc=code)
    [field] = refused.value.fields
    assert field.path == "uscc"
    assert [say(field.key, language, **field.facts) for language in Language] == [zh, en]


@pytest.mark.parametrize(
    ("said", "path", "zh"),
    [
        ({"name": " \u200b "}, "name", "此项必填。"),
        ({"name": "长" * 201}, "name", "最多 200 个字符，请缩短。"),
        ({"sector": "政"}, "sector", "“政”不在可选范围内"),
        ({"region": "37081"}, "region", "行政区划代码“37081”不存在（GB/T 2260，如兖州区"),
        ({"founded": "去年"}, "founded", "“去年”不是日期，请写成 2025-06-01。"),
        ({"founded": "1066-10-14"}, "founded", "应在 1800-01-01 与 2200-12-31 之间。"),
        ({"capital": -1}, "capital", "数值太小：-1。"),
        ({"export_markets": ["RU", "XX"]}, "exportMarkets.1", "市场代码“XX”不存在"),
        ({"contact": {"name": "王五", "email": "wangwu"}}, "contact.email", "“wangwu”的格式不对。"),
        ({"shoe_size": 45}, "shoeSize", "没有名为此的字段，请删除。"),
    ],
)
def test_a_field_that_cannot_be_is_named(said: dict[str, Any], path: str, zh: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        enterprise_draft(**said)
    [field] = refused.value.fields
    assert field.path == path
    assert zh in say(field.key, Language.ZH, **field.facts)


def test_all_fields_that_are_wrong_are_named_at_once() -> None:
    with pytest.raises(InvalidInput) as refused:
        enterprise_draft(name="", sector="政", region="1")
    assert [field.path for field in refused.value.fields] == ["name", "sector", "region"]
    assert sentence(refused.value, Language.ZH) == "有 3 处填写需要修改。"


@pytest.mark.parametrize(
    ("said", "path", "zh"),
    [
        ({"committees": ["ka", "kz"]}, "committees", "代码“kz”不存在。"),
        ({"industry": "9999"}, "industry", "国民经济行业代码“9999”不存在（GB/T 4754-2017）。"),
    ],
)
async def test_what_the_graph_does_not_know_is_named(
    app: App, said: dict[str, Any], path: str, zh: str
) -> None:
    before = await app.journal.head()
    with pytest.raises(InvalidInput) as refused:
        await create_enterprise(app, **said)
    [field] = refused.value.fields
    assert (field.path, say(field.key, Language.ZH, **field.facts)) == (path, zh)
    assert await app.journal.head() == before


async def test_what_is_said_is_what_stands(app: App) -> None:
    said: dict[str, Any] = {
        "uscc": new_uscc(),
        "name": "兖州精密机械厂",
        "name_en": "Yanzhou Precision",
        "sector": "RESEARCH",
        "region": "370812",
        "industry": "3572",
        "size": "SMALL",
        "founded": "1998-05-01",
        "address": "兖州区建设路 1 号",
        "entity_type": "有限责任公司",
        "capital": 500_000_000,
        "capital_currency": "CNY",
        "scope": "机械加工",
        "visibility": "COMMITTEE",
    }
    enterprise = await create_enterprise(app, **said)
    found = await app.enterprises.get(SYSTEM, enterprise.id)
    assert found == enterprise
    stands = found.model_dump(mode="json")
    assert {name: stands[name] for name in said} == said
    assert found.sector is Sector.RESEARCH
    assert found.version == 1
    assert found.former_names == ()
    assert found.recorded_at.startswith("2026-11-24T08:00:00.")
    assert await app.enterprises.find(SYSTEM, "兖州精密机械厂") == found
    assert await app.enterprises.find(SYSTEM, f" {found.uscc.lower()} ") == found


async def test_one_that_registers_itself_waits_for_the_committee_it_asks(app: App) -> None:
    owner, enterprise = await create_member(app, approved=False, committees=["ka", "kb"])
    assert enterprise.status is EnterpriseStatus.PENDING
    assert enterprise.approved_at is None
    assert await app.enterprises.memberships([enterprise.id]) == []
    secretary = await create_account(app, Role.SECRETARY, committees=["kb"])
    approved = await app.enterprises.approve(secretary, enterprise.id, 1)
    assert approved.status is EnterpriseStatus.APPROVED
    assert approved.version == 2
    assert approved.approved_at is not None
    memberships = await app.enterprises.memberships([enterprise.id])
    assert [one.committee for one in memberships] == ["ka", "kb"]
    assert {one.recorded_at for one in memberships} == {approved.approved_at}
    assert await app.enterprises.get(owner, enterprise.id) == approved


async def test_one_that_staff_load_is_a_member_at_once(app: App) -> None:
    enterprise = await create_enterprise(app, committees=["kb"])
    assert enterprise.status is EnterpriseStatus.APPROVED
    assert enterprise.approved_at == enterprise.recorded_at
    [membership] = await app.enterprises.memberships([enterprise.id])
    assert membership.committee == "kb"


async def test_whoever_registers_itself_names_a_committee(app: App) -> None:
    account = await create_account(app, Role.ENTERPRISE)
    with pytest.raises(InvalidInput) as refused:
        await app.enterprises.register(account, enterprise_draft(committees=[]))
    [field] = refused.value.fields
    assert field.path == "committees"
    assert say(field.key, Language.ZH) == "请选择要申请归口的产业链党委。"


async def test_an_account_speaks_for_one_enterprise(app: App) -> None:
    owner, _ = await create_member(app, approved=False)
    with pytest.raises(Conflict) as refused:
        await app.enterprises.register(owner, enterprise_draft())
    assert sentence(refused.value, Language.ZH) == "此账户已登记了一家企业。"


async def test_a_decision_is_made_once(app: App) -> None:
    _, enterprise = await create_member(app, approved=False)
    rejected = await app.enterprises.reject(SYSTEM, enterprise.id, 1)
    assert (rejected.status, rejected.version) == (EnterpriseStatus.REJECTED, 2)
    for decide in (app.enterprises.approve, app.enterprises.reject):
        with pytest.raises(StaleVersion) as stale:
            await decide(SYSTEM, enterprise.id, 1)
        assert sentence(stale.value, Language.ZH) == (
            "您看到的是第 1 版，最新为第 2 版；请刷新后再改。"
        )
        with pytest.raises(Conflict) as refused:
            await decide(SYSTEM, enterprise.id, 2)
        assert sentence(refused.value, Language.EN) == (
            "The enterprise is not waiting for approval (it is REJECTED)."
        )
    assert await app.enterprises.memberships([enterprise.id]) == []


async def test_what_is_named_twice_stands_once(app: App) -> None:
    enterprise = await create_enterprise(
        app, committees=["ka", "ka"], export_markets=["RU", "ru", "VN"]
    )
    assert [one.committee for one in await app.enterprises.memberships([enterprise.id])] == ["ka"]
    assert [one.market for one in await app.enterprises.exports([enterprise.id])] == ["RU", "VN"]


async def test_pages_of_a_search_follow_one_another(app: App) -> None:
    made = [await create_enterprise(app, name=f"同名{number % 3}号厂") for number in range(7)]
    pages, after = [], None
    while page := await app.enterprises.search(SYSTEM, EnterpriseFilter(), 3, after):
        pages.append(page)
        after = (page[-1].name, page[-1].id)
    assert [len(page) for page in pages] == [3, 3, 1]
    assert [one for page in pages for one in page] == sorted(
        made, key=lambda one: (one.name, one.id)
    )


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (EnterpriseFilter(), ["乙研究所", "甲机械厂"]),
        (EnterpriseFilter(search="机械"), ["甲机械厂"]),
        (EnterpriseFilter(search=GOOD), ["甲机械厂"]),
        (EnterpriseFilter(sector="RESEARCH"), ["乙研究所"]),
        (EnterpriseFilter(chain="machines"), ["乙研究所"]),
        (EnterpriseFilter(chain="castings"), ["甲机械厂"]),
        (EnterpriseFilter(region="370812"), ["甲机械厂"]),
        (EnterpriseFilter(region="370800"), ["甲机械厂"]),
        (EnterpriseFilter(region="370000"), ["乙研究所", "甲机械厂"]),
        (EnterpriseFilter(search="%"), []),
        (EnterpriseFilter(sector="RESEARCH", chain="castings"), []),
    ],
)
async def test_a_search_finds_what_is_asked_for(
    filled: App, wanted: EnterpriseFilter, names: list[str]
) -> None:
    found = await filled.enterprises.search(SYSTEM, wanted, 10, None)
    assert [one.name for one in found] == names


@pytest.fixture(scope="module")
async def filled(shared_app: App) -> App:
    """Two enterprises that differ in everything that can be asked for."""
    await create_enterprise(shared_app, uscc=GOOD, name="甲机械厂", region="370812")
    await create_enterprise(
        shared_app, name="乙研究所", sector="RESEARCH", committees=["kb"], region="370102"
    )
    return shared_app
