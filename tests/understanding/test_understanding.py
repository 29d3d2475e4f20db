"""Who is right stands among the first three of all, in the owners' own words, on both halves."""

from collections import Counter
from collections.abc import AsyncIterator

import pytest

from chainlink.app import App, build_app
from chainlink.enterprises.model import Sector
from chainlink.settings import Settings
from chainlink.taxonomy.model import ClaimKind
from tests.settable_clock import SettableClock
from tests.understanding.cases import Half, Side, cases
from tests.understanding.measuring import Outcome, Tally, load_categories, measure, tallies

# a little under what was reached when the halves were measured: 57 right and 3 decoys above in the
# half that the taxonomy was improved by, 46 and 15 in the half that was put aside
FLOORS = {Half.TUNING: Tally(60, 55, 6), Half.HELD_OUT: Tally(60, 44, 18)}


@pytest.fixture(scope="module", params=Half)
async def outcomes(request: pytest.FixtureRequest) -> AsyncIterator[list[Outcome]]:
    settings = Settings(_env_file=None, graph="ladybug::memory:", graph_memory=256)
    app: App = build_app(settings, clock=SettableClock())
    await app.prepare()
    await load_categories(app)
    yield await measure(app, cases(request.param))
    await app.close()


def test_the_cases_are_of_all_sectors_kinds_and_both_sides() -> None:
    everything = [case for half in Half for case in cases(half)]
    sides = Counter(case.side for case in everything)
    assert sides == {Side.NEED: 60, Side.CAPABILITY: 60}
    for half in Half:
        assert {case.asker.sector for case in cases(half)} == set(Sector)
        assert {case.kind for case in cases(half)} == set(ClaimKind)
    said = [voice.says for case in everything for _, voice in case.voices()]
    assert len(set(said)) == len(said) == 480


def test_who_is_right_is_among_the_first_three(
    outcomes: list[Outcome], request: pytest.FixtureRequest
) -> None:
    floor = FLOORS[request.node.callspec.params["outcomes"]]
    tally = Tally.of(outcomes)
    assert tally.cases == 60
    assert tally.right >= floor.right, [one.case.name for one in outcomes if not one.right]
    assert tally.decoys_above <= floor.decoys_above


def test_every_sector_is_served(outcomes: list[Outcome]) -> None:
    for sector, tally in tallies(outcomes, lambda one: one.case.asker.sector.value):
        assert tally.right * 2 >= tally.cases, sector
