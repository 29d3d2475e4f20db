"""Who accepted whom, and what that says of a pair whose own meetings are left out.

An event says: `asker` was put to `asked`, and `asked` said yes (1), no (0) or something between
(a grade after a meeting, as a share of the best). Two things are read from it for a pair: how the
asked usually answers others, and how the asker usually fares with others. Both are shrunk: few
events move an estimate little.
"""

from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]
Ids: TypeAlias = NDArray[np.int64]

_WEAKEST: Final = 1.0
_STRONGEST: Final = 1000.0


@dataclass(frozen=True)
class Prior:
    """What is held of one nobody knows: a mean, and how many events it weighs as much as."""

    mean: float = 0.5
    strength: float = 4.0


def credibility(member: ArrayLike, outcome: ArrayLike, default: Prior) -> Prior:
    """The prior that outcomes of many members bear out; `default` if no two can be compared.

    Strength is the variance within members over the variance between them, both by the moment
    estimators of Bühlmann and Straub (1970), kept within 1 and 1000 events.
    """
    value = np.asarray(outcome, dtype=np.float64)
    _, group, count = np.unique(np.asarray(member), return_inverse=True, return_counts=True)
    groups, events = len(count), len(value)
    if groups < 2 or events <= groups:
        return default
    means = np.bincount(group, weights=value) / count
    mean = float(value.mean())
    within = float(((value - means[group]) ** 2).sum()) / (events - groups)
    spread = float((count * (means - mean) ** 2).sum()) - (groups - 1) * within
    between = spread / (events - float((count**2).sum()) / events)
    strength = within / between if between > 0 else _STRONGEST
    return Prior(mean, float(np.clip(strength, _WEAKEST, _STRONGEST)))


def recency(time: ArrayLike, now: float, half_life: float) -> Floats:
    """Weight of events by age, 1 for now and half after each `half_life`; the future weighs 0.

    `time`, `now` and `half_life` are in one unit of the caller's choice.
    """
    age = now - np.asarray(time, dtype=np.float64)
    return np.where(age >= 0, 0.5 ** (np.maximum(age, 0) / half_life), 0.0)


class History:
    """Past events; what they say of a pair never includes the pair's own."""

    def __init__(
        self,
        asker: ArrayLike,
        asked: ArrayLike,
        outcome: ArrayLike,
        *,
        weight: ArrayLike | None = None,
        usual: Prior | None = None,
        welcome: Prior | None = None,
    ) -> None:
        """Ids of both sides, an outcome in 0..1 (nan: unknown, left out) and a weight per event.

        `usual` is the prior of how anybody answers, `welcome` that of how far above or below the
        usual anybody fares; a missing one is taken from the events by `credibility`.
        """
        value = np.asarray(outcome, dtype=np.float64)
        known = np.isfinite(value)
        if value[known].size and not (value[known].min() >= 0 and value[known].max() <= 1):
            raise ValueError("outcome must lie in 0..1; nan stands for unknown")
        given_weight = np.ones(len(value)) if weight is None else np.asarray(weight, float)
        self.asker: Ids = np.asarray(asker, dtype=np.int64)[known]
        self.asked: Ids = np.asarray(asked, dtype=np.int64)[known]
        self.outcome: Floats = value[known]
        self.weight: Floats = given_weight[known]
        self.usual = usual or credibility(self.asked, self.outcome, Prior())
        self._given = _Sums(self.asked, self.asker, self.outcome, self.weight)
        #: outcome against what the asked usually answers others
        self.surprise: Floats = self.outcome - self.openness(self.asker, self.asked)
        self.welcome = welcome or credibility(self.asker, self.surprise, Prior(0.0))
        self._fared = _Sums(self.asker, self.asked, self.surprise, self.weight)

    def openness(self, asker: ArrayLike, asked: ArrayLike) -> Floats:
        """How the asked of each pair answers all others than the asker, 0..1."""
        total, count = self._given.without(asked, asker)
        return (total + self.usual.mean * self.usual.strength) / (count + self.usual.strength)

    def standing(self, asker: ArrayLike, asked: ArrayLike) -> Floats:
        """How the asker of each pair fares with all others than the asked, 0..1; 0.5 is as usual.

        Every answer counts against what its giver usually answers, so a yes of somebody choosy
        raises more than a yes of somebody who takes all.
        """
        total, count = self._fared.without(asker, asked)
        return np.clip(0.5 + total / (count + self.welcome.strength) / 2, 0.0, 1.0)


class _Sums:
    """Weighted sums of values by one side, with the other side's part taken out."""

    def __init__(self, side: Ids, other: Ids, value: Floats, weight: Floats) -> None:
        self._sides, side_at = np.unique(side, return_inverse=True)
        self._others, other_at = np.unique(other, return_inverse=True)
        self._pairs, pair_at = np.unique(
            side_at * max(len(self._others), 1) + other_at, return_inverse=True
        )
        self._by_side = [_sum(side_at, weight * value), _sum(side_at, weight)]
        self._by_pair = [_sum(pair_at, weight * value), _sum(pair_at, weight)]

    def without(self, side: ArrayLike, other: ArrayLike) -> tuple[Floats, Floats]:
        """Sum and weight of each `side`, less what it has with `other`."""
        side_at, known = _places(self._sides, np.asarray(side, dtype=np.int64))
        other_at, met = _places(self._others, np.asarray(other, dtype=np.int64))
        pair_at, both = _places(self._pairs, side_at * max(len(self._others), 1) + other_at)
        both &= known & met
        total, count = (
            np.where(known, whole[side_at], 0.0) - np.where(both, part[pair_at], 0.0)
            for whole, part in zip(self._by_side, self._by_pair, strict=True)
        )
        # a weight less its only part is zero up to rounding
        left = count > 1e-9
        return np.where(left, total, 0.0), np.where(left, count, 0.0)


def _sum(place: NDArray[np.intp], value: Floats) -> Floats:
    # one slot more than needed, so that a look-up in an empty history finds a zero
    return np.bincount(place, value, minlength=int(place.max(initial=-1)) + 2).astype(np.float64)


def _places(ids: NDArray[Any], wanted: Ids) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    place = np.searchsorted(ids, wanted)
    inside = np.minimum(place, max(len(ids) - 1, 0))
    if not len(ids):
        return inside, np.zeros(len(wanted), dtype=np.bool_)
    return inside, ids[inside] == wanted
