"""What is known of a meeting before it: each value says something of why the asked would accept.

Histories hold every other meeting; none of a pair's values changes with what the pair itself said.
For that the priors are numbers, not estimates: one's own outcome would be in an estimate.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.reciprocal_data import WISHES, Floats, Meetings
from chainlink.matching.acceptance import History, Prior
from chainlink.matching.acceptance_taste import like_minded, own_taste

# means and strengths of waves 1 to 14 by `credibility`, rounded
ACCEPTED: Final = Prior(0.42, 4.0)
GRADED: Final = Prior(0.65, 2.5)
WELCOME: Final = Prior(0.0, 4.0)
MEAN_WISH: Final = dict(zip(WISHES, (0.215, 0.175, 0.2, 0.175, 0.115, 0.12), strict=True))

ASKED_ALONE: Final = frozenset({"openness", "asked_active", "asked_man"})
HISTORY: Final = ("openness", "standing", "own_taste", "like_minded")
GRADED_BY_OTHERS: Final = ("looks", "company", "liking", "wished_for")
PROFILES: Final = ("age_gap", "same_race", "race_matters", "same_field", "interests", "same_goal")
PEOPLE: Final = ("asked_man", "asked_active", "asker_active", "asker_older")


@dataclass(frozen=True)
class Values:
    """One row a directed meeting, one named column a value."""

    names: tuple[str, ...]
    matrix: Floats

    def columns(self, names: tuple[str, ...]) -> NDArray[np.intp]:
        """Where the named values stand."""
        return np.array([self.names.index(name) for name in names], dtype=np.intp)


def values_of(met: Meetings) -> Values:
    """All values of all meetings."""
    found = {**_by_decisions(met), **_by_grades(met), **_by_profiles(met)}
    return Values(tuple(found), np.column_stack(list(found.values())))


def _by_decisions(met: Meetings) -> dict[str, Floats]:
    history = History(met.asker, met.asked, met.accepted, usual=ACCEPTED, welcome=WELCOME)
    openness = history.openness(met.asker, met.asked)
    standing = history.standing(met.asker, met.asked)
    trait = (standing - 0.5) / 0.1
    known = (history.asker, history.asked)
    trait_of_events = (history.standing(*known) - 0.5) / 0.1
    return {
        "openness": np.log(openness / (1 - openness)),
        "standing": standing,
        "own_taste": own_taste(history, trait_of_events, met.asker, met.asked, trait),
        "like_minded": like_minded(history, met.asker, met.asked),
    }


def _by_grades(met: Meetings) -> dict[str, Floats]:
    """How others graded the asker, each against what that other usually gives."""
    standing = {
        name: History(met.asker, met.asked, grade, usual=GRADED, welcome=WELCOME).standing(
            met.asker, met.asked
        )
        for name, grade in met.grades.items()
    }
    usual = np.array([MEAN_WISH[name] for name in WISHES])
    more = np.array([met.wishes.get(int(person), usual) - usual for person in met.asked])
    wished = sum(
        more[:, WISHES.index(name)] * (standing[name] - 0.5) for name in set(WISHES) & set(standing)
    )
    return {
        "looks": standing["attr"],
        "company": standing["fun"],
        "liking": standing["like"],
        "wished_for": np.asarray(wished, dtype=np.float64) * 10,
    }


def _by_profiles(met: Meetings) -> dict[str, Floats]:
    def both(name: str) -> tuple[Floats, Floats]:
        return met.of(name, met.asker), met.of(name, met.asked)

    def same(name: str) -> Floats:
        first, second = both(name)
        return np.where(first == second, 1.0, 0.0)

    def active(person: NDArray[np.int64]) -> Floats:
        """0 never goes out or dates, 1 several times a week."""
        return np.nan_to_num(
            1 - (met.of("date", person) + met.of("go_out", person) - 2) / 12, nan=0.5
        )

    older, younger = both("age")
    gap = np.nan_to_num(older - younger)
    man = met.of("gender", met.asked)
    return {
        "age_gap": -np.minimum(np.abs(gap), 15) / 15,
        "same_race": same("race"),
        "race_matters": same("race") * np.nan_to_num(met.of("imprace", met.asked)) / 10,
        "same_field": same("field_cd"),
        "interests": met.interests,
        "same_goal": same("goal"),
        "asked_man": man,
        "asked_active": active(met.asked),
        "asker_active": active(met.asker),
        "asker_older": np.clip(gap, -15, 15) / 15 * (2 * man - 1),
    }
