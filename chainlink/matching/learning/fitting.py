"""Fitting a policy: each part's weights around those in force, then the calibration of the whole.

A factor's column is its contribution under the policy in force, so that what is fitted is how many
times its weight it should have: 1 is what the expert said, differences between match types stay,
and 0 is the least, so that no factor turns round.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from chainlink.matching.learning.examples import (
    Table,
    log_odds,
    signed_weights,
    success_chance,
)
from chainlink.matching.learning.logistic import Vector, fit_map
from chainlink.matching.learning.weights import Calibration, PartWeights, PolicyWeights
from chainlink.matching.model import MatchType
from chainlink.matching.policy import PARTS


@dataclass(frozen=True, slots=True)
class Trust:
    """How far weights may stray before outcomes say so: standard deviations of the prior.

    `relative` is of a weight as a share of itself, `least` of any weight in log-odds, `base` of a
    part's base. `calibration` is of the intercept around 0 and the slope around 1.
    """

    relative: float = 0.5
    least: float = 0.4
    base: float = 0.7
    calibration: float = 0.5


TRUST = Trust()
_LEAST_SLOPE = 0.1


def fit_policy(
    table: Table, in_force: PolicyWeights, version: str, trust: Trust = TRUST
) -> PolicyWeights:
    """The policy with the weights that the rows' known outcomes and the anchor say together."""
    return replace(
        in_force,
        version=version,
        parent=in_force.version,
        parts={part: _fit_part(table, in_force, part, trust) for part in PARTS},
        calibration=Calibration(),
    )


def _fit_part(table: Table, in_force: PolicyWeights, part: str, trust: Trust) -> PartWeights:
    known = table.rows(np.isfinite(table.labels[part]))
    before = in_force.parts[part]
    if not len(known):
        return before
    strongest = np.array([_strongest(before, code) for code in table.codes])
    unused = strongest == 0
    columns = signed_weights(in_force, part, known) * known.values
    columns[:, unused] = (_direction(in_force, known) * known.values)[:, unused]
    x = np.hstack([np.ones((len(known), 1)), columns])
    times = fit_map(
        x,
        known.labels[part],
        anchor=np.concatenate([[before.base], np.where(unused, 0.0, 1.0)]),
        spread=np.concatenate([[trust.base], _spreads(strongest, trust)]),
        sample_weight=_evidence(known.weight),
        lower=np.concatenate([[-np.inf], np.zeros(len(table.codes))]),
    )
    return _moved(before, in_force, dict(zip(table.codes, times[1:], strict=True)), times[0])


def _strongest(part: PartWeights, code: str) -> float:
    """The factor's largest weight over the match types."""
    return max(
        part.weights.get(code, 0.0), *(one.get(code, 0.0) for one in part.by_type.values()), 0.0
    )


def _spreads(strongest: Vector, trust: Trust) -> Vector:
    """Of the multiples; a factor that has no weight yet gets one of its own."""
    used = np.where(strongest > 0, strongest, 1.0)
    own = np.maximum(trust.relative, trust.least / used)
    return np.where(strongest > 0, own, trust.least)


def _direction(policy: PolicyWeights, table: Table) -> NDArray[np.float64]:
    """+1, -1, or 0 where the factor counts in no part for the row's match type."""
    weights = np.array([signed_weights(policy, part, table) for part in PARTS])
    counts: NDArray[np.float64] = np.sign(weights.sum(axis=0))
    return counts


def _moved(
    before: PartWeights, in_force: PolicyWeights, times: dict[str, float], base: float
) -> PartWeights:
    plain, by_type = dict(before.weights), {k: dict(v) for k, v in before.by_type.items()}
    for code, multiple in times.items():
        if _strongest(before, code) > 0:
            for weights in (plain, *by_type.values()):
                if code in weights:
                    weights[code] = float(weights[code] * multiple)
        elif multiple > 0:
            plain[code] = float(multiple)
            for match_type in _types_without(in_force, code):
                by_type.setdefault(match_type, {})[code] = 0.0
    return PartWeights(float(base), plain, by_type)


def _types_without(policy: PolicyWeights, code: str) -> list[str]:
    """Match types for which no part gives the factor a weight."""
    return [
        kind.value
        for kind in MatchType
        if not any(part.weight(code, kind) for part in policy.parts.values())
    ]


def _evidence(weight: Vector) -> Vector:
    """Row weights that add up to as many rows as they are worth (Kish 1965: (Σw)² / Σw²).

    Unequal weights say less than their sum, and the anchor must not be outvoted by it.
    """
    return np.asarray(weight * (weight.sum() / (weight @ weight)))


def calibrate(policy: PolicyWeights, table: Table, trust: Trust = TRUST) -> PolicyWeights:
    """The policy with the Platt scaling that later outcomes say, anchored to none at all.

    Two numbers around (0, 1) instead of a step function: with the few outcomes of one window
    isotonic regression would follow every one of them.
    """
    known = table.rows(np.isfinite(table.success))
    if not len(known):
        return policy
    chance = success_chance(policy, known, calibrated=False)
    intercept, slope = fit_map(
        np.column_stack([np.ones(len(known)), log_odds(chance)]),
        known.success,
        anchor=[0.0, 1.0],
        spread=trust.calibration,
        sample_weight=_evidence(known.weight),
        lower=[-np.inf, _LEAST_SLOPE],
    )
    return replace(policy, calibration=Calibration(float(intercept), float(slope)))
