"""Chance that the asked says yes, from named values that add up; and that both say yes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from chainlink.matching.acceptance import Floats
from chainlink.matching.learning.logistic import fit_map, logistic

#: log-odds of a share closer to 0 or 1 than this say no more than at this distance
_EDGE: Final = 0.01


@dataclass(frozen=True)
class AcceptanceModel:
    """log-odds of a yes = constant + sum of weight x (value - centre), value by value.

    `centre` is a value's mean where the model was learned, so that a value held there adds nothing.
    Values named in `shares` are chances themselves and enter by their log-odds.
    """

    constant: float
    weights: Mapping[str, float]
    centre: Mapping[str, float]
    shares: frozenset[str]

    @classmethod
    def fitted(
        cls,
        values: Mapping[str, ArrayLike],
        accepted: ArrayLike,
        *,
        shares: frozenset[str] = frozenset(),
        anchor: Mapping[str, float] | None = None,
        spread: float = 1.0,
    ) -> "AcceptanceModel":
        """Weights from outcomes 0..1, around `anchor` (0 if not named).

        `spread` is the prior's deviation of what one standard deviation of a value adds to the
        log-odds. ValueError as from `fit_map`.
        """
        names = list(values)
        table = np.column_stack([_entering(name, values[name], shares) for name in names])
        centre, scale = table.mean(axis=0), table.std(axis=0)
        scale[scale < 1e-9] = 1.0
        known = np.array([(anchor or {}).get(name, 0.0) for name in names])
        found = fit_map(
            np.column_stack([np.ones(len(table)), (table - centre) / scale]),
            accepted,
            anchor=np.concatenate([[0.0], known * scale]),
            spread=np.concatenate([[10.0], np.full(len(names), spread)]),
        )
        weights = dict(zip(names, (found[1:] / scale).tolist(), strict=True))
        return cls(float(found[0]), weights, dict(zip(names, centre.tolist(), strict=True)), shares)

    def contributions(self, values: Mapping[str, ArrayLike]) -> dict[str, Floats]:
        """What each value adds to the log-odds; a value left out adds nothing."""
        return {
            name: weight * (_entering(name, values[name], self.shares) - self.centre[name])
            for name, weight in self.weights.items()
            if name in values
        }

    def probability(self, values: Mapping[str, ArrayLike]) -> Floats:
        """Chance of a yes for each row of `values`; one number if none is given."""
        added: Floats = np.sum(list(self.contributions(values).values()), axis=0)
        return logistic(self.constant + added)


@dataclass(frozen=True)
class Calibration:
    """Chances as they come true: log-odds times `slope` plus `shift`; their order stays.

    Two answers about one pair are not quite independent, so the product of two true chances may
    promise a little too much or too little (Platt 1999, with a prior at "as promised").
    """

    shift: float = 0.0
    slope: float = 1.0

    @classmethod
    def fitted(cls, chances: ArrayLike, happened: ArrayLike, spread: float = 1.0) -> "Calibration":
        """From chances 0..1 and what became of them; without outcomes nothing is changed."""
        odds = _log_odds(chances)
        found = fit_map(
            np.column_stack([np.ones(len(odds)), odds]),
            happened,
            anchor=[0.0, 1.0],
            spread=spread,
            lower=[-np.inf, 0.0],
        )
        return cls(float(found[0]), float(found[1]))

    def probability(self, chances: ArrayLike) -> Floats:
        """The calibrated chances."""
        return logistic(self.shift + self.slope * _log_odds(chances))


def mutual(asked_accepts: ArrayLike, asker_accepts: ArrayLike) -> Floats:
    """log of the chance that both say yes: log p(asked accepts) + log p(asker accepts)."""
    one, other = np.asarray(asked_accepts, float), np.asarray(asker_accepts, float)
    both: Floats = np.log(np.maximum(one, 1e-12)) + np.log(np.maximum(other, 1e-12))
    return both


def _entering(name: str, values: ArrayLike, shares: frozenset[str]) -> Floats:
    found = np.asarray(values, dtype=np.float64)
    return _log_odds(np.clip(found, _EDGE, 1 - _EDGE)) if name in shares else found


def _log_odds(chances: ArrayLike) -> Floats:
    chance = np.clip(np.asarray(chances, dtype=np.float64), 1e-9, 1 - 1e-9)
    odds: Floats = np.log(chance / (1 - chance))
    return odds
