"""The chance of a yes from named values, what each adds, and that both say yes."""

import math

import numpy as np
import pytest

from chainlink.matching.acceptance_model import AcceptanceModel, Calibration, mutual


def test_a_model_learns_what_tells_and_names_what_adds_up():
    random = np.random.default_rng(1)
    told, noise = random.random(4000), random.random(4000)
    chance = 1 / (1 + np.exp(-(4 * (told - 0.5) - 1)))
    model = AcceptanceModel.fitted(
        {"told": told, "noise": noise}, random.random(4000) < chance, spread=2.0
    )
    assert model.weights["told"] == pytest.approx(4, abs=0.5)
    assert model.weights["noise"] == pytest.approx(0, abs=0.4)
    one = {"told": [0.9], "noise": [0.1]}
    added = model.constant + sum(part[0] for part in model.contributions(one).values())
    assert model.probability(one)[0] == pytest.approx(1 / (1 + math.exp(-added)))


def test_a_value_left_out_counts_as_usual():
    model = AcceptanceModel(-0.4, {"told": 2.0}, {"told": 0.5}, frozenset())
    assert model.probability({"told": [0.5]})[0] == pytest.approx(1 / (1 + math.exp(0.4)))
    assert model.probability({}) == pytest.approx(1 / (1 + math.exp(0.4)))


def test_a_share_enters_by_its_log_odds():
    model = AcceptanceModel(0.0, {"openness": 1.0}, {"openness": 0.0}, frozenset({"openness"}))
    assert model.probability({"openness": [0.3, 0.8]}).tolist() == pytest.approx([0.3, 0.8])


def test_no_outcomes_leave_the_anchor():
    model = AcceptanceModel.fitted(
        {"openness": [0.2, 0.6]}, [0.5, 0.5], anchor={"openness": 3.0}, spread=1e-6
    )
    assert model.weights["openness"] == pytest.approx(3.0, abs=1e-4)


def test_both_must_say_yes():
    assert mutual([0.5], [0.4])[0] == pytest.approx(math.log(0.2))
    assert mutual([0.0], [1.0])[0] == pytest.approx(math.log(1e-12))


def test_calibration_mends_promises_and_keeps_their_order():
    # one in four came true of what was promised as one in two
    mended = Calibration.fitted([0.5] * 4000, [1, 0, 0, 0] * 1000, spread=10.0)
    assert mended.probability([0.5])[0] == pytest.approx(0.25, abs=0.001)
    low, high = mended.probability([0.2, 0.9])
    assert low < high
    assert Calibration.fitted([], []) == Calibration(0.0, 1.0)
    assert Calibration().probability([0.3])[0] == pytest.approx(0.3)
