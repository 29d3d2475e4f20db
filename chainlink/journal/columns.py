"""Columns that grow at their end: what a journal of millions of entries is looked through by."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray


class Column:
    """Numbers one after the other; room doubles, so that adding a few copies nothing."""

    def __init__(self, kind: DTypeLike) -> None:
        self._room: NDArray[Any] = np.empty(1024, kind)
        self._size = 0

    def extend(self, values: NDArray[Any]) -> None:
        """Add numbers at the end."""
        needed = self._size + len(values)
        if needed > len(self._room):
            room = np.empty(max(needed, 2 * len(self._room)), self._room.dtype)
            room[: self._size] = self._room[: self._size]
            self._room = room
        self._room[self._size : needed] = values
        self._size = needed

    @property
    def values(self) -> NDArray[Any]:
        """All of them."""
        return self._room[: self._size]


class Words:
    """A column of words out of few different ones, kept as their numbers."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._column = Column(np.int32)

    def extend(self, words: Iterable[str]) -> None:
        """Add words at the end."""
        numbers = self._numbers
        found = [numbers.setdefault(word, len(numbers)) for word in words]
        self._column.extend(np.array(found, np.int32))

    def where(self, wanted: Callable[[str], bool]) -> NDArray[np.bool_]:
        """For each place whether its word is wanted."""
        numbers = [number for word, number in self._numbers.items() if wanted(word)]
        return _any_of(self._column.values, numbers)


class Digests:
    """A column of texts that differ nearly all, kept as 64 bits each; two may look the same."""

    def __init__(self) -> None:
        self._column = Column(np.int64)

    def extend(self, texts: Sequence[str]) -> None:
        """Add texts at the end."""
        self._column.extend(np.fromiter(map(hash, texts), np.int64, len(texts)))

    def where(self, texts: Iterable[str]) -> NDArray[np.bool_]:
        """For each place whether it may hold one of the texts."""
        return _any_of(self._column.values, [hash(text) for text in texts])


def _any_of(values: NDArray[Any], wanted: Sequence[int]) -> NDArray[np.bool_]:
    if len(wanted) == 1:  # four times as fast
        same: NDArray[np.bool_] = values == wanted[0]
        return same
    return np.isin(values, np.array(wanted, values.dtype))
