"""What goes into what, and which name comes first, as arrays: what `who` looks up."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from chainlink.matching.growing import Growing
from chainlink.matching.projection.codes import Pool
from chainlink.matching.ranges import ranges
from chainlink.taxonomy.service import Taxonomy

Numbers = npt.NDArray[Any]
_FIRST_LETTERS = "S8"
_ZERO = np.zeros(1, np.int64)


def tallied(numbers: Numbers) -> tuple[Numbers, npt.NDArray[np.int64]]:
    """Distinct numbers in their order, and how often each is there (numpy's `unique` is slower)."""
    ordered = np.sort(numbers)
    if len(ordered) == 0:
        return ordered, np.zeros(0, np.int64)
    changes = (ordered[1:] != ordered[:-1]).nonzero()[0] + 1
    bounds = np.concatenate((_ZERO, changes, (len(ordered),)))
    return ordered[bounds[:-1]], bounds[1:] - bounds[:-1]


class Steps:
    """From categories to categories, by number: one array, and where each one's part begins."""

    def __init__(self, starts: Iterable[int], ends: Iterable[int], count: int) -> None:
        start = np.fromiter(starts, np.int32)
        order = np.argsort(start, kind="stable")
        self._ends = np.fromiter(ends, np.int32)[order]
        self._starts = np.append(0, np.cumsum(np.bincount(start, minlength=count)))

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        return self._ends.nbytes + self._starts.nbytes

    def of(self, categories: Numbers) -> tuple[Numbers, Numbers]:
        """Categories one step on, each once, and by how many of the edges it is reached."""
        # a category numbered after this was built has no edges in this revision
        known = categories[categories < len(self._starts) - 1].astype(np.int64)
        starts = self._starts[known]
        lengths = self._starts[known + 1] - starts
        return tallied(self._ends[ranges(starts, lengths)])


class InputEdges:
    """INPUT_TO of one revision of the taxonomy, from what goes in (`into`) and back (`made_from`).

    All ends are given numbers, so that it holds as long as the revision does.
    """

    def __init__(self, taxonomy: Taxonomy, numbers: Pool[str]) -> None:
        links = [link for of_one in taxonomy.inputs.values() for link in of_one]
        starts = [numbers.add(link.start) for link in links]
        ends = [numbers.add(link.end) for link in links]
        self.into = Steps(starts, ends, len(numbers))
        self.made_from = Steps(ends, starts, len(numbers))


class NameOrder:
    """Which of some names come first. Eight letters of each are kept; whole names decide the rest.

    The order is that of the bytes, in which both engines sort text too.
    """

    def __init__(self, names: Pool[str]) -> None:
        self._names = names
        self._letters = Growing(_FIRST_LETTERS)

    def first(self, rows: Numbers, most: int) -> Numbers:
        """The rows whose names come first, in their order."""
        new = self._names.values[len(self._letters) :]
        if new:
            self._letters.extend(np.array([name.encode()[:8] for name in new], _FIRST_LETTERS))
        # big-endian numbers have the order of the letters and compare much faster
        letters = self._letters.array[rows].view(">u8").astype(np.uint64)
        if len(rows) > most:
            limit = np.partition(letters, most - 1)[most - 1]
            rows = rows[letters <= limit]
        names = self._names.values
        chosen = sorted(rows.tolist(), key=lambda row: names[row].encode())[:most]
        return np.array(chosen, np.int64)
