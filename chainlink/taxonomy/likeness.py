"""How sure a likeness by n-grams is."""

from math import exp
from typing import NamedTuple


class Likeness(NamedTuple):
    """How much the nearest name of a category looks like a phrase, the share of the phrase that
    all its names together know, and whether name and phrase end alike."""

    cosine: float
    known: float
    same_end: bool

    def strength(self) -> float:
        """For comparing categories with each other."""
        cosine = self.cosine * (1.08 if self.same_end else 1.0)
        return max(0.01, 1.07 * cosine + 0.45 * self.known - 0.35)

    def confidence(self, share: float) -> float:
        """The chance that the category is meant; ``share``: its part in the strength (to the
        fourth power) of all that look like the phrase. The weights are a logistic regression over
        3,900 names of the local taxonomy, each hidden in turn and read by what remains."""
        sum_ = -3.32 + 0.2 * self.cosine + 2.1 * self.known + 0.85 * self.same_end
        return 1 / (1 + exp(-(sum_ + 1.68 * share)))
