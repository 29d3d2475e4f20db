"""The arithmetic of comparing texts: rounded counts, lengths, cosines; texts sorted by grams."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from chainlink.matching.vocabulary import Codes, Ints

Floats = npt.NDArray[np.float64]
_STEPS = 4  # a count is rounded down to a fourth of its doubling, so that weights seldom change


@dataclass(frozen=True, slots=True)
class Sorted:
    """The first `texts` texts by their grams: whose each place is, places by gram, their starts."""

    texts: int
    owner: Ints
    places: Codes
    starts: Codes


def rounded(counts: npt.NDArray[Any]) -> Floats:
    """Counts rounded down to a step of a geometric scale; below twelve they stay as they are."""
    exact = np.asarray(counts, dtype=np.float64)
    steps = np.floor(np.log2(np.maximum(exact, 1.0)) * _STEPS)
    return np.where(exact < 12, exact, np.floor(np.exp2(steps / _STEPS)))


def of_length_one(found: sparse.csr_array) -> sparse.csr_array:
    """Rows divided by their lengths; a row of zeros stays one."""
    lengths = np.sqrt(np.asarray(found.multiply(found).sum(axis=1)).ravel())
    scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return sparse.csr_array(sparse.diags_array(scale) @ found)


def ratio(shared: Floats, lengths: Floats) -> Floats:
    """Cosines of shared weights and lengths, 0..1; 0 where nothing was said."""
    found = np.divide(shared, lengths, out=np.zeros_like(shared), where=lengths > 0)
    return np.clip(found, 0.0, 1.0)
