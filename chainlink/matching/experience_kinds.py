"""Which kinds of providers are chosen: at all, and for needs like this one.

A provider nobody has dealt with yet is judged by its kind: firms of its line of business, its age
and so on. Rates are shrunk, so that a kind with few firms says little.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_PRIOR: Final = 3.0  # firms that a kind's rate is shrunk by
_HIGH: Final = 7.0  # a kind chosen 6 times as often as the average has the value 1
_UNKNOWN: Final = 0.45  # the value of firms of no known kind; the average firm has .36


class Kinds:
    """One label a provider; an empty one says that nothing is known."""

    def __init__(self, labels: Sequence[str]) -> None:
        self._names, number = np.unique(np.array(labels, dtype=str), return_inverse=True)
        self._number: Ints = number.astype(np.int64)
        self._known = np.array([label != "" for label in labels], dtype=bool)
        self._firms = np.bincount(self._number, minlength=len(self._names)).astype(np.float64)

    def lift(self, chosen: Ints) -> Floats:
        """How much oftener than the average each provider's kind was chosen, as 0..1.

        log(1 + lift) / log 7, where the lift of a kind is its choices over those that its number
        of firms would lead one to expect.
        """
        counted = chosen[self._known[chosen]]
        times = np.bincount(self._number[counted], minlength=len(self._names)).astype(np.float64)
        each = max(float(self._known.sum()), 1.0) / max(len(counted), 1)
        rate = (times * each + _PRIOR) / (self._firms + _PRIOR)
        found = np.minimum(np.log1p(rate) / np.log(_HIGH), 1.0)
        return np.where(self._known, found[self._number], _UNKNOWN)

    def share(self, chosen: Ints, weight: Floats) -> Floats:
        """Square root of the share of `weight` that fell to each provider's kind."""
        known = self._known[chosen]
        fallen = np.bincount(
            self._number[chosen[known]], weights=weight[known], minlength=len(self._names)
        )
        part = np.sqrt(fallen / max(float(weight.sum()), 1e-9))
        return np.where(self._known, part[self._number], 0.0)
