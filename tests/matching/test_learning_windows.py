"""A whole lesson: windows in time, what the report says, and when a version is better."""

import pytest

from chainlink.errors import Conflict
from chainlink.matching.learning.learning import NEEDED, Learned, learn
from chainlink.matching.learning.outcomes import Decision, DecisionKind
from chainlink.matching.learning.weights import PartWeights, PolicyWeights
from chainlink.matching.policy import PARTS
from tests.learning_world import BASE, EXPERT, Year, decided, instant, year

END = instant(5000)


def lesson(made: Year, in_force: PolicyWeights = EXPERT, until: str = END) -> Learned:
    return learn(made.shown, made.decisions, in_force, version="new", until=until, sizes={})


@pytest.fixture(scope="module")
def whole() -> Learned:
    return lesson(year(300))


def test_too_little_is_said_with_how_much_there_is_and_how_much_is_needed() -> None:
    with pytest.raises(Conflict) as refused:
        lesson(year(5))

    assert refused.value.key == "learning.too_few"
    assert refused.value.facts["needed"] == NEEDED == 30
    assert 0 < int(str(refused.value.facts["resolved"])) < 30


def test_what_is_open_is_not_counted_as_resolved() -> None:
    made = year(10, each=6)
    first: dict[str, Decision] = {}
    for one in made.shown:
        first[one.id] = decided(one, "SEEKER", "ACCEPTED", 20)
    made.decisions = list(first.values())

    with pytest.raises(Conflict) as refused:
        lesson(made)

    assert refused.value.facts["resolved"] == 0


def test_every_outcome_speaks_in_one_window(whole: Learned) -> None:
    report = whole.report
    assert report.fit + report.calibration + report.evaluation <= report.resolved
    assert report.fit == pytest.approx(0.6 * report.resolved, rel=0.05)
    assert report.calibration == pytest.approx(0.2 * report.resolved, rel=0.1)
    assert report.evaluation == pytest.approx(0.2 * report.resolved, rel=0.1)
    assert report.fitted_until < report.calibrated_until < report.until
    assert report.shown == 1800


def test_what_is_decided_after_the_last_day_changes_nothing(whole: Learned) -> None:
    made = year(300)
    cut = instant(200)
    before = lesson(made, until=cut)
    made.decisions = [one for one in made.decisions if one.decided_at <= cut]

    assert lesson(made, until=cut) == before
    assert before.report.resolved < whole.report.resolved
    assert before.report.shown == 6 * 201  # a list an hour, the first at hour 0


def test_what_is_decided_after_a_window_does_not_reach_into_it() -> None:
    made = year(300)
    known = lesson(made)
    for place, one in enumerate(made.decisions):
        if one.decided_at > known.report.calibrated_until and one.kind is DecisionKind.DEAL:
            made.decisions[place] = one.model_copy(update={"kind": DecisionKind.NO_DEAL})

    again = lesson(made)

    assert again.policy.parts == known.policy.parts
    assert again.policy.calibration == known.policy.calibration
    assert again.report.measures != known.report.measures


def test_a_better_policy_is_found_better_with_nothing_worse(whole: Learned) -> None:
    measures = {one.name: one for one in whole.report.measures}
    assert list(measures) == ["likelihood", "ndcg", "hit", "small_hit", "exposure", "calibration"]
    likelihood = measures["likelihood"]
    assert likelihood.low is not None
    assert likelihood.low > 0
    assert measures["ndcg"].learned > measures["ndcg"].in_force
    assert whole.report.refusals == ()
    assert (whole.policy.version, whole.policy.parent) == ("new", "expert")


def test_the_report_says_what_moved_most_first(whole: Learned) -> None:
    moved = whole.report.moved
    assert moved[0].code == "good"
    assert moved[0].before == 0.3
    assert [abs(one.after - one.before) for one in moved] == sorted(
        (abs(one.after - one.before) for one in moved), reverse=True
    )


def test_a_policy_that_is_right_already_is_not_replaced() -> None:
    right = PolicyWeights(
        "right",
        {part: PartWeights(BASE, {"good": 3.0, "useless": 0.0, "rival": 0.5}) for part in PARTS},
        against=frozenset({"rival"}),
    )

    report = lesson(year(300), in_force=right).report

    assert "likelihood" in report.refusals
