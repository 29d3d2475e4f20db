"""The report's charts: facts for the chart helper; a table beside each says the same."""

from collections.abc import Sequence
from typing import Any

from chainlink.deals.money import HOME_CURRENCY, decimal_amount
from chainlink.reporting.model import Figure, Group, Grouping
from chainlink.reporting.money import Money
from chainlink.reporting.report import Report
from chainlink.web.outcomes.asking import Asked
from chainlink.web.outcomes.words import Words

Parts = Sequence[tuple[Group, Report]]


def funnel_facts(found: Report, asked: Asked, words: Words) -> list[dict[str, Any]]:
    """The stages from the first to the last, each leading to its records."""
    return [
        {
            "name": words.figure(f"funnel.{one.stage}"),
            "value": one.figure.value,
            "note": "" if one.rate is None else words.shown.share(one.rate, 1),
            "href": asked.records(f"funnel.{one.stage}"),
        }
        for one in found.funnel
        if one.figure.value or one.rate is not None
    ]


def money_facts(parts: Parts, by: Grouping, asked: Asked, words: Words) -> dict[str, Any]:
    """Contracts and letters of intent in yuan, period by period, those of nothing among them."""
    known = {group.key or "": report for group, report in parts}
    keys = periods_between(min(known), max(known), by) if known else []
    series = []
    for name in ("contracts", "intents"):
        money = [_yuan(known[key], name) if key in known else None for key in keys]
        series.append(
            {
                "name": words.say(f"part.{name}"),
                "values": [
                    float(decimal_amount(one.value, HOME_CURRENCY)) if one else 0 for one in money
                ],
                "texts": [words.value(one) if one else "" for one in money],
                "hrefs": [
                    asked.records(f"{name}.inYuan", by, key) if one and len(one.rows) else None
                    for key, one in zip(keys, money, strict=True)
                ],
            }
        )
    return {"categories": keys, "unit": HOME_CURRENCY, "series": series}


def _yuan(report: Report, name: str) -> Figure:
    money: Money = getattr(report, name)
    return money.in_yuan


def periods_between(first: str, last: str, by: Grouping) -> list[str]:
    """Every period from one to another, both included: `2025-06`, `2025-Q2`, `2025`."""
    parts = {Grouping.MONTH: 12, Grouping.QUARTER: 4}.get(by, 1)
    low, high = (_number(key, parts) for key in (first, last))
    written = {12: "{}-{:02}", 4: "{}-Q{}", 1: "{}"}[parts]
    return [written.format(n // parts, n % parts + 1) for n in range(low, high + 1)]


def _number(key: str, parts: int) -> int:
    year, _, part = key.partition("-")
    return int(year) * parts + (int(part.removeprefix("Q")) - 1 if part else 0)
