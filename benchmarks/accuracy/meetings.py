"""Speed dates as the product's two-sided history: each side's answers in its other meetings."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from chainlink.matching.acceptance import History, Prior
from chainlink.matching.acceptance_taste import like_minded, own_taste

Floats = NDArray[np.float64]
RATINGS = ("attr", "sinc", "intel", "fun", "amb", "shar")
OTHERS_SIDE = {"age": "age_o", "race": "race_o"}  # columns that the file gives of both


@dataclass(frozen=True)
class Meetings:
    """Rows: `asked` decides on `asker`; `said` is the answer, `match` that both said yes."""

    columns: Mapping[str, Floats]

    @classmethod
    def read(cls, *paths: Path) -> "Meetings":
        """Several files one after the other."""
        rows: list[dict[str, str]] = []
        for path in paths:
            with path.open(encoding="utf-8", newline="") as file:
                rows += csv.DictReader(file)
        columns = {
            name: np.array(
                [float(row[name]) if row[name] not in {"", "NA"} else np.nan for row in rows]
            )
            for name in rows[0]
        }
        unknown = np.isnan(columns["pid"])
        columns["pid"][unknown] = -1000 * columns["wave"][unknown]
        return cls(columns)

    def __len__(self) -> int:
        return len(self.columns["iid"])

    @property
    def asked(self) -> NDArray[np.int64]:
        return self.columns["iid"].astype(np.int64)

    @property
    def asker(self) -> NDArray[np.int64]:
        return self.columns["pid"].astype(np.int64)

    def mirror(self) -> NDArray[np.int64]:
        """The row in which the other of the two decides; -1 where it is not there."""
        places = {pair: row for row, pair in enumerate(zip(self.asked, self.asker, strict=True))}
        return np.array(
            [places.get(pair, -1) for pair in zip(self.asker, self.asked, strict=True)], np.int64
        )


def profiles(meetings: Meetings) -> dict[str, Floats]:
    """What the two said of themselves beforehand, as values in 0..1."""
    columns = meetings.columns
    gap = np.abs(columns["age"] - columns["age_o"])
    mirror = meetings.mirror()
    field = np.where(mirror >= 0, columns["field_cd"][mirror], np.nan)
    same_race = columns["race"] == columns["race_o"]
    return {
        "age_gap": np.nan_to_num(np.minimum(gap, 15.0) / 15.0),
        "same_field": (columns["field_cd"] == field).astype(np.float64),
        "same_race": same_race * np.nan_to_num(columns["imprace"]) / 10.0,
        "interests": (np.nan_to_num(columns["int_corr"]) + 1.0) / 2.0,
    }


def histories(meetings: Meetings) -> dict[str, Floats]:
    """What their other meetings say of the two; never this one."""
    asker, asked, columns = meetings.asker, meetings.asked, meetings.columns
    answers = History(asker, asked, columns["dec"], usual=Prior(0.42, 6), welcome=Prior(0.0, 4))
    openness = answers.openness(asker, asked)
    found = {
        "open": openness,
        "open_odds": np.clip(np.log(openness / (1 - openness)) / 8.0 + 0.5, 0.0, 1.0),
        "standing": answers.standing(asker, asked),
    }
    for name in (*RATINGS, "like"):
        grade = np.clip(columns[name], 0, 10) / 10.0
        usual = Prior(float(np.nanmean(grade)), 2)
        rated = History(asker, asked, grade, usual=usual, welcome=Prior(0.0, 3))
        found[f"rated_{name}"] = rated.standing(asker, asked)
    found["wished"] = _wished(columns, found)
    appeal = 3 * found["rated_attr"] + found["rated_fun"] + 2 * found["standing"]
    appeal = (appeal - appeal.mean()) / appeal.std()
    found["like_minded"] = like_minded(answers, asker, asked)
    found["own_taste"] = own_taste(answers, appeal, asker, asked, appeal)
    return found


def _wished(columns: Mapping[str, Floats], rated: Mapping[str, Floats]) -> Floats:
    """How far the asker has what the asked said to look for: stated shares × others' ratings."""
    stated = np.stack([np.nan_to_num(columns[f"{name}1_1"]) for name in RATINGS], axis=1)
    total = stated.sum(axis=1, keepdims=True)
    shares = np.divide(stated, total, out=np.full_like(stated, 1 / len(RATINGS)), where=total > 0)
    grades = np.stack([rated[f"rated_{name}"] for name in RATINGS], axis=1)
    # against everybody's shares, so that only what is this one's own wish counts
    return np.clip(0.5 + 5 * ((shares - shares.mean(axis=0)) * grades).sum(axis=1), 0.0, 1.0)
