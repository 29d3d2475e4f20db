"""Speed dating as histories of answers: every meeting twice, once for each side's answer."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from chainlink.matching.acceptance import Floats, History, Prior
from chainlink.matching.acceptance_taste import like_minded, own_taste

RATINGS = ("attr", "fun", "like", "intel", "sinc")
STATED = ("attr", "sinc", "intel", "fun", "amb", "shar")
# what a rating of 0 to 10 usually is, and how slowly anything is believed: fixed beforehand, as a
# prior taken from the meetings would see those it is to leave out
ANSWERS = Prior(0.42, 6.0)
GRADES = Prior(0.65, 2.0)
ANSWER_STANDING = Prior(0.0, 4.0)
GRADE_STANDING = Prior(0.0, 3.0)


@dataclass(frozen=True)
class Meetings:
    """Row by row: `asked` answered `asker`. `back` is the row of the other side's answer."""

    asker: NDArray[np.int64]
    asked: NDArray[np.int64]
    accepted: Floats
    back: NDArray[np.int64]
    wave: NDArray[np.int64]
    listed: NDArray[np.bool_]
    ratings: Mapping[str, Floats]
    profile: Mapping[str, Floats]

    @property
    def matched(self) -> Floats:
        """1 where both said yes."""
        return self.accepted * self.accepted[self.back]


def read(path: Path) -> Meetings:
    """The file's meetings; a side whose own row is missing is taken from the other side's row."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [{key: _number(text) for key, text in row.items()} for row in csv.DictReader(file)]
    for row in rows:
        if np.isnan(row["pid"]):  # one partner of a wave has no number
            row["pid"] = -row["wave"]
    known = {(row["iid"], row["pid"]) for row in rows}
    missing = [_turned(row) for row in rows if (row["pid"], row["iid"]) not in known]
    sides = rows + missing
    place = {(row["iid"], row["pid"]): at for at, row in enumerate(sides)}

    def column(name: str) -> Floats:
        return np.array([row.get(name, np.nan) for row in sides], dtype=np.float64)

    profile = ("age", "field_cd", *(f"{name}1_1" for name in STATED))
    return Meetings(
        asker=column("pid").astype(np.int64),
        asked=column("iid").astype(np.int64),
        accepted=column("dec"),
        back=np.array([place[row["pid"], row["iid"]] for row in sides]),
        wave=column("wave").astype(np.int64),
        listed=np.arange(len(sides)) < len(rows),
        ratings={name: column(name).clip(0, 10) / 10 for name in {*RATINGS, *STATED}},
        profile={name: column(name) for name in profile},
    )


def values(meetings: Meetings) -> dict[str, Floats]:
    """Named values 0..1 of how likely the asked of each row says yes to its asker."""
    pair = (meetings.asker, meetings.asked)
    answers = History(*pair, meetings.accepted, usual=ANSWERS, welcome=ANSWER_STANDING)
    found = {"openness": answers.openness(*pair), "standing": answers.standing(*pair)}
    standings = {
        name: History(*pair, grade, usual=GRADES, welcome=GRADE_STANDING).standing(*pair)
        for name, grade in meetings.ratings.items()
    }
    found |= {f"rated {name}": standings[name] for name in RATINGS}
    traits = np.stack([found["standing"], found["rated attr"], found["rated fun"]], axis=1)
    found["own taste"] = own_taste(answers, (traits - 0.5) / 0.07, *pair, (traits - 0.5) / 0.07)
    found["like-minded"] = like_minded(answers, *pair)
    return found | _profile_values(meetings, standings)


def _profile_values(meetings: Meetings, standings: Mapping[str, Floats]) -> dict[str, Floats]:
    own, back = meetings.profile, meetings.back
    stated = np.stack([own[f"{name}1_1"] for name in STATED])
    share = stated / np.nansum(stated, axis=0).clip(1e-9)
    share = np.where(np.isfinite(share), share, 1 / len(STATED))
    fit = sum(share[at] * (standings[name] - 0.5) for at, name in enumerate(STATED))
    equal = sum(standings[name] - 0.5 for name in STATED) / len(STATED)
    gap = np.abs(own["age"] - own["age"][back])
    return {
        # beyond what anybody would think who held all six for equally important
        "stated wishes": np.clip(0.5 + 5 * (fit - equal), 0, 1),
        "age gap": np.nan_to_num(gap, nan=3.0).clip(0, 15) / 15,
        "same field": (own["field_cd"] == own["field_cd"][back]).astype(np.float64),
    }


def _turned(row: dict[str, float]) -> dict[str, float]:
    """The same meeting from the other side, as far as the row tells."""
    turned = {name: row.get(f"{name}_o", np.nan) for name in ("dec", "age", *RATINGS, *STATED)}
    return turned | {"iid": row["pid"], "pid": row["iid"], "wave": row["wave"]}


def _number(text: str | None) -> float:
    return float(text) if text not in {None, "", "NA"} else float("nan")
