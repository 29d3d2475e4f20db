"""Texts as counts of the grams of a fixed vocabulary, and their relevance by BM25."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

from chainlink.matching.grams import counted

Floats = npt.NDArray[np.float64]

_BIGRAMS: Final = np.int64(1) << 42  # codes below are of two characters
_SATURATION: Final = 1.2
_LENGTH: Final = 0.5  # how much a long profile is held against it: 0 not at all, 1 fully


class Terms:
    """A vocabulary of the bigrams of some texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        codes = np.unique(counted(texts)[1])
        self._codes = codes[codes < _BIGRAMS]

    def counts(self, texts: Sequence[str]) -> sparse.csr_array:
        """How often each text has each gram; unknown grams are left out."""
        owner, codes, count = counted(texts)
        place = np.searchsorted(self._codes, codes)
        place[place == len(self._codes)] = 0
        known = (
            self._codes[place] == codes if len(self._codes) else np.zeros(len(codes), dtype=bool)
        )
        return sparse.csr_array(
            (count[known].astype(np.float64), (owner[known], place[known])),
            shape=(len(texts), max(len(self._codes), 1)),
        )


@dataclass(frozen=True)
class Relevance:
    """BM25 (Robertson and Zaragoza, 2009) of documents, given as counts of grams."""

    counts: sparse.csr_array

    def scores(self, asked: sparse.csr_array) -> Floats:
        """One row a question, one column a document."""
        found = self._weighted @ _present(asked).T
        return np.asarray(found.toarray().T, dtype=np.float64)

    def without(self, asked: sparse.csr_array, document: int) -> float:
        """The score of one document as if what is asked had never been added to it."""
        left = (self.counts[[document]] - asked).toarray().ravel().clip(min=0.0)
        common = (asked.toarray().ravel() > 0) & (left > 0)
        penalty = float(self._penalty(np.array([left.sum()]))[0])
        gained = left[common] * (_SATURATION + 1.0) / (left[common] + penalty)
        return float(gained @ self._rarity[common])

    @cached_property
    def _weighted(self) -> sparse.csr_array:
        weighted = self.counts.copy()
        document = np.repeat(np.arange(weighted.shape[0]), np.diff(weighted.indptr))
        penalty = self._penalty(self._lengths)
        weighted.data = (
            weighted.data * (_SATURATION + 1.0) / (weighted.data + penalty[document])
        ) * self._rarity[weighted.indices]
        return weighted

    @cached_property
    def _lengths(self) -> Floats:
        return np.asarray(self.counts.sum(axis=1), dtype=np.float64).ravel()

    @cached_property
    def _usual(self) -> float:
        return max(float(self._lengths.mean()), 1e-9)

    @cached_property
    def _rarity(self) -> Floats:
        having = np.bincount(self.counts.indices, minlength=self.counts.shape[1])
        found: Floats = np.log(1.0 + (self.counts.shape[0] - having + 0.5) / (having + 0.5))
        return found

    def _penalty(self, lengths: Floats) -> Floats:
        return _SATURATION * (1.0 - _LENGTH + _LENGTH * lengths / self._usual)


def _present(counts: sparse.csr_array) -> sparse.csr_array:
    found = counts.copy()
    found.data = np.ones(len(found.data))
    return found
