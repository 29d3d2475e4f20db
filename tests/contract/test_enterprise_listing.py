"""Lists of enterprises: the same from memory and from the graph, and only what may be seen."""

from itertools import product

import pytest

from chainlink.accounts.model import Actor, Role
from chainlink.app import App
from chainlink.enterprises.listing_question import EnterpriseOrder, EnterpriseQuestion
from chainlink.enterprises.model import EnterpriseStatus
from chainlink.errors import InvalidInput
from tests.factories import create_account, create_enterprise, create_member

QUESTIONS = [
    EnterpriseQuestion(order=order, descending=descending, passed=passed, most=4)
    for order, descending, passed in product(EnterpriseOrder, (False, True), (0, 3))
] + [
    EnterpriseQuestion(text="压铸"),
    EnterpriseQuestion(text="CAST"),
    EnterpriseQuestion(text="91370812te5t"),
    EnterpriseQuestion(sector="RESEARCH"),
    EnterpriseQuestion(status="PENDING"),
    EnterpriseQuestion(status="MERGED"),
    EnterpriseQuestion(region="370800"),
    EnterpriseQuestion(region="不存在"),
    EnterpriseQuestion(committee="kb"),
    EnterpriseQuestion(chain="castings"),
    EnterpriseQuestion(chain="castings", committee="kb"),
    EnterpriseQuestion(chain="none"),
]


async def _district(app: App) -> dict[str, Actor]:
    await create_enterprise(app, name="甲压铸厂", name_en="First Castings")
    await create_enterprise(app, name="乙研究院", sector="RESEARCH", committees=["kb"])
    await create_enterprise(app, name="丙外地厂", region="110105")
    await create_enterprise(app, name="丁匿名厂", visibility="ANONYMOUS", committees=["kb"])
    await create_enterprise(app, name="戊党委可见厂", visibility="COMMITTEE", committees=["kb"])
    await create_enterprise(app, name="己双链厂", committees=["ka", "kb"])
    member, _ = await create_member(app, name="庚会员厂", visibility="COMMITTEE")
    waiting, _ = await create_member(app, name="辛待审厂", approved=False, committees=["kb"])
    return {
        "member": member,
        "waiting": waiting,
        "staff of ka": await create_account(app, Role.STAFF, committees=["ka"]),
        "secretary of kb": await create_account(app, Role.SECRETARY, committees=["kb"]),
        "auditor": await create_account(app, Role.AUDITOR),
    }


async def _names(app: App, actor: Actor, wanted: EnterpriseQuestion) -> list[str]:
    return [one.name for one in (await app.enterprises.listed(actor, wanted)).found]


async def test_memory_and_graph_give_the_same_pages(app: App) -> None:
    actors = await _district(app)
    asked = list(product(actors.values(), QUESTIONS))
    from_graph = [await app.enterprises.listed(*one) for one in asked]
    app.enterprises.follow(app.follower)
    assert await app.enterprises.known.directory() is not None
    from_memory = [await app.enterprises.listed(*one) for one in asked]
    assert from_memory == from_graph
    assert len({len(page.found) for page in from_graph}) > 3  # the questions do differ


async def test_everybody_is_listed_only_what_he_may_see(app: App) -> None:
    actors = await _district(app)
    everything = EnterpriseQuestion()
    seen = {who: set(await _names(app, actor, everything)) for who, actor in actors.items()}
    public = {"甲压铸厂", "乙研究院", "丙外地厂", "己双链厂"}
    assert seen["member"] == public | {"庚会员厂"}
    assert seen["waiting"] == {"辛待审厂"}
    assert seen["staff of ka"] == public | {"丁匿名厂", "庚会员厂"}
    assert seen["secretary of kb"] == public | {"丁匿名厂", "戊党委可见厂", "辛待审厂"}
    assert seen["auditor"] == seen["staff of ka"] | seen["secretary of kb"]


async def test_what_changes_is_listed_at_once(app: App) -> None:
    actors = await _district(app)
    app.enterprises.follow(app.follower)
    secretary, pending = actors["secretary of kb"], EnterpriseQuestion(status="PENDING")
    [waiting] = (await app.enterprises.listed(secretary, pending)).found
    assert (waiting.name, waiting.status) == ("辛待审厂", EnterpriseStatus.PENDING)
    await app.enterprises.approve(secretary, waiting.id, waiting.version)
    assert (await app.enterprises.listed(secretary, pending)).total == 0
    assert "辛待审厂" in await _names(app, actors["member"], EnterpriseQuestion())


async def test_a_page_counts_all_and_names_committees(app: App) -> None:
    actors = await _district(app)
    wanted = EnterpriseQuestion(committee="kb", most=2, passed=1)
    page = await app.enterprises.listed(actors["auditor"], wanted)
    assert page.total == 5
    assert len(page.found) == 2
    assert all("kb" in page.committees[one.id] for one in page.found)


async def test_a_text_that_is_too_long_is_refused(app: App) -> None:
    auditor = await create_account(app, Role.AUDITOR)
    with pytest.raises(InvalidInput):
        await app.enterprises.listed(auditor, EnterpriseQuestion(text="厂" * 101))
