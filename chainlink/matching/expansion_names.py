"""Names of categories as vectors: single characters, pairs and triples, rare ones counting more.

Chinese names are short: two that share one telling character (糖, 铜) are often kin, which is why
single characters count here, other than in the comparison of longer texts.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from chainlink.matching.grams import folded

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
Sparse: TypeAlias = Any  # a scipy csr_array

_LONGEST = 3
_END = 4  # characters at either end of a name that are looked at


class NameVectors:
    """The grams of the names it was made from, and what each weighs (tf–idf, sublinear).

    `cut` says what the grams of a name are: `grams`, or `beginnings` or `endings` alone.
    """

    def __init__(self, names: Sequence[str], cut: Callable[[str], list[str]] | None = None) -> None:
        self._cut = cut or grams
        self._columns: dict[str, int] = {}
        counts = self._counts(names, learn=True)
        having = np.bincount(counts.indices, minlength=len(self._columns))
        self._rarity: Floats = np.log((1.0 + len(names)) / (1.0 + having)) + 1.0
        self.rows: Sparse = self._weighed(counts)

    def of(self, names: Sequence[str]) -> Sparse:
        """Other texts as rows of length one over the same grams; grams nobody has are left out."""
        return self._weighed(self._counts(names, learn=False))

    def _counts(self, names: Sequence[str], *, learn: bool) -> Sparse:
        starts, columns = [0], []
        for name in names:
            for gram in self._cut(name):
                column = self._columns.get(gram)
                if column is None and learn:
                    column = self._columns[gram] = len(self._columns)
                if column is not None:
                    columns.append(column)
            starts.append(len(columns))
        found = sparse.csr_array(
            (np.ones(len(columns)), np.array(columns, dtype=np.int64), np.array(starts)),
            shape=(len(names), len(self._columns)),
        )
        found.sum_duplicates()
        return found

    def _weighed(self, counts: Sparse) -> Sparse:
        found = counts.copy()
        found.data = (1.0 + np.log(found.data)) * self._rarity[found.indices]
        return of_length_one(found)


def grams(name: str) -> list[str]:
    """Every run of one to three characters, in one width and case, none across a space."""
    return [
        word[place : place + size]
        for word in folded(name).split()
        for size in range(1, _LONGEST + 1)
        for place in range(len(word) - size + 1)
    ]


def beginnings(name: str) -> list[str]:
    """The first one to four characters: what a thing is made of or made for."""
    plain = folded(name).replace(" ", "")
    return [plain[:size] for size in range(1, min(_END, len(plain)) + 1)]


def endings(name: str) -> list[str]:
    """The last one to four characters: what kind of thing it is."""
    plain = folded(name).replace(" ", "")
    return [plain[-size:] for size in range(1, min(_END, len(plain)) + 1)]


def of_length_one(rows: Sparse) -> Sparse:
    """Rows divided by their Euclidean length; a row of zeros stays one."""
    return _scaled(rows, np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel()))


def of_sum_one(rows: Sparse) -> Sparse:
    """Rows divided by their sum; a row of zeros stays one."""
    return _scaled(rows, np.asarray(rows.sum(axis=1)).ravel())


def _scaled(rows: Sparse, by: Floats) -> Sparse:
    factor = np.divide(1.0, by, out=np.zeros(len(by)), where=by > 0)
    return sparse.csr_array(diagonal(factor) @ sparse.csr_array(rows, dtype=np.float64))


def diagonal(values: Floats) -> Sparse:
    """A square matrix with the values on its diagonal."""
    return sparse.csr_array(sparse.diags_array(values))


def turned(rows: Sparse) -> Sparse:
    """Columns as rows."""
    return sparse.csr_array(sparse.csr_array(rows).T)
