"""How many questions a list puts to the graph: as many for fifty enterprises as for five."""

from prometheus_client import REGISTRY

from chainlink.accounts.model import Role
from chainlink.api.relay import global_id
from tests.api.conftest import Door
from tests.factories import create_enterprise, declare_capability, declare_need

WIDE = """query ($first: Int) { enterprises(first: $first) { edges { node {
  name region { name } industry { label }
  capabilities(first: 5) { edges { node {
    title categories { category { label } } markets { code } } } }
  needs(first: 5) { edges { node { title enterprise { name } } } }
  memberships { committee { name chain { name } } } markets { market { name } }
  contacts { name } suggestedCategories { confidence }
} } } }"""


def reads() -> dict[str, float]:
    """Statements run so far, by name."""
    return {
        sample.labels["query"]: sample.value
        for metric in REGISTRY.collect()
        if metric.name == "chainlink_graph_query_seconds"
        for sample in metric.samples
        if sample.name.endswith("_count") and sample.value
    }


async def counted(door: Door, token: str, first: int) -> dict[str, int]:
    before = reads()
    data = await door.ask(WIDE, first=first, token=token)
    assert len(data["enterprises"]["edges"]) == first
    return {
        name: int(value - before.get(name, 0))
        for name, value in reads().items()
        if value != before.get(name, 0)
    }


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
    await counted(door, secretary, 5)  # notes the token's use, once a minute
    few, many = await counted(door, secretary, 5), await counted(door, secretary, 50)
    assert many == few
    assert sum(many.values()) <= 25, many


async def test_seeing_many_by_id_costs_the_same_reads_as_seeing_one(door: Door) -> None:
    ids = [(await create_enterprise(door.app, visibility="COMMITTEE")).id for _ in range(12)]
    secretary = await door.token(Role.SECRETARY, committees=["ka"])

    async def cost(wanted: list[str]) -> float:
        fields = " ".join(
            f'a{n}: node(id: "{global_id("Enterprise", id_)}") {{ id }}'
            for n, id_ in enumerate(wanted)
        )
        before = sum(reads().values())
        data = await door.ask(f"{{ {fields} }}", token=secretary)
        assert all(data.values())
        return sum(reads().values()) - before

    await cost(ids[:1])
    assert await cost(ids[:1]) == await cost(ids)


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

    async def cost(first: int) -> float:
        before = sum(reads().values())
        data = await door.ask(query, id=id_, first=first, token=token)
        assert len(data["enterprise"]["recommendedPartners"]["edges"]) == first
        return sum(reads().values()) - before

    await cost(8)
    assert await cost(8) == await cost(3)
