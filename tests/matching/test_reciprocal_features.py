"""The values that mutual matches are learned from read nothing of the meeting they are about."""

import numpy as np
import pytest

from benchmarks.accuracy import reciprocal
from benchmarks.accuracy.data import DataMissing, data_file
from benchmarks.accuracy.meetings import Meetings, histories, profiles
from chainlink.matching.learning.evaluation import ndcg_at

OF_THIS_MEETING = ("dec", "dec_o", "match", "like", "prob", "met", "you_call", "them_cal", "date_3")


@pytest.fixture(scope="module")
def meetings() -> Meetings:
    try:
        everything = Meetings.read(data_file("speed_dating/dates.csv"))
    except DataMissing as reason:
        pytest.skip(str(reason))
    few = everything.columns["wave"] <= 2
    return Meetings({name: column[few] for name, column in everything.columns.items()})


def test_what_is_said_in_a_meeting_changes_none_of_its_values(meetings: Meetings) -> None:
    row = 7
    before = {**profiles(meetings), **histories(meetings)}
    columns = {name: column.copy() for name, column in meetings.columns.items()}
    ratings = [f"{name}{side}" for name in ("attr", "fun", "intel") for side in ("", "_o")]
    for name in (*OF_THIS_MEETING, *ratings):
        if name in columns:
            columns[name][row] = 1.0 - columns[name][row] if name in {"dec", "match"} else 0.0
    after = {**profiles(Meetings(columns)), **histories(Meetings(columns))}
    # other rows' values may move how all are scaled, so what is left is rounding and little more
    for name in ("open", "rated_attr", "like_minded", "age_gap", "interests"):
        assert before[name][row] == pytest.approx(after[name][row], abs=5e-3), name


def test_shuffled_answers_teach_nothing(meetings: Meetings) -> None:
    values = profiles(meetings) | histories(meetings)
    random = np.random.default_rng(3)
    match, asked = meetings.columns["match"], meetings.asked
    learning = meetings.columns["wave"] == 1
    said = meetings.columns["dec"].copy()
    said[learning] = random.permutation(said[learning])
    chance = reciprocal.learned(values, reciprocal.PROFILE, said, learning)
    persons = [np.flatnonzero(asked == one) for one in np.unique(asked[~learning])]
    persons = [rows for rows in persons if match[rows].sum()]
    told = np.mean([ndcg_at(chance[rows], match[rows], 5) for rows in persons])
    by_chance = np.mean(
        [ndcg_at(random.random(len(rows)), match[rows], 5) for rows in persons for _ in range(50)]
    )
    assert abs(told - by_chance) < 0.15
