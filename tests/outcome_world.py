"""A small world of introductions, deals and orders as plain rows, and a slow report on it.

The report here is written anew, one record at a time, so that what the platform counts is counted
a second time by other means. Every figure is a mapping of record to what that record adds.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any

Row = dict[str, Any]
Figures = dict[str, dict[str, int]]
CHINA = timezone(timedelta(hours=8))
ORDER_OF_STATES = [
    *("SUGGESTED", "SHORTLISTED", "CONSENT_PENDING", "INTRODUCED", "MEETING_SCHEDULED", "MET"),
    *("NEGOTIATING", "INTENT_SIGNED", "CONTRACT_SIGNED", "IN_FULFILMENT", "COMPLETED"),
]
ENDS = ("COMPLETED", "DECLINED", "WITHDRAWN", "EXPIRED", "NO_DEAL")
LEVELS = ("SELF_REPORTED", "DOCUMENTED", "BOTH_CONFIRMED", "REVIEWED")
DIGITS = {"CNY": 2, "USD": 2, "JPY": 0, "KWD": 3}


@dataclass
class OutcomeWorld:
    """Rows as the graph has them, and what was shown as (id, seeker, provider, type, asker, day)."""

    introductions: list[Row] = field(default_factory=list)
    deals: list[Row] = field(default_factory=list)
    credits: list[Row] = field(default_factory=list)
    orders: list[Row] = field(default_factory=list)
    shown: list[tuple[str, str, str, str, str, date]] = field(default_factory=list)
    members: dict[str, set[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """What a report is asked."""

    first: date
    last: date
    today: date
    committees: frozenset[str] | None = None
    event: str | None = None
    match_type: str | None = None


def local_day(instant: str) -> date:
    return datetime.fromisoformat(instant.replace("Z", "+00:00")).astimezone(CHINA).date()


def opened_on(row: Row) -> date:
    recorded = local_day(row["recorded_at"])
    introduced = row.get("introduced_on")
    return min(recorded, date.fromisoformat(introduced)) if introduced else recorded


def counted(ids: Iterable[str]) -> dict[str, int]:
    return dict.fromkeys(ids, 1)


def slow_report(
    world: OutcomeWorld,
    asked: Asked,
    keep_line: Callable[[Row], bool] = lambda _line: True,
    keep_introduction: Callable[[Row], bool] = lambda _one: True,
    keep_shown: Callable[[str], bool] | None = lambda _kind: True,
) -> Figures:
    """Every figure by name. The keepers narrow it to one part of a breakdown."""

    def asked_for(committee: str, event: str | None, match_type: str) -> bool:
        return (
            (asked.committees is None or committee in asked.committees)
            and (asked.event is None or event == asked.event)
            and (asked.match_type is None or match_type == asked.match_type)
        )

    cohort = [
        one
        for one in world.introductions
        if asked.first <= opened_on(one) <= asked.last
        and asked_for(one["committee"], one.get("event"), one["match_type"])
        and keep_introduction(one)
    ]
    types = {one["id"]: one["match_type"] for one in world.introductions}
    newest = {one["id"]: one for one in world.deals if one.get("superseded_at") is None}
    lines = [
        line
        for line in world.credits
        if line["deal"] in newest
        and asked_for(line["committee"], line.get("event"), types[line["introduction"]])
        and keep_line(line | {"match_type": types[line["introduction"]]})
    ]
    figures: Figures = {"introductions": counted(one["id"] for one in cohort)}
    if asked.event is None and keep_shown is not None:
        figures["funnel.SHOWN"] = _shown(world, asked, keep_shown)
    _progress(figures, cohort)
    _money(figures, world, newest, lines, asked)
    _exports(figures, world, newest, lines, asked)
    _waiting(figures, world, newest, cohort)
    stable = {id_: one["deal"] for id_, one in newest.items()}
    stable |= {one["id"]: one["order_id"] for one in world.orders}
    return {
        name: {stable.get(id_, id_): part for id_, part in records.items()}
        for name, records in figures.items()
    }


def _shown(world: OutcomeWorld, asked: Asked, keep: Callable[[str], bool]) -> dict[str, int]:
    first: dict[tuple[str, str, str], str] = {}
    for id_, seeker, provider, kind, asker, day in world.shown:
        mine = asked.committees is None or world.members.get(asker, set()) & asked.committees
        timely = asked.first <= day <= asked.last
        if mine and timely and asked.match_type in {None, kind} and keep(kind):
            first.setdefault((seeker, provider, kind), id_)
    return counted(first.values())


def _progress(figures: Figures, cohort: Sequence[Row]) -> None:
    for state in ORDER_OF_STATES[1:]:
        name = "CONSENT_ASKED" if state == "CONSENT_PENDING" else state
        figures[f"funnel.{name}"] = counted(
            one["id"]
            for one in cohort
            if ORDER_OF_STATES.index(one["furthest"]) >= ORDER_OF_STATES.index(state)
        )
    for end in ENDS:
        figures[f"endings.{end}"] = counted(one["id"] for one in cohort if one["state"] == end)
    figures["endings.OPEN"] = counted(one["id"] for one in cohort if one["state"] not in ENDS)
    figures["endings.DISPUTED"] = counted(one["id"] for one in cohort if one["disputed"])


def hare(amount: int, lines: Sequence[Row]) -> dict[str, int]:
    """Largest remainder, by line: floors first, then a unit each to the largest remainders."""
    exact = {
        line["id"]: Fraction(amount * line["numerator"], line["denominator"]) for line in lines
    }
    keys = {
        line["id"]: (line["introduction"], line["committee"], line.get("event") or "")
        for line in lines
    }
    parts = {id_: int(value) for id_, value in exact.items()}
    for _ in range(amount - sum(parts.values())):
        waiting = [id_ for id_ in exact if parts[id_] == int(exact[id_])]
        best = min(waiting, key=lambda id_: (parts[id_] - exact[id_], keys[id_]))
        parts[best] += 1
    return parts


def fen(row: Row) -> int | None:
    if row["currency"] == "CNY":
        return int(row["amount"])
    if not row.get("rate"):
        return None
    exact = Fraction(row["amount"], 10 ** DIGITS[row["currency"]]) * Fraction(Decimal(row["rate"]))
    return round(exact * 100)


def _money(
    figures: Figures,
    world: OutcomeWorld,
    newest: dict[str, Row],
    lines: Sequence[Row],
    asked: Asked,
) -> None:
    part_of: dict[str, int] = {}
    for id_, deal in newest.items():
        own = [line for line in world.credits if line["deal"] == id_]
        part_of |= hare(deal["amount"], own)
    signed = {
        line["deal"]
        for line in lines
        if asked.first <= date.fromisoformat(newest[line["deal"]]["signed_on"]) <= asked.last
    }
    for name in ("contracts", "intents"):
        of_name = [
            newest[id_]
            for id_ in signed
            if (newest[id_]["kind"] == "LETTER_OF_INTENT") == (name == "intents")
        ]
        kept = [one for one in of_name if one["verification"] != "REJECTED"]
        figures[f"{name}.deals"] = counted(one["id"] for one in kept)
        figures[f"{name}.rejected"] = counted(
            one["id"] for one in of_name if one["verification"] == "REJECTED"
        )
        _yuan(figures, name, kept)
        for currency in {one["currency"] for one in of_name}:
            here = f"{name}.{currency}"
            mine = [one for one in kept if one["currency"] == currency]
            figures[f"{here}.deals"] = counted(one["id"] for one in mine)
            figures[f"{here}.total"] = {one["id"]: one["amount"] for one in mine}
            figures[f"{here}.credited"] = {
                one["id"]: sum(part_of[line["id"]] for line in lines if line["deal"] == one["id"])
                for one in mine
            }
            for level in LEVELS:
                figures[f"{here}.{level}"] = {
                    one["id"]: one["amount"] for one in mine if one["verification"] == level
                }
            figures[f"{here}.rejected"] = {
                one["id"]: one["amount"]
                for one in of_name
                if one["currency"] == currency and one["verification"] == "REJECTED"
            }
            _yuan(figures, here, mine)
            for told in ("received", "expected"):
                for one in mine:
                    for text in one.get(told) or ():
                        year, amount = text.split(":")
                        by_deal = figures.setdefault(f"{here}.{told}.{year}", {})
                        by_deal[one["id"]] = int(amount)


def _yuan(figures: Figures, name: str, deals: Sequence[Row]) -> None:
    worth = {one["id"]: fen(one) for one in deals}
    figures[f"{name}.inYuan"] = {id_: value for id_, value in worth.items() if value is not None}
    figures[f"{name}.withoutRate"] = counted(id_ for id_, value in worth.items() if value is None)


def _exports(
    figures: Figures,
    world: OutcomeWorld,
    newest: dict[str, Row],
    lines: Sequence[Row],
    asked: Asked,
) -> None:
    mine = {newest[line["deal"]]["deal"] for line in lines}
    placed = [
        one
        for one in world.orders
        if one.get("superseded_at") is None
        and one["deal"] in mine
        and asked.first <= date.fromisoformat(one["ordered_on"]) <= asked.last
    ]
    void = {one["deal"] for one in newest.values() if one["verification"] == "REJECTED"}
    void_orders = {one["id"] for one in placed if one["verification"] == "REJECTED"}
    void_orders |= {one["id"] for one in placed if one["deal"] in void}
    kept = [one for one in placed if one["id"] not in void_orders]
    figures["exports.orders"] = counted(one["id"] for one in kept)
    figures["exports.rejected"] = counted(void_orders)
    makers: dict[str, Row] = {}
    for one in sorted(kept, key=lambda one: str(one["ordered_on"])):
        if one["first_export"]:
            makers.setdefault(one["maker"], one)
    figures["exports.firstExports"] = counted(one["id"] for one in makers.values())
    values: Figures = defaultdict(dict)
    for one in kept:
        for place in (
            "exports.value",
            f"exports.customsMode.{one['customs_mode']}.value",
            f"exports.destination.{one['destination']}.value",
        ):
            values[f"{place}.{one['currency']}"][one["id"]] = one["amount"]
        values[f"exports.customsMode.{one['customs_mode']}.orders"][one["id"]] = 1
        values[f"exports.destination.{one['destination']}.orders"][one["id"]] = 1
    figures.update(values)


def first_order(world: OutcomeWorld, newest: dict[str, Row], introduction: str) -> date | None:
    days = []
    for line in world.credits:
        deal = newest.get(line["deal"])
        if line["introduction"] != introduction or deal is None:
            continue
        if deal["verification"] == "REJECTED":
            continue
        if deal["kind"] != "LETTER_OF_INTENT":
            days.append(date.fromisoformat(deal["signed_on"]))
        for order in world.orders:
            stands = order.get("superseded_at") is None and order["verification"] != "REJECTED"
            if stands and order["deal"] == deal["deal"]:
                days.append(date.fromisoformat(order["ordered_on"]))
    return min(days, default=None)


def _waiting(
    figures: Figures, world: OutcomeWorld, newest: dict[str, Row], cohort: Sequence[Row]
) -> None:
    ordered, waiting = {}, []
    for one in cohort:
        if not one.get("introduced_on"):
            continue
        day = first_order(world, newest, one["id"])
        if day is None:
            waiting.append(one["id"])
        else:
            ordered[one["id"]] = (day - date.fromisoformat(one["introduced_on"])).days
    figures["daysToFirstOrder.ordered"] = counted(ordered)
    figures["daysToFirstOrder.waiting"] = counted(waiting)
    figures["daysToFirstOrder.days"] = ordered


def slow_median(world: OutcomeWorld, ids: Iterable[str], today: date) -> int | None:
    """The median of all by the product-limit estimate, in fractions and day by day."""
    newest = {one["id"]: one for one in world.deals if one.get("superseded_at") is None}
    spells = []
    for one in world.introductions:
        if one["id"] in set(ids) and one.get("introduced_on"):
            start = date.fromisoformat(one["introduced_on"])
            day = first_order(world, newest, one["id"])
            spells.append((((day or max(today, start)) - start).days, day is not None))
    surviving = Fraction(1)
    for time in sorted({days for days, _ in spells}):
        at_risk = sum(1 for days, _ in spells if days >= time)
        ended = sum(1 for days, order in spells if order and days == time)
        surviving *= 1 - Fraction(ended, at_risk)
        if ended and surviving <= Fraction(1, 2):
            return time
    return None
