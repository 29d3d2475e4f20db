"""Meetings of two, as read: what either side said of the other, and what each said of itself.

Every pair that met is two directed meetings: `asker` was put to `asked`, who said yes or no.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]

GRADES = ("attr", "fun", "like", "intel", "sinc")
WISHES = ("attr", "sinc", "intel", "fun", "amb", "shar")
#: of a person alone, known before anybody met
PROFILE = ("age", "race", "field_cd", "career_c", "goal", "date", "go_out", "imprace", "gender")


@dataclass(frozen=True)
class Meetings:
    """Directed meetings; `back` is the row of the same meeting seen from the other side."""

    asker: Ids
    asked: Ids
    wave: Ids
    back: Ids
    accepted: Floats
    grades: dict[str, Floats]  # by the asked of the asker, as a share of the best; nan: none given
    interests: Floats  # how far both sides' interests go together, -1..1
    profiles: dict[str, dict[int, float]]
    wishes: dict[int, Floats]  # what a person says it looks for, as shares

    def __len__(self) -> int:
        return len(self.asker)

    @property
    def mutual(self) -> Floats:
        """1 where both said yes."""
        return self.accepted * self.accepted[self.back]

    def of(self, name: str, people: Ids) -> Floats:
        """One entry of the profiles; nan where a person did not give it."""
        known = self.profiles[name]
        return np.array([known.get(int(person), np.nan) for person in people])

    def shuffled(self, random: np.random.Generator) -> "Meetings":
        """Yes and no dealt anew among the meetings of a wave, grades likewise: they say nothing."""
        accepted = self.accepted.copy()
        grades = {name: values.copy() for name, values in self.grades.items()}
        for wave in np.unique(self.wave):
            rows = np.flatnonzero(self.wave == wave)
            drawn = random.permutation(rows)
            accepted[rows] = self.accepted[drawn]
            for name, values in self.grades.items():
                grades[name][rows] = values[drawn]
        return replace(self, accepted=accepted, grades=grades)


def meetings(*paths: Path) -> Meetings:
    """Every meeting of the files, both ways; a side without rows of its own is known by `…_o`."""
    rows = [row for path in paths for row in _rows(path)]
    found: dict[tuple[int, int], tuple[dict[str, str], str]] = {}
    for row in rows:
        person, partner = _people(row)
        found[partner, person] = row, ""
        found.setdefault((person, partner), (row, "_o"))
    pairs = list(found)
    place = {pair: index for index, pair in enumerate(pairs)}
    profiles, wishes = _profiles(rows)
    return Meetings(
        asker=np.array([asker for asker, _ in pairs], dtype=np.int64),
        asked=np.array([asked for _, asked in pairs], dtype=np.int64),
        wave=np.array([int(row["wave"]) for row, _ in found.values()], dtype=np.int64),
        back=np.array([place[asked, asker] for asker, asked in pairs], dtype=np.int64),
        accepted=np.array([_number(row["dec" + end]) for row, end in found.values()]),
        grades={
            name: np.array([_number(row[name + end]) for row, end in found.values()]).clip(0, 10)
            / 10
            for name in GRADES
        },
        interests=np.nan_to_num([_number(row["int_corr"]) for row, _ in found.values()]),
        profiles=profiles,
        wishes=wishes,
    )


def _rows(path: Path) -> Sequence[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _people(row: dict[str, str]) -> tuple[int, int]:
    """The person and the partner; one partner a wave may have no number, and gets one."""
    partner = _number(row["pid"])
    return int(row["iid"]), -int(row["wave"]) if np.isnan(partner) else int(partner)


def _number(text: str) -> float:
    return float(text) if text not in {"", "NA"} else float("nan")


def _profiles(
    rows: Sequence[dict[str, str]],
) -> tuple[dict[str, dict[int, float]], dict[int, Floats]]:
    profiles: dict[str, dict[int, float]] = {name: {} for name in PROFILE}
    wishes: dict[int, Floats] = {}
    for row in rows:
        person, partner = _people(row)
        for name in ("age", "race"):
            profiles[name].setdefault(partner, _number(row[name + "_o"]))
        profiles["gender"].setdefault(partner, 1 - _number(row["gender"]))
        for name in PROFILE:
            profiles[name][person] = _number(row[name])
        wish = np.array([_number(row[f"{name}1_1"]) for name in WISHES])
        if np.isfinite(wish).all() and wish.sum() > 0:
            wishes[person] = wish / wish.sum()
    return profiles, wishes
