"""Days, instants and words as numbers, in columns that are compared all at once."""

from collections.abc import Hashable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from chainlink.clock import instant_text

NEVER = 10_000_000  # days since 1970: of what has no day, later than any that has
_EPOCH = date(1970, 1, 1)
_FIRST_INSTANT = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]
Word = TypeVar("Word", bound=Hashable)


def day_number(day: date) -> int:
    """Days since 1970."""
    return (day - _EPOCH).days


def day_of(number: int) -> date:
    """The day of a number."""
    return _EPOCH + timedelta(days=int(number))


def days(texts: Iterable[str | None]) -> list[int]:
    """Days as the graph keeps them, NEVER where there is none."""
    return [NEVER if one is None else day_number(date.fromisoformat(one)) for one in texts]


def microseconds(instant: str) -> int:
    """Since 1970, of an instant as the graph keeps it."""
    return (datetime.fromisoformat(instant) - _FIRST_INSTANT) // _MICROSECOND


def instant_of(number: int) -> str:
    """The instant of a number, as the graph keeps it."""
    return instant_text(_FIRST_INSTANT + int(number) * _MICROSECOND)


class Words(Generic[Word]):
    """Whatever has few values, each as its place among those that have been met; None is -1."""

    def __init__(self, first: Iterable[Word] = ()) -> None:
        self.values: list[Word] = []
        self._codes: dict[Word, int] = {}
        for one in first:
            self.code(one)

    def __len__(self) -> int:
        return len(self.values)

    def code(self, word: Word | None) -> int:
        """The number of a word, given now where it is new."""
        if word is None:
            return -1
        found = self._codes.setdefault(word, len(self.values))
        if found == len(self.values):
            self.values.append(word)
        return found

    def codes(self, words: Iterable[Word | None]) -> list[int]:
        """The numbers of several."""
        return [self.code(one) for one in words]

    def where(self, codes: NDArray[np.integer], chosen: Sequence[bool]) -> Mask:
        """Where a column has a word that is chosen; `chosen` says it of each of `values`."""
        found: Mask = np.array([*chosen, False])[codes]  # -1 finds the last
        return found

    def among(self, codes: NDArray[np.integer], wanted: Iterable[Word]) -> Mask:
        """Where a column has one of some words."""
        known = set(wanted)
        return self.where(codes, [one in known for one in self.values])
