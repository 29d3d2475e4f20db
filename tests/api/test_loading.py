"""How many questions a list puts to the graph: as many for fifty enterprises as for five, and none
where nothing has changed since."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from prometheus_client import REGISTRY

from chainlink.accounts.model import Role
from chainlink.api.relay import global_id
from chainlink.app import App, build_app
from tests.api.conftest import Door, opened_door
from tests.factories import create_enterprise, declare_capability, declare_need
from tests.small_app import rest

WIDE = """query ($first: Int) { enterprises(first: $first) { edges { node {
  name region { name } industry { label }
  capabilities(first: 5) { edges { node {
    title categories { category { label } } markets { code } } } }
  needs(first: 5) { edges { node { title enterprise { name } } } }
  memberships { committee { name chain { name } } } markets { market { name } }
  contacts { name } suggestedCategories { confidence }
} } } }"""


# looks at the journal come and go by the clock; showings are written after the answer
_BESIDE = {"journal/head", "journal/trail", "learning/known_showings", "create_Showing"}


def reads() -> Counter[str]:
    """Statements run so far, by name, on whichever engine, without those no answer waits for."""
    found: Counter[str] = Counter()
    for metric in REGISTRY.collect():
        if metric.name == "chainlink_graph_query_seconds":
            for sample in metric.samples:
                if sample.name.endswith("_count") and sample.labels["query"] not in _BESIDE:
                    found[sample.labels["query"]] += int(sample.value)
    return found


@asynccontextmanager
async def started_anew(app: App) -> AsyncIterator[Door]:
    """The door of another process that has just begun to serve the same graph."""
    again = build_app(app.settings, store=app.store, clock=app.clock)
    again.follower.start()
    async with opened_door(again) as door:
        yield door
    await rest(again)


async def cost(door: Door, query: str, **more: Any) -> Counter[str]:
    """What an answer reads."""
    before = reads()
    answer = await door.send(query, once=True, **more)
    await door.app.recommendations.exposures.settled()
    assert "errors" not in answer, answer
    return reads() - before


async def first_cost(app: App, query: str, **more: Any) -> Counter[str]:
    """What the first answer of a process reads that knows nothing yet but who asks."""
    async with started_anew(app) as door:
        await door.ask("{ viewer { role } }", token=more["token"], once=True)
        return await cost(door, query, **more)


async def test_a_wide_page_costs_the_same_reads_however_long_it_is(door: Door) -> None:
    for number in range(50):
        works = await create_enterprise(
            door.app,
            name=f"第{number:02d}号厂",
            industry="3392",
            export_markets=["RU"],
            contact={"name": "张三"},
            committees=["ka" if number % 2 else "kb"],
            visibility="COMMITTEE" if number % 3 == 0 else "PUBLIC",
        )
        if number % 5 == 0:  # one among the first five, ten among all
            await declare_capability(door.app, works)
            await declare_need(door.app, works)
    secretary = await door.token(Role.SECRETARY, committees=["ka", "kb"])
    few = await first_cost(door.app, WIDE, token=secretary, first=5)
    many = await first_cost(door.app, WIDE, token=secretary, first=50)
    assert many == few
    assert sum(many.values()) <= 25, many
    async with started_anew(door.app) as kept:
        without_contacts = WIDE.replace("contacts { name } ", "")
        await kept.ask(without_contacts, token=secretary, first=50, once=True)
        assert await cost(kept, without_contacts, token=secretary, first=50) == {}
        # what is about persons is read each time, kept nowhere and noted; the last is seldom asked
        personal = {
            "enterprises/contacts_of_many": 1,
            "journal/lock_head": 1,
            "create_JournalEntry": 1,
            "journal/move_head": 1,
            "enterprises/suggested_categories": 1,
        }
        assert await cost(kept, WIDE, token=secretary, first=50) == personal
        again = await cost(kept, WIDE, token=secretary, first=50)
        assert again == personal | {"accounts/actor_by_digest": 1}  # an entry may be about accounts


async def test_seeing_many_by_id_costs_the_same_reads_as_seeing_one(door: Door) -> None:
    ids = [(await create_enterprise(door.app, visibility="COMMITTEE")).id for _ in range(12)]
    secretary = await door.token(Role.SECRETARY, committees=["ka"])

    def seeing(wanted: list[str]) -> str:
        fields = " ".join(
            f'a{n}: node(id: "{global_id("Enterprise", id_)}") {{ id }}'
            for n, id_ in enumerate(wanted)
        )
        return f"{{ {fields} }}"

    one = await first_cost(door.app, seeing(ids[:1]), token=secretary)
    assert await first_cost(door.app, seeing(ids), token=secretary) == one


async def test_recommendations_read_both_sides_in_one_question(door: Door) -> None:
    token, works = await door.member()
    await declare_need(door.app, works)
    for number in range(8):
        foundry = await create_enterprise(door.app)
        await declare_capability(
            door.app,
            foundry,
            title=f"壳体 {number}",
            categories=["motor-housings"],
            visibility="ANONYMOUS" if number % 2 else "PUBLIC",
        )
    query = """query ($id: ID!, $first: Int) { enterprise(id: $id) {
      recommendedPartners(first: $first) { edges { node { rank partner { name } } } } } }"""
    id_ = global_id("Enterprise", works.id)

    few = await first_cost(door.app, query, id=id_, first=3, token=token)
    assert await first_cost(door.app, query, id=id_, first=8, token=token) == few
    async with started_anew(door.app) as kept:
        await kept.ask(query, id=id_, first=8, token=token, once=True)
        assert "enterprises/by_ids" not in await cost(kept, query, id=id_, first=3, token=token)
