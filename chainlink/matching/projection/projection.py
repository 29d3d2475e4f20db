"""The projection: the facts as columns, sorted for asking, and brought up to date."""

from collections import deque
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from chainlink.matching.projection.encoding import MUTUAL, Values
from chainlink.matching.projection.holding import Holding, Rows, is_open
from chainlink.matching.projection.index import Index
from chainlink.matching.projection.tables import Tables
from chainlink.matching.ranges import ranges

REMEMBERED = 1000  # changes that whoever keeps answers can catch up with
# a version keeps these as long as it lives; all else of it may be written again
_FIXED = ("owner", "need", "kind", "wording", "from_day", "recorded")
_MUTABLE = (
    *("visibility", "until_day", "superseded", "evidence", "checked", "urgent", "source"),
    "markets",
)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much the projection holds; `memory` in bytes, texts and names not counted."""

    enterprises: int
    claims: int
    links: int
    wordings: int
    beside: int
    memory: int


class Projection(Holding):
    """All facts that matching needs, as of one entry of the journal."""

    def __init__(self, day_offset: int = 0) -> None:
        super().__init__(day_offset)
        self.sequence = 0
        self.index = Index(self)
        self.changes = 0  # how often it followed; `followed` has the latest ones' enterprises
        self.followed: deque[Rows] = deque(maxlen=REMEMBERED)
        self._touched: list[Rows] | None = None  # enterprises, while a new index is being made
        self._ends: list[Rows] = []

    def sizes(self) -> Sizes:
        """For people who watch over it."""
        columns = (self.enterprises, self.claims, self.offers, self.links)
        return Sizes(
            enterprises=len(self.enterprises),
            claims=len(self.claims),
            links=len(self.links),
            wordings=len(self.wordings),
            beside=self.index.beside,
            memory=sum(one.size for one in columns),
        )

    def append(self, tables: Tables) -> None:
        """Add enterprises that are not in yet; `settle` makes them findable."""
        self.put_enterprises(tables.enterprises)
        self.append_claims(self.claim_values(tables))
        self.links.extend(self.link_values(tables.links))

    def settle(self) -> None:
        """Sort everything by what it is asked for by."""
        self.texts.settle()
        self.index = Index(self)

    # -- compaction: begin and end in the thread that follows, make in any other

    def begin_compaction(self) -> None:
        """From now on, note what is followed while a new index is made."""
        self._touched, self._ends = [], []

    def end_compaction(self, made: Index) -> None:
        """Take the new index over, with what changed while it was made."""
        touched = np.unique(np.concatenate([np.zeros(0, np.int64), *(self._touched or ())]))
        ends = np.unique(np.concatenate([np.zeros(0, np.int64), *self._ends]))
        self._touched, self._ends = None, []
        now, self.index = self.index, made
        claims = np.flatnonzero(np.isin(self.claims.owner, touched))
        made.take_out(claims[claims < made.rows])
        for key in touched.tolist():
            made.claims_of.put(key, now.claims_of.of(key))
            made.links_from.put(key, now.links_from.of(key))
        for key in ends.tolist():
            made.links_to.put(key, now.links_to.of(key))
        made.adopt_regions(touched)
        made.put_in(claims[~self.claims.gone[claims]])

    # -- following

    def follow(self, tables: Tables) -> Rows:
        """Bring some enterprises up to date, new ones included; returns their rows."""
        touched = np.sort(self.put_enterprises(tables.enterprises))
        self.index.move(touched)
        self._follow_claims(touched, self.claim_values(tables))
        self._follow_links(touched, tables.links)
        self.changes += 1
        self.followed.append(touched)
        if self._touched is not None:
            self._touched.append(touched)
        return touched

    def _follow_claims(self, touched: Rows, values: Values) -> None:
        known, _ = self.index.claims_of.of_all(touched)
        starts = np.cumsum(values["count"]) - values["count"]
        rows, met = self._known_rows(known, values, starts)
        gone = np.setdiff1d(known, rows)
        mutable = {name: values[name][met] for name in _MUTABLE}
        mutable["open"] = is_open(mutable)
        differs = np.zeros(len(rows), bool)
        for name, value in mutable.items():
            differs |= getattr(self.claims, name)[rows] != value
        changed = rows[differs]
        self.index.take_out(np.concatenate((gone, changed)))
        self.claims.overwrite(rows, mutable)
        self._note_latest(mutable["superseded"])
        self.claims.gone[gone] = True
        self.claims.open[gone] = False
        new = self.append_claims(_chosen(values, ~met, starts))
        self.index.put_in(np.concatenate((changed, new)))
        kept = np.concatenate((rows, new))
        self.index.relist(self.index.claims_of, touched, self.claims.owner, kept)

    def _known_rows(
        self,
        known: Rows,
        values: Values,
        starts: npt.NDArray[Any],
    ) -> tuple[Rows, npt.NDArray[np.bool_]]:
        """Rows of the claims that are in already, and which of `values` they are."""
        known = known[np.argsort(self.claims.id[known])]
        ids = self.claims.id[known]
        if len(ids) == 0:
            return known, np.zeros(len(values["id"]), bool)
        places = np.searchsorted(ids, values["id"])
        places[places == len(ids)] = 0
        rows = known[places]
        met = ids[places] == values["id"]
        for name in _FIXED:
            met &= getattr(self.claims, name)[rows] == values[name]
        met = self._same_offers(rows, values, starts, met)
        return rows[met], met

    def _same_offers(
        self,
        rows: npt.NDArray[Any],
        values: Values,
        starts: npt.NDArray[Any],
        met: npt.NDArray[np.bool_],
    ) -> npt.NDArray[np.bool_]:
        """Whether known claims still have the categories that they had."""
        same = met.copy()
        places = np.flatnonzero(met)
        same[places] = self.claims.count[rows[places]] == values["count"][places]
        places = np.flatnonzero(same)
        count = values["count"][places]
        new = ranges(starts[places], count)
        old = ranges(self.claims.first[rows[places]], count)
        differs = (self.offers.category[old] != values["category"][new]) | (
            self.offers.certainty[old] != values["certainty"][new]
        )
        same[np.unique(np.repeat(places, count)[differs])] = False
        return same

    def _follow_links(self, touched: Rows, table: pa.Table) -> None:
        lists, columns = self.index, self.links
        before, _ = lists.links_from.of_all(touched)
        columns.gone[before] = True
        new = columns.extend(self.link_values(table))
        lists.relist(lists.links_from, touched, columns.start, new)
        out, in_ = (some[columns.kind[some] >= MUTUAL] for some in (before, new))
        ends = np.unique(columns.end[np.concatenate((out, in_))]).astype(np.int64)
        kept, _ = lists.links_to.of_all(ends)
        kept = kept[~columns.gone[kept]]
        lists.relist(lists.links_to, ends, columns.end, np.concatenate((kept, in_)))
        if self._touched is not None:
            self._ends.append(ends)


def _chosen(values: Values, chosen: npt.NDArray[np.bool_], starts: npt.NDArray[Any]) -> Values:
    """Some of the claims, with their categories."""
    places = np.flatnonzero(chosen)
    flat = ranges(starts[places], values["count"][places])
    return {
        name: value[flat] if name in {"category", "certainty"} else value[places]
        for name, value in values.items()
    }
