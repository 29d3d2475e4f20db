"""Values as small numbers: enumerations in a fixed order, other values in the order they came."""

from collections.abc import Hashable, Iterable
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from chainlink.taxonomy.model import ClaimKind

# Strictest last: the stricter of two is the greater number.
VISIBILITIES = ("PUBLIC", "ANONYMOUS", "COMMITTEE", "PRIVATE")
CLAIM_KINDS = tuple(kind.value for kind in ClaimKind)
LINK_KINDS = ("EXPORTS_TO", "MEMBER_OF", "SUPPLIES", "HOLDS_SHARES_IN", "VETOES", "DISMISSES")
EVIDENCE = ("SELF_CLAIM", "VISIT", "PATENT", "ORDER", "CERTIFICATE", "LICENCE")

NEVER = 2**62  # an instant that does not come
ALWAYS, FOREVER = -(2**30), 2**30  # days before and after all others

Value = TypeVar("Value", bound=Hashable)


class Pool(Generic[Value]):
    """Values and their numbers."""

    def __init__(self, values: Iterable[Value] = ()) -> None:
        self.values: list[Value] = []
        self._numbers: dict[Value, int] = {}
        for value in values:
            self.add(value)

    def __len__(self) -> int:
        return len(self.values)

    def add(self, value: Value) -> int:
        """The number of a value, the next one where it is new."""
        number = self._numbers.get(value)
        if number is None:
            number = self._numbers[value] = len(self.values)
            self.values.append(value)
        return number

    def find(self, value: Value) -> int:
        """The number of a value, -1 where it is unknown."""
        return self._numbers.get(value, -1)


def pooled(column: pa.ChunkedArray, pool: Pool[str]) -> npt.NDArray[np.int32]:
    """A column of texts as numbers of the pool, -1 for null."""
    encoded = pc.dictionary_encode(column).combine_chunks()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = pa.concat_arrays(encoded.chunks) if encoded.num_chunks else None
    if encoded is None or len(encoded) == 0:
        return np.zeros(0, np.int32)
    numbers = np.array([pool.add(value) for value in encoded.dictionary.to_pylist()], np.int32)
    places = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)
    found: npt.NDArray[np.int32] = np.append(numbers, -1)[places].astype(np.int32)
    return found


def ranked(
    column: pa.ChunkedArray, order: tuple[str, ...], default: int = 0
) -> npt.NDArray[np.int8]:
    """A column of an enumeration's words as places in its order."""
    places = pc.index_in(column, value_set=pa.array(order))
    found: npt.NDArray[np.int8] = (
        pc.fill_null(places, default).to_numpy().astype(np.int8, copy=False)
    )
    return found


def days(column: pa.ChunkedArray, default: int) -> npt.NDArray[np.int32]:
    """ISO dates as days since 1970."""
    numbers = column.cast(pa.date32()).cast(pa.int32())
    found: npt.NDArray[np.int32] = pc.fill_null(numbers, default).to_numpy()
    return found


def instants(column: pa.ChunkedArray, default: int = NEVER) -> npt.NDArray[np.int64]:
    """Instants as the journal writes them, as microseconds since 1970."""
    numbers = column.cast(pa.timestamp("us", tz="UTC")).cast(pa.int64())
    found: npt.NDArray[np.int64] = pc.fill_null(numbers, default).to_numpy()
    return found


def flags(column: pa.ChunkedArray) -> npt.NDArray[np.bool_]:
    """Yes or no, null being no."""
    found: npt.NDArray[np.bool_] = pc.fill_null(column, False).to_numpy()
    return found


def hashed(numbers: npt.NDArray[Any]) -> npt.NDArray[np.uint64]:
    """Numbers mixed so that near ones lie far apart (the finaliser of SplitMix64)."""
    mixed = numbers.astype(np.uint64)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
