"""Who trades with whom, counted: the plain path question, answered from the projection.

From the asker's capabilities over their categories, one INPUT_TO edge, and on to the capabilities
of others. Each way through the graph counts once; factors, reasons and vetoes are `recommend`'s,
while a dismissed pair stays apart here too.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from chainlink.matching.projection.codes import VISIBILITIES
from chainlink.matching.projection.day import Day
from chainlink.matching.projection.projection import Projection
from chainlink.matching.who_edges import InputEdges, NameOrder, tallied
from chainlink.taxonomy.service import Taxonomy

Numbers = npt.NDArray[Any]
_COMMITTEE = VISIBILITIES.index("COMMITTEE")
_ALL = 2**62
_SPARSE = 64  # with more enterprises than this for each path, sorting beats counting
_FEW = 10_000  # enterprises that are counted in any case


class Direction(StrEnum):
    """Along the chain from the asker: to who uses its goods, or to who makes what they need."""

    DOWNSTREAM = "DOWNSTREAM"
    UPSTREAM = "UPSTREAM"


@dataclass(frozen=True, slots=True)
class Counted:
    """An enterprise and the number of typed paths that lead to it."""

    enterprise: str
    paths: int


class Who:
    """What is kept for these questions: good for one projection and one revision's taxonomy."""

    def __init__(self, projection: Projection, taxonomy: Taxonomy) -> None:
        self._projection = projection
        self._taxonomy = taxonomy
        self._edges = InputEdges(taxonomy, projection.categories)
        self._order = NameOrder(projection.ids)

    def fits(self, day: Day) -> bool:
        """Whether it can be asked about a day, or has to be made again."""
        return day.projection is self._projection and day.taxonomy is self._taxonomy

    def of(
        self,
        day: Day,
        enterprise: str,
        direction: Direction,
        *,
        committees: frozenset[str] | None = frozenset(),
        most: int = 20,
    ) -> list[Counted]:
        """The enterprises with the most paths from one, equal ones in the order of their ids.

        A path goes (asker)-OFFERS->(capability)-OF->(category)-INPUT_TO->(category)<-OF-
        (capability)<-OFFERS-(other); UPSTREAM takes INPUT_TO backwards. Only what is live on the
        day counts, and nobody whom a dismissal keeps apart from the asker. What is for committees
        only counts for members of `committees`; None stands for all of them.
        """
        asker = self._projection.ids.find(enterprise)
        if asker < 0:
            return []
        rows, paths = self._counted(day, asker, direction, committees)
        if len(apart := day.dismissed(asker)):
            others = ~np.isin(rows, apart)
            rows, paths = rows[others], paths[others]
        if len(rows) > most:
            # all that surely belong, and of those with as many paths as the last the first by id
            least = np.partition(paths, len(paths) - most)[len(paths) - most]
            sure = np.flatnonzero(paths > least)
            equal = rows[paths == least]
            rows = np.concatenate((rows[sure], self._order.first(equal, most - len(sure))))
            paths = np.append(paths[sure], np.full(len(rows) - len(sure), least))
        names = self._projection.ids.values
        found = [
            Counted(names[row], count)
            for row, count in zip(rows.tolist(), paths.tolist(), strict=True)
        ]
        return sorted(found, key=lambda one: (-one.paths, one.enterprise))

    def _counted(
        self, day: Day, asker: int, direction: Direction, committees: frozenset[str] | None
    ) -> tuple[Numbers, npt.NDArray[np.int64]]:
        """Every other enterprise that is reached, and by how many paths."""
        claims, index = self._projection.claims, self._projection.index
        own = index.claims_of.of(asker).astype(np.int64)  # what numpy indexes with fastest
        own = own[~claims.need[own]]
        own = own[_counts(day, own, committees)]
        downstream = direction is Direction.DOWNSTREAM
        steps = self._edges.into if downstream else self._edges.made_from
        theirs, edges = steps.of(self._projection.offered(own)[1])
        which, offers, _ = index.capabilities.first_of(theirs, _ALL)
        offers = offers.astype(np.int64)
        counting = _counts(day, offers, committees).nonzero()[0]
        owners, weights = claims.owner[offers[counting]], edges[which[counting]]
        return summed(owners, weights, len(self._projection.ids), but=asker)


def summed(
    owners: Numbers, weights: Numbers, count: int, *, but: int
) -> tuple[Numbers, npt.NDArray[np.int64]]:
    """Owners but one, each once and in their order, and the sum of each one's weights.

    `count` is how many owners there may be; weights are whole numbers above zero.
    """
    if len(owners) == 0:
        return owners, weights
    if max(len(owners) * _SPARSE, _FEW) < count:
        rows, lengths = tallied(owners)
        totals = np.cumsum(weights[np.argsort(owners)])[np.cumsum(lengths) - 1]
        totals[1:] -= totals[:-1].copy()
        others = rows != but
        return rows[others], totals[others]
    sums = np.bincount(owners, weights=weights, minlength=count)
    sums[but] = 0
    rows = sums.nonzero()[0]
    return rows, sums[rows].astype(np.int64)


def _counts(day: Day, claims: Numbers, committees: frozenset[str] | None) -> npt.NDArray[np.bool_]:
    """Whether claims are live, and for everybody or for one of the committees."""
    counts = day.live(claims)
    if committees is None:
        return counts
    for place in (day.visibility(claims) == _COMMITTEE).nonzero()[0].tolist():
        owner = int(day.projection.claims.owner[claims[place]])
        counts[place] &= not committees.isdisjoint(day.committees_of(owner))
    return counts
