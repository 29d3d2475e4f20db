"""What matching does when the data or the graph are in a bad way, on both engines."""

from datetime import timedelta

import pytest

from chainlink.accounts.model import PUBLIC, Role
from chainlink.app import App, build_app
from chainlink.enterprises.claim_model import CAPABILITY
from chainlink.errors import GraphUnavailable, NotFound
from chainlink.graph.cypher import Query
from chainlink.graph.port import GraphStore, GraphTransaction
from chainlink.matching.model import MatchType
from chainlink.settings import Settings
from chainlink.taxonomy.model import CategoryLink
from tests.cuttable_store import Cuttable
from tests.factories import (
    SYSTEM,
    create_account,
    create_enterprise,
    declare_capability,
    declare_need,
    load_small_reference,
    local,
)
from tests.settable_clock import SettableClock

MOVE_HEAD = Query(
    "tests/move_head",
    "MATCH (s:PlatformState) WHERE s.id = 'journal' SET s.sequence = s.sequence + $moved",
)


async def partners(app: App, enterprise: str, match_type: MatchType | None = None) -> list[str]:
    found = await app.recommendations.for_enterprise(SYSTEM, enterprise, match_type=match_type)
    return [one.partner for one in found]


async def test_who_says_nothing_is_recommended_nobody(app: App) -> None:
    silent = await create_enterprise(app)
    caster = await create_enterprise(app)
    await declare_capability(app, caster)
    assert await partners(app, silent.id) == []
    assert silent.id not in await partners(app, caster.id)


async def test_a_category_that_nobody_serves_gives_an_empty_list(app: App) -> None:
    works = await create_enterprise(app)
    await declare_need(app, works, title="电动机", categories=["motors"])
    assert await partners(app, works.id) == []


async def test_an_edge_that_closes_a_circle_does_no_harm(app: App) -> None:
    smelter, caster = await create_enterprise(app), await create_enterprise(app)
    await declare_capability(app, smelter, title="铝锭", categories=["aluminium-alloy-ingots"])
    await declare_capability(app, caster)
    one, other = local("aluminium-alloy-ingots"), local("aluminium-die-castings")
    circle = [
        CategoryLink(start=other, end=one, source="tests", strength=1.0),
        CategoryLink(start=one, end=other, source="tests", strength=1.0),
    ]
    round_about = [
        CategoryLink(start=one, end=other, source="tests"),
        CategoryLink(start=other, end=one, source="tests"),
    ]
    await app.taxonomy.add(SYSTEM, [], {"INPUT_TO": circle, "BROADER": round_about})
    assert await partners(app, smelter.id) == [caster.id]
    assert await partners(app, caster.id) == [smelter.id]


async def test_when_everybody_opted_out_nobody_is_named(app: App) -> None:
    works = await create_enterprise(app)
    await declare_need(app, works)
    casters = [await create_enterprise(app) for _ in range(3)]
    for caster in casters:
        await declare_capability(app, caster)
    assert sorted(await partners(app, works.id)) == sorted(one.id for one in casters)
    for caster in casters:
        await app.enterprises.set_opt_out(SYSTEM, caster.id, caster.version, True)
    assert await partners(app, works.id) == []
    secretary = await create_account(app, Role.SECRETARY, committees=["ka"])
    assert await app.recommendations.inbox(secretary) == []


async def test_many_claims_of_one_enterprise_make_one_partner(app: App) -> None:
    works = await create_enterprise(app)
    await declare_need(app, works)
    caster = await create_enterprise(app)
    for number in range(40):
        await declare_capability(app, caster, title=f"铝压铸件{number}")
    assert await partners(app, works.id) == [caster.id]
    assert await partners(app, caster.id) == [works.id]


async def test_what_expires_overnight_is_gone_in_the_morning(
    app: App, clock: SettableClock
) -> None:
    works = await create_enterprise(app)
    await declare_need(app, works)
    caster = await create_enterprise(app)
    today = app.settings.today(clock())
    await declare_capability(app, caster, valid_until=today.isoformat())
    assert await partners(app, works.id) == [caster.id]
    sequence = app.follower.sequence
    clock.set_day(today + timedelta(days=1))
    assert await partners(app, works.id) == []
    assert app.follower.sequence == sequence  # nobody touched anything


async def test_each_answer_says_what_it_saw_and_can_be_asked_for_more(app: App) -> None:
    works = await create_enterprise(app)
    await declare_need(app, works)
    await partners(app, works.id)
    before, _ = await app.journal.head()
    projection = app.recommendations.keeper.loaded
    assert projection is not None
    assert projection.sequence == before
    caster = await create_enterprise(app)
    claim = await declare_capability(app, caster)
    after, _ = await app.journal.head()
    [found] = await app.recommendations.for_enterprise(SYSTEM, works.id, at_least=after)
    assert found.partner == caster.id
    assert projection.sequence == after
    await app.claims.withdraw(SYSTEM, CAPABILITY, claim.claim, 1)
    assert await partners(app, works.id) == []


@pytest.mark.parametrize("moved", [-1, 3])
async def test_a_journal_with_a_gap_makes_everything_be_read_anew(app: App, moved: int) -> None:
    """As after a backup was restored: the head is not where it was."""
    works, caster = await create_enterprise(app), await create_enterprise(app)
    await declare_need(app, works)
    await declare_capability(app, caster)
    assert await partners(app, works.id) == [caster.id]
    before = app.recommendations.keeper.loaded

    async def tamper(transaction: GraphTransaction) -> None:
        await transaction.write(MOVE_HEAD, moved=moved)

    await app.store.transact(tamper)
    assert await partners(app, works.id) == [caster.id]
    assert app.recommendations.keeper.loaded is not before


async def test_while_the_graph_is_away_answers_go_on_and_then_catch_up(
    store: GraphStore, clock: SettableClock
) -> None:
    away = Cuttable(store)
    here = build_app(Settings(_env_file=None), store=away, clock=clock)
    there = build_app(Settings(_env_file=None), store=store, clock=clock)
    await here.journal.prepare()
    await load_small_reference(here)
    works, caster = await create_enterprise(here), await create_enterprise(here)
    await declare_need(here, works)
    away.cut = True
    with pytest.raises(GraphUnavailable):  # nothing was known yet
        await partners(here, works.id)
    away.cut = False
    await declare_capability(here, caster)
    assert await partners(here, works.id) == [caster.id]
    away.cut = True
    later = await create_enterprise(there)
    await declare_capability(there, later)
    assert await partners(here, works.id) == [caster.id]
    assert here.recommendations.keeper.away
    with pytest.raises(NotFound):
        await here.recommendations.for_enterprise(PUBLIC, works.id)
    away.cut = False
    assert set(await partners(here, works.id)) == {caster.id, later.id}
    assert not here.recommendations.keeper.away


async def test_who_opted_out_at_another_worker_a_moment_ago_is_not_named(
    store: GraphStore, clock: SettableClock
) -> None:
    here, there = (build_app(Settings(_env_file=None), store=store, clock=clock) for _ in range(2))
    await here.journal.prepare()
    await load_small_reference(here)
    here.follower.start()
    try:
        works, caster = await create_enterprise(here), await create_enterprise(here)
        await declare_need(here, works)
        await declare_capability(here, caster)
        assert await partners(here, works.id) == [caster.id]
        await there.enterprises.set_opt_out(SYSTEM, caster.id, caster.version, True)
        if store.one_process:  # two workers on one embedded graph cannot be; the look comes later
            await here.follower.look()
        assert await partners(here, works.id) == []
    finally:
        await here.follower.stop()
