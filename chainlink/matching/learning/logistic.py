"""Logistic models with a Gaussian prior around known weights: the posterior's mode (MAP).

The weights in force are the prior's mean (`anchor`), `spread` its standard deviation: with few
outcomes the fit stays where the expert put it, with many the outcomes decide. Both losses are
convex, so the mode is unique wherever the prior is proper.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize

Vector: TypeAlias = NDArray[np.float64]
Matrix: TypeAlias = Any  # a numpy array or a scipy sparse array: all that is used is `@` and `.T`
Loss: TypeAlias = Callable[[Vector], tuple[float, Vector]]

_ROUNDS = 2000
_GRADIENT = 1e-9  # of the loss divided by the total weight of its rows


def fit_map(
    x: Matrix,
    y: ArrayLike,
    *,
    anchor: ArrayLike,
    spread: ArrayLike,
    sample_weight: ArrayLike | None = None,
    group: ArrayLike | None = None,
    lower: ArrayLike | None = None,
) -> Vector:
    """Weights of P(y = 1) = logistic(x @ weights) under weights ~ N(anchor, spread²) by column.

    `y` lies in 0..1 (fractions are allowed). `spread` is one number or one a column: 0 holds a
    column at its anchor, infinity leaves it free. `group` numbers the list that a row belongs to:
    every list then counts as one row, however long it is. `lower` bounds weights from below.
    A constant is a column of ones. Raises ValueError for shapes that do not fit or values that
    are not finite.
    """
    rows, columns = _shape(x)
    labels = _numbers("y", y, rows)
    if rows and not (labels.min() >= 0.0 and labels.max() <= 1.0):
        raise ValueError("y must lie in 0..1")
    weight = _row_weights(sample_weight, rows)
    if group is not None:
        _, place, size = np.unique(np.asarray(group), return_inverse=True, return_counts=True)
        weight = weight / size[place]
    return _mode(pointwise_loss(x, labels, weight), columns, weight.sum(), anchor, spread, lower)


def fit_choice(
    x: Matrix,
    y: ArrayLike,
    group: ArrayLike,
    *,
    anchor: ArrayLike,
    spread: ArrayLike,
    sample_weight: ArrayLike | None = None,
    lower: ArrayLike | None = None,
) -> Vector:
    """Weights of a choice within each list: P(row | its list) = softmax(x @ weights).

    Conditional logit (McFadden 1974). `y` ≥ 0 says how often a row was chosen; of several chosen
    rows the log-shares are added. Lists without a choice say nothing, and so does a column that is
    constant within every list. `group`, `anchor`, `spread`, `lower` and errors as for `fit_map`.
    """
    rows, columns = _shape(x)
    chosen = _numbers("y", y, rows)
    if rows and chosen.min() < 0.0:
        raise ValueError("y must not be negative")
    weight = _row_weights(sample_weight, rows) * chosen
    loss = choice_loss(x, weight, np.asarray(group))
    return _mode(loss, columns, weight.sum(), anchor, spread, lower)


def pointwise_loss(x: Matrix, y: Vector, weight: Vector) -> Loss:
    """Negative log-likelihood of 0/1 outcomes and its gradient, as a function of the weights."""

    def loss(weights: Vector) -> tuple[float, Vector]:
        scores = x @ weights
        value = weight @ (np.logaddexp(0.0, scores) - y * scores)
        return float(value), x.T @ (weight * (logistic(scores) - y))

    return loss


def choice_loss(x: Matrix, weight: Vector, group: NDArray[Any]) -> Loss:
    """Negative log-likelihood of choices within lists and its gradient; `weight` per choice."""
    if group.shape != weight.shape:
        raise ValueError(f"group must have {len(weight)} values, not {group.shape}")
    order = np.argsort(group, kind="stable")
    _, starts, sizes = np.unique(group[order], return_index=True, return_counts=True)
    x, weight = x[order], weight[order]
    place = np.repeat(np.arange(len(starts)), sizes)
    chosen = np.add.reduceat(weight, starts) if len(starts) else np.zeros(0)

    def loss(weights: Vector) -> tuple[float, Vector]:
        if not len(starts):
            return 0.0, np.zeros_like(weights)
        scores = x @ weights
        scores = scores - np.maximum.reduceat(scores, starts)[place]
        powers = np.exp(scores)
        totals = np.add.reduceat(powers, starts)
        value = chosen @ np.log(totals) - weight @ scores
        return float(value), x.T @ (chosen[place] * powers / totals[place] - weight)

    return loss


def logistic(scores: ArrayLike) -> Vector:
    """1 / (1 + e^-score), without overflow however large the score is."""
    negative = np.exp(-np.abs(np.asarray(scores, dtype=np.float64)))
    return np.where(np.asarray(scores) >= 0, 1.0, negative) / (1.0 + negative)


def _mode(
    loss: Loss,
    columns: int,
    total: float,
    anchor: ArrayLike,
    spread: ArrayLike,
    lower: ArrayLike | None,
) -> Vector:
    """The weights with the least loss plus the prior's: L-BFGS-B, by analytic gradient."""
    center = _numbers("anchor", anchor, columns).copy()
    width = np.broadcast_to(np.asarray(spread, dtype=np.float64), (columns,))
    if np.isnan(width).any() or (width < 0).any():
        raise ValueError("spread must not be negative")
    moving = width > 0
    precision = 1.0 / width[moving] ** 2
    least = np.broadcast_to(np.asarray(-np.inf if lower is None else lower, float), (columns,))
    scale = max(total, 1.0)

    def whole(moved: Vector) -> tuple[float, Vector]:
        weights = center.copy()
        weights[moving] = moved
        value, gradient = loss(weights)
        away = moved - center[moving]
        value += 0.5 * float(precision @ away**2)
        return value / scale, (gradient[moving] + precision * away) / scale

    if moving.any():
        found = minimize(
            whole,
            np.maximum(center, least)[moving],
            jac=True,
            method="L-BFGS-B",
            bounds=[(low, None) for low in least[moving]],
            options={"maxiter": _ROUNDS, "maxfun": 2 * _ROUNDS, "gtol": _GRADIENT, "ftol": 1e-15},
        )
        center[moving] = found.x
    mode: Vector = np.maximum(center, least)
    return mode


def _shape(x: Matrix) -> tuple[int, int]:
    if getattr(x, "ndim", 0) != 2:
        raise ValueError("x must have rows and columns")
    rows, columns = x.shape
    return int(rows), int(columns)


def _numbers(name: str, values: ArrayLike, length: int) -> Vector:
    found = np.asarray(values, dtype=np.float64)
    if found.shape not in {(length,), ()}:
        raise ValueError(f"{name} must have {length} values, not {found.shape}")
    if not np.isfinite(found).all():
        raise ValueError(f"{name} must be finite")
    return np.broadcast_to(found, (length,))


def _row_weights(values: ArrayLike | None, rows: int) -> Vector:
    weights = _numbers("sample_weight", 1.0 if values is None else values, rows)
    if rows and weights.min() < 0:
        raise ValueError("sample_weight must not be negative")
    return weights
