"""On meetings that took place: what was said in one is in none of the values that rank it."""

import csv
from pathlib import Path

import numpy as np
import pytest

from benchmarks.accuracy import reciprocal, speed_dating
from benchmarks.accuracy.data import DataMissing, data_file
from benchmarks.accuracy.speed_dating import Meetings

Row = dict[str, str]

GRADES = ("attr", "sinc", "intel", "fun", "amb", "shar", "like", "prob")
#: everything that is written down during or after a meeting
SAID = {
    *("match", "dec", "dec_o", "met", "you_call", "them_cal", "date_3"),
    *GRADES,
    *(f"{name}_o" for name in GRADES),
}
DECISIONS = {"match", "dec", "dec_o"}


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    try:
        path = data_file("speed_dating/dates.csv")
    except DataMissing as reason:
        pytest.skip(str(reason))
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read(rows: list[Row], path: Path) -> Meetings:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    return speed_dating.read(path)


def otherwise(row: Row) -> Row:
    """The same meeting with opposite decisions and other grades."""
    return row | {
        name: str(1 - int(row[name])) if name in DECISIONS else "0" if row[name] == "10" else "10"
        for name in SAID
    }


@pytest.mark.parametrize("place", [0, 57, 133])
def test_a_meeting_says_nothing_of_itself(rows: list[Row], tmp_path: Path, place: int) -> None:
    wave = [row for row in rows if row["wave"] == "1"]
    person, partner = wave[place]["iid"], wave[place]["pid"]
    pair = {(person, partner), (partner, person)}
    changed = [otherwise(row) if (row["iid"], row["pid"]) in pair else row for row in wave]
    before, after = read(wave, tmp_path / "before.csv"), read(changed, tmp_path / "after.csv")
    assert (before.accepted != after.accepted).sum() == 2
    own = [place, int(before.back[place])]
    same_person = np.setdiff1d(np.flatnonzero(before.asked == int(person)), own)
    known, told = speed_dating.values(before), speed_dating.values(after)
    for name, value in told.items():
        assert value[own] == pytest.approx(known[name][own], abs=1e-12), name
    moved = {
        name for name in told if not np.allclose(told[name][same_person], known[name][same_person])
    }
    assert "openness" in moved, "the person's other meetings do learn of it"


def test_outcomes_dealt_out_anew_are_ranked_as_by_chance(rows: list[Row], tmp_path: Path) -> None:
    few = {"1", "3", "5"}
    meetings = read([row for row in rows if row["wave"] in few], tmp_path / "few.csv")
    folds = reciprocal._folds(meetings, meetings, leave_one_out=True)
    ahead = []
    for seed in range(3):
        dealt = reciprocal.shuffled(meetings, seed)
        told = speed_dating.values(dealt)
        # learned from the dealt outcomes too: a leak would be learned like anything else
        order = reciprocal._predict(dealt, told, dealt, told, folds).order
        reached, _ = reciprocal._figures(dealt, order)
        any_order, _ = reciprocal._figures(dealt, np.zeros(len(order)))
        ahead.append(float((reached - any_order).mean()))
    # three deals of some forty lists each: the mean of an order that knows nothing is within
    assert abs(np.mean(ahead)) < 0.06, ahead


def test_a_partner_without_a_number_is_still_met(rows: list[Row], tmp_path: Path) -> None:
    wave = [row for row in rows if row["wave"] == "5"]
    unnumbered = sum(not row["pid"] for row in wave)
    meetings = read(wave, tmp_path / "five.csv")
    assert unnumbered == 10
    assert ((meetings.asker == -5).sum(), (meetings.asked == -5).sum()) == (10, 10)
    assert meetings.listed.sum() == len(wave)
    assert set(np.unique(meetings.accepted)) == {0.0, 1.0}
