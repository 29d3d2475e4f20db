"""Columns of the graph as numbers: words as codes, days as whole days."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from chainlink.reporting.model import Rows, Whole

NEVER = 10_000_000  # days since 1970: of what has no day, later than any that has
_EPOCH = date(1970, 1, 1)
Columns = dict[str, pa.Array]


def day_number(day: date) -> int:
    """Days since 1970, as columns count them."""
    return (day - _EPOCH).days


def day_of(number: int) -> date:
    """The day of a number."""
    return _EPOCH + timedelta(days=number)


@dataclass(frozen=True, slots=True)
class Words:
    """A column of words, each as its place in `values`; -1 where there is none."""

    values: tuple[str, ...]
    codes: NDArray[np.int32]

    @classmethod
    def of(cls, column: pa.Array) -> "Words":
        """The words of a column."""
        encoded = pc.dictionary_encode(column)
        codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)
        return cls(tuple(encoded.dictionary.to_pylist()), codes.astype(np.int32, copy=False))

    def among(self, wanted: Iterable[str], rows: Rows | None = None) -> NDArray[np.bool_]:
        """Where one of these words stands, of some rows or of all."""
        known = set(wanted)
        # one more place for what has no word, which -1 finds
        hit = np.array([*(one in known for one in self.values), False])
        found: NDArray[np.bool_] = hit[self.codes if rows is None else self.codes[rows]]
        return found

    def ranks(self, rank: Callable[[str], int]) -> NDArray[np.int64]:
        """A number for each word, -1 where there is none."""
        by_code = np.array([*(rank(one) for one in self.values), -1], dtype=np.int64)
        found: NDArray[np.int64] = by_code[self.codes]
        return found

    def parted(self, rows: Rows) -> dict[str | None, Rows]:
        """Rows by their word, each part in the order of the rows."""
        return {
            self.values[code] if code >= 0 else None: part
            for code, part in parted(self.codes, rows).items()
        }


def parted(codes: NDArray[np.integer], rows: Rows) -> dict[int, Rows]:
    """Rows by a number that each has, each part in the order of the rows."""
    if not len(rows):
        return {}
    found = codes[rows]
    order = np.argsort(found, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(found[order]) != 0])
    pieces = np.split(rows[order], starts[1:])
    return {int(found[order[start]]): part for start, part in zip(starts, pieces, strict=True)}


def whole(column: pa.Array) -> Whole:
    """A column of whole numbers."""
    found: Whole = column.to_numpy(zero_copy_only=False).astype(np.int64, copy=False)
    return found


def days(column: pa.Array) -> Whole:
    """Days written as 2025-06-01; NEVER where there is none."""
    numbers = pc.cast(pc.cast(column, pa.date32()), pa.int32())
    return whole(pc.fill_null(numbers, NEVER))


def local_days(column: pa.Array, zone: ZoneInfo) -> Whole:
    """The days in a zone of instants as the graph keeps them; none may be missing."""
    if not len(column):
        return np.empty(0, dtype=np.int64)
    moments = whole(pc.cast(pc.cast(column, pa.timestamp("us", tz="UTC")), pa.int64()))
    first = datetime.fromtimestamp(int(moments.min()) // 1_000_000, UTC).date()
    last = datetime.fromtimestamp(int(moments.max()) // 1_000_000, UTC).date()
    calendar = [first + timedelta(days=n) for n in range(-1, (last - first).days + 3)]
    midnights = np.array([_midnight(one, zone) for one in calendar])
    places = np.searchsorted(midnights, moments, side="right") - 1
    return np.asarray(places + day_number(calendar[0]), dtype=np.int64)


def _midnight(day: date, zone: ZoneInfo) -> int:
    """Microseconds since 1970 at the beginning of a day."""
    return int(datetime.combine(day, time(), zone).timestamp()) * 1_000_000


def places_in(wanted: pa.Array, known: pa.Array) -> Rows:
    """Where each wanted id stands among the known ones; -1 where it does not."""
    found = pc.fill_null(pc.index_in(wanted, value_set=known), -1)
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=np.intp)
