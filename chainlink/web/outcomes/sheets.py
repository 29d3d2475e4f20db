"""The report as sheets of a workbook: a heading row and rows of numbers, days and texts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chainlink.deals.money import decimal_amount
from chainlink.reporting.model import Figure, Grouping, Stage
from chainlink.reporting.money import Money
from chainlink.reporting.naming import named_figures
from chainlink.reporting.report import Report
from chainlink.web.outcomes.asking import Asked
from chainlink.web.outcomes.stamp import Stamp
from chainlink.web.outcomes.words import Words

Row = Sequence[object]


class Share(float):
    """A share of one, shown in percent."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; its name is at most 31 characters of a text."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Row]


def sheets(found: Report, asked: Asked, stamp: Stamp, words: Words) -> Iterator[Sheet]:
    """Who asked what, every part of the report, every breakdown, and every figure by its name."""
    yield _about(found, asked, stamp, words)
    head = words.shown.say
    rates = [head("report.head.stage"), head("report.head.count"), head("report.head.rate")]
    yield Sheet(
        words.say("funnel"),
        rates,
        [
            (words.figure(f"funnel.{one.stage}"), one.figure.value, _rate(one.rate))
            for one in found.funnel
        ],
    )
    rates[0] = head("report.head.ending")
    yield Sheet(
        words.say("endings"),
        rates,
        [
            (words.figure(f"endings.{one.ending}"), one.figure.value, _rate(one.rate))
            for one in found.endings
        ],
    )
    for name, money in (("contracts", found.contracts), ("intents", found.intents)):
        yield _money(words.say(f"part.{name}"), money, words)
    yield _named(words.say("part.exports"), "exports.", found, words)
    yield _days(found, words)
    for by in Grouping:
        yield _parts(found, by, words)
    yield _named(words.say("all_figures"), "", found, words)


def _about(found: Report, asked: Asked, stamp: Stamp, words: Words) -> Sheet:
    names = found.names
    said = asked.question
    rows: list[Row] = [
        (words.say("from"), found.first),
        (words.say("to"), found.last),
        (words.say("as_of"), found.today),
    ]
    for key, thing in (
        ("committee", names.committees.get(said.committee or "")),
        ("chain", names.chains.get(said.chain or "")),
        ("event", names.events.get(said.event or "")),
    ):
        if thing is not None:
            rows.append((words.say(key), words.shown.named(thing)))
    if said.match_type is not None:
        rows.append((words.say("type"), words.shown.label(said.match_type)))
    rows += [
        (words.say("asked_by"), stamp.asked_by),
        (words.say("made_at"), stamp.made_at),
        (words.say("journal_sequence"), stamp.sequence),
        (words.say("journal_hash"), stamp.digest),
    ]
    return Sheet(words.say("about"), (words.say("item"), words.say("value")), rows)


def _rate(rate: float | None) -> Share | None:
    return None if rate is None else Share(rate)


def _amount(figure: Figure) -> object:
    if figure.currency is None:
        return figure.value
    return decimal_amount(figure.value, figure.currency)


def _money(name: str, money: Money, words: Words) -> Sheet:
    heads = ["currency", "deals", "total", "credited"]
    levels = [level for one in money.currencies[:1] for level, _ in one.by_verification]
    return Sheet(
        name,
        [
            *(words.shown.say(f"report.head.{head}") for head in heads),
            *(words.shown.say(f"report.level.{level}") for level in levels),
            *(words.say(f"figure.{key}") for key in ("rejected", "in_yuan", "without_rate")),
        ],
        [
            (
                one.currency,
                one.deals.value,
                *map(_amount, (one.total, one.credited)),
                *(_amount(figure) for _, figure in one.by_verification),
                *map(_amount, (one.rejected, one.in_yuan, one.without_rate)),
            )
            for one in money.currencies
        ],
    )


def _named(name: str, prefix: str, found: Report, words: Words) -> Sheet:
    """Figures by their names, each with the name by which records are asked for."""
    return Sheet(
        name,
        [words.say(key) for key in ("item", "value", "currency", "records_count", "figure_name")],
        [
            (words.figure(key), _amount(figure), figure.currency, len(figure.rows), key)
            for key, figure in named_figures(found).items()
            if key.startswith(prefix)
        ],
    )


def _days(found: Report, words: Words) -> Sheet:
    days = found.days_to_order
    return Sheet(
        words.say("part.daysToFirstOrder"),
        (words.say("item"), words.say("value")),
        [
            (words.say("figure.ordered"), days.ordered.value),
            (words.say("figure.waiting"), days.waiting.value),
            (words.say("median"), days.median),
            (words.say("median_of_all"), days.median_of_all),
        ],
    )


def _parts(found: Report, by: Grouping, words: Words) -> Sheet:
    grouping = words.shown.say(f"report.grouping.{by}")
    stages = [one for one in Stage if one is not Stage.SHOWN]
    rows = []
    for group, part in found.broken_down(by):
        reached = {one.stage: one.figure.value for one in part.funnel}
        rows.append(
            (
                words.group(group, by),
                group.key,
                part.introductions.value,
                reached.get(Stage.SHOWN),
                *(reached[stage] for stage in stages),
                part.contracts.deals.value,
                _amount(part.contracts.in_yuan),
                part.intents.deals.value,
                _amount(part.intents.in_yuan),
                part.exports.orders.value,
                part.days_to_order.median,
            )
        )
    return Sheet(
        words.say("by_sheet", by=grouping),
        [
            grouping,
            words.say("key"),
            words.say("part.introductions"),
            *(words.figure(f"funnel.{stage}") for stage in (Stage.SHOWN, *stages)),
            words.say("part.contracts"),
            words.say("contracts_in_yuan"),
            words.say("part.intents"),
            words.say("intents_in_yuan"),
            words.say("part.exports"),
            words.say("median"),
        ],
        rows,
    )
