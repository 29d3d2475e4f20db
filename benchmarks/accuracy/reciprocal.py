"""Who accepts whom, both ways: mutual matches from each side's other meetings.

score = log p(a accepts b) + log p(b accepts a), each p learned by the product's own logistic from
named values of the two, every one of which leaves this meeting out.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.data import data_file
from benchmarks.accuracy.meetings import Floats, Meetings, histories, profiles
from benchmarks.accuracy.tables import print_differences, print_rankings
from chainlink.matching.learning.evaluation import calibration_error, ndcg_at, success_at
from chainlink.matching.learning.logistic import fit_map, logistic

EARLY = 2 / 3  # of the waves are learned from where no files are given, the later ones asked about
SPREAD = 1.5  # of a weight whose value lies in 0..1, around the anchor of nothing known
LEARNED = (
    *("open_odds", "standing", "rated_attr", "rated_fun", "rated_like", "rated_intel"),
    *("rated_sinc", "rated_shar", "wished", "like_minded", "own_taste"),
    *("age_gap", "same_field", "same_race", "interests"),
)
PROFILE = ("age_gap", "same_field", "same_race", "interests")


def run(train: Path | None, test: Path | None, seed: int) -> None:
    """Learn from the earlier waves, rank each one's partners in the later ones."""
    if train is not None and test is not None:
        early, late = Meetings.read(train), Meetings.read(test)
        meetings = Meetings.read(train, test)
        learning = np.arange(len(meetings)) < len(early)
        print(f"learned from {len(early)} rows of {train.name}, asked {len(late)} of {test.name}\n")
    else:
        meetings = Meetings.read(data_file("speed_dating/dates.csv"))
        waves = np.unique(meetings.columns["wave"])
        learning = meetings.columns["wave"] <= waves[int(EARLY * len(waves)) - 1]
    values = profiles(meetings) | histories(meetings)
    said = meetings.columns["dec"]
    mirror = meetings.mirror()
    chance = learned(values, LEARNED, said, learning)
    alone = learned(values, PROFILE, said, learning)
    random = np.random.default_rng(seed)
    shuffled = said.copy()
    shuffled[learning] = random.permutation(said[learning])
    blind = learned(values, LEARNED, shuffled, learning)
    rankings = {
        "both sides": both(chance, mirror),
        "asked side only": np.log(chance),
        "asking side only": other(np.log(chance), mirror),
        "profiles, both sides": both(alone, mirror),
        "popularity": values["standing"],
        "shuffled answers": random.permutation(both(blind, mirror)),
    }
    asked = ~learning
    persons = [
        np.flatnonzero(asked & (meetings.asked == one)) for one in np.unique(meetings.asked[asked])
    ]
    match = meetings.columns["match"]
    persons = [rows for rows in persons if match[rows].sum() > 0]
    figures = {
        name: [
            np.array([ndcg_at(score[rows], match[rows], 5) for rows in persons]),
            np.array([success_at(score[rows], match[rows], 1) for rows in persons]),
        ]
        for name, score in rankings.items()
    }
    late_waves = np.array([meetings.columns["wave"][rows[0]] for rows in persons])
    print(f"{len(persons)} persons with a match, in {len(np.unique(late_waves))} later waves\n")
    metrics = ["NDCG@5", "success@1"]
    print_rankings(metrics, figures, seed=seed)
    print()
    print_differences(metrics, figures, "both sides", seed=seed)
    mutual = chance * other(chance, mirror)
    raw = calibration_error(mutual[asked], match[asked])
    print(f"\nECE of the product of both chances (15 bins of equal count): {raw:.4f}")


def learned(
    values: dict[str, Floats],
    names: tuple[str, ...],
    said: Floats,
    learning: NDArray[np.bool_],
) -> Floats:
    """p(the asked accepts the asker) of every row, learned from some of them."""
    matrix = np.stack([np.ones(len(said)), *(values[name] for name in names)], axis=1)
    rows = learning & np.isfinite(said)
    spread = np.array([np.inf, *(SPREAD for _ in names)])
    weights = fit_map(matrix[rows], said[rows], anchor=np.zeros(len(spread)), spread=spread)
    return np.asarray(logistic(matrix @ weights), dtype=np.float64)


def other(chance: Floats, mirror: NDArray[np.int64]) -> Floats:
    """The same of the other side; the mean where the other row is not in the file."""
    return np.where(mirror >= 0, chance[mirror], chance.mean())


def both(chance: Floats, mirror: NDArray[np.int64]) -> Floats:
    """The product's score of the two chances."""
    return np.log(chance) + np.log(other(chance, mirror))
