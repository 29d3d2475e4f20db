"""What the figures of a ranking mean, worked out by hand."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainlink.matching.learning import evaluation

LOG3 = math.log2(3)


def test_hit_is_the_share_of_relevant_candidates_among_the_first():
    assert evaluation.hit_at([4, 3, 2, 1], [1, 0, 1, 0], 1) == 0.5
    assert evaluation.hit_at([4, 3, 2, 1], [1, 0, 1, 0], 3) == 1.0
    assert evaluation.hit_at([4, 3, 2, 1], [1, 0, 1, 0], 100) == 1.0


def test_success_asks_for_one_relevant_candidate_only():
    assert evaluation.success_at([4, 3, 2, 1], [0, 1, 1, 0], 1) == 0.0
    assert evaluation.success_at([4, 3, 2, 1], [0, 1, 1, 0], 2) == 1.0


def test_reciprocal_rank_is_that_of_the_first_relevant_candidate():
    assert evaluation.reciprocal_rank([4, 3, 2, 1], [0, 0, 1, 1]) == pytest.approx(1 / 3)


def test_ndcg_compares_with_the_best_order():
    # found at ranks 2 and 3, possible at ranks 1 and 2
    assert evaluation.ndcg_at([4, 3, 2, 1], [0, 1, 1, 0], 5) == pytest.approx(
        (1 / LOG3 + 1 / 2) / (1 + 1 / LOG3)
    )
    assert evaluation.ndcg_at([4, 3, 2, 1], [0, 1, 1, 0], 2) == pytest.approx(
        (1 / LOG3) / (1 + 1 / LOG3)
    )
    assert evaluation.ndcg_at([2, 1], [1, 3], 5) == pytest.approx((1 + 3 / LOG3) / (3 + 1 / LOG3))


def test_ties_earn_what_a_random_order_would_on_average():
    scores, relevant = [1, 1, 1, 1], [0, 0, 0, 1]
    assert evaluation.hit_at(scores, relevant, 1) == 0.25
    assert evaluation.success_at(scores, relevant, 3) == pytest.approx(0.75)
    assert evaluation.reciprocal_rank(scores, relevant) == pytest.approx(
        (1 + 1 / 2 + 1 / 3 + 1 / 4) / 4
    )
    assert evaluation.ndcg_at(scores, relevant, 2) == pytest.approx((1 + 1 / LOG3) / 4)


def test_what_was_not_retrieved_earns_nothing():
    scores = [1.0, -math.inf, -math.inf]
    assert evaluation.hit_at(scores, [1, 1, 0], 3) == 0.5
    assert evaluation.success_at(scores, [0, 1, 0], 3) == 0.0
    assert evaluation.reciprocal_rank(scores, [0, 1, 0]) == 0.0
    assert evaluation.ndcg_at(scores, [0, 1, 0], 3) == 0.0


def test_a_question_without_an_answer_is_no_number():
    for figure in (evaluation.hit_at, evaluation.success_at, evaluation.ndcg_at):
        assert math.isnan(figure([1, 2], [0, 0], 1))
    assert math.isnan(evaluation.reciprocal_rank([1, 2], [0, 0]))


def test_scores_that_cannot_be_ranked_are_refused():
    with pytest.raises(ValueError, match="number"):
        evaluation.hit_at([math.nan], [1], 1)
    with pytest.raises(ValueError, match="equal length"):
        evaluation.hit_at([1, 2], [1], 1)


@given(
    st.lists(st.tuples(st.integers(0, 2), st.booleans()), min_size=1, max_size=6),
    st.integers(1, 7),
)
def test_every_figure_is_the_mean_over_all_orders_of_the_tied(rows, k):
    scores = [float(score) for score, _ in rows]
    relevant = [int(is_relevant) for _, is_relevant in rows]
    if not any(relevant):
        return
    hits, successes, reciprocals, gains = [], [], [], []
    best = sum(1 / math.log2(rank + 1) for rank in range(1, min(k, sum(relevant)) + 1))
    for order in itertools.permutations(range(len(rows))):
        if any(scores[a] < scores[b] for a, b in itertools.pairwise(order)):
            continue
        found = [rank for rank, row in enumerate(order, 1) if relevant[row]]
        hits.append(sum(rank <= k for rank in found) / len(found))
        successes.append(found[0] <= k)
        reciprocals.append(1 / found[0])
        gains.append(sum(1 / math.log2(rank + 1) for rank in found if rank <= k) / best)
    assert evaluation.hit_at(scores, relevant, k) == pytest.approx(np.mean(hits))
    assert evaluation.success_at(scores, relevant, k) == pytest.approx(np.mean(successes))
    assert evaluation.reciprocal_rank(scores, relevant) == pytest.approx(np.mean(reciprocals))
    assert evaluation.ndcg_at(scores, relevant, k) == pytest.approx(np.mean(gains))


def test_calibration_error_is_the_mean_gap_of_equally_full_bins():
    promised, happened = [0.1, 0.3, 0.6, 0.8], [0, 0, 1, 1]
    assert evaluation.calibration_error(promised, happened, bins=2) == pytest.approx(0.25)
    assert evaluation.calibration_error(promised, happened, bins=1) == pytest.approx(0.05)
    assert evaluation.calibration_error([0.5] * 4, happened, bins=2) == 0.0


@given(st.lists(st.tuples(st.sampled_from([0.1, 0.5, 0.9]), st.booleans()), min_size=1))
def test_calibration_error_does_not_depend_on_the_order_of_rows(rows):
    forwards = evaluation.calibration_error(*zip(*rows, strict=True))
    backwards = evaluation.calibration_error(*zip(*rows[::-1], strict=True))
    assert forwards == pytest.approx(backwards)
    assert 0 <= forwards <= 0.9 + 1e-9


def test_gini_of_exposure():
    assert evaluation.gini([3, 3, 3]) == 0.0
    assert evaluation.gini([0, 0, 0, 8]) == 0.75
    assert evaluation.gini([1, 3]) == 0.25
    assert evaluation.gini([0, 0]) == 0.0


def test_a_bootstrap_says_the_mean_and_how_far_it_may_be_off():
    values = [0.0, 1.0] * 200
    interval = evaluation.bootstrap(values, seed=7)
    assert interval.mean == 0.5
    # the standard error of the mean of 400 fair coins is 0.025
    assert interval.low == pytest.approx(0.5 - 1.96 * 0.025, abs=0.006)
    assert interval.high == pytest.approx(0.5 + 1.96 * 0.025, abs=0.006)
    assert evaluation.bootstrap(values, seed=7) == interval
    assert evaluation.bootstrap([1.0, math.nan], seed=1) == evaluation.Interval(1.0, 1.0, 1.0)
    assert str(evaluation.Interval(0.5, 0.25, 0.75)) == "0.500 [0.250, 0.750]"


def test_groups_are_drawn_whole():
    values = [0.0] * 100 + [1.0] * 100
    groups = [1] * 100 + [2] * 100
    assert evaluation.bootstrap(values, groups=groups, seed=1) == evaluation.Interval(0.5, 0.0, 1.0)


def test_a_paired_bootstrap_sees_a_small_steady_gain_in_noisy_questions():
    noisy = np.random.default_rng(3).random(100)
    difference = evaluation.paired_bootstrap(noisy + 0.01, noisy, seed=1)
    assert difference.mean == pytest.approx(0.01)
    assert difference.low == pytest.approx(0.01)
    assert difference.clear_of_zero
    assert not evaluation.paired_bootstrap(noisy, noisy, seed=1).clear_of_zero
