"""The training table: which showing an outcome belongs to, what a row counts, what it says."""

import math

import numpy as np
import pytest

from chainlink.matching.learning.examples import (
    Shown,
    chances,
    outcomes_until,
    success_chance,
    table_of,
)
from chainlink.matching.learning.outcomes import Decision, DecisionKind, Outcome, Side
from chainlink.matching.learning.weights import Calibration, PartWeights, PolicyWeights
from chainlink.matching.model import MatchType


def day(number: int) -> str:
    return f"2026-01-{number:02}T00:00:00.000000Z"


def shown(id_: str, on: int, propensity: float = 1.0, **values: float) -> Shown:
    return Shown(id_, "w", "s", "p", "s", "p", "SUPPLY", 1, propensity, values, day(on))


def decision(kind: str, on: int, names: str | None = None, provider: str = "p") -> Decision:
    return Decision(
        id=f"{kind}{on}",
        seeker="s",
        provider=provider,
        match_type=MatchType.SUPPLY,
        side=Side.SEEKER,
        kind=DecisionKind(kind),
        shown=names,
        decided_at=day(on),
        recorded_at=day(on),
        recorded_by="a",
    )


TWICE = [shown("first", 1), shown("second", 5)]


def test_a_decision_belongs_to_the_last_showing_before_it() -> None:
    assert outcomes_until(TWICE, [decision("DECLINED", 4)], day(9)) == {
        "first": Outcome(seeker=False)
    }
    assert outcomes_until(TWICE, [decision("DECLINED", 6)], day(9)) == {
        "second": Outcome(seeker=False)
    }


def test_a_decision_belongs_to_the_showing_that_it_names() -> None:
    said = [decision("DECLINED", 6, names="first")]

    assert outcomes_until(TWICE, said, day(9)) == {"first": Outcome(seeker=False)}


def test_all_that_comes_of_a_pair_belongs_to_where_it_began() -> None:
    said = [decision("ACCEPTED", 2), decision("DEAL", 8)]

    assert outcomes_until(TWICE, said, day(9)) == {"first": Outcome(True, True, True)}


def test_nothing_is_known_before_it_was_decided() -> None:
    said = [decision("ACCEPTED", 2), decision("DEAL", 8)]

    assert outcomes_until(TWICE, said, day(7)) == {"first": Outcome(seeker=True)}
    assert outcomes_until(TWICE, said, day(1)) == {}


def test_what_was_never_shown_before_its_decision_says_nothing() -> None:
    late = [shown("late", 5)]

    assert outcomes_until(late, [decision("DEAL", 4)], day(9)) == {}
    assert outcomes_until(TWICE, [decision("DEAL", 6, provider="other")], day(9)) == {}


def test_what_is_not_decided_is_unknown_and_not_a_refusal() -> None:
    table = table_of(
        [shown("a", 1), shown("b", 1), shown("c", 1)],
        {"b": Outcome(True, False), "c": Outcome(True, True, True)},
        ["fit"],
    )

    assert np.isnan(table.labels["seeker"]).tolist() == [True, False, False]
    assert table.labels["provider"][1:].tolist() == [0.0, 1.0]
    assert np.isnan(table.labels["deal"]).tolist() == [True, True, False]
    assert np.isnan(table.success).tolist() == [True, False, False]
    assert table.success[1:].tolist() == [0.0, 1.0]


@pytest.mark.parametrize(
    ("propensity", "weight"), [(1.0, 1.0), (0.5, 2.0), (0.01, 3.0), (0.0, 3.0)]
)
def test_what_was_shown_rarely_counts_more_up_to_three_times(
    propensity: float, weight: float
) -> None:
    table = table_of([shown("a", 1, propensity)], {}, [])

    assert table.weight.tolist() == pytest.approx([weight])


def test_factors_that_the_policy_does_not_have_are_left_out_and_absent_ones_are_zero() -> None:
    table = table_of([shown("a", 1, fit=0.5, old=1.0)], {}, ["fit", "new"])

    assert table.values.tolist() == [[0.5, 0.0]]


POLICY = PolicyWeights(
    "expert",
    {
        "seeker": PartWeights(-1.0, {"fit": 2.0, "rival": 1.0}, {"CHAIN": {"fit": 0.0}}),
        "provider": PartWeights(0.0, {}),
        "deal": PartWeights(0.0, {}),
    },
    against=frozenset({"rival"}),
)


def logistic(score: float) -> float:
    return 1 / (1 + math.exp(-score))


def test_chances_are_the_parts_logistic_functions_by_match_type_and_direction() -> None:
    chain = Shown("b", "w", "s", "p", "s", "p", "CHAIN", 1, 1.0, {"fit": 0.5, "rival": 1.0}, day(1))
    table = table_of([shown("a", 1, fit=0.5, rival=1.0), chain], {}, POLICY.codes)

    assert chances(POLICY, table)["seeker"].tolist() == pytest.approx([logistic(-1), logistic(-2)])
    assert success_chance(POLICY, table)[0] == pytest.approx(logistic(-1) / 4)


def test_calibration_scales_log_odds() -> None:
    table = table_of([shown("a", 1)], {}, POLICY.codes)
    plain = success_chance(POLICY, table)[0]
    scaled = PolicyWeights("x", POLICY.parts, POLICY.against, Calibration(0.3, 2.0))

    odds = math.log(plain / (1 - plain))
    assert success_chance(scaled, table)[0] == pytest.approx(logistic(0.3 + 2 * odds))
    assert success_chance(scaled, table, calibrated=False)[0] == pytest.approx(plain)
