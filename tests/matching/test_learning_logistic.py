"""Logistic fits: optima that are known in closed form, and gradients against differences."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import approx_fprime
from scipy.sparse import csr_array

from chainlink.matching.learning.logistic import (
    choice_loss,
    fit_choice,
    fit_map,
    logistic,
    pointwise_loss,
)

FREE = math.inf


def test_a_free_constant_is_the_log_odds_of_what_happened() -> None:
    [weight] = fit_map(np.ones((4, 1)), [1, 1, 1, 0], anchor=0.0, spread=FREE)

    assert weight == pytest.approx(math.log(3), abs=1e-7)


def test_without_rows_the_anchor_is_the_answer() -> None:
    found = fit_map(np.zeros((0, 2)), [], anchor=[0.7, -2.0], spread=1.0)

    assert found.tolist() == [0.7, -2.0]


def test_the_anchored_weight_solves_the_normal_equation_of_its_mode() -> None:
    [weight] = fit_map(np.ones((1, 1)), [1], anchor=0.5, spread=2.0)

    # derivative of the log-posterior: (1 - p) - (w - anchor) / spread² = 0
    assert (1 - 1 / (1 + math.exp(-weight))) == pytest.approx((weight - 0.5) / 4, abs=1e-8)


def test_a_column_without_spread_stays_at_its_anchor() -> None:
    x = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 1.0]])

    found = fit_map(x, [0, 1, 1], anchor=[0.25, 0.0], spread=[0.0, 1.0])

    assert found[0] == 0.25
    assert found[1] > 0.3


def test_weights_do_not_pass_below_their_bound() -> None:
    x = np.array([[1.0], [1.0], [0.0]])

    assert fit_map(x, [0, 0, 1], anchor=0.4, spread=5.0, lower=0.0).tolist() == [0.0]


def test_a_row_that_counts_twice_is_two_rows() -> None:
    x = np.array([[1.0, 0.2], [1.0, 0.9], [1.0, 0.4]])
    doubled = np.vstack([x, x[1:2]])

    once = fit_map(x, [0, 1, 0], anchor=0.0, spread=1.0, sample_weight=[1, 2, 1])
    twice = fit_map(doubled, [0, 1, 0, 1], anchor=0.0, spread=1.0)

    assert once == pytest.approx(twice, abs=1e-7)


def test_a_long_list_counts_as_one_row() -> None:
    rows = np.ones((5, 1))

    found = fit_map(rows, [1, 1, 1, 1, 0], anchor=0.0, spread=FREE, group=[7, 7, 7, 7, 9])

    assert found[0] == pytest.approx(0.0, abs=1e-7)


def test_a_choice_between_two_kinds_is_their_log_ratio() -> None:
    # four lists of one row with the mark and one without; three of four chose the marked one
    x = np.array([[1.0], [0.0]] * 4)
    y = [1, 0, 1, 0, 1, 0, 0, 1]

    [weight] = fit_choice(x, y, np.repeat(np.arange(4), 2), anchor=0.0, spread=FREE)

    assert weight == pytest.approx(math.log(3), abs=1e-7)


def test_lists_without_a_choice_and_constant_columns_say_nothing() -> None:
    x = np.array([[1.0, 0.3], [1.0, 0.9], [1.0, 0.1]])

    found = fit_choice(x, [0, 0, 1], [1, 1, 2], anchor=[5.0, -1.0], spread=[FREE, 1.0])

    assert found.tolist() == [5.0, -1.0]


def test_choices_between_any_scores_have_a_likelihood() -> None:
    loss = choice_loss(np.array([[1000.0], [0.0]]), np.array([0.0, 1.0]), np.array([1, 1]))

    assert loss(np.array([1.0]))[0] == 1000.0


def test_sparse_rows_are_fitted_as_dense_ones_are() -> None:
    x = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [0.0, 0.0]])
    y, lists = [1, 0, 1, 0], [0, 0, 1, 1]

    assert fit_map(csr_array(x), y, anchor=0.1, spread=1.0) == pytest.approx(
        fit_map(x, y, anchor=0.1, spread=1.0), abs=1e-12
    )
    assert fit_choice(csr_array(x), y, lists, anchor=0.1, spread=1.0) == pytest.approx(
        fit_choice(x, y, lists, anchor=0.1, spread=1.0), abs=1e-12
    )


@pytest.mark.parametrize(
    ("x", "y", "more"),
    [
        ([1.0, 2.0], [1, 0], {}),
        ([[1.0], [2.0]], [1, 0, 1], {}),
        ([[1.0], [2.0]], [1, 2], {}),
        ([[1.0], [2.0]], [1, math.nan], {}),
        ([[1.0], [2.0]], [1, 0], {"spread": -1.0}),
        ([[1.0], [2.0]], [1, 0], {"anchor": math.nan}),
        ([[1.0], [2.0]], [1, 0], {"sample_weight": [1, -1]}),
    ],
)
def test_what_does_not_fit_is_refused(x: list, y: list, more: dict) -> None:
    with pytest.raises(ValueError, match="must"):
        fit_map(np.array(x), y, **({"anchor": 0.0, "spread": 1.0} | more))


def test_scores_of_any_size_are_probabilities() -> None:
    assert logistic([-1e9, 0.0, 1e9]).tolist() == [0.0, 0.5, 1.0]


numbers = st.floats(-3, 3)


@settings(max_examples=60, deadline=None)
@given(st.data(), st.integers(1, 9), st.integers(1, 4))
def test_gradients_are_those_of_the_losses(data: st.DataObject, rows: int, columns: int) -> None:
    def drawn(many: int, low: float, high: float) -> np.ndarray:
        return np.array(data.draw(st.lists(st.floats(low, high), min_size=many, max_size=many)))

    x = drawn(rows * columns, -2, 2).reshape(rows, columns)
    y, weight, at = drawn(rows, 0, 1), drawn(rows, 0, 3), drawn(columns, -3, 3)
    group = np.array(data.draw(st.lists(st.integers(0, 3), min_size=rows, max_size=rows)))

    for loss in (pointwise_loss(x, y, weight), choice_loss(x, weight, group)):
        measured = approx_fprime(at, lambda w, loss=loss: loss(w)[0], 1e-6)
        assert loss(at)[1] == pytest.approx(measured, abs=2e-4)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_mode_is_no_worse_than_what_lies_around_it(seed: int) -> None:
    random = np.random.default_rng(seed)
    x = random.random((20, 3))
    y = (random.random(20) < 0.4).astype(float)
    anchor, spread = random.normal(size=3), 0.8

    def posterior(weights: np.ndarray) -> float:
        value, _ = pointwise_loss(x, y, np.ones(20))(weights)
        return value + 0.5 * float((((weights - anchor) / spread) ** 2).sum())

    mode = fit_map(x, y, anchor=anchor, spread=spread)

    for step in random.normal(scale=0.05, size=(20, 3)):
        assert posterior(mode) <= posterior(mode + step)
