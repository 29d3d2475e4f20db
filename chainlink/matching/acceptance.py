"""Who accepted whom, and what that says of a pair whose own meetings are left out.

An event says: `asker` was put to `asked`, and `asked` said yes (1), no (0) or something between
(a grade after a meeting, as a share of the best). Two things are read from it for a pair: how the
asked usually answers others, and how the asker usually fares with others. Both are shrunk: few
events move an estimate little.
"""

from dataclasses import dataclass
from typing import Final, TypeAlias

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
        self._pairs, pair = np.unique(np.stack([side, other], axis=1), axis=0, return_inverse=True)
        self._sides, member = np.unique(side, return_inverse=True)
        pair = pair.reshape(-1)
        self._by_side = [_summed(member, weight * value), _summed(member, weight)]
        self._by_pair = [_summed(pair, weight * value), _summed(pair, weight)]
        self._others, self._other_of_pair = np.unique(self._pairs[:, 1], return_inverse=True)
        self._key = np.searchsorted(self._sides, self._pairs[:, 0]) * max(
            len(self._others), 1
        ) + self._other_of_pair.reshape(-1)

    def without(self, side: ArrayLike, other: ArrayLike) -> tuple[Floats, Floats]:
        """Sum and weight of each `side`, less what it has with `other`."""
        sides, others = np.asarray(side, dtype=np.int64), np.asarray(other, dtype=np.int64)
        at, found = _places(self._sides, sides)
        by, met = _places(self._others, others)
        pair, both = _places(self._key, at * max(len(self._others), 1) + by)
        both &= found & met
        total, count = (
            np.where(found, _at(whole, at), 0.0) - np.where(both, _at(part, pair), 0.0)
            for whole, part in zip(self._by_side, self._by_pair, strict=True)
        )
        # a sum less its only part is zero up to rounding, not below
        return np.where(count > 1e-12, total, 0.0), np.maximum(count, 0.0)


def _places(
    sorted_ids: NDArray[np.int64], wanted: Ids
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    place = np.minimum(np.searchsorted(sorted_ids, wanted), max(len(sorted_ids) - 1, 0))
    if not len(sorted_ids):
        return place, np.zeros(len(wanted), dtype=np.bool_)
    return place, sorted_ids[place] == wanted


def _at(values: Floats, place: NDArray[np.intp]) -> Floats:
    return values[place] if len(values) else np.zeros(len(place))


def _summed(member: NDArray[np.intp], value: Floats) -> Floats:
    return np.bincount(member, weights=value).astype(np.float64)
