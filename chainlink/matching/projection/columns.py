"""Rows kept as columns that grow together."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from chainlink.matching.growing import Growing


class Columns:
    """Columns of equal length; `columns.owner` is the array of the column `owner`."""

    def __init__(self, **types: npt.DTypeLike) -> None:
        self._columns = {name: Growing(dtype) for name, dtype in types.items()}
        self._show()

    def _show(self) -> None:
        """Arrays as plain attributes: they are read hundreds of times for one question."""
        self.__dict__ |= {name: column.array for name, column in self._columns.items()}

    def __len__(self) -> int:
        return len(next(iter(self._columns.values())))

    def __getattr__(self, name: str) -> npt.NDArray[Any]:
        raise AttributeError(name)  # the columns are attributes; this only says of what type

    @property
    def size(self) -> int:
        """Bytes that the rows take."""
        return sum(column.array.nbytes for column in self._columns.values())

    def taken(self, rows: npt.NDArray[Any]) -> dict[str, npt.NDArray[Any]]:
        """Some rows, as `extend` takes them."""
        return {name: column.array[rows] for name, column in self._columns.items()}

    def extend(self, values: Mapping[str, npt.NDArray[Any]]) -> npt.NDArray[np.int64]:
        """Append rows, one array for every column; returns the rows' numbers."""
        start = len(self)
        for name, column in self._columns.items():
            column.extend(values[name])
        self._show()
        return np.arange(start, len(self))

    def overwrite(
        self, rows: npt.NDArray[Any], values: Mapping[str, npt.NDArray[Any]]
    ) -> npt.NDArray[np.bool_]:
        """Exchange what differs; returns for each row whether anything did."""
        differs = np.zeros(len(rows), bool)
        for name, new in values.items():
            column = self._columns[name].array
            differs |= column[rows] != new
            column[rows] = new
        return differs
