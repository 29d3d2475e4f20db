"""The outcome report over 10^5 introductions, beside plain Cypher with one statement a figure."""

import random
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from typing import Any

from benchmarks.engines import fresh_app
from benchmarks.tables import print_table
from chainlink.accounts.model import system_actor
from chainlink.app import App
from chainlink.graph.cypher import Query
from chainlink.graph.port import GraphTransaction
from chainlink.graph.records import Records
from chainlink.introductions.machine import ENDED, PROGRESS
from chainlink.reporting.model import Grouping, ReportQuestion
from chainlink.reporting.naming import named_figures
from chainlink.reporting.report import Report

ACTOR = system_actor("benchmark")
INTRODUCTIONS, DEALS, ORDERS = 100_000, 30_000, 10_000
COMMITTEES = [f"k{n}" for n in range(20)]
EVENTS = [f"event{n}" for n in range(200)]
TYPES = ("SUPPLY", "CHAIN", "CHANNEL", "RESEARCH", "FINANCE", "SERVICE")
LEVELS = ("SELF_REPORTED", "DOCUMENTED", "BOTH_CONFIRMED", "REVIEWED", "REJECTED")
YEAR = ReportQuestion(date(2025, 1, 1), date(2025, 12, 31))
TIMES = 5
_BATCH = 5_000
_NOW = "2026-05-01T08:00:00.000000Z"
_BY = {"recorded_by": "benchmark"}
_DRAWN = random.Random(5)  # noqa: S311 - which rows are made up is no secret


def _day() -> str:
    return (date(2024, 7, 1) + timedelta(days=_DRAWN.randrange(730))).isoformat()


def _introduction(number: int) -> dict[str, Any]:
    reached = _DRAWN.randrange(1, len(PROGRESS))
    ended = _DRAWN.choice([*ENDED, PROGRESS[reached], PROGRESS[reached]])
    return _BY | {
        "id": f"{number:08x}-0000-4000-8000-000000000001",
        "seeker": f"e{_DRAWN.randrange(20_000)}",
        "provider": f"e{_DRAWN.randrange(20_000)}",
        "match_type": _DRAWN.choice(TYPES),
        "state": ended.value,
        "state_since": _NOW,
        "furthest": PROGRESS[reached].value,
        "disputed": _DRAWN.random() < 0.02,
        "committee": _DRAWN.choice(COMMITTEES),
        "event": _DRAWN.choice(EVENTS) if _DRAWN.random() < 0.4 else None,
        "introduced_on": _day() if reached > 2 else None,
        "owner": "benchmark",
        "shortlisted_by": ["k0"],
        "invented": True,
        "version": 1,
        "recorded_at": f"{_day()}T03:00:00.000000Z",
    }


def _deal(number: int) -> dict[str, Any]:
    foreign = _DRAWN.random() < 0.3
    rate = {"rate": "7.1234", "rate_on": "2025-06-30", "rate_source": "benchmark"}
    return (
        _BY
        | (rate if foreign and _DRAWN.random() < 0.8 else {})
        | {
            "id": f"{number:08x}-0000-4000-8000-000000000002:1",
            "deal": f"{number:08x}-0000-4000-8000-000000000002",
            "version": 1,
            "kind": _DRAWN.choice(("CONTRACT", "PURCHASE_ORDER", "LETTER_OF_INTENT")),
            "parties": ["e1", "e2"],
            "likeness_key": f"key{number}",
            "amount": _DRAWN.randrange(10**10),
            "currency": _DRAWN.choice(("USD", "EUR")) if foreign else "CNY",
            "signed_on": _day(),
            "received": [f"2025:{_DRAWN.randrange(10**9)}"] if _DRAWN.random() < 0.5 else None,
            "verification": _DRAWN.choice(LEVELS),
            "reported_as": "OFFICER",
            "invented": True,
            "recorded_at": _NOW,
        }
    )


def _lines(deal: dict[str, Any], introductions: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of one introduction in seven of ten cases, else in equal parts of two or three."""
    behind = _DRAWN.sample(introductions, _DRAWN.choice((1, 1, 1, 1, 1, 1, 1, 2, 2, 3)))
    return [
        {
            "id": f"{deal['id']}/{place}",
            "deal": deal["id"],
            "introduction": one["id"],
            "committee": one["committee"],
            "event": one["event"],
            "numerator": 1,
            "denominator": len(behind),
        }
        for place, one in enumerate(behind)
    ]


def _order(number: int, deals: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return _BY | {
        "id": f"{number:08x}-0000-4000-8000-000000000003:1",
        "order_id": f"{number:08x}-0000-4000-8000-000000000003",
        "version": 1,
        "deal": _DRAWN.choice(deals)["deal"],
        "order_number": f"N{number}",
        "hs_code": "843359",
        "incoterm": "FOB",
        "incoterm_place": "青岛",
        "customs_mode": _DRAWN.choice(("0110", "9610", "9710", "9810", "1210")),
        "amount": _DRAWN.randrange(10**9),
        "currency": "USD",
        "destination": _DRAWN.choice(("RU", "VN", "DE", "KZ", "BR")),
        "seller": "e1",
        "maker": f"e{_DRAWN.randrange(3_000)}",
        "first_export": _DRAWN.random() < 0.2,
        "ordered_on": _day(),
        "verification": _DRAWN.choice(LEVELS),
        "reported_as": "OFFICER",
        "invented": True,
        "recorded_at": _NOW,
    }


async def _store(app: App) -> None:
    introductions = [_introduction(number) for number in range(INTRODUCTIONS)]
    deals = [_deal(number) for number in range(DEALS)]
    rows = {
        "Introduction": introductions,
        "Deal": deals,
        "Credit": [line for deal in deals for line in _lines(deal, introductions)],
        "CrossBorderOrder": [_order(number, deals) for number in range(ORDERS)],
    }
    for label, all_rows in rows.items():
        for place in range(0, len(all_rows), _BATCH):
            batch = all_rows[place : place + _BATCH]

            async def write(
                transaction: GraphTransaction, of: str = label, some: list[Any] = batch
            ) -> None:
                await Records(transaction).create(of, some)

            await app.store.transact(write)


_OPENED = "MATCH (i:Introduction) WHERE i.recorded_at >= $first AND i.recorded_at <= $last"
_SIGNED = (
    "MATCH (d:Deal) WHERE d.superseded_at IS NULL "
    "AND d.signed_on >= $first AND d.signed_on <= $last"
)
_ORDERED = (
    "MATCH (o:CrossBorderOrder) WHERE o.superseded_at IS NULL AND o.verification <> 'REJECTED' "
    "AND o.ordered_on >= $first AND o.ordered_on <= $last"
)
_INTENT = {"contracts": "d.kind <> 'LETTER_OF_INTENT'", "intents": "d.kind = 'LETTER_OF_INTENT'"}


def _plain() -> list[str]:
    """A statement a figure, as they would be written for a page: without records behind them."""
    found = [f"{_OPENED} RETURN count(i) AS n"]
    for reached in range(1, len(PROGRESS)):
        states = ", ".join(f"'{one}'" for one in PROGRESS[reached:])
        found.append(f"{_OPENED} AND i.furthest IN [{states}] RETURN count(i) AS n")
    found += [f"{_OPENED} AND i.state = '{one}' RETURN count(i) AS n" for one in ENDED]
    open_ = ", ".join(f"'{one}'" for one in ENDED)
    found.append(f"{_OPENED} AND NOT i.state IN [{open_}] RETURN count(i) AS n")
    found.append(f"{_OPENED} AND i.disputed RETURN count(i) AS n")
    for which in _INTENT.values():
        stands = f"{_SIGNED} AND {which} AND d.verification <> 'REJECTED'"
        rejected = f"{_SIGNED} AND {which} AND d.verification = 'REJECTED'"
        found += [
            f"{stands} RETURN d.currency AS c, count(d) AS n",
            f"{stands} RETURN d.currency AS c, sum(d.amount) AS n",
            f"{stands} RETURN d.currency AS c, d.verification AS v, sum(d.amount) AS n",
            f"{rejected} RETURN d.currency AS c, sum(d.amount) AS n",
            f"{stands} AND d.currency <> 'CNY' AND d.rate IS NULL RETURN count(d) AS n",
            f"{stands} MATCH (c:Credit) WHERE c.deal = d.id "
            "RETURN d.currency AS c, sum(d.amount * c.numerator / c.denominator) AS n",
        ]
    found += [
        f"{_ORDERED} RETURN count(o) AS n",
        f"{_ORDERED} RETURN o.currency AS c, sum(o.amount) AS n",
        f"{_ORDERED} RETURN o.customs_mode AS m, o.currency AS c, sum(o.amount) AS n",
        f"{_ORDERED} RETURN o.destination AS m, o.currency AS c, sum(o.amount) AS n",
        f"{_ORDERED} AND o.first_export RETURN count(DISTINCT o.maker) AS n",
        f"{_OPENED} AND i.introduced_on IS NOT NULL MATCH (c:Credit) WHERE c.introduction = i.id "
        "MATCH (d:Deal) WHERE d.id = c.deal AND d.superseded_at IS NULL "
        "AND d.kind <> 'LETTER_OF_INTENT' AND d.verification <> 'REJECTED' "
        "RETURN i.id AS id, i.introduced_on AS day, min(d.signed_on) AS first_day",
    ]
    return found


async def _timed(work: Callable[[], Awaitable[Any]], times: int = TIMES) -> tuple[float, float]:
    """Median seconds and median seconds of this process's CPU."""
    passed, used = [], []
    for _ in range(times):
        started, cpu = time.perf_counter(), time.process_time()
        await work()
        passed.append(time.perf_counter() - started)
        used.append(time.process_time() - cpu)
    return statistics.median(passed), statistics.median(used)


def _told(report: Report) -> int:
    return sum(figure.value for figure in named_figures(report).values())


async def _measured(app: App, engine: str) -> list[list[object]]:
    reports = app.reports

    async def anew() -> None:
        reports._kept.clear()
        _told(await reports.outcome(ACTOR, YEAR))

    async def again() -> None:
        _told(await reports.outcome(ACTOR, YEAR))

    async def broken_down() -> None:
        report = await reports.outcome(ACTOR, YEAR)
        for by in Grouping:
            for _, part in report.broken_down(by):
                _told(part)

    statements = _plain()

    async def plainly() -> None:
        for number, text in enumerate(statements):
            query = Query(f"benchmark_report_{number}", text)
            await app.store.read(query, first="2025-01-01", last="2025-12-31~")

    figures = len(named_figures(await reports.outcome(ACTOR, YEAR)))
    plain = await _timed(plainly, 3)
    rows: list[list[object]] = []
    for name, work, times in (
        (f"report, {figures} figures, read anew", anew, TIMES),
        ("the same, nothing changed since", again, TIMES),
        ("and by all seven groupings", broken_down, 3),
    ):
        passed, used = await _timed(work, times)
        ratio = f"{plain[0] / passed:.1f}"
        rows.append([engine, name, f"{passed:.2f}", f"{used:.2f}", ratio])
    name = f"plain Cypher, {len(statements)} statements"
    rows.append([engine, name, f"{plain[0]:.2f}", f"{plain[1]:.2f}", "1.0"])
    return rows


async def run(engines: Sequence[str], _rows: int) -> None:
    """One year of two out of 10^5 introductions, 3 * 10^4 deals and 10^4 orders."""
    table: list[list[object]] = []
    for engine in engines:
        async with fresh_app(engine) as app:
            if app is not None:
                await _store(app)
                table += await _measured(app, engine)
    print_table(["engine", "what", "seconds", "CPU seconds here", "times as fast as plain"], table)
