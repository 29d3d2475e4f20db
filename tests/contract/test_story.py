"""The story that the platform comes from, asked of the seeds as of the day before they met."""

import dataclasses
import math
from collections.abc import Callable, Sequence
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from chainlink.accounts.model import system_actor
from chainlink.app import App
from chainlink.enterprises.model import Enterprise
from chainlink.matching.model import MatchType, Recommendation
from chainlink.matching.policy import expert_policy
from chainlink.matching.projection.day import Day
from chainlink.matching.projection.loading import enterprise_ids, load_tables
from chainlink.matching.projection.projection import Projection
from chainlink.matching.projection.tables import Tables
from chainlink.matching.ranking import recommend
from chainlink.matching.reach import Reaches

BEFORE_THEY_MET = date(2023, 6, 14)
EXPORTER = "易运盈（山东）网络科技有限公司"
MAKER = "山东金大丰机械有限公司"
ASKER = system_actor("tests")


async def partners(app: App, name: str) -> tuple[Enterprise, list[Recommendation]]:
    found = await app.enterprises.find(ASKER, name)
    ranked = await app.recommendations.for_enterprise(
        ASKER, found.id, match_type=MatchType.CHANNEL, as_of=BEFORE_THEY_MET
    )
    return found, ranked


@pytest.mark.parametrize(("asker", "partner"), [(EXPORTER, MAKER), (MAKER, EXPORTER)])
async def test_each_is_among_the_first_three_of_the_other(
    seeded_app: App, asker: str, partner: str
) -> None:
    wanted = await seeded_app.enterprises.find(ASKER, partner)
    _, ranked = await partners(seeded_app, asker)
    assert wanted.id in [one.partner for one in ranked[:3]]


async def test_the_two_sit_on_different_chains_under_different_committees(seeded_app: App) -> None:
    exporter = await seeded_app.enterprises.find(ASKER, EXPORTER)
    maker = await seeded_app.enterprises.find(ASKER, MAKER)
    memberships = await seeded_app.enterprises.memberships([exporter.id, maker.id])
    of_exporter = {one.committee for one in memberships if one.enterprise == exporter.id}
    of_maker = {one.committee for one in memberships if one.enterprise == maker.id}
    assert of_exporter == {"yz-ecommerce-committee"}
    assert of_maker == {"yz-agri-machinery-committee"}


async def test_it_says_why(seeded_app: App) -> None:
    maker, _ = await partners(seeded_app, MAKER)
    _, ranked = await partners(seeded_app, EXPORTER)
    [one] = [one for one in ranked if one.partner == maker.id]
    assert math.fsum(factor.contribution for factor in one.factors) == pytest.approx(
        one.score, abs=1e-9
    )
    for factor in one.factors:
        assert factor.contribution == pytest.approx(factor.weight * factor.value, abs=1e-12)
    assert {"first_export", "category_fit"} <= {factor.code for factor in one.factors}
    [path] = one.paths
    assert path.hops[0].from_name == MAKER
    assert path.hops[-1].to_name == EXPORTER
    for hop, following in zip(path.hops, path.hops[1:], strict=False):
        assert hop.to_name == following.from_name
    assert all(hop.source and 0 < hop.confidence <= 1 for hop in path.hops)
    stated = [hop.as_of for hop in path.hops if hop.source == "source.declared"]
    assert set(stated) == {date(2023, 3, 20)}
    assert path.confidence == pytest.approx(math.prod(hop.confidence for hop in path.hops))


Ranking = Callable[[Tables, str, MatchType], list[Recommendation]]


@pytest.fixture
async def rank(seeded_app: App) -> Ranking:
    """Ranks over any facts, so that a test can ask what would be if they were others."""
    taxonomy = await seeded_app.taxonomy.current()
    cut = "2023-06-14T15:59:59.999999Z"
    known: dict[int, tuple[Day, Reaches]] = {}

    def ranked(tables: Tables, asker: str, match_type: MatchType) -> list[Recommendation]:
        if id(tables) not in known:
            projection = Projection()
            projection.append(tables)
            projection.settle()
            day = Day(projection, taxonomy, BEFORE_THEY_MET.isoformat(), cut)
            known[id(tables)] = day, Reaches(taxonomy, projection.categories)
        day, reaches = known[id(tables)]
        policy = expert_policy()
        return recommend(day, reaches, policy, asker, [match_type], frozenset(), 50)

    return ranked


async def tables_of(app: App) -> Tables:
    return await load_tables(app.store, await enterprise_ids(app.store))


def renamed(tables: Tables, new: Callable[[str], str]) -> Tables:
    """The same facts under other names and ids, and in another order."""
    ids = set(tables.enterprises["id"].to_pylist())

    def of(table: pa.Table, *names: str) -> pa.Table:
        for name in names:
            values = [
                new(one) if name != "end" or one in ids else one for one in table[name].to_pylist()
            ]
            place = table.column_names.index(name)
            table = table.set_column(place, name, pa.array(values, pa.string()))
        return table.sort_by(names[0])

    return Tables(
        enterprises=of(tables.enterprises, "id", "name"),
        claims=of(tables.claims, "id", "enterprise"),
        categories=of(tables.categories, "claim"),
        markets=of(tables.markets, "claim"),
        links=of(tables.links, "start", "end"),
    )


@pytest.mark.parametrize("match_type", list(MatchType))
async def test_other_names_and_ids_give_the_same_ranking(
    seeded_app: App, rank: Ranking, match_type: MatchType
) -> None:
    tables = await tables_of(seeded_app)
    other = renamed(tables, lambda text: text[::-1] + "·")
    for asker in tables.enterprises["id"].to_pylist():
        before = rank(tables, asker, match_type)
        after = rank(other, asker[::-1] + "·", match_type)
        assert _numbers(before) == _numbers(after)
        assert [one.partner[::-1] + "·" for one in before] == [one.partner for one in after]


def _numbers(ranked: Sequence[Recommendation]) -> list[tuple[float, int]]:
    return [(one.score, one.rank) for one in ranked]


async def test_without_the_makers_capability_it_is_lost(seeded_app: App, rank: Ranking) -> None:
    tables = await tables_of(seeded_app)
    maker, _ = await partners(seeded_app, MAKER)
    exporter, _ = await partners(seeded_app, EXPORTER)
    others = tables.claims.filter(pc.not_equal(tables.claims["enterprise"], maker.id))
    without = dataclasses.replace(
        tables,
        claims=others,
        **{
            name: table.filter(pc.is_in(table["claim"], value_set=others["id"]))
            for name, table in (("categories", tables.categories), ("markets", tables.markets))
        },
    )
    assert maker.id in [one.partner for one in rank(tables, exporter.id, MatchType.CHANNEL)]
    assert maker.id not in [one.partner for one in rank(without, exporter.id, MatchType.CHANNEL)]
    assert rank(without, maker.id, MatchType.CHANNEL) == []


async def test_before_either_was_recorded_there_is_nothing(seeded_app: App) -> None:
    maker, _ = await partners(seeded_app, MAKER)
    nothing = await seeded_app.recommendations.for_enterprise(
        ASKER, maker.id, as_of=date(2023, 3, 1)
    )
    assert nothing == []
