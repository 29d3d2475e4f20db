"""From values to a score that its factors add up to.

score = log p(seeker accepts) + log p(provider accepts) + log p(deal | met), each p the logistic
function of a weighted sum, and less for partners that were shown much. A logarithm of a logistic
function is no sum, so each part's total is shared among its factors in proportion to what they
added to the weighted sum: integrated gradients along the straight line from nothing said to all
that is said (Sundararajan, Taly and Yan, 2017), which for one weighted sum is exact. The weight
told is therefore the one in force at this very pair: contribution = weight × value.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chainlink.matching.model import Factor
from chainlink.matching.policy import PARTS, Policy, score_of

Floats = npt.NDArray[np.float64]
EXPOSURE = "exposure"
MOST_EXPOSURE = float(np.log1p(1000.0))  # of so many showings on, more make no difference


def exposure_of(shown: npt.NDArray[np.floating]) -> Floats:
    """How often partners were shown as a value in 0..1: log(1 + times) against a thousand times."""
    found: Floats = np.minimum(1.0, np.log1p(np.maximum(shown, 0.0)) / MOST_EXPOSURE)
    return found


@dataclass(frozen=True, slots=True)
class Scores:
    """Rows × factors: `weights` as they count here; `totals` are the scores, `odds` without
    exposure."""

    codes: tuple[str, ...]
    values: Floats
    weights: Floats
    base: float
    totals: Floats
    odds: Floats

    def factors(self, row: int) -> tuple[Factor, ...]:
        """The base and every factor that says something about one row."""
        found = [Factor(code="base", weight=1.0, value=self.base, contribution=self.base)]
        values, weights = self.values[row].tolist(), self.weights[row].tolist()
        for code, value, weight in zip(self.codes, values, weights, strict=True):
            if value and weight:
                found.append(
                    Factor(code=code, weight=weight, value=value, contribution=weight * value)
                )
        return tuple(found)

    def score(self, row: int) -> float:
        """The factors of one row added up, exactly."""
        products = (self.values[row] * self.weights[row]).tolist()
        return score_of([self.base, *products])


def scored(
    policy: Policy,
    kinds: npt.NDArray[np.integer],
    values: Mapping[str, Floats],
    exposure: Floats,
) -> Scores:
    """Scores of rows: `kinds` are their match types' places in the enumeration, `exposure` is
    0..1, how much the partner was shown of what counts."""
    codes = tuple(policy.factor)
    rows = len(exposure)
    nothing = np.zeros(rows)
    matrix = np.stack([*(values.get(code, nothing) for code in codes), exposure], axis=1)
    weights = np.zeros((rows, len(codes) + 1))
    totals = np.zeros(rows)
    base = 0.0
    for part in PARTS:
        start: float = getattr(policy.base, part)
        signed = policy.signed[part][kinds]
        # summed row by row: a matrix product rounds differently for other numbers of rows, and
        # then the two sides of a meeting would not see the same score
        added = (matrix[:, :-1] * signed).sum(axis=1)
        reached, from_ = _log_logistic(start + added), float(_log_logistic(np.array(start)))
        slope = np.divide(
            reached - from_,
            added,
            out=np.full(rows, 1.0 / (1.0 + np.exp(start))),
            where=np.abs(added) > 1e-12,
        )
        weights[:, :-1] += slope[:, None] * signed
        totals += reached
        base += from_
    weights[:, -1] = -policy.exposure * MOST_EXPOSURE
    return Scores(
        codes=(*codes, EXPOSURE),
        values=matrix,
        weights=weights,
        base=base,
        totals=totals + weights[:, -1] * exposure,
        odds=totals,
    )


def _log_logistic(odds: Floats) -> Floats:
    found: Floats = -np.logaddexp(0.0, -odds)
    return found
