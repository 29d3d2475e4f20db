"""Everything that matching knows as columns: rows are only appended, and some of a row rewritten.

A version that was replaced keeps its row with the instant at which that happened, so that any day
can be asked about. What several enterprises say in the same words is kept once.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from chainlink.matching.growing import Growing
from chainlink.matching.projection.codes import NEVER, VISIBILITIES, hashed
from chainlink.matching.projection.columns import Columns
from chainlink.matching.projection.encoding import Encoding, Values
from chainlink.matching.projection.identifiers import WIDTH, numbers_of
from chainlink.matching.ranges import ranges

Rows = npt.NDArray[np.int64]
PRIVATE = VISIBILITIES.index("PRIVATE")
SURE = 0.5  # a claim is vague whose category is known less surely than this
_MICROSECONDS_A_DAY = 86_400_000_000

# What makes one claim likelier to be shown than another of the same category, whoever asks: how
# surely it is of it, what stands behind it, how lately it was stated. Only the order matters, and
# only where more claims are of one category than one question looks at.
_EVIDENCE_IMPACT = 0.2
_RECENT_IMPACT = 0.3 / 3650  # a day
_REPLACED_IMPACT = -10.0


class Holding(Encoding):
    """Enterprises, claims, the categories of claims, and links."""

    def __init__(self, day_offset: int = 0) -> None:
        super().__init__()
        self.day_offset = day_offset  # microseconds that the district's clock is ahead of UTC
        self.names: list[str] = []
        self.exposure = Growing(np.float64)
        self.enterprises = Columns(
            sector=np.int16, region=np.int32, industry=np.int32, size_class=np.int16,
            approved_at=np.int64, active=np.bool_, visibility=np.int8, matched=np.bool_,
        )  # fmt: skip
        self.claims = Columns(
            id=WIDTH, owner=np.int32, need=np.bool_, kind=np.int8, visibility=np.int8,
            from_day=np.int32, until_day=np.int32, recorded=np.int64, superseded=np.int64,
            evidence=np.int8, checked=np.bool_, urgent=np.bool_, wording=np.int32,
            source=np.int32, markets=np.int32, first=np.int64, count=np.int32, gone=np.bool_,
            open=np.bool_, vague=np.bool_,
        )  # fmt: skip
        self.latest = 0  # instant of the newest thing known
        self.offers = Columns(category=np.int32, certainty=np.float32)
        self.links = Columns(
            kind=np.int8, start=np.int32, end=np.int32, from_day=np.int32, until_day=np.int32,
            recorded=np.int64, superseded=np.int64, gone=np.bool_,
        )  # fmt: skip

    def recorded_days(self, recorded: npt.NDArray[Any]) -> npt.NDArray[np.int32]:
        """The district's calendar days of instants."""
        found: npt.NDArray[np.int32] = ((recorded + self.day_offset) // _MICROSECONDS_A_DAY).astype(
            np.int32
        )
        return found

    def recorded_day(self, recorded: int) -> int:
        """The same of one instant."""
        return (recorded + self.day_offset) // _MICROSECONDS_A_DAY

    def offered(self, claims: npt.NDArray[Any]) -> tuple[Rows, npt.NDArray[Any], npt.NDArray[Any]]:
        """Categories of several claims: place of the claim, category, certainty."""
        from_, count = self.claims.first[claims], self.claims.count[claims]
        places = ranges(from_, count)
        which = np.repeat(np.arange(len(claims)), count)
        return which, self.offers.category[places], self.offers.certainty[places]

    def shown(self, enterprises: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        """How often each enterprise was shown to others lately."""
        self.exposure.fill_to(len(self.enterprises))
        found: npt.NDArray[np.float64] = self.exposure.array[enterprises]
        return found

    def expose(self, counts: Mapping[str, int]) -> None:
        """Take over how often enterprises were shown, by id."""
        self.exposure.fill_to(len(self.enterprises))
        self.exposure.array[:] = 0.0
        for id_, count in counts.items():
            row = self.ids.find(id_)
            if row >= 0:
                self.exposure.array[row] = count

    @property
    def shown_in_all(self) -> float:
        """How often anybody was shown lately."""
        return float(self.exposure.array.sum())

    def said_hash(self, claims: npt.NDArray[Any]) -> npt.NDArray[np.uint64]:
        """A number for what each claim says and when, never for whose it is."""
        columns = self.claims
        return hashed(
            self.wording_hashes.array[columns.wording[claims]]
            + hashed(columns.kind[claims].astype(np.int64) + 16 * columns.from_day[claims])
            + hashed(columns.recorded[claims])
        )

    def impacts(self, claims: npt.NDArray[Any], certainty: npt.NDArray[Any]) -> Any:
        """What comes first in a posting; the last two terms only make equal ones differ."""
        columns = self.claims
        said = np.maximum(
            columns.from_day[claims], self.recorded_days(columns.recorded[claims])
        ).astype(np.float64)
        ids = numbers_of(columns.id[claims])
        return (
            np.abs(certainty).astype(np.float64)
            + _EVIDENCE_IMPACT * (columns.evidence[claims] > 0)
            + _RECENT_IMPACT * said
            + np.where(columns.superseded[claims] == NEVER, 0.0, _REPLACED_IMPACT)
            + self.said_hash(claims) / 2.0**64 * 1e-6
            + hashed(ids) / 2.0**64 * 1e-10
        )

    def put_enterprises(self, table: pa.Table) -> Rows:
        """Add enterprises, or write again what is known of them; returns their rows."""
        before = len(self.ids)
        rows = np.array([self.ids.add(one) for one in table["id"].to_pylist()], np.int64)
        values = self.enterprise_values(table)
        values["matched"] = values["active"] & (values["visibility"] < PRIVATE)
        self._note_latest(values["approved_at"])
        names = table["name"].to_pylist()
        new = rows >= before
        self.enterprises.extend({name: value[new] for name, value in values.items()})
        self.names.extend(name for name, is_new in zip(names, new, strict=True) if is_new)
        known = np.flatnonzero(~new)
        self.enterprises.overwrite(
            rows[known], {name: value[known] for name, value in values.items()}
        )
        for place in known.tolist():
            self.names[rows[place]] = names[place]
        return rows

    def append_claims(self, values: Values) -> Rows:
        """Append claims with their categories; returns their rows."""
        count = values["count"]
        start = len(self.offers)
        self.offers.extend(values)
        first = start + np.cumsum(count) - count
        values = values | {"first": first, "gone": np.zeros(len(count), bool)}
        surest = np.zeros(len(count))
        of = np.repeat(np.arange(len(count)), count)
        np.maximum.at(surest, of, np.abs(values["certainty"]))
        rows = self.claims.extend(values | {"open": is_open(values), "vague": surest < SURE})
        self._note_latest(values["recorded"], values["superseded"])
        return rows

    def _note_latest(self, *instants: npt.NDArray[np.int64]) -> None:
        for some in instants:
            known = some[some < NEVER]
            if len(known):
                self.latest = max(self.latest, int(known.max()))


def is_open(values: Values) -> npt.NDArray[np.bool_]:
    """Claims that hold on the newest day, as far as that does not depend on the day."""
    found: npt.NDArray[np.bool_] = (values["superseded"] == NEVER) & (
        values["visibility"] < PRIVATE
    )
    return found
