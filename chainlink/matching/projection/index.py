"""How the projection is asked: who offers, needs, says or sells what, and who is linked to whom."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from chainlink.matching.projection.codes import CLAIM_KINDS
from chainlink.matching.projection.encoding import MUTUAL
from chainlink.matching.projection.holding import Holding, Rows
from chainlink.matching.projection.lists import Lists
from chainlink.matching.projection.postings import Posting, Postings

Grouped = tuple[npt.NDArray[Any], Posting]
_SUPPLY = CLAIM_KINDS.index("SUPPLY")
_CHANNEL = CLAIM_KINDS.index("SALES_CHANNEL")
_NOBODY = (np.zeros(0, np.int64), np.zeros(0, np.int32))
_NOTHING = (
    np.zeros(0, np.int64),
    Posting(np.zeros(0, np.int32), np.zeros(0, np.float32), np.zeros(0, np.float64)),
)


class Index:
    """Eight postings of claims and three lists of rows.

    Capabilities and needs by category; capabilities (`said`) and needs (`asked`) by wording;
    supplies by their owner's region (its number + 1; 0 for none); all sales channels, and all
    claims of which the category is not known for sure, as group 0.
    """

    def __init__(self, holding: Holding, only: Rows | None = None) -> None:
        """Of all claims, or `only` of some."""
        self.rows = len(holding.claims)  # what was there when it was built
        self.regions = holding.enterprises.region.copy()
        claims = np.flatnonzero(~holding.claims.gone[: self.rows]) if only is None else only
        self._holding = holding
        self.claims_of = Lists(holding.claims.owner[claims], claims.astype(np.int32))
        built = [Postings(*groups(chooses(claims))) for chooses, groups in self._families()]
        self.capabilities, self.needs, self.said, self.asked, self.supplies = built[:5]
        self.channels, self.vaguely_said, self.vaguely_asked = built[5:]
        self._postings = built
        links = np.flatnonzero(~holding.links.gone)
        self.links_from = Lists(holding.links.start[links], links.astype(np.int32))
        mutual = links[holding.links.kind[links] >= MUTUAL]
        self.links_to = Lists(holding.links.end[mutual], mutual.astype(np.int32))

    @property
    def beside(self) -> int:
        """Groups that changed since they were sorted into arrays."""
        return sum(postings.changed for postings in self._postings) + self.claims_of.changed

    def take_out(self, claims: npt.NDArray[Any]) -> None:
        """Claims as they stand now leave all postings; before anything of them is rewritten."""
        for postings, (chooses, groups) in zip(self._postings, self._families(), strict=True):
            keys, posting = groups(chooses(claims))
            postings.change((keys, posting.claims), _NOTHING)

    def put_in(self, claims: npt.NDArray[Any]) -> None:
        """Claims as they stand now enter the postings."""
        for postings, (chooses, groups) in zip(self._postings, self._families(), strict=True):
            postings.change(_NOBODY, groups(chooses(claims)))

    def move(self, enterprises: Rows) -> None:
        """Bring supplies into the groups of their owners' present regions."""
        self._grow()
        claims, _ = self.claims_of.of_all(enterprises)
        supplies = self._supplies_in(claims)
        now = self._holding.enterprises.region
        moved = supplies[
            self.regions[self._holding.claims.owner[supplies]]
            != now[self._holding.claims.owner[supplies]]
        ]
        keys, posting = self._by_region(moved)
        self.supplies.change((keys, posting.claims), _NOTHING)
        self.regions[enterprises] = now[enterprises]
        self.supplies.change(_NOBODY, self._by_region(moved))

    def adopt_regions(self, enterprises: Rows) -> None:
        """Take the present regions of enterprises whose claims are out of the postings."""
        self._grow()
        self.regions[enterprises] = self._holding.enterprises.region[enterprises]

    def _grow(self) -> None:
        new = self._holding.enterprises.region[len(self.regions) :]
        self.regions = np.append(self.regions, new)

    def relist(
        self, lists: Lists, keys: Rows, column: npt.NDArray[Any], rows: npt.NDArray[Any]
    ) -> None:
        """Exchange the lists of some keys for the rows whose column says that key."""
        rows = rows[np.argsort(column[rows], kind="stable")].astype(np.int32)
        of_row = column[rows]
        starts, ends = np.searchsorted(of_row, keys), np.searchsorted(of_row, keys, "right")
        for key, start, end in zip(keys.tolist(), starts.tolist(), ends.tolist(), strict=True):
            lists.put(key, rows[start:end])

    def _by_category(self, claims: npt.NDArray[Any]) -> Grouped:
        which, category, certainty = self._holding.offered(claims)
        found = claims[which]
        impacts = self._holding.impacts(found, certainty)
        return category, Posting(found.astype(np.int32), certainty, impacts)

    def _by_wording(self, claims: npt.NDArray[Any]) -> Grouped:
        return self._holding.claims.wording[claims], self._posting(claims)

    def _by_region(self, claims: npt.NDArray[Any]) -> Grouped:
        return self.regions[self._holding.claims.owner[claims]] + 1, self._posting(claims)

    def _as_one(self, claims: npt.NDArray[Any]) -> Grouped:
        return np.zeros(len(claims), np.int64), self._posting(claims)

    def _posting(self, claims: npt.NDArray[Any]) -> Posting:
        certainty = np.ones(len(claims), np.float32)
        return Posting(claims.astype(np.int32), certainty, self._holding.impacts(claims, certainty))

    def _capabilities_in(self, claims: npt.NDArray[Any]) -> npt.NDArray[Any]:
        found: npt.NDArray[Any] = claims[~self._holding.claims.need[claims]]
        return found

    def _needs_in(self, claims: npt.NDArray[Any]) -> npt.NDArray[Any]:
        found: npt.NDArray[Any] = claims[self._holding.claims.need[claims]]
        return found

    def _supplies_in(self, claims: npt.NDArray[Any]) -> npt.NDArray[Any]:
        found = self._capabilities_in(claims)
        supplies: npt.NDArray[Any] = found[self._holding.claims.kind[found] == _SUPPLY]
        return supplies

    def _channels_in(self, claims: npt.NDArray[Any]) -> npt.NDArray[Any]:
        found = self._capabilities_in(claims)
        channels: npt.NDArray[Any] = found[self._holding.claims.kind[found] == _CHANNEL]
        return channels

    def _vaguely_said_in(self, claims: npt.NDArray[Any]) -> npt.NDArray[Any]:
        found = self._capabilities_in(claims)
        vague: npt.NDArray[Any] = found[self._holding.claims.vague[found]]
        return vague

    def _vaguely_asked_in(self, claims: npt.NDArray[Any]) -> npt.NDArray[Any]:
        found = self._needs_in(claims)
        vague: npt.NDArray[Any] = found[self._holding.claims.vague[found]]
        return vague

    def _families(
        self,
    ) -> tuple[tuple[Callable[[Any], npt.NDArray[Any]], Callable[[Any], Grouped]], ...]:
        """Which claims are in each of the postings, and by what they are grouped."""
        return (
            (self._capabilities_in, self._by_category),
            (self._needs_in, self._by_category),
            (self._capabilities_in, self._by_wording),
            (self._needs_in, self._by_wording),
            (self._supplies_in, self._by_region),
            (self._channels_in, self._as_one),
            (self._vaguely_said_in, self._as_one),
            (self._vaguely_asked_in, self._as_one),
        )
