"""The outcome report as JSON, with the field names of GraphQL's `OutcomeReport`."""

from typing import Any

from chainlink.language import Language
from chainlink.reporting.exports import OrdersOf
from chainlink.reporting.model import Figure, Grouping
from chainlink.reporting.money import CurrencyMoney, Money
from chainlink.reporting.report import Report
from chainlink.terminal.voice import LANGUAGE

Plain = dict[str, Any]


def as_graphql(found: Report, by: Grouping | None = None) -> Plain:
    """A report, and its parts where they are asked for; records are left to be asked for."""
    exports, days = found.exports, found.days_to_order
    plain: Plain = {
        "from": found.first.isoformat(),
        "to": found.last.isoformat(),
        "introductions": _figure(found.introductions),
        "funnel": [
            {"stage": one.stage, "figure": _figure(one.figure), "rate": one.rate}
            for one in found.funnel
        ],
        "endings": [
            {"ending": one.ending, "figure": _figure(one.figure), "rate": one.rate}
            for one in found.endings
        ],
        "contracts": _money(found.contracts),
        "intents": _money(found.intents),
        "exports": {
            "orders": _figure(exports.orders),
            "rejected": _figure(exports.rejected),
            "value": [_figure(figure) for _, figure in exports.value],
            "firstExports": _figure(exports.first_exports),
            "byCustomsMode": [_orders(one) for one in exports.by_customs_mode],
            "byDestination": [_orders(one) for one in exports.by_destination],
        },
        "daysToFirstOrder": {
            "ordered": _figure(days.ordered),
            "waiting": _figure(days.waiting),
            "days": _figure(days.days),
            "median": days.median,
            "medianOfAll": days.median_of_all,
        },
    }
    if by is not None:
        english = LANGUAGE.get() is Language.EN
        plain["groups"] = [
            {
                "key": group.key,
                "name": (group.name_en if english else None) or group.name_zh,
                "report": as_graphql(part),
            }
            for group, part in found.broken_down(by)
        ]
    return plain


def _figure(figure: Figure) -> Plain:
    if figure.currency is None:
        return {"value": figure.value}
    return {"value": str(figure.value), "currency": figure.currency}


def _money(money: Money) -> Plain:
    return {
        "deals": _figure(money.deals),
        "inYuan": _figure(money.in_yuan),
        "withoutRate": _figure(money.without_rate),
        "rejected": _figure(money.rejected),
        "currencies": [_currency(one) for one in money.currencies],
    }


def _currency(one: CurrencyMoney) -> Plain:
    return {
        "currency": one.currency,
        "deals": _figure(one.deals),
        "total": _figure(one.total),
        "credited": _figure(one.credited),
        "byVerification": [
            {"verification": level, "figure": _figure(figure)}
            for level, figure in one.by_verification
        ],
        "rejected": _figure(one.rejected),
        "inYuan": _figure(one.in_yuan),
        "withoutRate": _figure(one.without_rate),
        "received": [{"year": year, "figure": _figure(figure)} for year, figure in one.received],
        "expected": [{"year": year, "figure": _figure(figure)} for year, figure in one.expected],
    }


def _orders(one: OrdersOf) -> Plain:
    value = [_figure(figure) for _, figure in one.value]
    return {"code": one.code, "orders": _figure(one.orders), "value": value}
