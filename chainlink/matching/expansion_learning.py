"""Learning how much each way of finding an input counts, from inputs that were kept back."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chainlink.matching.expansion import Reached
from chainlink.matching.expansion_names import Floats, Ints
from chainlink.matching.expansion_values import factor_names, factors
from chainlink.matching.learning.logistic import fit_choice

_SPREAD = 0.3  # prior deviation of what one standard deviation of a factor is worth


@dataclass(frozen=True, eq=False)
class Example:
    """One asked category: the values of its candidates, which of them were kept back."""

    values: NDArray[np.float32]
    true: NDArray[np.bool_]
    weight: float = 1.0

    @classmethod
    def of(cls, reached: Reached, hidden: Ints, weight: float = 1.0) -> "Example":
        """What was reached, marked by what had been hidden before it was asked."""
        values = factors(reached).astype(np.float32)
        return cls(values, np.isin(reached.categories, hidden), weight)


@dataclass(frozen=True, eq=False)
class InputModel:
    """A weight for each factor; the score of a category is the sum of weight times value."""

    weights: Floats

    def scores(self, reached: Reached) -> Floats:
        """Log-chances of the categories, up to a constant of the question."""
        return np.asarray(factors(reached) @ self.weights)

    def named(self) -> dict[str, float]:
        """The weights by the names of their factors."""
        return dict(zip(factor_names(), self.weights.tolist(), strict=True))


def learned(examples: Sequence[Example]) -> InputModel:
    """The most likely weights of a choice among each example's candidates (conditional logit).

    Every weight is drawn towards 0, the more the less its factor varies. Examples of which nothing
    was found say nothing. The examples must be asked of a graph without what is hidden in them.
    """
    told = [one for one in examples if one.true.any()]
    if not told:
        return InputModel(np.zeros(len(factor_names())))
    values = np.concatenate([one.values for one in told]).astype(np.float64)
    sizes = [len(one.true) for one in told]
    deviation = values.std(axis=0)
    scale = np.where(deviation > 1e-9, deviation, 1.0)
    weights = fit_choice(
        values / scale,
        np.concatenate([one.true for one in told]).astype(np.float64),
        np.repeat(np.arange(len(told)), sizes),
        anchor=np.zeros(values.shape[1]),
        spread=np.full(values.shape[1], _SPREAD),
        sample_weight=np.repeat([one.weight for one in told], sizes),
    )
    return InputModel(weights / scale)
