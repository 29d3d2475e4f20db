"""How good a ranking or a probability is, and how sure one can be of the figure.

Candidates with equal scores stand in no order. Every figure of a ranking is therefore its expected
value over all orders of the tied ones, so that no ranking gains by the order its rows came in.
A score of -inf says "not retrieved": such a candidate has no rank and earns nothing.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    """A mean and the bootstrap interval around it."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:.3f} [{self.low:.3f}, {self.high:.3f}]"

    @property
    def clear_of_zero(self) -> bool:
        """Whether zero lies outside the interval."""
        return self.low > 0 or self.high < 0


def hit_at(scores: ArrayLike, relevant: ArrayLike, k: int) -> float:
    """Share of the relevant candidates that stand among the first `k`; nan if none is relevant."""
    ranked = _Ranked.of(scores, relevant)
    inside = np.clip(k - ranked.before, 0, ranked.size) / ranked.size
    return _share(float((ranked.gain * inside).sum()), float(ranked.all_gains.sum()))


def success_at(scores: ArrayLike, relevant: ArrayLike, k: int) -> float:
    """Chance that at least one relevant candidate stands among the first `k`; nan if none is."""
    chances = _first_relevant(_Ranked.of(scores, np.asarray(relevant) > 0))
    return float("nan") if chances is None else float(min(chances[:k].sum(), 1.0))


def reciprocal_rank(scores: ArrayLike, relevant: ArrayLike) -> float:
    """Expected 1/rank of the first relevant candidate; its mean over questions is the MRR."""
    chances = _first_relevant(_Ranked.of(scores, np.asarray(relevant) > 0))
    if chances is None:
        return float("nan")
    return float((chances / np.arange(1, len(chances) + 1)).sum())


def ndcg_at(scores: ArrayLike, gains: ArrayLike, k: int) -> float:
    """Normalised discounted cumulative gain of the first `k`; nan if nothing has a gain.

    A gain at rank r counts 1/log2(r + 1) (Järvelin and Kekäläinen, 2002); gains are 0 and 1 for
    matched or not, or any grades from 0.
    """
    ranked = _Ranked.of(scores, gains)
    discounts = np.zeros(max(k, len(ranked.all_gains)) + 1)
    discounts[1 : k + 1] = 1 / np.log2(np.arange(2, k + 2))
    reached = discounts.cumsum()
    per_tie = reached[ranked.before + ranked.size] - reached[ranked.before]
    best = float(np.sort(ranked.all_gains)[::-1] @ discounts[1 : len(ranked.all_gains) + 1])
    return _share(float((ranked.gain * per_tie / ranked.size).sum()), best)


def calibration_error(probabilities: ArrayLike, happened: ArrayLike, bins: int = 15) -> float:
    """Expected calibration error over `bins` bins holding equally many cases.

    The mean distance between what was promised and what happened, weighted by the cases in a bin
    (Naeini, Cooper and Hauskrecht, 2015). Equal probabilities share their outcomes evenly, so
    that it does not matter in which order they came.
    """
    promised = np.asarray(probabilities, dtype=np.float64)
    outcome = np.asarray(happened, dtype=np.float64)
    if len(promised) == 0 or promised.shape != outcome.shape or not np.isfinite(promised).all():
        raise ValueError("probabilities and outcomes must be finite, equally many and not empty")
    values, tie, count = np.unique(promised, return_inverse=True, return_counts=True)
    mean_outcome = np.bincount(tie, weights=outcome) / count
    gap = np.repeat(mean_outcome - values, count)
    return float(sum(abs(part.sum()) for part in np.array_split(gap, bins)) / len(gap))


def gini(exposure: ArrayLike) -> float:
    """Inequality of how often each was shown: 0 all alike, towards 1 one takes everything."""
    shown = np.sort(np.asarray(exposure, dtype=np.float64))
    if len(shown) == 0 or shown.sum() == 0:
        return 0.0
    rank = np.arange(1, len(shown) + 1)
    return float(((2 * rank - len(shown) - 1) @ shown) / (len(shown) * shown.sum()))


def bootstrap(
    values: ArrayLike,
    *,
    seed: int,
    groups: ArrayLike | None = None,
    repeats: int = 2000,
    level: float = 0.95,
) -> Interval:
    """Mean of one value per question, with its percentile bootstrap interval (Efron, 1979).

    Questions are drawn again with replacement; with `groups` whole groups are (questions of one
    group are not independent of each other). nan values, questions without an answer, are left out.
    """
    given = np.asarray(values, dtype=np.float64)
    kept = np.isfinite(given)
    if not kept.any():
        raise ValueError("a bootstrap needs at least one value that is a number")
    group = np.arange(len(given)) if groups is None else np.asarray(groups)
    _, member = np.unique(group[kept], return_inverse=True)
    total = np.bincount(member, weights=given[kept])
    count = np.bincount(member).astype(np.float64)
    random = np.random.default_rng(seed)
    means = np.empty(repeats)
    for turn in range(repeats):
        drawn = random.integers(len(total), size=len(total))
        means[turn] = total[drawn].sum() / count[drawn].sum()
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(total.sum() / count.sum()), float(low), float(high))


def paired_bootstrap(
    better: ArrayLike,
    worse: ArrayLike,
    *,
    seed: int,
    groups: ArrayLike | None = None,
    repeats: int = 2000,
    level: float = 0.95,
) -> Interval:
    """Mean of `better - worse`, question by question, with its interval: see `bootstrap`."""
    difference = np.asarray(better, dtype=np.float64) - np.asarray(worse, dtype=np.float64)
    return bootstrap(difference, seed=seed, groups=groups, repeats=repeats, level=level)


@dataclass(frozen=True)
class _Ranked:
    """Candidates as runs of equal score, best first: how many stand before a run, how many in it,
    and what they gain together."""

    before: NDArray[np.intp]
    size: NDArray[np.intp]
    gain: Floats
    all_gains: Floats

    @classmethod
    def of(cls, scores: ArrayLike, gains: ArrayLike) -> "_Ranked":
        score = np.asarray(scores, dtype=np.float64)
        gain = np.asarray(gains, dtype=np.float64)
        if score.shape != gain.shape or score.ndim != 1:
            raise ValueError("scores and gains must be two lists of equal length")
        if np.isnan(score).any() or (gain < 0).any():
            raise ValueError("a score must be a number and a gain must not be negative")
        retrieved = score > -np.inf
        _, run, size = np.unique(-score[retrieved], return_inverse=True, return_counts=True)
        together = np.bincount(run, weights=gain[retrieved], minlength=len(size)).astype(np.float64)
        return cls(size.cumsum() - size, size, together, gain)


def _share(reached: float, possible: float) -> float:
    return reached / possible if possible > 0 else float("nan")


def _first_relevant(ranked: _Ranked) -> Floats | None:
    """Chance of each rank to hold the first relevant candidate, up to the run that must have one.

    Of a run of n with r relevant ones, in random order, the first stands at place j (from 0) with
    chance C(n-1-j, r-1) / C(n, r): r/n at j = 0, then times (n-r-j) / (n-1-j) for each next place.
    """
    if not (ranked.all_gains > 0).any():
        return None
    holding = np.flatnonzero(ranked.gain > 0)
    if len(holding) == 0:
        return np.zeros(0)
    run = int(holding[0])
    n, r = int(ranked.size[run]), int(ranked.gain[run])
    place = np.arange(n - r)
    within = np.concatenate([[r / n], r / n * ((n - r - place) / (n - 1 - place)).cumprod()])
    return np.concatenate([np.zeros(int(ranked.before[run])), within])
