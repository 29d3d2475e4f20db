"""One enterprise as the members of a committee see it: retrieval among their claims alone."""

import copy
from collections.abc import Iterable

import numpy as np

from chainlink.matching.inbox_places import Place
from chainlink.matching.model import MatchType
from chainlink.matching.policy import Policy
from chainlink.matching.projection.day import Day
from chainlink.matching.projection.index import Index
from chainlink.matching.projection.projection import Projection
from chainlink.matching.ranking import candidates
from chainlink.matching.reach import Reaches
from chainlink.matching.scoring import EXPOSURE, exposure_of

_ALL = 100_000  # pairs of one enterprise with members: all there are


class MembersIndex:
    """Postings of members' claims, so that those of everybody else push none of them out.

    What members no longer say stays in and is passed over, as it is no longer live.
    """

    def __init__(self, projection: Projection, members: Iterable[int]) -> None:
        self._in: set[int] = set()
        claims = self._new(projection, members)
        self._index = Index(projection, claims)

    def _new(self, projection: Projection, members: Iterable[int]) -> np.ndarray:
        rows, _ = projection.index.claims_of.of_all(np.array(sorted(members), np.int64))
        new = [row for row in rows.tolist() if row not in self._in]
        self._in.update(new)
        return np.array(new, np.int64)

    def put(self, projection: Projection, members: Iterable[int]) -> None:
        """What some members say by now."""
        some = sorted(members)
        self._index.adopt_regions(np.array(some, np.int64))
        self._index.put_in(self._new(projection, some))

    def day(self, day: Day) -> Day:
        """The day with nobody else to be met; of who asks and who is met, everything is known."""
        index = copy.copy(self._index)
        now = day.projection.index
        index.claims_of, index.links_from, index.links_to = (
            now.claims_of,
            now.links_from,
            now.links_to,
        )
        seen = copy.copy(day)
        seen.projection = copy.copy(day.projection)
        seen.projection.index = index
        return seen


def places_with(
    day: Day,
    reaches: Reaches,
    policy: Policy,
    enterprise: int,
    types: tuple[MatchType, ...],
    scope: frozenset[str] | None,
) -> dict[int, Place]:
    """Where an enterprise stands with each partner: as the partner, not the enterprise, ranks it.

    Both sides see the same meeting; only how often the other was shown differs.
    """
    if not day.takes_part(np.array([enterprise]))[0]:
        return {}
    found = candidates(day, reaches, policy, enterprise, types, scope, _ALL)
    if found is None:
        return {}
    shown = exposure_of(day.projection.shown(np.array([enterprise])))
    weight = found.scores.weights[:, found.scores.codes.index(EXPOSURE)]
    totals = np.round(found.scores.odds + weight * shown, 12)
    name = day.projection.ids.values[enterprise]
    return {
        int(found.partners[row]): Place(-float(totals[row]), int(found.ties[row]), name, enterprise)
        for row in found.order.tolist()
    }
