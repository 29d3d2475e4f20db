"""Rows by id in columns of numbers, changed in place, and the page of a list out of them."""

from bisect import bisect_left, insort
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from chainlink.listing.numbers import Mask, Numbers

_RANKED_ANEW_ABOVE = 100  # new or dropped ids; fewer are put in their places one by one
_LEAST = 64


class Table:
    """Rows of numbers. Rows that were dropped are used again; `live` tells which are in use.

    `rank` is the place of a row's id among all ids: what is equal otherwise is listed by it.
    """

    def __init__(self, columns: Mapping[str, DTypeLike]) -> None:
        self.ids: list[str] = []
        self._rows: dict[str, int] = {}
        self._free: list[int] = []
        self._ordered: list[str] = []
        kinds = {"live": np.bool_, "rank": np.int32} | dict(columns)
        self._columns = {name: np.zeros(_LEAST, dtype=kind) for name, kind in kinds.items()}

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, column: str) -> NDArray[Any]:
        return self._columns[column][: len(self.ids)]

    def row(self, id_: str) -> int | None:
        """The row of an id."""
        return self._rows.get(id_)

    def mask(self, rows: Sequence[int] | set[int] | Numbers) -> Mask:
        """True at some rows."""
        found = np.zeros(len(self.ids), dtype=np.bool_)
        if len(rows):
            found[np.fromiter(rows, dtype=np.int64, count=len(rows))] = True
        return found

    def put(self, ids: Sequence[str], columns: Mapping[str, Sequence[Any]]) -> list[int]:
        """Write rows, new or known; a value of each column for each id. The rows in that order."""
        new = [one for one in dict.fromkeys(ids) if one not in self._rows]
        for one in new:
            if self._free:
                row = self._free.pop()
                self.ids[row] = one
            else:
                row = len(self.ids)
                self.ids.append(one)
            self._rows[one] = row
        self._grow()
        rows = [self._rows[one] for one in ids]
        for name, values in columns.items():
            self._columns[name][rows] = values
        self._columns["live"][rows] = True
        if len(new) > _RANKED_ANEW_ABOVE:
            self._rank_anew()
        else:
            for one in new:
                self._enter(one)
        return rows

    def drop(self, ids: Sequence[str]) -> None:
        """Take rows out; unknown ids are passed over."""
        known = [one for one in dict.fromkeys(ids) if one in self._rows]
        for one in known:
            row = self._rows.pop(one)
            self._columns["live"][row] = False
            self._free.append(row)
            if len(known) <= _RANKED_ANEW_ABOVE:
                place = bisect_left(self._ordered, one)
                del self._ordered[place]
                ranks = self["rank"]
                ranks[ranks > place] -= 1
        if len(known) > _RANKED_ANEW_ABOVE:
            self._rank_anew()

    def _grow(self) -> None:
        room = len(self._columns["live"])
        if len(self.ids) > room:
            more = max(len(self.ids), 2 * room) - room
            for name, column in self._columns.items():
                self._columns[name] = np.concatenate([column, np.zeros(more, column.dtype)])

    def _enter(self, id_: str) -> None:
        place = bisect_left(self._ordered, id_)
        insort(self._ordered, id_)
        ranks = self["rank"]
        ranks[ranks >= place] += 1
        ranks[self._rows[id_]] = place

    def _rank_anew(self) -> None:
        self._ordered = sorted(self._rows)
        self["rank"][[self._rows[one] for one in self._ordered]] = np.arange(len(self._ordered))

    def page(
        self, chosen: Mask, key: NDArray[Any], *, descending: bool, passed: int, most: int
    ) -> list[int]:
        """Up to `most` of the chosen rows after `passed`, by a key and then by their ids.

        Only the part that the page is in is sorted: those whose keys lie between its ends.
        """
        rows = np.flatnonzero(chosen)
        begin, end = min(passed, len(rows)), min(passed + most, len(rows))
        if begin == end:
            return []
        keys = key[rows].astype(np.int64)
        if descending:
            keys = -keys
        cut = np.partition(keys, sorted({begin, end - 1}))
        near = (keys >= cut[begin]) & (keys <= cut[end - 1])
        before = int(np.count_nonzero(keys < cut[begin]))
        rows, keys = rows[near], keys[near]
        order = np.lexsort((self["rank"][rows], keys))[begin - before : end - before]
        found: list[int] = rows[order].tolist()
        return found
