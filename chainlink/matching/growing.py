"""Arrays that grow at their end, as lists do, and are read as arrays."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt


class Growing:
    """One column: room is doubled when it is full, so adding costs the same at any length."""

    __slots__ = ("_room", "_size")

    def __init__(self, dtype: npt.DTypeLike, values: Sequence[Any] | npt.NDArray[Any] = ()) -> None:
        self._room: npt.NDArray[Any] = np.array(values, dtype=dtype)
        self._size = len(self._room)

    def __len__(self) -> int:
        return self._size

    @property
    def array(self) -> npt.NDArray[Any]:
        """What is in it; writing into it changes the column."""
        return self._room[: self._size]

    def extend(self, values: npt.NDArray[Any] | Sequence[Any]) -> None:
        """Append values."""
        end = self._size + len(values)
        if end > len(self._room):
            room = np.zeros(max(end, len(self._room) * 3 // 2, 16), self._room.dtype)
            room[: self._size] = self.array
            self._room = room
        self._room[self._size : end] = values
        self._size = end

    def fill_to(self, size: int) -> None:
        """Append zeros until it is that long."""
        if size > self._size:
            self.extend(np.zeros(size - self._size, self._room.dtype))
