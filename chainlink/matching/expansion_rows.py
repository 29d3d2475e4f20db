"""Weighted sums over a few rows of a sparse matrix, without scipy's cost for each call."""

import numpy as np

from chainlink.matching.expansion_names import Floats, Ints, Sparse
from chainlink.matching.ranges import ranges

_LEAST = 0.05  # less alike than this says nothing


def nothing() -> tuple[Ints, Floats]:
    """An empty row."""
    return np.zeros(0, dtype=np.int64), np.zeros(0)


def row(matrix: Sparse, number: int) -> tuple[Ints, Floats]:
    """Columns and values of a row."""
    own = slice(matrix.indptr[number], matrix.indptr[number + 1])
    return matrix.indices[own], matrix.data[own]


def places(rows: Ints, matrix: Sparse) -> tuple[Ints, Ints]:
    """Places of the rows' entries, and which of `rows` each belongs to."""
    starts = matrix.indptr[rows]
    lengths = matrix.indptr[rows + 1] - starts
    return ranges(starts, lengths), np.repeat(np.arange(len(rows)), lengths)


def push(rows: Ints, weights: Floats, matrix: Sparse) -> Floats:
    """Weighted sum of some rows, as a dense row."""
    where, owner = places(rows, matrix)
    values = matrix.data[where] * weights[owner]
    return np.asarray(np.bincount(matrix.indices[where], values, matrix.shape[1]), np.float64)


def dots(rows: Ints, vector: Floats, matrix: Sparse) -> Floats:
    """Product of some rows with a dense vector, one number a row."""
    where, owner = places(rows, matrix)
    values = matrix.data[where] * vector[matrix.indices[where]]
    return np.asarray(np.bincount(owner, values, len(rows)), np.float64)


def greatest(values: Floats, most: int, least: float = 0.0) -> Ints:
    """Where the greatest values above `least` are, equal ones by place; in order of place."""
    where = np.flatnonzero(values > least)
    if len(where) > most:
        bound = np.partition(values[where], len(where) - most)[len(where) - most]
        where = where[values[where] >= bound]
        where = np.sort(where[np.lexsort((where, -values[where]))[:most]])
    return where


def most_alike(values: Floats, most: int, power: float) -> tuple[Ints, Floats]:
    """The most alike ones, and their likeness to a power."""
    where = greatest(values, most, _LEAST)
    return where, values[where] ** power
