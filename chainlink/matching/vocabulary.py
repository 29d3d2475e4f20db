"""Grams and their numbers, in the order in which they were first seen."""

import numpy as np
import numpy.typing as npt

from chainlink.matching.ranges import distinct

Ints = npt.NDArray[np.int32]
Codes = npt.NDArray[np.int64]

_MANY = 1000  # more new grams than this are sorted into the base at once


class Vocabulary:
    """Grams and their numbers: a sorted base, and what came since in a dictionary."""

    def __init__(self) -> None:
        self._sorted: Codes = np.zeros(0, np.int64)
        self._numbers: Ints = np.zeros(0, np.int32)
        self._late: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._sorted) + len(self._late)

    def find(self, codes: Codes) -> Ints:
        """Numbers of codes, -1 for unknown ones."""
        found = np.full(len(codes), -1, np.int32)
        if len(self._sorted):
            places = np.searchsorted(self._sorted, codes)
            places[places == len(self._sorted)] = 0
            known = self._sorted[places] == codes
            found[known] = self._numbers[places[known]]
        if self._late:
            for place in np.flatnonzero(found < 0):
                found[place] = self._late.get(int(codes[place]), -1)
        return found

    def add(self, codes: Codes) -> Ints:
        """Numbers of codes; unknown ones get the next."""
        found = self.find(codes)
        unknown = distinct(codes[found < 0])
        if len(unknown) == 0:
            return found
        numbers = np.arange(len(self), len(self) + len(unknown), dtype=np.int32)
        if len(unknown) > _MANY:
            late = sorted(self._late.items())
            more = np.array([code for code, _ in late], np.int64)
            their = np.array([number for _, number in late], np.int32)
            merged = np.concatenate((self._sorted, more, unknown))
            order = np.argsort(merged)
            self._sorted = merged[order]
            self._numbers = np.concatenate((self._numbers, their, numbers))[order]
            self._late = {}
        else:
            self._late.update(zip(unknown.tolist(), numbers.tolist(), strict=True))
        return self.find(codes)
