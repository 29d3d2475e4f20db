"""How many days from introduction to first order, those that have none yet included.

The order is the earliest day of a deal that the introduction led to, letters of intent and what
was rejected left out, or of a cross-border order under one. Many introductions have none yet, and
the median of those that have one is too short for it. The median of all is where the curve of
Kaplan and Meier ("Nonparametric Estimation from Incomplete Observations", Journal of the American
Statistical Association 53, 1958) comes down to one half: an introduction without an order counts
as waiting from its day to the day of the report. So does one that ended without an order: were it
taken out when it ended, the curve would speak as if it had been about to have one.
"""

from dataclasses import dataclass

import numpy as np

from chainlink.reporting.columns import NEVER
from chainlink.reporting.funnel import INTRODUCTION
from chainlink.reporting.model import Figure, Whole
from chainlink.reporting.part import Part


@dataclass(frozen=True, slots=True)
class DaysToOrder:
    """Introductions of the report that took place: with an order, waiting for one; and days.

    `days` lists those with an order, each record adding its days. `median` is of those alone,
    `median_of_all` of all, which is None while less than half have an order.
    """

    ordered: Figure
    waiting: Figure
    days: Figure
    median: float | None
    median_of_all: int | None


def days_to_order(part: Part, today: int) -> DaysToOrder:
    """As known on a day."""
    known = part.facts.introductions
    rows = part.introductions[known.introduced[part.introductions] < NEVER]
    introduced = known.introduced[rows]
    first = part.facts.first_orders[rows]
    has = first < NEVER
    lasted = np.where(has, first, np.maximum(today, introduced)) - introduced
    return DaysToOrder(
        ordered=Figure(INTRODUCTION, known.ids, rows[has]),
        waiting=Figure(INTRODUCTION, known.ids, rows[~has]),
        days=Figure(INTRODUCTION, known.ids, rows[has], lasted[has]),
        median=float(np.median(lasted[has])) if has.any() else None,
        median_of_all=kaplan_meier_median(lasted[has], lasted[~has]),
    )


def kaplan_meier_median(ended: Whole, censored: Whole) -> int | None:
    """The first time by which half have ended, by the product-limit estimate; None if none.

    Whoever is censored on a day on which others end was still at risk then.
    """
    times, ends = np.unique(ended, return_counts=True)
    both = np.sort(np.concatenate([ended, censored]))
    at_risk = len(both) - np.searchsorted(both, times, side="left")
    surviving = np.cumprod(1 - ends / at_risk) if len(times) else np.empty(0)
    # a product of fractions that is one half exactly may come out a rounding above it
    below = np.flatnonzero(surviving <= 0.5 + 1e-12)
    return int(times[below[0]]) if len(below) else None
