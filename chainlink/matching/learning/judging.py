"""Is the learned policy better than the one in force? Measured on what came after both.

"Better" is a paired bootstrap of the log-likelihood of resolved outcomes, both policies calibrated
on the same window: every resolved outcome counts, and what nobody has decided on counts for
neither. Exposure, small firms' hits, the ranking, and the calibration beside that of the policy in
force as it is, must be no worse.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from chainlink.matching.learning.evaluation import (
    calibration_error,
    gini,
    hit_at,
    ndcg_at,
    paired_bootstrap,
)
from chainlink.matching.learning.examples import Table, Texts, success_chance
from chainlink.matching.learning.logistic import Vector
from chainlink.matching.learning.weights import PolicyWeights

Places: TypeAlias = NDArray[np.intp]
Figure: TypeAlias = Callable[[Vector, Vector, int], float]

TOP = 5  # places of a list that are looked at
# A figure is worse by more than this where the bootstrap is sure of it, and by MUCH whether or not:
# the sign alone of a difference between two like policies is a throw of a coin.
SLIGHT, MUCH = 0.01, 0.05
SMALL = frozenset({"SMALL", "MICRO"})
_SEED, _REPEATS = 20250601, 300
_PER_BIN, _BINS = 10, 15
_ENOUGH = 20  # resolved outcomes, below which a bootstrap is too sure of itself


class Measure(BaseModel):
    """One figure under both policies; None where nothing was there to measure.

    `low` and `high` bound the 95 % interval of the difference, learned minus in force.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    in_force: float | None = None
    learned: float | None = None
    low: float | None = None
    high: float | None = None
    cases: int = 0
    passed: bool = True


def judge(
    in_force: PolicyWeights,
    calibrated: PolicyWeights,
    learned: PolicyWeights,
    table: Table,
    sizes: Mapping[str, str],
) -> tuple[Measure, ...]:
    """Both on the rows of the evaluation window.

    `calibrated` is the policy in force as calibrated on the window that calibrated the learned
    one; `sizes` are size classes by enterprise.
    """
    resolved = table.rows(np.isfinite(table.success))
    before, after = (_scores(policy, table) for policy in (in_force, learned))
    lists = _lists(table)
    partners = np.array([one.partner for one in table.shown], dtype=np.str_)
    small = np.array([sizes.get(partner) in SMALL for partner in partners], dtype=bool)
    small_gain = np.where(small, table.gain, 0.0)
    return (
        _likelihood(calibrated, learned, resolved),
        _ranking("ndcg", ndcg_at, before, after, table.gain, lists),
        _ranking("hit", hit_at, before, after, table.gain, lists),
        _ranking("small_hit", hit_at, before, after, small_gain, lists),
        _exposure(before, after, partners, lists),
        _calibration(in_force, learned, resolved),
    )


def _scores(policy: PolicyWeights, table: Table) -> Vector:
    return np.asarray(np.log(success_chance(policy, table, calibrated=False)))


def _lists(table: Table) -> list[Places]:
    """Row numbers of each showing."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(table.shown):
        found[one.showing].append(place)
    return [np.array(places) for places in found.values()]


def _likelihood(in_force: PolicyWeights, learned: PolicyWeights, resolved: Table) -> Measure:
    if not len(resolved):
        return Measure(name="likelihood", passed=False)
    weight = resolved.weight / resolved.weight.mean()
    before, after = (
        weight * _log_likelihood(success_chance(policy, resolved), resolved.success)
        for policy in (in_force, learned)
    )
    askers = [one.asker for one in resolved.shown]
    change = paired_bootstrap(after, before, seed=_SEED, groups=askers)
    return Measure(
        name="likelihood",
        in_force=float(before.mean()),
        learned=float(after.mean()),
        low=change.low,
        high=change.high,
        cases=len(resolved),
        passed=change.low > 0 and len(resolved) >= _ENOUGH,
    )


def _log_likelihood(chance: Vector, happened: Vector) -> Vector:
    kept = np.clip(chance, 1e-9, 1 - 1e-9)
    return np.asarray(np.where(happened == 1, np.log(kept), np.log1p(-kept)))


def _ranking(
    name: str,
    figure: Figure,
    before: Vector,
    after: Vector,
    gain: Vector,
    lists: list[Places],
) -> Measure:
    """A figure of the first places over the lists in which something came of a pair."""
    told = [rows for rows in lists if gain[rows].any()]
    if not told:
        return Measure(name=name)
    old, new = (
        np.array([figure(scores[rows], gain[rows], TOP) for rows in told])
        for scores in (before, after)
    )
    change = paired_bootstrap(new, old, seed=_SEED)
    return Measure(
        name=name,
        in_force=float(old.mean()),
        learned=float(new.mean()),
        low=change.low,
        high=change.high,
        cases=len(told),
        passed=_no_worse(-change.mean, -change.high),
    )


def _no_worse(by: float, at_least: float) -> bool:
    """`by` is how much worse the figure is, `at_least` the interval's end that is the least."""
    return by <= SLIGHT or (by <= MUCH and at_least <= 0)


def _exposure(before: Vector, after: Vector, partners: Texts, lists: list[Places]) -> Measure:
    """Gini coefficient of how often each partner would stand among the first places."""
    if not lists:
        return Measure(name="exposure")
    names, partner = np.unique(partners, return_inverse=True)
    best = [_first_places(scores, lists) for scores in (before, after)]

    def figures(drawn: Places) -> tuple[float, float]:
        times = np.bincount(drawn, minlength=len(lists))
        old, new = (
            gini(np.bincount(partner[rows], weights=times[of], minlength=len(names)))
            for rows, of in best
        )
        return old, new

    return _lower_is_better("exposure", figures, len(lists))


def _first_places(scores: Vector, lists: list[Places]) -> tuple[Places, Places]:
    """The rows that stand first in their lists, and the number of the list of each."""
    best = [rows[np.argsort(-scores[rows], kind="stable")[:TOP]] for rows in lists]
    return np.concatenate(best), np.repeat(np.arange(len(best)), [len(rows) for rows in best])


def _lower_is_better(
    name: str, figures: Callable[[Places], tuple[float, float]], cases: int
) -> Measure:
    """A figure of all cases together, with the bootstrap interval of the difference."""
    old, new = figures(np.arange(cases))
    random = np.random.default_rng(_SEED)
    drawn = (figures(random.integers(cases, size=cases)) for _ in range(_REPEATS))
    low, high = np.quantile([after - before for before, after in drawn], [0.025, 0.975])
    return Measure(
        name=name,
        in_force=old,
        learned=new,
        low=float(low),
        high=float(high),
        cases=cases,
        passed=_no_worse(new - old, float(low)),
    )


def _calibration(in_force: PolicyWeights, learned: PolicyWeights, resolved: Table) -> Measure:
    if not len(resolved):
        return Measure(name="calibration", passed=False)
    bins = max(1, min(_BINS, len(resolved) // _PER_BIN))
    said = [success_chance(policy, resolved) for policy in (in_force, learned)]

    def figures(drawn: Places) -> tuple[float, float]:
        old, new = (
            calibration_error(chance[drawn], resolved.success[drawn], bins) for chance in said
        )
        return old, new

    return _lower_is_better("calibration", figures, len(resolved))
