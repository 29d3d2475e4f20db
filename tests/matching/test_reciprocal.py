"""The measurement of mutual acceptance sees nothing of what it is to foretell."""

import csv
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.accuracy import reciprocal, speed_dating
from benchmarks.accuracy.tasks import run

RATINGS = sorted({*speed_dating.RATINGS, *speed_dating.STATED})
WAVES, SIDE = 6, 8


@pytest.fixture(scope="module")
def dates(tmp_path_factory):
    """Waves of eight by eight in which everybody has a charm and a readiness of their own."""
    random = np.random.default_rng(5)
    rows = []
    for wave in range(1, WAVES + 1):
        people = range(100 * wave, 100 * wave + 2 * SIDE)
        charm, ready = random.normal(0, 1.2, 2 * SIDE), random.normal(0, 1.2, 2 * SIDE)
        answers, grades = {}, {}
        for one in range(2 * SIDE):
            for two in range(SIDE, 2 * SIDE) if one < SIDE else range(SIDE):
                chance = 1 / (1 + np.exp(-(charm[two] + ready[one])))
                answers[one, two] = int(random.random() < chance)
                grades[one, two] = (6 + charm[two] + random.normal(0, 1)).clip(0, 10)
        for (one, two), answer in answers.items():
            row = {"iid": people[one], "pid": people[two], "wave": wave, "age": 20 + one}
            row |= {"dec": answer, "dec_o": answers[two, one], "field_cd": one % 3}
            row |= {f"{name}1_1": 10 + one for name in speed_dating.STATED}
            row |= dict.fromkeys(RATINGS, grades[one, two])
            row |= {f"{name}_o": grades[two, one] for name in RATINGS}
            rows.append(row)
    path = tmp_path_factory.mktemp("dates") / "dates.csv"
    _write(path, rows)
    return path


def _write(path, rows):
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _rows(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_a_meeting_s_own_answers_and_grades_change_none_of_its_values(dates):
    meetings = speed_dating.read(dates)
    before = speed_dating.values(meetings)
    for row in (0, 77, 300):
        own = np.array([row, meetings.back[row]])
        accepted = meetings.accepted.copy()
        accepted[own] = 1 - accepted[own]
        ratings = {name: grade.copy() for name, grade in meetings.ratings.items()}
        for grade in ratings.values():
            grade[own] = 1 - grade[own]
        after = speed_dating.values(replace(meetings, accepted=accepted, ratings=ratings))
        for name, value in after.items():
            assert value[own] == pytest.approx(before[name][own], abs=1e-9), name
        others = np.setdiff1d(np.arange(len(accepted)), own)
        assert any(not np.allclose(after[name][others], before[name][others]) for name in after)


def test_hidden_answers_dealt_out_anew_leave_chance(dates):
    meetings = speed_dating.read(dates)
    folds = reciprocal._folds(meetings, meetings, leave_one_out=True)
    known = speed_dating.values(meetings)
    gain = []
    for seed in range(12):
        dealt = reciprocal.shuffled(meetings, seed)
        told = speed_dating.values(dealt)
        order = reciprocal._predict(meetings, known, dealt, told, folds).order
        reached, _ = reciprocal._figures(dealt, order)
        any_order, _ = reciprocal._figures(dealt, np.zeros(len(order)))
        gain.append(float((reached - any_order).mean()))
    # what a list's own answers would leak shows in every deal; what is chance does not
    assert abs(np.mean(gain)) < 3 * np.std(gain) / np.sqrt(len(gain))
    honest = reciprocal._predict(meetings, known, meetings, known, folds).order
    reached, _ = reciprocal._figures(meetings, honest)
    any_order, _ = reciprocal._figures(meetings, np.zeros(len(honest)))
    assert (reached - any_order).mean() > 0.1


def test_a_side_without_a_row_of_its_own_is_read_from_the_other_s(dates, tmp_path):
    rows = _rows(dates)
    kept = [row for row in rows if row["iid"] != "100"]
    path = tmp_path / "part.csv"
    _write(path, kept)
    whole, part = speed_dating.read(dates), speed_dating.read(path)
    assert len(part.accepted) == len(whole.accepted)
    assert part.listed.sum() == len(kept)
    assert part.matched.sum() == whole.matched.sum()


def test_the_task_learns_from_one_file_and_answers_another(dates, tmp_path, capsys):
    rows = _rows(dates)
    early, late = tmp_path / "early.csv", tmp_path / "late.csv"
    _write(early, [row for row in rows if int(row["wave"]) < 5])
    _write(late, [row for row in rows if int(row["wave"]) >= 5])
    run(["reciprocal"], early, late, 1)
    printed = capsys.readouterr().out
    assert "learned from another file" in printed
    assert "| both sides |" in printed


def test_a_task_without_data_says_so(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("benchmarks.accuracy.data.FOLDER", tmp_path)
    run(["reciprocal"], None, None, 1)
    assert "skipped: speed_dating/dates.csv is not in" in capsys.readouterr().out
