"""The projection as it stood at the end of one day: who takes part, which claims hold."""

from typing import Any

import numpy as np
import numpy.typing as npt

from chainlink.matching.projection.codes import LINK_KINDS, NEVER
from chainlink.matching.projection.holding import PRIVATE
from chainlink.matching.projection.projection import Projection
from chainlink.matching.ranges import distinct
from chainlink.matching.similarity import Similarity
from chainlink.taxonomy.markets import HOME
from chainlink.taxonomy.service import Taxonomy

Bools = npt.NDArray[np.bool_]
_EPOCH = np.datetime64("1970-01-01")
_NOBODY = np.zeros(0, np.int64)


class Day:
    """One day of the projection with the taxonomy in force; cheap to make, follows its changes.

    `day` is an ISO date, `cut` the day's last instant as the journal writes it.
    """

    def __init__(
        self,
        projection: Projection,
        taxonomy: Taxonomy,
        day: str,
        cut: str,
        similarity: Similarity | None = None,
    ) -> None:
        self.projection = projection
        self.taxonomy = taxonomy
        self.text = day
        self.number = int((np.datetime64(day) - _EPOCH).astype(int))
        self.cut = int(np.datetime64(cut.removesuffix("Z"), "us").astype(np.int64))
        self.similarity = similarity  # None: the projection's own n-grams
        self.home = projection.markets.add(HOME)

    @property
    def newest(self) -> bool:
        """Whether nothing is known of a later time, so that what is open now was open then."""
        return self.projection.latest <= self.cut

    def takes_part(self, enterprises: npt.NDArray[Any]) -> Bools:
        """Approved by that day, and neither rejected nor opted out by now."""
        columns = self.projection.enterprises
        found: Bools = columns.active[enterprises] & (columns.approved_at[enterprises] <= self.cut)
        return found

    def live(self, claims: npt.NDArray[Any]) -> Bools:
        """Claims to be matched: known and valid on that day, not private, owner taking part."""
        columns = self.projection.claims
        owners = columns.owner[claims]
        found: Bools = (columns.from_day[claims] <= self.number) & (
            self.number <= columns.until_day[claims]
        )
        if self.newest:
            found &= columns.open[claims] & self.projection.enterprises.matched[owners]
            return found
        found &= (
            (columns.superseded[claims] > self.cut)
            & (columns.recorded[claims] <= self.cut)
            & ~columns.gone[claims]
            & (self.visibility(claims) < PRIVATE)
            & self.takes_part(owners)
        )
        return found

    def visibility(self, claims: npt.NDArray[Any]) -> npt.NDArray[np.int8]:
        """The stricter of a claim's visibility and its owner's, as a place in VISIBILITIES."""
        columns = self.projection.claims
        owners = self.projection.enterprises.visibility[columns.owner[claims]]
        found: npt.NDArray[np.int8] = np.maximum(columns.visibility[claims], owners)
        return found

    def claims_of(self, enterprise: int) -> npt.NDArray[Any]:
        """Live claims of one enterprise."""
        claims = self.projection.index.claims_of.of(enterprise)
        found: npt.NDArray[Any] = claims[self.live(claims)]
        return found

    def _links(self, rows: npt.NDArray[Any], kind: str) -> npt.NDArray[Any]:
        """Those of some links that are of a kind and hold on that day."""
        columns = self.projection.links
        found: npt.NDArray[Any] = rows[
            (columns.kind[rows] == LINK_KINDS.index(kind))
            & (columns.from_day[rows] <= self.number)
            & (self.number <= columns.until_day[rows])
            & (columns.recorded[rows] <= self.cut)
            & (columns.superseded[rows] > self.cut)
        ]
        return found

    def exports_of(self, enterprise: int) -> frozenset[int]:
        """Markets abroad that an enterprise exports to."""
        rows = self._links(self.projection.index.links_from.of(enterprise), "EXPORTS_TO")
        return frozenset(self.projection.links.end[rows].tolist()) - {self.home}

    def exports_of_all(self, enterprises: npt.NDArray[Any]) -> list[frozenset[int]]:
        """The same for many; most have none."""
        found: list[frozenset[int]] = [frozenset()] * len(enterprises)
        rows, which = self.projection.index.links_from.of_all(enterprises)
        for place in distinct(which[self.projection.links.kind[rows] == 0]).tolist():
            found[place] = self.exports_of(int(enterprises[place]))
        return found

    def committees_of(self, enterprise: int) -> frozenset[str]:
        """Committees that an enterprise is a member of."""
        rows = self._links(self.projection.index.links_from.of(enterprise), "MEMBER_OF")
        names = self.projection.committees.values
        return frozenset(names[end] for end in self.projection.links.end[rows].tolist())

    def members(self) -> npt.NDArray[Any]:
        """Enterprises that are members of any committee."""
        columns = self.projection.links
        rows = np.flatnonzero((columns.kind == LINK_KINDS.index("MEMBER_OF")) & ~columns.gone)
        found: npt.NDArray[Any] = np.unique(columns.start[self._links(rows, "MEMBER_OF")])
        return found

    def memberships(self) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        """Every membership of that day: the enterprise, the committee's number."""
        return self._all("MEMBER_OF")

    def sales(self) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        """Who was known to supply whom on that day: sellers, buyers."""
        return self._all("SUPPLIES")

    def _all(self, kind: str) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        columns = self.projection.links
        rows = np.flatnonzero((columns.kind == LINK_KINDS.index(kind)) & ~columns.gone)
        rows = self._links(rows, kind)
        return columns.start[rows], columns.end[rows]

    def linked(self, enterprise: int, kind: str) -> npt.NDArray[Any]:
        """Enterprises that a SUPPLIES or HOLDS_SHARES_IN edge joins with one, either way."""
        out, in_ = (
            self.projection.index.links_from.of(enterprise),
            self.projection.index.links_to.of(enterprise),
        )
        columns = self.projection.links
        found: npt.NDArray[Any] = np.concatenate(
            (columns.end[self._links(out, kind)], columns.start[self._links(in_, kind)])
        )
        return found

    def vetoed(self, enterprise: int) -> npt.NDArray[Any]:
        """Enterprises that do not want to meet this one, or that it does not want to meet.

        A veto counts when it stood on that day, and also when it stands now: asking for an earlier
        day is no way around it.
        """
        columns = self.projection.links
        found = []
        for rows, end in (
            (self.projection.index.links_from.of(enterprise), columns.end),
            (self.projection.index.links_to.of(enterprise), columns.start),
        ):
            vetoes = rows[columns.kind[rows] == LINK_KINDS.index("VETOES")]
            stands = columns.superseded[vetoes] == NEVER
            found.append(end[np.concatenate((vetoes[stands], self._links(vetoes, "VETOES")))])
        return np.concatenate(found)

    def dismissed(self, enterprise: int) -> npt.NDArray[Any]:
        """Enterprises that are kept apart from this one until a claim of either changes.

        A dismissal holds while it was recorded no earlier than the newest claim of both was
        recorded or ended, all as known on that day.
        """
        columns, index = self.projection.links, self.projection.index
        out = self._links(index.links_from.of(enterprise), "DISMISSES")
        in_ = self._links(index.links_to.of(enterprise), "DISMISSES")
        if len(out) + len(in_) == 0:
            return _NOBODY
        partners = np.concatenate((columns.end[out], columns.start[in_])).astype(np.int64)
        recorded = columns.recorded[np.concatenate((out, in_))]
        since = recorded >= self._last_said(np.array([enterprise]))[0]
        partners, recorded = partners[since], recorded[since]
        found: npt.NDArray[Any] = partners[recorded >= self._last_said(partners)]
        return found

    def _last_said(self, enterprises: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
        """When a claim of each was last recorded or ended, as known on that day; 0 for never."""
        claims, which = self.projection.index.claims_of.of_all(enterprises)
        found = np.zeros(len(enterprises), np.int64)
        for instants in (self.projection.claims.recorded, self.projection.claims.superseded):
            known = instants[claims] <= self.cut
            np.maximum.at(found, which[known], instants[claims[known]])
        return found
