"""The facts that a report counts, as numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from chainlink.deals.model import DealKind, Verification
from chainlink.introductions.machine import PROGRESS
from chainlink.reporting.columns import NEVER, Columns, Words, days, local_days, places_in, whole
from chainlink.reporting.crediting import credited
from chainlink.reporting.model import Rate, Rows, Whole

_REACHED = {state.value: rank for rank, state in enumerate(PROGRESS)}
_RATE = ("rate", "rate_on", "rate_source")
_YEAR = 4  # characters


@dataclass(frozen=True, slots=True)
class Introductions:
    """Introductions that may have been opened in the period, and how far each has come.

    One was opened on the day on which it was recorded, or on which the parties were introduced
    where that was written down afterwards. `reached` counts states as PROGRESS does.
    """

    ids: pa.Array
    match_type: Words
    state: Words
    reached: Whole
    disputed: NDArray[np.bool_]
    committee: Words
    event: Words
    introduced: Whole
    opened: Whole

    @classmethod
    def of(cls, found: Columns, zone: ZoneInfo) -> "Introductions":
        """Out of their columns."""
        introduced = days(found["introduced_on"])
        recorded = local_days(found["recorded_at"], zone)
        return cls(
            ids=found["id"],
            match_type=Words.of(found["match_type"]),
            state=Words.of(found["state"]),
            reached=Words.of(found["furthest"]).ranks(lambda one: _REACHED.get(one, 0)),
            disputed=found["disputed"].to_numpy(zero_copy_only=False).astype(bool),
            committee=Words.of(found["committee"]),
            event=Words.of(found["event"]),
            introduced=introduced,
            opened=np.minimum(recorded, introduced),
        )


@dataclass(frozen=True)
class Deals:
    """The newest version of every deal; `ids` are those that stay, `versions` those of versions."""

    ids: pa.Array
    versions: pa.Array
    intent: NDArray[np.bool_]
    rejected: NDArray[np.bool_]
    amount: Whole
    currency: Words
    verification: Words
    signed: Whole
    columns: Columns

    @classmethod
    def of(cls, found: Columns) -> "Deals":
        """Out of their columns."""
        verification = Words.of(found["verification"])
        return cls(
            ids=found["deal"],
            versions=found["id"],
            intent=Words.of(found["kind"]).among([DealKind.LETTER_OF_INTENT]),
            rejected=verification.among([Verification.REJECTED]),
            amount=whole(found["amount"]),
            currency=Words.of(found["currency"]),
            verification=verification,
            signed=days(found["signed_on"]),
            columns=found,
        )

    def rates(self, rows: Rows) -> list[Rate | None]:
        """The exchange rates of some deals, where they have one."""
        chosen = pa.array(rows)
        told = (self.columns[name].take(chosen).to_pylist() for name in _RATE)
        return [
            Rate(rate, on, source) if rate else None for rate, on, source in zip(*told, strict=True)
        ]


@dataclass(frozen=True)
class Lines:
    """The lines of credit of the newest versions: deal, introduction, committee, event, share.

    `deal` and `introduction` are rows, -1 for an introduction of another time.
    """

    deals: Deals
    deal: Rows
    introduction: Rows
    committee: Words
    event: Words
    match_type: Words
    columns: Columns

    @classmethod
    def of(cls, found: Columns, deals: Deals, introductions: Introductions) -> "Lines":
        """Out of their columns, without those of versions that are replaced."""
        deal = places_in(found["deal"], deals.versions)
        newest = pa.array(np.flatnonzero(deal >= 0))
        kept = {name: column.take(newest) for name, column in found.items()}
        return cls(
            deals=deals,
            deal=deal[deal >= 0],
            introduction=places_in(kept["introduction"], introductions.ids),
            committee=Words.of(kept["committee"]),
            event=Words.of(kept["event"]),
            match_type=Words.of(kept["match_type"]),
            columns=kept,
        )

    @cached_property
    def money(self) -> Whole:
        """What each line gets of its deal's amount, in minor units; a deal's lines add up to it."""
        return credited(self.deals.amount, self.deal, self.columns)


@dataclass(frozen=True, slots=True)
class Orders:
    """The newest version of every cross-border order; `deal` is a row, -1 for none.

    An order counts as rejected where it or its deal was.
    """

    ids: pa.Array
    deal: Rows
    amount: Whole
    currency: Words
    destination: Words
    customs_mode: Words
    maker: Words
    first_export: NDArray[np.bool_]
    rejected: NDArray[np.bool_]
    ordered: Whole

    @classmethod
    def of(cls, found: Columns, deals: Deals) -> "Orders":
        """Out of their columns."""
        deal = places_in(found["deal"], deals.ids)
        under_rejected = np.append(deals.rejected, False)[deal]  # -1 finds the last
        rejected = Words.of(found["verification"]).among([Verification.REJECTED])
        return cls(
            ids=found["order_id"],
            deal=deal,
            amount=whole(found["amount"]),
            currency=Words.of(found["currency"]),
            destination=Words.of(found["destination"]),
            customs_mode=Words.of(found["customs_mode"]),
            maker=Words.of(found["maker"]),
            first_export=found["first_export"].to_numpy(zero_copy_only=False).astype(bool),
            rejected=rejected | under_rejected,
            ordered=days(found["ordered_on"]),
        )


@dataclass(frozen=True, slots=True)
class Years:
    """Money that was told of calendar years: deal (a row), year, amount in minor units."""

    deal: Rows
    year: Whole
    amount: Whole

    @classmethod
    def of(cls, versions: pa.Array, told: pa.Array, deals: Deals) -> "Years":
        """Out of texts such as `2026:500000000`, a list for each version."""
        texts = pc.list_flatten(told)
        version = versions.take(pc.list_parent_indices(told))
        return cls(
            deal=places_in(version, deals.versions),
            year=whole(pc.cast(pc.utf8_slice_codeunits(texts, 0, _YEAR), pa.int64())),
            amount=whole(pc.cast(pc.utf8_slice_codeunits(texts, _YEAR + 1), pa.int64())),
        )


@dataclass(frozen=True)
class Facts:
    """All that a report of a period needs but what was shown; `years` are by what they tell of."""

    introductions: Introductions
    deals: Deals
    lines: Lines
    orders: Orders
    years: Mapping[str, Years]

    @cached_property
    def first_orders(self) -> Whole:
        """By introduction the day of its first order, NEVER where it has none."""
        deals, orders, lines = self.deals, self.orders, self.lines
        first = np.where(deals.intent | deals.rejected, NEVER, deals.signed)
        placed = np.flatnonzero((orders.deal >= 0) & ~orders.rejected)
        np.minimum.at(first, orders.deal[placed], orders.ordered[placed])
        found = np.full(len(self.introductions.opened), NEVER, dtype=np.int64)
        here = lines.introduction >= 0
        np.minimum.at(found, lines.introduction[here], first[lines.deal[here]])
        return found
