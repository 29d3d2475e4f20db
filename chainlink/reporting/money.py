"""Money by currency, by how far it is proved, by year; letters of intent always apart.

Each deal counts once, by its newest version, however many introductions led to it; what was
rejected is in no total. Amounts of different currencies are added only in yuan, and only those
that have a rate. What is credited is each deal's part by the lines of credit of the report, in
whole minor units by largest remainder: the parts of all committees, or of all events, make up the
whole to the last unit.
"""

from dataclasses import dataclass

import numpy as np

from chainlink.deals.model import Verification
from chainlink.deals.money import HOME_CURRENCY, in_home_currency
from chainlink.reporting.columns import parted
from chainlink.reporting.model import Figure, Rate, Rows
from chainlink.reporting.part import Part

DEAL = "Deal"
_LEVELS = tuple(one for one in Verification if one is not Verification.REJECTED)


@dataclass(frozen=True, slots=True)
class CurrencyMoney:
    """The deals of one currency; a year's figures only where something is told of that year."""

    currency: str
    deals: Figure
    total: Figure
    credited: Figure
    by_verification: tuple[tuple[Verification, Figure], ...]
    rejected: Figure
    in_yuan: Figure
    without_rate: Figure
    received: tuple[tuple[int, Figure], ...]
    expected: tuple[tuple[int, Figure], ...]


@dataclass(frozen=True, slots=True)
class Money:
    """All contracts or all intents: how many, worth how much in yuan, then by currency."""

    deals: Figure
    in_yuan: Figure
    without_rate: Figure
    rejected: Figure
    currencies: tuple[CurrencyMoney, ...]


def money(part: Part, *, intents: bool) -> Money:
    """The letters of intent that were signed in the period, or everything else."""
    deals = part.facts.deals
    rows = np.unique(part.facts.lines.deal[part.money_lines])
    rows = rows[deals.intent[rows] == intents]
    counted, rejected = rows[~deals.rejected[rows]], rows[deals.rejected[rows]]
    currencies = sorted(deals.currency.parted(rows).items(), key=lambda one: one[0] or "")
    in_yuan, without_rate = _in_yuan(part, counted)
    return Money(
        deals=Figure(DEAL, deals.ids, counted),
        in_yuan=in_yuan,
        without_rate=without_rate,
        rejected=Figure(DEAL, deals.ids, rejected),
        currencies=tuple(_of_currency(part, code or "", of) for code, of in currencies),
    )


def _of_currency(part: Part, currency: str, rows: Rows) -> CurrencyMoney:
    deals = part.facts.deals
    rejected = deals.rejected[rows]
    counted = rows[~rejected]
    levels = deals.verification.parted(counted)
    nothing = np.empty(0, dtype=np.intp)
    in_yuan, without_rate = _in_yuan(part, counted)
    return CurrencyMoney(
        currency=currency,
        deals=Figure(DEAL, deals.ids, counted),
        total=_amounts(part, currency, counted),
        credited=_credited(part, currency, counted),
        by_verification=tuple(
            (level, _amounts(part, currency, levels.get(level.value, nothing))) for level in _LEVELS
        ),
        rejected=_amounts(part, currency, rows[rejected]),
        in_yuan=in_yuan,
        without_rate=without_rate,
        received=_by_year(part, "received", currency, counted),
        expected=_by_year(part, "expected", currency, counted),
    )


def _amounts(part: Part, currency: str, rows: Rows) -> Figure:
    deals = part.facts.deals
    return Figure(DEAL, deals.ids, rows, deals.amount[rows], currency)


def _credited(part: Part, currency: str, rows: Rows) -> Figure:
    """Of each deal what its lines in the report get."""
    lines, deals = part.facts.lines, part.facts.deals
    if not len(rows):
        return Figure(DEAL, deals.ids, rows, np.empty(0, dtype=np.int64), currency)
    deal = lines.deal[part.money_lines]
    place = np.minimum(np.searchsorted(rows, deal), len(rows) - 1)
    mine = rows[place] == deal
    parts = np.zeros(len(rows), dtype=np.int64)
    np.add.at(parts, place[mine], lines.money[part.money_lines[mine]])
    return Figure(DEAL, deals.ids, rows, parts, currency)


def _in_yuan(part: Part, rows: Rows) -> tuple[Figure, Figure]:
    """What has a rate or needs none, in fen, and how many deals have none."""
    deals = part.facts.deals
    foreign = np.flatnonzero(~deals.currency.among([HOME_CURRENCY], rows))
    worth: list[int | None] = deals.amount[rows].tolist()
    used: list[Rate | None] = [None] * len(rows)
    if len(foreign):
        codes = deals.currency.codes[rows[foreign]].tolist()
        for place, code, rate in zip(
            foreign.tolist(), codes, deals.rates(rows[foreign]), strict=True
        ):
            amount, currency = int(deals.amount[rows[place]]), deals.currency.values[code]
            worth[place] = in_home_currency(amount, currency, rate.rate if rate else None)
            used[place] = rate
    turned = np.array([one is not None for one in worth], dtype=bool)
    return (
        Figure(
            DEAL,
            deals.ids,
            rows[turned],
            [one for one in worth if one is not None],
            HOME_CURRENCY,
            [rate for rate, one in zip(used, worth, strict=True) if one is not None],
        ),
        Figure(DEAL, deals.ids, rows[~turned]),
    )


def _by_year(part: Part, name: str, currency: str, rows: Rows) -> tuple[tuple[int, Figure], ...]:
    """Money of calendar years, as it was told of these deals."""
    deals, told = part.facts.deals, part.facts.years[name]
    wanted = np.zeros(len(deals.amount), dtype=bool)
    wanted[rows] = True
    mine = np.flatnonzero(wanted[told.deal])
    return tuple(
        (year, Figure(DEAL, deals.ids, told.deal[of], told.amount[of], currency))
        for year, of in sorted(parted(told.year, mine).items())
    )
