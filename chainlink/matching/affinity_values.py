"""What speaks for an offer as named factors in 0..1, and learning what each counts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chainlink.matching.affinity import Plausible
from chainlink.matching.expansion_names import Floats, Ints
from chainlink.matching.expansion_values import counted, magnitude
from chainlink.matching.learning.logistic import fit_choice

_SPREAD = 0.3  # prior deviation of what one standard deviation of a factor is worth
_COMPARED = (
    "words",
    "presence",
    "named_alike",
    "sells_alike",
    "sells_about",
    "tastes",
    "company_alike",
    "seller_alike",
    "own_name",
    "sector_words",
    "sector_text",
    "begins_alike",
    "ends_alike",
)
_SECTORS = ("sector_0", "sector_1", "sector_2")


def affinity_names() -> tuple[str, ...]:
    """Names of the columns of `affinity_factors`, in their order."""
    return (
        *(f"{way}{kind}" for way in _COMPARED for kind in ("", "_best", "_best_squared")),
        *(f"{way}{kind}" for way in _SECTORS for kind in ("", "_share")),
        "offered",
        "offers_nothing_known",
        "sector_unknown",
    )


def affinity_factors(found: Plausible) -> Floats:
    """One row an enterprise, one column a name of `affinity_names`, values in 0..1."""
    nothing = np.zeros(len(found.enterprises))
    columns: list[Floats] = []
    for way in _COMPARED:
        value = np.clip(found.signals[way], 0.0, None)
        best = value / max(value.max(initial=0.0), 1e-9)
        columns += [magnitude(np.minimum(value, 1.0)), best, best**2]
    for way in _SECTORS:
        share = found.signals.get(way, nothing)
        columns += [magnitude(share), share]
    offered = found.signals["offered"]
    unknown = sum((found.signals.get(way, nothing) for way in _SECTORS[-1:]), nothing) == 0
    columns += [counted(offered), offered == 0, unknown]
    return np.stack([np.asarray(one, dtype=np.float64) for one in columns], axis=1)


@dataclass(frozen=True, eq=False)
class Case:
    """One asked category: the values of its candidates, which of them were kept back."""

    values: NDArray[np.float32]
    true: NDArray[np.bool_]

    @classmethod
    def of(cls, found: Plausible, hidden: Ints) -> "Case":
        """What was found, marked by who had been hidden before it was asked."""
        values = affinity_factors(found).astype(np.float32)
        return cls(values, np.isin(found.enterprises, hidden))


@dataclass(frozen=True, eq=False)
class AffinityModel:
    """A weight for each factor; the score of an enterprise is the sum of weight times value."""

    weights: Floats

    def scores(self, found: Plausible) -> Floats:
        """Log-chances of the enterprises, up to a constant of the question."""
        return np.asarray(affinity_factors(found) @ self.weights)

    def named(self) -> dict[str, float]:
        """The weights by the names of their factors."""
        return dict(zip(affinity_names(), self.weights.tolist(), strict=True))


def learned_affinity(cases: Sequence[Case]) -> AffinityModel:
    """The most likely weights of a choice among each case's candidates (conditional logit).

    Every weight is drawn towards 0, the more the less its factor varies. Cases of which nothing
    was found say nothing. The cases must be asked of a graph without what is hidden in them.
    """
    told = [one for one in cases if one.true.any()]
    if not told:
        return AffinityModel(np.zeros(len(affinity_names())))
    values = np.concatenate([one.values for one in told]).astype(np.float64)
    deviation = values.std(axis=0)
    scale = np.where(deviation > 1e-9, deviation, 1.0)
    weights = fit_choice(
        values / scale,
        np.concatenate([one.true for one in told]).astype(np.float64),
        np.repeat(np.arange(len(told)), [len(one.true) for one in told]),
        anchor=np.zeros(values.shape[1]),
        spread=np.full(values.shape[1], _SPREAD),
    )
    return AffinityModel(weights / scale)
