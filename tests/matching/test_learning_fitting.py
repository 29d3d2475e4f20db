"""Fitting around the policy in force: it stays with few outcomes and moves with many."""

import math
from dataclasses import replace

import numpy as np
import pytest

from chainlink.matching.learning.examples import (
    Shown,
    Table,
    outcomes_until,
    success_chance,
    table_of,
)
from chainlink.matching.learning.fitting import Trust, calibrate, fit_policy
from chainlink.matching.learning.outcomes import Outcome
from chainlink.matching.learning.weights import Calibration, PartWeights, PolicyWeights
from tests.learning_world import EXPERT, year

END = "2027"


def table(lists: int) -> Table:
    made = year(lists)
    return table_of(made.shown, outcomes_until(made.shown, made.decisions, END), EXPERT.codes)


def test_without_outcomes_the_policy_stays_what_it_is() -> None:
    nothing = table_of(year(3).shown, {}, EXPERT.codes)

    fitted = fit_policy(nothing, EXPERT, "new")

    assert fitted == replace(EXPERT, version="new", parent="expert")
    assert calibrate(fitted, nothing) == fitted


def test_with_few_outcomes_no_weight_moves_by_half() -> None:
    fitted = fit_policy(table(3), EXPERT, "new")

    for part, weights in EXPERT.parts.items():
        for code, before in weights.weights.items():
            assert fitted.parts[part].weights[code] == pytest.approx(before, abs=0.75)


def test_with_many_outcomes_the_weights_are_the_true_ones() -> None:
    fitted = fit_policy(table(1500), EXPERT, "new")

    for part in ("seeker", "provider"):
        weights = fitted.parts[part].weights
        assert weights["good"] == pytest.approx(3.0, abs=0.4)
        assert weights["useless"] == pytest.approx(0.0, abs=0.2)


def test_a_factor_that_speaks_against_never_turns_round() -> None:
    good = Shown("a", "w", "s", "p", "s", "p", "SUPPLY", 1, 1.0, {"rival": 1.0}, "")
    rows = [replace(good, id=str(number)) for number in range(50)]
    all_well = {one.id: Outcome(True, True, True) for one in rows}

    fitted = fit_policy(table_of(rows, all_well, EXPERT.codes), EXPERT, "new")

    assert [part.weights["rival"] for part in fitted.parts.values()] == [0.0, 0.0, 0.0]


TYPED = PolicyWeights(
    "typed",
    {
        "seeker": PartWeights(0.0, {"fit": 1.0}, {"CHANNEL": {"fit": 0.5}, "CHAIN": {"fit": 0.0}}),
        "provider": PartWeights(0.0, {"fit": 0.0}, {}),
        "deal": PartWeights(0.0, {}),
    },
)


def accepted(match_type: str, many: int) -> Table:
    rows = [
        Shown(str(number), "w", "s", "p", "s", "p", match_type, 1, 1.0, {"fit": 1.0}, "")
        for number in range(many)
    ]
    return table_of(rows, {one.id: Outcome(True, True, None) for one in rows}, TYPED.codes)


def test_weights_keep_their_proportion_between_match_types() -> None:
    part = fit_policy(accepted("SUPPLY", 40), TYPED, "new").parts["seeker"]

    assert part.weights["fit"] > 1.1
    assert part.by_type["CHANNEL"]["fit"] == pytest.approx(part.weights["fit"] / 2)
    assert part.by_type["CHAIN"]["fit"] == 0.0


def test_a_factor_that_counts_elsewhere_may_come_to_count_in_another_part() -> None:
    part = fit_policy(accepted("SUPPLY", 40), TYPED, "new").parts["provider"]

    assert part.weights["fit"] > 0.1
    assert part.weight("fit", "CHAIN") == 0.0  # it counts nowhere for that match type


def test_a_match_type_in_which_a_factor_does_not_count_says_nothing_of_it() -> None:
    fitted = fit_policy(accepted("CHAIN", 40), TYPED, "new")

    assert fitted.parts["seeker"].weights["fit"] == pytest.approx(1.0, abs=1e-6)


def test_rare_rows_count_more_but_not_as_more_evidence_than_there_is() -> None:
    rows = accepted("SUPPLY", 40)
    heavy = replace(rows, weight=np.full(40, 3.0))
    uneven = replace(rows, weight=np.array([3.0] + [1.0] * 39))

    plain = fit_policy(rows, TYPED, "new").parts["seeker"].weights["fit"]

    assert fit_policy(heavy, TYPED, "new").parts["seeker"].weights["fit"] == pytest.approx(plain)
    assert 1.0 < fit_policy(uneven, TYPED, "new").parts["seeker"].weights["fit"] < plain


def test_calibration_makes_chances_add_up_to_what_happened() -> None:
    rows = table(600)
    known = rows.rows(np.isfinite(rows.success))

    scaled = calibrate(EXPERT, rows, Trust(calibration=math.inf))

    assert success_chance(scaled, known).mean() == pytest.approx(known.success.mean(), abs=1e-6)


def test_calibration_never_turns_an_order_round() -> None:
    values = [{"good": 1.0}] * 30 + [{"good": 0.0}] * 30
    rows = [
        Shown(str(n), "w", "s", "p", "s", "p", "SUPPLY", 1, 1.0, one, "")
        for n, one in enumerate(values)
    ]
    upside_down = {
        one.id: Outcome(True, True, True) if int(one.id) >= 30 else Outcome(False) for one in rows
    }

    scaled = calibrate(EXPERT, table_of(rows, upside_down, EXPERT.codes))

    assert scaled.calibration.slope == pytest.approx(0.1)
    assert scaled.calibration != Calibration()
