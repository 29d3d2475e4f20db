"""Who trades with whom, counted from memory: the graph's own answer, path by path."""

from datetime import date
from typing import Any

import pytest

from chainlink.app import App
from chainlink.enterprises.claim_model import CAPABILITY
from chainlink.enterprises.model import Enterprise
from chainlink.graph.cypher import Query
from chainlink.matching.viewing import View
from chainlink.matching.who import Counted, Direction, Who
from tests.factories import SYSTEM, create_enterprise, declare_capability, local, small_categories
from tests.settable_clock import SettableClock

DOWN, UP = Direction.DOWNSTREAM, Direction.UPSTREAM
_LIVE = (
    "{c}.superseded_at IS NULL AND {c}.valid_from <= $day AND {c}.valid_until >= $day "
    "AND {c}.visibility <> 'PRIVATE'"
)
_TAKES_PART = "{e}.status = 'APPROVED' AND NOT {e}.opted_out AND {e}.visibility <> 'PRIVATE'"


def in_cypher(edge: str) -> Query:
    """The question as the graph answers it, with what makes a claim live written out."""
    return Query(
        "test_who",
        f"MATCH (me:Enterprise) WHERE me.id = $id AND {_TAKES_PART.format(e='me')} "
        f"MATCH (me)-[:OFFERS]->(own:Capability)-[:OF]->(mine:Category){edge}(theirs:Category) "
        f"WHERE {_LIVE.format(c='own')} "
        "MATCH (theirs)<-[:OF]-(other:Capability)<-[:OFFERS]-(them:Enterprise) "
        f"WHERE them.id <> $id AND {_LIVE.format(c='other')} AND {_TAKES_PART.format(e='them')} "
        "RETURN them.id AS id, count(*) AS paths ORDER BY paths DESC, id LIMIT 20",
    )


IN_CYPHER = {DOWN: in_cypher("-[:INPUT_TO]->"), UP: in_cypher("<-[:INPUT_TO]-")}


async def who_of(app: App) -> tuple[Who, View]:
    view = await app.recommendations.view(None)
    return Who(view.projection, view.day.taxonomy), view


async def ask(
    app: App, enterprise: Enterprise, direction: Direction = DOWN, committees: str | None = ""
) -> list[tuple[str, int]]:
    who, view = await who_of(app)
    served = None if committees is None else frozenset(committees.split())
    found = who.of(view.day, enterprise.id, direction, committees=served)
    return [(one.enterprise, one.paths) for one in found]


@pytest.mark.parametrize("direction", Direction)
async def test_the_answer_is_the_graphs_own_for_every_enterprise_of_the_seeds(
    seeded_app: App, direction: Direction
) -> None:
    who, view = await who_of(seeded_app)
    answers = 0
    for enterprise in view.projection.ids.values:
        rows = await seeded_app.store.read(IN_CYPHER[direction], id=enterprise, day=view.day.text)
        expected = [Counted(row["id"], row["paths"]) for row in rows]
        found = who.of(view.day, enterprise, direction, committees=None)
        assert found == expected, enterprise
        answers += bool(found)
    assert answers > 50


@pytest.fixture
async def housings(app: App) -> Enterprise:
    """Makes motor housings, which go into motors, which go into corn harvesters."""
    maker = await create_enterprise(app, name="壳体厂")
    await declare_capability(app, maker, title="壳体", categories=["motor-housings"])
    return maker


async def motors(app: App, count: int = 1, **said: Any) -> Enterprise:
    maker = await create_enterprise(app)
    for number in range(count):
        await declare_capability(app, maker, title=f"电机{number}", categories=["motors"], **said)
    return maker


async def test_every_way_through_the_graph_counts_once(app: App, housings: Enterprise) -> None:
    few, many = await motors(app), await motors(app, count=2)
    assert await ask(app, housings) == [(many.id, 2), (few.id, 1)]
    await declare_capability(app, housings, title="另一种壳体", categories=["motor-housings"])
    assert await ask(app, housings) == [(many.id, 4), (few.id, 2)]
    assert await ask(app, many, UP) == [(housings.id, 4)]


async def test_the_best_twenty_and_of_equal_ones_the_first_by_id(
    app: App, housings: Enterprise
) -> None:
    most = await motors(app, count=2)
    equal = sorted([(await motors(app)).id for _ in range(25)])
    assert await ask(app, housings) == [(most.id, 2)] + [(id_, 1) for id_ in equal[:19]]


async def test_one_step_along_the_chain_and_never_to_oneself(
    app: App, housings: Enterprise
) -> None:
    harvesters = await create_enterprise(app)
    await declare_capability(app, harvesters, title="玉米收获机", categories=["corn-harvesters"])
    await declare_capability(app, housings, title="电机", categories=["motors"])
    assert await ask(app, housings) == [(harvesters.id, 1)]
    assert await ask(app, housings, UP) == []


async def test_what_is_withdrawn_over_or_private_does_not_count(
    app: App, housings: Enterprise, clock: SettableClock
) -> None:
    clock.set_day(date(2026, 11, 25))
    maker = await create_enterprise(app)
    withdrawn = await declare_capability(app, maker, title="电机", categories=["motors"])
    await motors(app, valid_until="2026-11-30")
    await motors(app, visibility="PRIVATE")
    gone = await motors(app)
    assert len(await ask(app, housings)) == 3
    await app.claims.withdraw(SYSTEM, CAPABILITY, withdrawn.claim, 1)
    await app.enterprises.set_opt_out(SYSTEM, gone.id, gone.version, True)
    assert len(await ask(app, housings)) == 1
    assert await ask(app, gone, UP) == []
    clock.set_day(date(2026, 12, 1))
    assert await ask(app, housings) == []


async def test_what_is_for_a_committee_counts_for_those_who_serve_on_it(
    app: App, housings: Enterprise
) -> None:
    maker = await motors(app, visibility="COMMITTEE")
    everybody: tuple[str | None, ...] = ("", "kb")
    for committees in everybody:
        assert await ask(app, housings, committees=committees) == []
    members: tuple[str | None, ...] = ("ka", "ka kb", None)
    for committees in members:
        assert await ask(app, housings, committees=committees) == [(maker.id, 1)]
    assert await ask(app, maker, UP) == []


async def test_it_serves_one_revision_of_the_taxonomy_and_what_is_declared_meanwhile(
    app: App, housings: Enterprise
) -> None:
    who, view = await who_of(app)
    later = await motors(app)
    now = await app.recommendations.view(None)
    assert who.fits(now.day)
    assert who.of(now.day, housings.id, DOWN) == [Counted(later.id, 1)]
    extra = small_categories()[0].model_copy(update={"code": "pumps", "label_zh": "水泵"})
    await app.taxonomy.add(SYSTEM, [extra], {})
    pumps = await create_enterprise(app)
    await declare_capability(app, pumps, title="水泵", categories=["pumps"])
    after = await app.recommendations.view(None)
    assert not who.fits(after.day)
    assert view.projection.categories.find(local("pumps")) >= 0
    assert who.of(after.day, pumps.id, DOWN) == []


async def test_somebody_unknown_trades_with_nobody(app: App) -> None:
    who, view = await who_of(app)
    assert who.of(view.day, "nobody", DOWN) == []
