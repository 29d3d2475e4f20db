"""Cross-border orders of the period: how many, worth what, to where, by which customs mode."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from chainlink.reporting.columns import Words
from chainlink.reporting.model import Figure, Rows
from chainlink.reporting.part import Part

ORDER = "CrossBorderOrder"


@dataclass(frozen=True, slots=True)
class OrdersOf:
    """Orders of one customs mode or destination, and their value by currency."""

    code: str
    orders: Figure
    value: tuple[tuple[str, Figure], ...]


@dataclass(frozen=True, slots=True)
class Exports:
    """Orders that were placed in the period under the report's deals; rejected ones apart.

    `first_exports` are makers: of each its earliest order here that was its first export.
    """

    orders: Figure
    rejected: Figure
    value: tuple[tuple[str, Figure], ...]
    first_exports: Figure
    by_customs_mode: tuple[OrdersOf, ...]
    by_destination: tuple[OrdersOf, ...]


def exports(part: Part) -> Exports:
    """The part's orders by the newest version of each."""
    orders, rows = part.facts.orders, part.orders
    counted, rejected = rows[~orders.rejected[rows]], rows[orders.rejected[rows]]
    return Exports(
        orders=Figure(ORDER, orders.ids, counted),
        rejected=Figure(ORDER, orders.ids, rejected),
        value=_values(part, counted),
        first_exports=Figure(ORDER, orders.ids, _first_of_makers(part, counted)),
        by_customs_mode=_by(part, orders.customs_mode, counted),
        by_destination=_by(part, orders.destination, counted),
    )


def _first_of_makers(part: Part, rows: Rows) -> Rows:
    orders = part.facts.orders
    first = rows[orders.first_export[rows]]
    first = first[np.argsort(orders.ordered[first], kind="stable")]
    _, places = np.unique(orders.maker.codes[first], return_index=True)
    return np.sort(first[places])


def _values(part: Part, rows: Rows) -> tuple[tuple[str, Figure], ...]:
    orders = part.facts.orders
    return _in_order(
        orders.currency,
        rows,
        lambda code, of: Figure(ORDER, orders.ids, of, orders.amount[of], code),
    )


def _in_order(
    words: Words, rows: Rows, figure: Callable[[str, Rows], Figure]
) -> tuple[tuple[str, Figure], ...]:
    found = sorted(words.parted(rows).items(), key=lambda one: one[0] or "")
    return tuple((code or "", figure(code or "", of)) for code, of in found)


def _by(part: Part, words: Words, rows: Rows) -> tuple[OrdersOf, ...]:
    """The most orders first."""
    found = [
        OrdersOf(code or "", Figure(ORDER, part.facts.orders.ids, of), _values(part, of))
        for code, of in words.parted(rows).items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.orders.value, one.code)))
