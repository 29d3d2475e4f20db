"""A member's best few partners: where each stands, and what is kept to tell of it."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from chainlink.matching.projection.day import Day
from chainlink.matching.ranking import Candidates

EACH = 5  # pairs kept for each member


class Place(NamedTuple):
    """Sorts as a ranking does: the better first, equal ones by what they say, then by id."""

    score: float  # negative, so that the greatest comes first
    tie: int
    name: str
    partner: int


@dataclass(slots=True)
class Few:
    """The best few of one member; `rows` are those of `places`, None until they are asked for."""

    places: list[Place]
    rows: Candidates | None = None

    def move(self, partner: int, now: Place | None) -> bool:
        """Bring one changed partner to where it stands now; False where that takes a new ranking.

        Whoever is not among the few stands behind them, so one that comes in or goes up is simply
        put in; one that falls behind the others may have to give way to somebody unknown.
        """
        before = next((place for place in self.places if place.partner == partner), None)
        others = [place for place in self.places if place.partner != partner]
        all_known = len(self.places) < EACH
        if before is None:
            if now is None or not (all_known or now < self.places[-1]):
                return True
        elif not all_known and (now is None or (now > before and now > others[-1])):
            return False
        self.rows = None
        self.places = sorted([*others, *([now] if now else [])])[:EACH]
        return True


def places_of(day: Day, found: Candidates | None, most: int | None = None) -> list[Place]:
    """A ranking's partners in its order."""
    if found is None:
        return []
    names = day.projection.ids.values
    best = found.order[:most]
    totals = np.round(found.scores.totals[best], 12).tolist()
    partners = found.partners[best].tolist()
    return [
        Place(-total, tie, names[partner], partner)
        for total, tie, partner in zip(totals, found.ties[best].tolist(), partners, strict=True)
    ]


def few_of(day: Day, found: Candidates | None) -> Few:
    """The first few of a ranking."""
    if found is None:
        return Few([])
    return Few(places_of(day, found, EACH), _taken(found, found.order[:EACH]))


def _taken(found: Candidates, rows: npt.NDArray[np.int64]) -> Candidates:
    scores = found.scores
    return Candidates(
        rows=found.rows.take(rows),
        scores=replace(
            scores,
            values=scores.values[rows],
            weights=scores.weights[rows],
            totals=scores.totals[rows],
            odds=scores.odds[rows],
        ),
        partners=found.partners[rows],
        ties=found.ties[rows],
        order=np.arange(len(rows)),
    )
