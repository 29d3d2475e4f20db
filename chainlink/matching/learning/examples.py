"""From what was shown and decided to the table that weights are fitted on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from chainlink.matching.learning.logistic import Vector, logistic
from chainlink.matching.learning.outcomes import Decision, Outcome, outcome_of
from chainlink.matching.learning.weights import PolicyWeights
from chainlink.matching.policy import PARTS

Texts: TypeAlias = NDArray[np.str_]
# A row counts at most for three: simulated (benchmarks/learning.py), ten cost up to .04 NDCG@5 at
# 300 outcomes by its variance, three at most .01.
HEAVIEST = 3.0


@dataclass(frozen=True, slots=True)
class Shown:
    """One pair of a showing; `shown_at` is an instant in UTC."""

    id: str
    showing: str
    asker: str
    partner: str
    seeker: str
    provider: str
    match_type: str
    position: int
    propensity: float
    values: Mapping[str, float]
    shown_at: str
    exploration: bool = False
    policy_version: str = ""

    @property
    def pair(self) -> tuple[str, str, str]:
        """Who was to meet whom in which way."""
        return (self.seeker, self.provider, self.match_type)


@dataclass(frozen=True, slots=True)
class Table:
    """One row a shown pair: values by factor, what is known of it (nan: unknown), its weight."""

    codes: tuple[str, ...]
    values: NDArray[np.float64]
    match_types: Texts
    labels: Mapping[str, Vector]
    success: Vector
    gain: Vector
    weight: Vector
    shown: tuple[Shown, ...]

    def __len__(self) -> int:
        return len(self.shown)

    def rows(self, chosen: NDArray[Any]) -> "Table":
        """Some of the rows, by mask or by number."""
        places = np.flatnonzero(chosen) if chosen.dtype == bool else chosen
        return Table(
            self.codes,
            self.values[places],
            self.match_types[places],
            {part: label[places] for part, label in self.labels.items()},
            self.success[places],
            self.gain[places],
            self.weight[places],
            tuple(self.shown[place] for place in places),
        )


def outcomes_until(
    shown: Sequence[Shown], decisions: Iterable[Decision], until: str
) -> dict[str, Outcome]:
    """By shown pair's id what was known at an instant, on the showing that the pair's first
    decision refers to: the one it names, or the last one before it.

    A decision on a pair that was never shown before it says nothing of showings and is left out.
    """
    by_id = {one.id: one for one in shown}
    by_pair: dict[tuple[str, str, str], list[Shown]] = defaultdict(list)
    for one in shown:
        by_pair[one.pair].append(one)
    decided: dict[tuple[str, str, str], list[Decision]] = defaultdict(list)
    for decision in decisions:
        if decision.decided_at <= until:
            pair = (decision.seeker, decision.provider, decision.match_type.value)
            decided[pair].append(decision)
    found: dict[str, Outcome] = {}
    for pair, said in decided.items():
        first = min(said, key=lambda one: (one.decided_at, one.recorded_at))
        named = by_id.get(first.shown or "")
        before = [one for one in by_pair[pair] if one.shown_at <= first.decided_at]
        place = named or max(before, key=lambda one: (one.shown_at, one.id), default=None)
        if place is not None:
            found[place.id] = outcome_of(said)
    return found


def table_of(
    shown: Sequence[Shown], outcomes: Mapping[str, Outcome], codes: Sequence[str]
) -> Table:
    """The table; rows without an outcome are kept, with everything unknown.

    A row counts 1 / its chance of being shown, at most three times, so that what was shown rarely
    speaks for all that it stands for (inverse propensity, Horvitz and Thompson 1952).
    """
    place = {code: number for number, code in enumerate(codes)}
    values = np.zeros((len(shown), len(codes)))
    for row, one in enumerate(shown):
        for code, value in one.values.items():
            if code in place:
                values[row, place[code]] = value
    known = [outcomes.get(one.id, Outcome()) for one in shown]
    chance = np.array([one.propensity for one in shown])
    return Table(
        codes=tuple(codes),
        values=values,
        match_types=np.array([one.match_type for one in shown], dtype=np.str_),
        labels={part: _known(getattr(one, part) for one in known) for part in PARTS},
        success=_known(one.success for one in known),
        gain=np.array([one.gain for one in known]),
        weight=1.0 / np.clip(chance, 1.0 / HEAVIEST, 1.0),
        shown=tuple(shown),
    )


def _known(labels: Iterable[bool | None]) -> Vector:
    return np.array([np.nan if label is None else float(label) for label in labels])


def signed_weights(policy: PolicyWeights, part: str, table: Table) -> NDArray[np.float64]:
    """By row and factor the weight in a part, with its direction's sign."""
    kinds, place = np.unique(table.match_types, return_inverse=True)
    by_kind = [[policy.signed(part, code, str(kind)) for code in table.codes] for kind in kinds]
    matrix = np.array(by_kind).reshape(len(kinds), len(table.codes))
    return matrix[place]


def chances(policy: PolicyWeights, table: Table) -> dict[str, Vector]:
    """By part the chance of each row."""
    return {
        part: logistic(
            policy.parts[part].base
            + (signed_weights(policy, part, table) * table.values).sum(axis=1)
        )
        for part in PARTS
    }


def success_chance(policy: PolicyWeights, table: Table, *, calibrated: bool = True) -> Vector:
    """The chance that both accept and make a deal."""
    product = np.prod(list(chances(policy, table).values()), axis=0)
    if not calibrated:
        return np.asarray(product)
    scaled = policy.calibration.intercept + policy.calibration.slope * log_odds(product)
    return logistic(scaled)


def log_odds(chance: Vector) -> Vector:
    """log(p / (1 - p)), of chances kept away from 0 and 1."""
    kept = np.clip(chance, 1e-12, 1 - 1e-12)
    return np.asarray(np.log(kept) - np.log1p(-kept))
