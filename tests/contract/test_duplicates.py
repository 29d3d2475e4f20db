"""Possible duplicates are shown to staff, with the reason; nothing is merged."""

import pytest

from chainlink.accounts.model import PUBLIC, Role
from chainlink.app import App
from chainlink.enterprises.duplicates import Likeness
from tests.factories import SYSTEM, create_account, create_enterprise, create_member

ADDRESS = "山东省济宁市兖州区新兖镇建设东路 188 号"


async def names(app: App, enterprise: str) -> list[tuple[str, tuple[Likeness, ...]]]:
    found = await app.duplicates.of(SYSTEM, enterprise)
    return [(one.enterprise.name, one.reasons) for one in found]


@pytest.mark.parametrize(
    "other",
    [
        "鲁源精密铸造有限责任公司",
        "济宁鲁源精密铸造有限公司",
        "兖州区鲁源精密铸造厂",
        "鲁源 精密铸造（有限公司）",
        "山东省鲁源精密铸造股份有限公司",
        "鲁源精密铸造有限公司（示例）",
    ],
)
async def test_names_that_differ_in_place_and_legal_form_only(app: App, other: str) -> None:
    one = await create_enterprise(app, name="山东鲁源精密铸造有限公司")
    await create_enterprise(app, name=other)
    await create_enterprise(app, name="山东鲁泰化工有限公司")
    assert await names(app, one.id) == [(other, (Likeness.NAME,))]


async def test_a_slip_of_one_character_is_seen(app: App) -> None:
    one = await create_enterprise(app, name="兖州鲁源精密金属铸造科技有限公司")
    await create_enterprise(app, name="兖州鲁源精密金属铸选科技有限公司")
    assert await names(app, one.id) == [("兖州鲁源精密金属铸选科技有限公司", (Likeness.NAME,))]


async def test_sister_companies_are_not_duplicates(app: App) -> None:
    one = await create_enterprise(app, name="山东金大丰机械有限公司")
    await create_enterprise(app, name="山东金大丰物流有限公司")
    assert await names(app, one.id) == []


async def test_the_same_door_in_another_spelling(app: App) -> None:
    one = await create_enterprise(app, name="甲厂", address=ADDRESS)
    await create_enterprise(app, name="乙公司", address=ADDRESS.replace(" ", "，"))
    await create_enterprise(app, name="丙公司", address=ADDRESS.replace("188", "189"))
    assert await names(app, one.id) == [("乙公司", (Likeness.ADDRESS,))]


async def test_a_town_is_not_a_door(app: App) -> None:
    one = await create_enterprise(app, name="甲厂", address="山东省济宁市兖州区")
    await create_enterprise(app, name="乙公司", address="山东省济宁市兖州区")
    assert await names(app, one.id) == []


async def test_the_likeliest_come_first(app: App) -> None:
    one = await create_enterprise(app, name="鲁源精密铸造有限公司", address=ADDRESS)
    await create_enterprise(app, name="鲁源精密铸造厂")
    await create_enterprise(app, name="鲁源精密铸造集团", address=ADDRESS)
    await create_enterprise(app, name="安泰物流", address=ADDRESS)
    assert await names(app, one.id) == [
        ("鲁源精密铸造集团", (Likeness.NAME, Likeness.ADDRESS)),
        ("安泰物流", (Likeness.ADDRESS,)),
        ("鲁源精密铸造厂", (Likeness.NAME,)),
    ]


async def test_only_officers_look_and_only_at_what_they_may_see(app: App) -> None:
    owner, one = await create_member(app, name="鲁源精密铸造有限公司")
    _, waiting = await create_member(app, name="鲁源精密铸造厂", approved=False)
    seen = {}
    for name, actor in {
        "public": PUBLIC,
        "owner": owner,
        "staff of ka": await create_account(app, Role.STAFF, committees=["ka"]),
        "staff of kb": await create_account(app, Role.STAFF, committees=["kb"]),
        "secretary of ka": await create_account(app, Role.SECRETARY, committees=["ka"]),
        "auditor": await create_account(app, Role.AUDITOR),
    }.items():
        of_one = await app.duplicates.of(actor, one.id)
        of_waiting = await app.duplicates.of(actor, waiting.id)
        seen[name] = [len(of_one), len(of_waiting)]
    assert seen == {
        "public": [0, 0],
        "owner": [0, 0],
        "staff of ka": [1, 1],
        "staff of kb": [0, 0],
        "secretary of ka": [1, 1],
        "auditor": [1, 1],
    }
    assert await app.duplicates.of(SYSTEM, "no-such-enterprise") == []
