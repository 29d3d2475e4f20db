"""Every figure of a report under one name, as the command line and checks ask for it.

`funnel.MET`, `endings.OPEN`, `contracts.USD.total`, `contracts.CNY.received.2026`,
`exports.destination.RU.orders`, `daysToFirstOrder.days`.
"""

from collections.abc import Iterator, Sequence

from chainlink.reporting.exports import OrdersOf
from chainlink.reporting.model import Figure
from chainlink.reporting.money import CurrencyMoney, Money
from chainlink.reporting.report import Report


def named_figures(report: Report) -> dict[str, Figure]:
    """All figures in the order in which a report shows them."""
    return dict(_named(report))


def _named(report: Report) -> Iterator[tuple[str, Figure]]:
    yield "introductions", report.introductions
    for stage in report.funnel:
        yield f"funnel.{stage.stage}", stage.figure
    for ending in report.endings:
        yield f"endings.{ending.ending}", ending.figure
    for name, money in (("contracts", report.contracts), ("intents", report.intents)):
        yield from _money(name, money)
    exports = report.exports
    yield "exports.orders", exports.orders
    yield "exports.rejected", exports.rejected
    yield "exports.firstExports", exports.first_exports
    for code, figure in exports.value:
        yield f"exports.value.{code}", figure
    yield from _orders("customsMode", exports.by_customs_mode)
    yield from _orders("destination", exports.by_destination)
    waiting = report.days_to_order
    yield "daysToFirstOrder.ordered", waiting.ordered
    yield "daysToFirstOrder.waiting", waiting.waiting
    yield "daysToFirstOrder.days", waiting.days


def _money(name: str, money: Money) -> Iterator[tuple[str, Figure]]:
    yield f"{name}.deals", money.deals
    yield f"{name}.inYuan", money.in_yuan
    yield f"{name}.withoutRate", money.without_rate
    yield f"{name}.rejected", money.rejected
    for one in money.currencies:
        yield from _currency(f"{name}.{one.currency}", one)


def _currency(name: str, one: CurrencyMoney) -> Iterator[tuple[str, Figure]]:
    yield f"{name}.deals", one.deals
    yield f"{name}.total", one.total
    yield f"{name}.credited", one.credited
    for level, figure in one.by_verification:
        yield f"{name}.{level}", figure
    yield f"{name}.rejected", one.rejected
    yield f"{name}.inYuan", one.in_yuan
    yield f"{name}.withoutRate", one.without_rate
    for year, figure in one.received:
        yield f"{name}.received.{year}", figure
    for year, figure in one.expected:
        yield f"{name}.expected.{year}", figure


def _orders(name: str, groups: Sequence[OrdersOf]) -> Iterator[tuple[str, Figure]]:
    for group in groups:
        yield f"exports.{name}.{group.code}.orders", group.orders
        for code, figure in group.value:
            yield f"exports.{name}.{group.code}.value.{code}", figure
