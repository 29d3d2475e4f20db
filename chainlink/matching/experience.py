"""What providers did before, read for a new need: who served needs worded like it, for whom, when.

Outcomes are kept in the order they come; a question names its day and reads only what happened
before that day. Weights of words come from a fixed background, so that nothing a later outcome
says can move an answer about an earlier day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

from chainlink.matching.experience_values import Earlier, provider_values
from chainlink.matching.growing import Growing
from chainlink.matching.texts import TextIndex

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

UNKNOWN: Final = -1


@dataclass(frozen=True, slots=True)
class Need:
    """What is asked for: its words, who asks, its category (or -1) and its budget (or None)."""

    text: str
    seeker: int = UNKNOWN
    category: int = UNKNOWN
    budget: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A need that a provider served; `day` in days of any calendar, `amount` in any currency."""

    need: Need
    provider: int
    day: int
    amount: float | None = None


@dataclass(frozen=True)
class Answer:
    """Values 0..1 of `names` (columns) for each of `providers` (rows)."""

    providers: Ints
    names: tuple[str, ...]
    values: Floats

    def column(self, name: str) -> Floats:
        """One factor's values, a provider a row."""
        found: Floats = self.values[:, self.names.index(name)]
        return found


@dataclass
class Experience:
    """Earlier outcomes; `background` says how rare a word is and knows no outcomes."""

    background: TextIndex
    _vectors: list[sparse.csr_array] = field(default_factory=list, init=False)
    _joined: sparse.csr_array | None = field(default=None, init=False)
    _provider: Growing = field(default_factory=lambda: Growing(np.int64), init=False)
    _seeker: Growing = field(default_factory=lambda: Growing(np.int64), init=False)
    _category: Growing = field(default_factory=lambda: Growing(np.int64), init=False)
    _day: Growing = field(default_factory=lambda: Growing(np.int64), init=False)
    _amount: Growing = field(default_factory=lambda: Growing(np.float64), init=False)

    def __len__(self) -> int:
        return len(self._day)

    def add(self, outcomes: Sequence[Outcome]) -> None:
        """Append outcomes, in any order of their days."""
        if not outcomes:
            return
        self._vectors.append(self.background.vectors([one.need.text for one in outcomes]))
        self._joined = None
        self._provider.extend([one.provider for one in outcomes])
        self._seeker.extend([one.need.seeker for one in outcomes])
        self._category.extend([one.need.category for one in outcomes])
        self._day.extend([one.day for one in outcomes])
        self._amount.extend([_log_amount(one.amount) for one in outcomes])

    def cosines(self, text: str) -> Floats:
        """How alike a text is to each outcome's need, 0..1, in the order of adding."""
        if len(self) == 0:
            return np.zeros(0)
        if self._joined is None:
            self._joined = sparse.vstack(self._vectors, format="csr")
            self._vectors = [self._joined]
        asked = self.background.vectors([text]).toarray().ravel()
        return np.clip(np.asarray(self._joined @ asked, dtype=np.float64), 0.0, 1.0)

    def earlier(self, need: Need, day: int, *, without: int | None = None) -> Earlier:
        """Outcomes before `day`, less the row `without`, which is itself the question."""
        before = self._day.array < day
        if without is not None:
            before[without] = False
        rows = np.flatnonzero(before)
        category = self._category.array[rows]
        seeker = self._seeker.array[rows]
        return Earlier(
            provider=self._provider.array[rows],
            cosine=self.cosines(need.text)[rows],
            age=(day - self._day.array[rows]) / 365.0,
            same_seeker=(seeker == need.seeker) & (seeker != UNKNOWN),
            same_category=(category == need.category) & (category != UNKNOWN),
            amount=self._amount.array[rows],
            budget=_log_amount(need.budget),
        )

    def answer(
        self,
        need: Need,
        day: int,
        *,
        alike: sparse.csr_array | None = None,
        without: int | None = None,
    ) -> Answer:
        """Values for every provider with an outcome before `day`.

        `alike` holds a row of length one for each provider (its name's or profile's words): those
        like the ones that served similar needs are then credited for their kin.
        """
        earlier = self.earlier(need, day, without=without)
        providers = np.unique(earlier.provider)
        found = provider_values(earlier, providers, alike)
        columns = np.column_stack(list(found.values())) if len(providers) else np.zeros((0, 0))
        return Answer(providers, tuple(found), columns)


def _log_amount(amount: float | None) -> float:
    return float(np.log10(amount)) if amount is not None and amount > 0 else float("nan")
