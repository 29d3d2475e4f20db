"""Weights of named values, learned from who was chosen: additive, so that each can be told.

Of each question's list all candidates that any value puts forward are kept and of the others a
random share, each standing for those left out (its logarithm is added to its score while
learning), so that long lists cost little and the weights stay those of the whole list.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from chainlink.matching.learning.logistic import fit_choice

Floats = npt.NDArray[np.float64]

_FORWARD: Final = 40  # candidates that each value puts forward
_OTHERS: Final = 100  # of those that no value puts forward
_SPREAD: Final = 3.0


@dataclass(frozen=True)
class Question:
    """One list of candidates: their values, and which of them was chosen."""

    values: Floats
    chosen: int


@dataclass(frozen=True)
class ExperienceRanker:
    """Weights by name; a score is the sum of weight times value."""

    names: tuple[str, ...]
    weights: Floats

    def scores(self, values: Floats) -> Floats:
        """One score a row of `values`, whose columns are `names`."""
        found: Floats = values @ self.weights
        return found

    def terms(self, values: Floats) -> dict[str, float]:
        """What each name adds to the score of one candidate; they add up to it."""
        return dict(zip(self.names, (values * self.weights).tolist(), strict=True))


def learned(
    names: tuple[str, ...],
    questions: Iterable[Question],
    *,
    anchor: Floats | float = 0.0,
    spread: Floats | float = _SPREAD,
    seed: int = 0,
) -> ExperienceRanker:
    """The weights, none below 0, that make what was chosen most likely (conditional logit).

    `anchor` and `spread` are the prior's mean and deviation by name. Raises ValueError for values
    that have not one column a name.
    """
    random = np.random.default_rng(seed)
    rows, chosen, lists = [], [], []
    for number, question in enumerate(questions):
        if question.values.ndim != 2 or question.values.shape[1] != len(names):
            raise ValueError(f"values need {len(names)} columns, one for each name")
        kept, offset = _kept(question, random)
        rows.append(np.column_stack([question.values[kept], offset]))
        chosen.append((kept == question.chosen).astype(np.float64))
        lists.append(np.full(len(kept), number))
    width = len(names)
    center = np.broadcast_to(np.asarray(anchor, dtype=np.float64), (width,))
    if not rows:
        return ExperienceRanker(names, center.copy())
    found = fit_choice(
        np.concatenate(rows),
        np.concatenate(chosen),
        np.concatenate(lists),
        anchor=np.append(center, 1.0),
        spread=np.append(np.broadcast_to(np.asarray(spread, dtype=np.float64), (width,)), 0.0),
        lower=np.append(np.zeros(width), 0.0),
    )
    return ExperienceRanker(names, np.asarray(found[:-1], dtype=np.float64))


def _kept(question: Question, random: np.random.Generator) -> tuple[npt.NDArray[np.intp], Floats]:
    """Candidates to learn from, and the logarithm of how many each stands for."""
    size = len(question.values)
    forward = np.zeros(size, dtype=bool)
    forward[question.chosen] = True
    most = min(_FORWARD, size)
    for column in question.values.T:
        best = np.argpartition(-column, most - 1)[:most]
        forward[best[column[best] > 0]] = True
    others = np.flatnonzero(~forward)
    drawn = random.choice(others, min(_OTHERS, len(others)), replace=False)
    kept = np.concatenate([np.flatnonzero(forward), drawn])
    offset = np.zeros(len(kept))
    if len(drawn):
        offset[-len(drawn) :] = np.log(len(others) / len(drawn))
    return kept, offset
