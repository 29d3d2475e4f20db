"""What earlier answers say of a pair, worked out by hand, and that its own answers never count."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainlink.matching.acceptance import Floats, History, Prior, credibility, recency
from chainlink.matching.acceptance_taste import like_minded, own_taste

USUAL, WELCOME = Prior(0.5, 2.0), Prior(0.0, 2.0)
ASKERS, GIVERS = 5, 4
MEETINGS = [(asker, 10 + giver) for asker in range(ASKERS) for giver in range(GIVERS)]


def history(*events: tuple[int, int, float]) -> History:
    """Events as asker, asked, outcome, under priors that are numbers."""
    asker, asked, outcome = zip(*events, strict=True) if events else ((), (), ())
    return History(asker, asked, outcome, usual=USUAL, welcome=WELCOME)


def test_openness_is_how_the_asked_answers_the_others():
    known = history((1, 9, 1), (2, 9, 0), (3, 9, 1))
    # each time without the asker's own answer; 2 events of the usual kind are added
    found = known.openness([1, 2, 3, 4], [9, 9, 9, 9])
    assert found.tolist() == pytest.approx([2 / 4, 3 / 4, 2 / 4, 3 / 5])


def test_standing_counts_an_answer_against_what_its_giver_usually_answers():
    known = history((1, 9, 1), (2, 9, 0), (3, 9, 1))
    # 1 got a yes from one who says it half the time, 2 a no from one who says it 3 times in 4
    expected = [0.5 + 0.5 / 3 / 2, 0.5 - 0.75 / 3 / 2]
    assert known.standing([1, 2], [8, 8]).tolist() == pytest.approx(expected)


def test_a_yes_of_somebody_choosy_raises_more():
    choosy = [(asker, 9, 0) for asker in (2, 3, 4)]
    easy = [(asker, 8, 1) for asker in (2, 3, 4)]
    known = history((1, 9, 1), *choosy, (5, 8, 1), *easy)
    by_choosy, by_easy = known.standing([1, 5], [7, 7])
    assert by_choosy > by_easy > 0.5


def test_those_who_judge_alike_speak_for_an_asker():
    known = history(
        *((2, 10, 1), (3, 10, 0)),
        *((2, 13, 0), (3, 13, 1)),
        *((2, 11, 1), (3, 11, 0), (1, 11, 1)),
        *((2, 12, 0), (3, 12, 1), (1, 12, 0)),
    )
    # agreement with 11 and 12 is ±(½ · ½ + ½ · ½) / (2 + 5); they found 1 half a step above, below
    agreement = 0.5 / 7
    opinion = agreement / (2 * agreement + 1)
    found = like_minded(known, [1, 1], [10, 13])
    assert found.tolist() == pytest.approx([0.5 + opinion / 2, 0.5 - opinion / 2])


def test_own_taste_is_the_slope_of_ones_own_answers():
    known = history((1, 9, 1), (2, 9, 0))
    # covariance along the slope: 2 · 0.1² of the trait and 0.15 of noise
    shift = 0.1**2 / (2 * 0.1**2 + 0.15)
    found = own_taste(known, [1.0, -1.0], [3, 3], [9, 9], [1.0, -1.0])
    assert found.tolist() == pytest.approx([0.5 + shift, 0.5 - shift])


def test_nobody_known_is_as_the_prior_says():
    nothing = History([], [], [], usual=Prior(0.3, 4.0))
    assert nothing.openness([1], [2]).tolist() == pytest.approx([0.3])
    assert nothing.standing([1], [2]).tolist() == [0.5]
    assert like_minded(nothing, [1], [2]).tolist() == [0.5]
    assert own_taste(nothing, np.zeros((0, 1)), [1], [2], [1.0]).tolist() == [0.5]
    assert History([], [], []).openness([1], [2]).tolist() == [0.5]


def test_an_unknown_outcome_is_no_event():
    known = history((1, 9, 1), (2, 9, float("nan")))
    assert known.openness([3], [9]).tolist() == pytest.approx([2 / 3])


def test_an_outcome_outside_its_range_is_refused():
    with pytest.raises(ValueError, match=r"outcome must lie in 0\.\.1"):
        history((1, 9, 2))


def test_the_prior_is_as_strong_as_members_differ_little():
    assert credibility([1, 1, 2, 2], [1, 1, 0, 0], USUAL) == Prior(0.5, 1.0)
    assert credibility([1, 1, 2, 2], [1, 0, 1, 0], USUAL) == Prior(0.5, 1000.0)
    assert credibility([1, 1], [1, 0], USUAL) == USUAL


def test_the_weight_of_an_event_halves_and_the_future_has_none():
    assert recency([-10, 0, 10, 11], 10, 10).tolist() == [0.25, 0.5, 1.0, 0.0]


def values(outcome: Floats, asker: int, asked: int) -> list[float]:
    """Everything said of a pair when all meetings ended so; nan: they did not meet."""
    askers, givers = zip(*MEETINGS, strict=True)
    known = History(askers, givers, outcome, usual=USUAL, welcome=WELCOME)
    traits = known.standing(known.asker, known.asked)
    trait = known.standing([asker], [asked])
    return [
        *known.openness([asker], [asked]),
        *trait,
        *like_minded(known, [asker], [asked]),
        *own_taste(known, traits * 10, [asker], [asked], trait * 10),
    ]


@settings(max_examples=25, deadline=None)
@given(
    outcome=st.lists(
        st.sampled_from([0.0, 0.3, 1.0]), min_size=len(MEETINGS), max_size=len(MEETINGS)
    ),
    place=st.integers(0, len(MEETINGS) - 1),
)
def test_a_pair_is_seen_as_if_it_had_never_met(outcome: list[float], place: int):
    without = np.array(outcome)
    without[place] = np.nan
    expected = values(without, *MEETINGS[place])
    for own in (0.0, 0.6, 1.0):
        changed = np.array(outcome)
        changed[place] = own
        assert values(changed, *MEETINGS[place]) == pytest.approx(expected, abs=1e-12)
    assert all(0 <= value <= 1 for value in expected)
