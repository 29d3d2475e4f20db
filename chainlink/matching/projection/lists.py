"""Which rows belong to which key, in one array; lists that changed since stand beside it."""

from typing import Any

import numpy as np
import numpy.typing as npt

from chainlink.matching.ranges import ranges

Rows = npt.NDArray[np.int64]
_NONE: Rows = np.zeros(0, np.int64)


class Lists:
    """Rows by key, in their order within a key."""

    def __init__(self, keys: npt.NDArray[Any], rows: npt.NDArray[Any]) -> None:
        order = np.argsort(keys, kind="stable")
        self._rows = rows[order]
        self._starts = np.append(0, np.cumsum(np.bincount(keys, minlength=1)))
        self._changed: dict[int, npt.NDArray[Any]] = {}

    @property
    def changed(self) -> int:
        """How many lists stand beside the array."""
        return len(self._changed)

    def of(self, key: int) -> npt.NDArray[Any]:
        """Rows of one key."""
        found = self._changed.get(key)
        if found is not None:
            return found
        if key + 1 >= len(self._starts):
            return _NONE
        return self._rows[self._starts[key] : self._starts[key + 1]]

    def put(self, key: int, rows: npt.NDArray[Any]) -> None:
        """Exchange the rows of one key."""
        self._changed[key] = rows

    def of_all(self, keys: npt.NDArray[Any]) -> tuple[Rows, Rows]:
        """Rows of several keys, and for each row the place of its key among `keys`."""
        if self._changed or (len(keys) and keys.max() + 1 >= len(self._starts)):
            found = [self.of(key) for key in keys.tolist()]
            lengths = np.fromiter(map(len, found), np.int64, len(found))
            rows = np.concatenate(found) if found else _NONE
            return rows.astype(np.int64), np.repeat(np.arange(len(keys)), lengths)
        starts = self._starts[keys]
        lengths = self._starts[keys + 1] - starts
        places = ranges(starts, lengths)
        return self._rows[places].astype(np.int64), np.repeat(np.arange(len(keys)), lengths)
