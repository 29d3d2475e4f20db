"""What a report is asked and what it says: figures, each with the records whose sum it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chainlink.matching.model import MatchType

Rows: TypeAlias = NDArray[np.intp]
Whole: TypeAlias = NDArray[np.int64]
_LOW = 32  # bits: sums of halves of 64-bit numbers cannot overflow below four thousand million rows


class Stage(StrEnum):
    """How far pairs and introductions came; each stage but the first counts who came at least so
    far."""

    SHOWN = "SHOWN"
    SHORTLISTED = "SHORTLISTED"
    CONSENT_ASKED = "CONSENT_ASKED"
    INTRODUCED = "INTRODUCED"
    MEETING_SCHEDULED = "MEETING_SCHEDULED"
    MET = "MET"
    NEGOTIATING = "NEGOTIATING"
    INTENT_SIGNED = "INTENT_SIGNED"
    CONTRACT_SIGNED = "CONTRACT_SIGNED"
    IN_FULFILMENT = "IN_FULFILMENT"
    COMPLETED = "COMPLETED"


class Ending(StrEnum):
    """What became of introductions: all but DISPUTED make up the whole, each counted once."""

    COMPLETED = "COMPLETED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"
    EXPIRED = "EXPIRED"
    NO_DEAL = "NO_DEAL"
    OPEN = "OPEN"
    DISPUTED = "DISPUTED"


class Grouping(StrEnum):
    """By what a report is broken down."""

    COMMITTEE = "COMMITTEE"
    EVENT = "EVENT"
    MATCH_TYPE = "MATCH_TYPE"
    CHAIN = "CHAIN"
    MONTH = "MONTH"
    QUARTER = "QUARTER"
    YEAR = "YEAR"


@dataclass(frozen=True, slots=True)
class ReportQuestion:
    """Of which days (both included, in the district's calendar) and of what."""

    first: date
    last: date
    committee: str | None = None
    event: str | None = None
    match_type: MatchType | None = None
    chain: str | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """What a foreign amount was turned into yuan with."""

    rate: str
    on: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Record:
    """One record behind a figure: of which label, its id, and what it adds."""

    label: str
    id: str
    part: int
    rate: Rate | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number: the sum of what its records add, one each where `parts` are not told.

    Amounts are minor units of `currency`; counts have none. `rates` are those of the records.
    """

    label: str
    ids: pa.Array
    rows: Rows
    parts: Whole | Sequence[int] | None = None
    currency: str | None = None
    rates: Sequence[Rate | None] | None = None

    @property
    def value(self) -> int:
        """The sum, exact however large."""
        if self.parts is None:
            return len(self.rows)
        if isinstance(self.parts, np.ndarray):
            high, low = self.parts >> _LOW, self.parts & (2**_LOW - 1)
            return (int(high.sum()) << _LOW) + int(low.sum())
        return sum(self.parts)

    def records(self, passed: int = 0, most: int | None = None) -> list[Record]:
        """Some of the records, in an order that stays the same while nothing changes."""
        until = len(self.rows) if most is None else min(len(self.rows), passed + most)
        ids = self.ids.take(pa.array(self.rows[passed:until])).to_pylist()
        return [
            Record(
                self.label,
                id_,
                1 if self.parts is None else int(self.parts[place]),
                self.rates[place] if self.rates else None,
            )
            for place, id_ in enumerate(ids, passed)
        ]


@dataclass(frozen=True, slots=True)
class StageFigure:
    """A stage with its share of all introductions of the report; pairs shown have none."""

    stage: Stage
    figure: Figure
    rate: float | None


@dataclass(frozen=True, slots=True)
class EndingFigure:
    """An end with its share of all introductions of the report."""

    ending: Ending
    figure: Figure
    rate: float | None


@dataclass(frozen=True, slots=True)
class Group:
    """One part of a breakdown; without a key it is what has none, such as no event."""

    key: str | None
    name_zh: str | None = None
    name_en: str | None = None
