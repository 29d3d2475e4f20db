"""The story that the platform comes from, asked of the seeds as of the day before they met."""

import dataclasses
import math
from collections.abc import Callable, Sequence
from datetime import date

import pytest

from chainlink.accounts.model import system_actor
from chainlink.app import App
from chainlink.enterprises.model import Enterprise
from chainlink.matching.facts import EnterpriseFact, Snapshot
from chainlink.matching.model import MatchType, Recommendation
from chainlink.matching.policy import policy_in_force
from chainlink.matching.ranking import recommend
from chainlink.matching.view import View

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


Ranking = Callable[[Snapshot, str, MatchType], list[Recommendation]]


@pytest.fixture
async def rank(seeded_app: App) -> Ranking:
    """Ranks over any snapshot, so that a test can ask what would be if the facts were others."""
    taxonomy = await seeded_app.taxonomy.current()
    cut = "2023-06-14T15:59:59.999999Z"

    def ranked(snapshot: Snapshot, asker: str, match_type: MatchType) -> list[Recommendation]:
        view = View(snapshot, taxonomy, BEFORE_THEY_MET.isoformat(), cut)
        return recommend(view, policy_in_force(), asker, [match_type], frozenset(), 50)

    return ranked


async def snapshot_of(app: App) -> Snapshot:
    await app.recommendations.view(None)
    return app.recommendations.snapshot


def renamed(snapshot: Snapshot, new: Callable[[str], str]) -> Snapshot:
    """The same facts under other names and ids."""

    def of(fact: EnterpriseFact) -> EnterpriseFact:
        claims = tuple(
            dataclasses.replace(
                claim, id=new(claim.id), claim=new(claim.claim), enterprise=new(claim.enterprise)
            )
            for claim in fact.claims
        )
        ids = snapshot.enterprises.keys()
        links = tuple(
            dataclasses.replace(
                link, start=new(link.start), end=new(link.end) if link.end in ids else link.end
            )
            for link in fact.links
        )
        return dataclasses.replace(
            fact, id=new(fact.id), name=new(fact.name), claims=claims, links=links
        )

    changed = [of(fact) for fact in snapshot.enterprises.values()]
    # and in another order: nothing may depend on who was loaded first
    return Snapshot(0, {fact.id: fact for fact in sorted(changed, key=lambda one: one.id)})


@pytest.mark.parametrize("match_type", list(MatchType))
async def test_other_names_and_ids_give_the_same_ranking(
    seeded_app: App, rank: Ranking, match_type: MatchType
) -> None:
    snapshot = await snapshot_of(seeded_app)
    other = renamed(snapshot, lambda text: text[::-1] + "·")
    for asker in snapshot.enterprises:
        before = rank(snapshot, asker, match_type)
        after = rank(other, asker[::-1] + "·", match_type)
        assert _numbers(before) == _numbers(after)
        assert [one.partner[::-1] + "·" for one in before] == [one.partner for one in after]


def _numbers(ranked: Sequence[Recommendation]) -> list[tuple[float, int]]:
    return [(one.score, one.rank) for one in ranked]


async def test_without_the_makers_capability_it_is_lost(seeded_app: App, rank: Ranking) -> None:
    snapshot = await snapshot_of(seeded_app)
    maker, _ = await partners(seeded_app, MAKER)
    exporter, _ = await partners(seeded_app, EXPORTER)
    silent = dataclasses.replace(snapshot.enterprises[maker.id], claims=())
    without = snapshot.replaced(0, [silent])
    assert maker.id in [one.partner for one in rank(snapshot, exporter.id, MatchType.CHANNEL)]
    assert maker.id not in [one.partner for one in rank(without, exporter.id, MatchType.CHANNEL)]
    assert rank(without, maker.id, MatchType.CHANNEL) == []


async def test_before_either_was_recorded_there_is_nothing(seeded_app: App) -> None:
    maker, _ = await partners(seeded_app, MAKER)
    nothing = await seeded_app.recommendations.for_enterprise(
        ASKER, maker.id, as_of=date(2023, 3, 1)
    )
    assert nothing == []
