"""Who accepts whom: each person's partners ranked by the chance that both say yes.

Every value of a pair comes from profiles and from *other* meetings of either side. Leaving a pair's
own answer out of a rate makes that rate lowest just where the answer was yes, so a rate of the
person whose list is ranked would mark its matches; a person's own rates are the same for the whole
list in use and are therefore held at their mean for the order, and enter the probability only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy import speed_dating
from benchmarks.accuracy.data import data_file
from benchmarks.accuracy.speed_dating import Meetings
from benchmarks.accuracy.tables import print_differences, print_rankings
from benchmarks.tables import print_table
from chainlink.matching.acceptance import Floats
from chainlink.matching.acceptance_model import AcceptanceModel, Calibration, mutual
from chainlink.matching.learning import evaluation

METRICS = ("NDCG@5", "success@1")
PROFILE = {"stated wishes", "age gap", "same field"}
OF_THE_ASKED = {"openness", "own taste", "like-minded"}
OF_THE_ASKER = {"standing", *(f"rated {name}" for name in speed_dating.RATINGS)}
ABLATIONS = {
    "without ratings by others": {f"rated {name}" for name in speed_dating.RATINGS},
    "without own taste and like-minded": {"own taste", "like-minded"},
    "without profiles": PROFILE,
    "openness and standing only": PROFILE
    | (OF_THE_ASKER | OF_THE_ASKED) - {"openness", "standing"},
}
Values: TypeAlias = Mapping[str, Floats]
Fold: TypeAlias = tuple[NDArray[np.bool_], NDArray[np.int64]]


def run(train: Path | None, test: Path | None, seed: int) -> None:
    """Learn from `train` and rank `test`; without `test`, each wave from all the other waves."""
    learned = speed_dating.read(train or data_file("speed_dating/dates.csv"))
    meetings = learned if test is None else speed_dating.read(test)
    known, told = speed_dating.values(learned), speed_dating.values(meetings)
    folds = _folds(learned, meetings, leave_one_out=test is None)
    way = "each wave learned from all others" if test is None else "learned from another file"
    print(f"{len(meetings.accepted) // 2} meetings, {way}, seed {seed}\n")

    def predict(values: Values, left_out: set[str]) -> "Prediction":
        kept = {name: value for name, value in known.items() if name not in left_out}
        return _predict(learned, kept, meetings, values, folds)

    full, profiles = predict(told, set()), predict(told, set(told) - PROFILE)
    rankings = {
        "both sides": full.order,
        "I accept them": full.mine,
        "they accept me": full.theirs,
        "profiles only": profiles.order,
        "popularity": told["standing"],
    }
    rankings |= {name: predict(told, left_out).order for name, left_out in ABLATIONS.items()}
    figures = {name: _figures(meetings, order) for name, order in rankings.items()}
    dealt = shuffled(meetings, seed)
    figures["any order"] = _figures(meetings, np.zeros(len(meetings.accepted)))
    persons = len(figures["any order"][0])
    print(f"{persons} persons with a match; intervals: persons drawn again\n")
    print_rankings(METRICS, figures, seed=seed)
    print()
    print_differences(METRICS, figures, "both sides", seed=seed)
    print("\nOutcomes dealt out anew within each wave, weights as learned from the true ones:\n")
    order = predict(speed_dating.values(dealt), set()).order
    nothing = {
        "both sides": _figures(dealt, order),
        "any order": _figures(dealt, np.zeros(len(order))),
    }
    print_rankings(METRICS, nothing, seed=seed)
    print()
    _print_calibration(meetings, full.probability, seed)


def shuffled(meetings: Meetings, seed: int) -> Meetings:
    """Each wave's meetings with the outcomes (answers and grades of both sides) dealt out anew."""
    random = np.random.default_rng(seed)
    source = np.arange(len(meetings.accepted))
    for wave in np.unique(meetings.wave):
        one_side = np.flatnonzero(
            (meetings.wave == wave) & (np.arange(len(source)) < meetings.back)
        )
        dealt = random.permutation(one_side)
        source[one_side], source[meetings.back[one_side]] = dealt, meetings.back[dealt]
    return replace(
        meetings,
        accepted=meetings.accepted[source],
        ratings={name: grade[source] for name, grade in meetings.ratings.items()},
    )


@dataclass(frozen=True)
class Prediction:
    """Row by row, for the list of the row's asked: three orders and the chance of a match."""

    order: Floats
    mine: Floats
    theirs: Floats
    probability: Floats


def _predict(
    learned: Meetings, known: Values, meetings: Meetings, values: Values, folds: Sequence[Fold]
) -> Prediction:
    chance, mine, theirs = (np.zeros(len(meetings.accepted)) for _ in range(3))
    answered = np.isfinite(learned.accepted)
    back = meetings.back
    for train, test in folds:
        rows = train & answered
        model = AcceptanceModel.fitted(
            {name: value[rows] for name, value in known.items()},
            learned.accepted[rows],
            shares=frozenset({"openness"}) & known.keys(),
        )
        rows &= answered[learned.back]
        calibration = Calibration.fitted(
            _both(model.probability(known), learned.back)[rows], learned.matched[rows]
        )
        used = {name: values[name] for name in known}
        chance[test] = calibration.probability(_both(model.probability(used), back)[test])
        mine[test] = model.probability(_without(used, OF_THE_ASKED))[test]
        theirs[test] = model.probability(_without(used, OF_THE_ASKER))[back[test]]
    return Prediction(mutual(mine, theirs), mine, theirs, chance)


def _both(chance: Floats, back: NDArray[np.int64]) -> Floats:
    both: Floats = np.exp(mutual(chance, chance[back]))
    return both


def _without(values: Values, names: set[str]) -> dict[str, Floats]:
    return {name: value for name, value in values.items() if name not in names}


def _folds(learned: Meetings, meetings: Meetings, *, leave_one_out: bool) -> list[Fold]:
    if not leave_one_out:
        return [(np.ones(len(learned.wave), np.bool_), np.arange(len(meetings.wave)))]
    waves = np.unique(meetings.wave)
    return [(learned.wave != wave, np.flatnonzero(meetings.wave == wave)) for wave in waves]


def _figures(meetings: Meetings, order: Floats) -> list[Floats]:
    """NDCG@5 and success@1 of every person who has a match."""
    matched, listed = meetings.matched, meetings.listed
    persons = np.unique(meetings.asked[listed & (matched > 0)])
    lists = [np.flatnonzero(listed & (meetings.asked == person)) for person in persons]
    return [
        np.array([evaluation.ndcg_at(order[rows], matched[rows], 5) for rows in lists]),
        np.array([evaluation.success_at(order[rows], matched[rows], 1) for rows in lists]),
    ]


def _print_calibration(meetings: Meetings, probability: Floats, seed: int) -> None:
    """Calibration error, beside what perfectly calibrated chances would show by accident."""
    pairs = np.flatnonzero(np.arange(len(probability)) < meetings.back)
    random = np.random.default_rng(seed)
    rows = []
    for bins in (10, 15):
        measured = evaluation.calibration_error(probability, meetings.matched, bins)
        by_accident = []
        for _ in range(200):
            happened = np.zeros(len(probability))
            happened[pairs] = random.random(len(pairs)) < probability[pairs]
            happened[meetings.back[pairs]] = happened[pairs]
            by_accident.append(evaluation.calibration_error(probability, happened, bins))
        low, high = np.quantile(by_accident, [0.025, 0.975])
        accident = f"{np.mean(by_accident):.3f} [{low:.3f}, {high:.3f}]"
        rows.append([bins, f"{measured:.3f}", accident])
    print_table(["bins", "ECE of a match", "ECE of perfect chances"], rows)
    print(f"\nmean chance {probability.mean():.3f}, matches {meetings.matched.mean():.3f}")
