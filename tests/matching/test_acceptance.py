"""What other meetings say of a pair: exact small values, and never from the pair's own meeting."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainlink.matching.acceptance import History, Prior, credibility, recency
from chainlink.matching.acceptance_taste import like_minded, own_taste

USUAL, WELCOME = Prior(0.5, 2), Prior(0.0, 2)
pairs = st.lists(
    st.tuples(st.integers(0, 4), st.integers(5, 9)), min_size=2, max_size=15, unique=True
)


def history(events: list[tuple[int, int, float]]) -> History:
    asker, asked, said = (np.array(column) for column in zip(*events, strict=True))
    return History(asker, asked, said, usual=USUAL, welcome=WELCOME)


def test_how_the_asked_usually_answers_others_shrunk_towards_the_usual() -> None:
    known = history([(1, 9, 1.0), (2, 9, 1.0), (3, 9, 0.0)])
    # (1 + 1 + 0.5·2) / (2 + 2) with the third left out, (1 + 0 + 0.5·2) / 4 with the first
    assert known.openness([3, 1, 4], [9, 9, 9]) == pytest.approx([0.75, 0.5, 0.6])
    assert known.openness([1], [7]) == pytest.approx([0.5])


def test_a_yes_of_somebody_choosy_raises_more_than_one_of_who_takes_all() -> None:
    choosy = [(one, 8, 0.0) for one in (2, 3, 4, 5)]
    easy = [(one, 9, 1.0) for one in (2, 3, 4, 5)]
    known = history([*choosy, *easy, (1, 8, 1.0), (6, 9, 1.0)])
    by_choosy, by_easy, unknown = known.standing([1, 6, 7], [5, 5, 5])
    assert by_choosy > by_easy > unknown == 0.5


def test_nobody_known_means_the_prior() -> None:
    nothing = History([], [], [], usual=Prior(0.3, 5), welcome=WELCOME)
    assert nothing.openness([1], [2]) == pytest.approx([0.3])
    assert nothing.standing([1], [2]) == pytest.approx([0.5])
    assert like_minded(nothing, [1], [2]) == pytest.approx([0.5])
    assert credibility([], [], Prior(0.4, 3)) == Prior(0.4, 3)


def test_an_outcome_outside_its_range_is_refused() -> None:
    with pytest.raises(ValueError, match=r"0\.\.1"):
        History([1], [2], [1.5])


def test_the_future_weighs_nothing() -> None:
    assert recency([10.0, 5.0, 11.0], 10.0, 5.0).tolist() == [1.0, 0.5, 0.0]


@given(pairs, st.data())
@settings(max_examples=40, deadline=None)
def test_a_pairs_own_meeting_says_nothing_of_it(
    drawn: list[tuple[int, int]], data: st.DataObject
) -> None:
    said = data.draw(
        st.lists(st.sampled_from([0.0, 1.0]), min_size=len(drawn), max_size=len(drawn))
    )
    place = data.draw(st.integers(0, len(drawn) - 1))
    asker, asked = drawn[place]
    found = []
    for answer in (0.0, 1.0):
        events = [(*pair, answer if row == place else said[row]) for row, pair in enumerate(drawn)]
        known = history(events)
        traits = np.linspace(-1, 1, len(drawn))
        found.append(
            [
                known.openness([asker], [asked])[0],
                like_minded(known, [asker], [asked])[0],
                own_taste(known, traits, [asker], [asked], traits[[place]])[0],
            ]
        )
    assert found[0] == pytest.approx(found[1], abs=1e-9)
