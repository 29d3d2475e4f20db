"""The outcome report as tables for people."""

from chainlink.deals.money import amount_text
from chainlink.language import Language
from chainlink.reporting.model import Figure, Group, Grouping, Stage
from chainlink.reporting.money import CurrencyMoney, Money
from chainlink.reporting.report import Report
from chainlink.terminal.output import write_line, write_table
from chainlink.terminal.voice import LANGUAGE, told

_SHOWN_BESIDE = (Stage.INTRODUCED, Stage.MET, Stage.CONTRACT_SIGNED, Stage.COMPLETED)


def write_report(found: Report) -> None:
    """Everything: the funnel, how they ended, money, exports, days."""
    _title(found)
    write_line(told("report.funnel", count=found.introductions.value))
    write_table(
        _heads("stage", "count", "rate"),
        [
            [told(f"report.stage.{one.stage}"), _count(one.figure), _rate(one.rate)]
            for one in found.funnel
        ],
    )
    write_line(told("report.endings"))
    write_table(
        _heads("ending", "count", "rate"),
        [
            [told(f"report.ending.{one.ending}"), _count(one.figure), _rate(one.rate)]
            for one in found.endings
        ],
    )
    _money("contracts", found.contracts)
    _money("intents", found.intents)
    _exports(found)
    days = found.days_to_order
    write_line(
        told(
            "report.days",
            ordered=days.ordered.value,
            waiting=days.waiting.value,
            median=_number(days.median),
            all=_number(days.median_of_all),
        )
    )


def write_parts(found: Report, by: Grouping) -> None:
    """One line a part: how far its introductions came, and the money credited to it."""
    _title(found)
    stages = [told(f"report.stage.{stage}") for stage in _SHOWN_BESIDE]
    heads = [told(f"report.grouping.{by}"), *_heads("introductions"), *stages]
    rows = []
    for group, part in found.broken_down(by):
        figures = {one.stage: one for one in part.funnel}
        rows.append(
            [
                _name(group, by),
                _count(part.introductions),
                *(
                    f"{_count(figures[stage].figure)} {_rate(figures[stage].rate)}".strip()
                    for stage in _SHOWN_BESIDE
                ),
                _credited(part.contracts),
                _credited(part.intents),
                _number(part.days_to_order.median),
            ]
        )
    write_table([*heads, *_heads("contracts", "intents", "median")], rows)


def _title(found: Report) -> None:
    write_line(told("report.title", first=found.first, last=found.last))
    write_line()


def _money(name: str, money: Money) -> None:
    write_line(told(f"report.{name}"))
    if not money.currencies:
        write_line(f"  {told('report.none')}")
        return
    levels = [level for level, _ in money.currencies[0].by_verification]
    heads = [
        *_heads("currency", "deals", "total", "credited"),
        *(told(f"report.level.{level}") for level in levels),
        told("report.level.REJECTED"),
    ]
    write_table(heads, [_currency(one) for one in money.currencies])
    worth = _amount(money.in_yuan)
    write_line("  " + told("report.in_yuan", amount=worth, count=money.without_rate.value))


def _currency(one: CurrencyMoney) -> list[str]:
    return [
        one.currency,
        _count(one.deals),
        _amount(one.total),
        _amount(one.credited),
        *(_amount(figure) for _, figure in one.by_verification),
        _amount(one.rejected),
    ]


def _exports(found: Report) -> None:
    exports = found.exports
    write_line(told("report.exports"))
    if not exports.orders.value:
        write_line(f"  {told('report.none')}")
        return
    groups = [
        *((told("report.customs_mode", code=one.code), one) for one in exports.by_customs_mode),
        *((told("report.destination", code=one.code), one) for one in exports.by_destination),
    ]
    rows = [
        [name, _count(one.orders), " ".join(_amount(figure) for _, figure in one.value)]
        for name, one in groups
    ]
    write_table(_heads("code", "orders", "value"), rows)
    write_line("  " + told("report.first_exports", count=exports.first_exports.value))


def _heads(*names: str) -> list[str]:
    return [told(f"report.head.{name}") for name in names]


def _name(group: Group, by: Grouping) -> str:
    if group.key is None:
        return told("report.no_key")
    if by is Grouping.MATCH_TYPE:
        return told(f"match_type.{group.key}")
    english = LANGUAGE.get() is Language.EN
    return (group.name_en if english else None) or group.name_zh or group.key


def _credited(money: Money) -> str:
    return " ".join(_amount(one.credited) for one in money.currencies)


def _count(figure: Figure) -> str:
    return f"{figure.value:,}"


def _amount(figure: Figure) -> str:
    return amount_text(figure.value, figure.currency or "", LANGUAGE.get())


def _rate(rate: float | None) -> str:
    return "" if rate is None else f"{rate:.1%}"


def _number(value: float | None) -> str:
    return told("report.no_median") if value is None else f"{value:g}"
