"""Lists and the day's work at 10^4 enterprises and 10^5 introductions, beside plain Cypher."""

import random
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from typing import Any

from benchmarks import report
from benchmarks.engines import fresh_app
from benchmarks.generated import uscc
from benchmarks.memory import resident
from benchmarks.tables import percentiles, print_table
from chainlink.accounts.model import Actor, Role
from chainlink.app import App
from chainlink.deals.listing_model import DealOrder, DealQuestion
from chainlink.deals.lookups import DealFilter
from chainlink.deals.model import DealKind, Verification
from chainlink.graph.cypher import Query
from chainlink.graph.port import GraphTransaction
from chainlink.graph.records import Records
from chainlink.introductions.drafts import UpdateDraft
from chainlink.introductions.listing_model import ListingOrder, ListingQuestion
from chainlink.introductions.machine import ENDED, IntroductionState
from chainlink.introductions.views import IntroductionFilter
from chainlink.matching.model import MatchType

ENTERPRISES, QUESTIONS, VIEWS, PLAIN = 10_000, 300, 100, 20
SECRETARY = Actor("secretary", Role.SECRETARY, committees=frozenset({"k3"}))
AUDITOR = Actor("auditor", Role.AUDITOR)
_BATCH = 5_000
_NOW = "2026-05-01T08:00:00.000000Z"
_DRAWN = random.Random(6)  # noqa: S311 - which rows are made up is no secret
Rows = list[dict[str, Any]]


def _enterprises() -> Rows:
    return [
        {
            "id": f"e{n}", "name": f"企业{n:05d}号机械厂", "uscc": uscc(n), "sector": "INDUSTRY",
            "region": "370812", "size": "SMALL", "status": "APPROVED", "visibility": "PUBLIC",
            "opted_out": False, "version": 1, "invented": True, "recorded_at": _NOW,
        }
        for n in range(ENTERPRISES)
    ]  # fmt: skip


def _introductions(today: date) -> Rows:
    found = []
    for n in range(report.INTRODUCTIONS):
        row = report._introduction(n)
        row |= {
            "seeker": f"e{_DRAWN.randrange(ENTERPRISES // 2)}",
            "provider": f"e{_DRAWN.randrange(ENTERPRISES // 2, ENTERPRISES)}",
            "state_since": row["recorded_at"],
            "owner": _DRAWN.choice(("secretary", "somebody", "another")),
        }
        if row["state"] not in ENDED and _DRAWN.random() < 0.5:
            row["due_on"] = (today + timedelta(days=_DRAWN.randrange(-20, 100))).isoformat()
        found.append(row)
    return found


def _follow_ups(introductions: Rows, today: date) -> Rows:
    return [
        {
            "id": f"{one['id']}/f{months}", "introduction": one["id"], "months": months,
            "due_on": (today + timedelta(days=_DRAWN.randrange(-5, 700))).isoformat(),
            "recorded_at": _NOW, "version": 1,
        }
        for one in introductions
        if one.get("introduced_on")
        for months in (12, 24)
    ]  # fmt: skip


def _consents(introductions: Rows) -> Rows:
    found = []
    for one in introductions:
        if one["state"] == IntroductionState.CONSENT_PENDING:
            for side, other in (("seeker", "provider"), ("provider", "seeker")):
                found.append({
                    "id": f"{one['id']}/{side}", "introduction": one["id"],
                    "enterprise": one[side], "recipients": [one[other]], "purpose": "benchmark",
                    "fields": ["NAME"], "valid_until": "2027-12-31",
                    "state": _DRAWN.choice(("ASKED", "GIVEN")), "asked_at": _NOW,
                    "asked_by": "benchmark", "version": 1,
                })  # fmt: skip
    return found


async def _store(app: App) -> None:
    today = app.introductions.today()
    introductions = _introductions(today)
    deals = [report._deal(n) | {"parties": _two()} for n in range(report.DEALS)]
    committees = [
        {"code": code, "name_zh": code, "district": "370812"} for code in report.COMMITTEES
    ]
    nodes: dict[str, Rows] = {
        "ChainCommittee": committees,
        "Enterprise": _enterprises(),
        "Introduction": introductions,
        "FollowUp": _follow_ups(introductions, today),
        "Consent": _consents(introductions),
        "Deal": deals,
        "Credit": [line for deal in deals for line in report._lines(deal, introductions)],
        "CrossBorderOrder": [report._order(n, deals) for n in range(report.ORDERS)],
    }
    member = {"valid_from": "2024-01-01", "recorded_at": _NOW}
    edges: dict[str, Rows] = {
        "MEMBER_OF": [
            {"id": f"m{n}", "start": f"e{n}", "end": _DRAWN.choice(report.COMMITTEES)} | member
            for n in range(ENTERPRISES)
        ],
        "PARTY_TO": [
            {"start": one[side], "end": one["id"], "role": side.upper(), "recorded_at": _NOW}
            for one in introductions
            for side in ("seeker", "provider")
        ],
    }
    for label, rows in nodes.items():
        await _written(app, rows, lambda records, some, of=label: records.create(of, some))
    for label, rows in edges.items():
        await _written(app, rows, lambda records, some, of=label: records.relate(of, some))


def _two() -> list[str]:
    return [f"e{n}" for n in _DRAWN.sample(range(ENTERPRISES), 2)]


async def _written(app: App, rows: Rows, write: Callable[..., Awaitable[None]]) -> None:
    for place in range(0, len(rows), _BATCH):

        async def work(transaction: GraphTransaction, some: Rows = rows[place:][:_BATCH]) -> None:
            await write(Records(transaction), some)

        await app.store.transact(work)


def _question() -> ListingQuestion:
    """As pages ask: some filters, any order, mostly one of the first pages."""
    return ListingQuestion(
        states=frozenset(_DRAWN.sample(list(IntroductionState), _DRAWN.choice((0, 0, 1, 3)))),
        match_type=_DRAWN.choice((None, None, MatchType.SUPPLY)),
        owner=_DRAWN.choice(("", "", "secretary")),
        overdue=_DRAWN.choice((None, None, True)),
        order=_DRAWN.choice(list(ListingOrder)),
        descending=_DRAWN.random() < 0.5,
        page=_DRAWN.choice((1, 1, 1, 2, 5, 50)),
    )


def _deal_question() -> DealQuestion:
    return DealQuestion(
        verifications=frozenset(_DRAWN.sample(list(Verification), _DRAWN.choice((0, 0, 1)))),
        kinds=frozenset(_DRAWN.sample(list(DealKind), _DRAWN.choice((0, 0, 1)))),
        destination=_DRAWN.choice(("", "", "RU")),
        order=_DRAWN.choice(list(DealOrder)),
        page=_DRAWN.choice((1, 1, 2, 20)),
    )


async def _times(work: Callable[[], Awaitable[Any]], times: int) -> list[object]:
    """p50 and p99, and p50 of this process's CPU, which other processes hardly change."""
    passed, used = [], []
    for _ in range(times):
        started, cpu = time.perf_counter(), time.process_time()
        await work()
        passed.append(time.perf_counter() - started)
        used.append(time.process_time() - cpu)
    return [*percentiles(passed), percentiles(used)[0]]


_COUNTED = Query(
    "benchmark_counts",
    "MATCH (i:Introduction) WHERE i.committee IN $committees OR EXISTS { "
    "MATCH (i)<-[:PARTY_TO]-(:Enterprise)-[:MEMBER_OF|ASKS_TO_JOIN]->(k:ChainCommittee) "
    "WHERE k.code IN $committees } RETURN i.state AS state, count(i) AS n",
)


async def _measured(app: App, engine: str) -> list[list[object]]:
    app.enterprises.follow(app.follower)  # as the server does
    app.follower.start()
    await app.enterprises.known.directory()
    before, started = resident(), time.perf_counter()
    await app.introduction_listing.known.ready()
    loaded = time.perf_counter() - started
    await app.deal_listing.known.ready()
    deals, grown = time.perf_counter() - started - loaded, resident() - before
    print(f"{engine}: introductions read in {loaded:.1f} s, deals and orders in {deals:.1f} s, "
          f"{grown} MiB more in memory\n")  # fmt: skip

    async def after_change() -> None:
        one = (await app.introduction_listing.page(SECRETARY, ListingQuestion(
            states=frozenset({IntroductionState.MET}), size=1))).ids[0]  # fmt: skip
        version = (await app.introductions.get(SECRETARY, one)).version
        await app.introductions.update(SECRETARY, one, version, UpdateDraft(next_step="回电"))

    async def changed_then_asked() -> list[float]:
        await after_change()
        started, cpu = time.perf_counter(), time.process_time()
        await app.introduction_listing.page(SECRETARY, _question())
        return [time.perf_counter() - started, time.process_time() - cpu]

    def plain(state: IntroductionState | None, skip: int) -> Callable[[], Awaitable[Any]]:
        wanted = IntroductionFilter(state)
        return lambda: app.introductions.search(SECRETARY, wanted, passed=skip, most=20)

    ask, deal = app.introduction_listing, app.deal_listing
    measured: list[tuple[str, Callable[[], Awaitable[Any]], int]] = [
        ("page of ids, secretary", lambda: ask.page(SECRETARY, _question()), QUESTIONS),
        ("page of ids, auditor", lambda: ask.page(AUDITOR, _question()), QUESTIONS),
        ("page of ids by a name, auditor",
         lambda: ask.page(AUDITOR, ListingQuestion(text="123")), QUESTIONS),
        ("page with 20 introductions, secretary",
         lambda: ask.views(SECRETARY, _question()), VIEWS),
        ("board of 10 states, 20 ids each, secretary",
         lambda: ask.board(SECRETARY, ListingQuestion(), 20), QUESTIONS),
        ("plain Cypher: 20 introductions, the newest first", plain(None, 0), PLAIN),
        ("plain Cypher: 20 of a state, after 1,000", plain(IntroductionState.MET, 1000), PLAIN),
        ("plain Cypher: counts by state",
         lambda: app.store.read(_COUNTED, committees=["k3"]), PLAIN),
        ("the day's totals, secretary", lambda: app.agenda.totals(SECRETARY), QUESTIONS),
        ("the day's work with what it names, secretary",
         lambda: app.agenda.today(SECRETARY), VIEWS),
        ("page of ids of deals, secretary",
         lambda: deal.page(SECRETARY, _deal_question()), QUESTIONS),
        ("page with 20 deals, secretary",
         lambda: deal.views(SECRETARY, _deal_question()), VIEWS),
        ("review queue, secretary", lambda: app.waiting_proofs.to_review(SECRETARY), QUESTIONS),
        ("plain Cypher: 20 deals, the newest first",
         lambda: app.deals.search(SECRETARY, DealFilter(), 20, None), PLAIN),
    ]  # fmt: skip
    rows = [[engine, name, *await _times(work, times)] for name, work, times in measured]
    passed = [await changed_then_asked() for _ in range(PLAIN * 2)]
    told = [*percentiles([one for one, _ in passed]), percentiles([cpu for _, cpu in passed])[0]]
    rows.append([engine, "page of ids after a change, secretary", *told])
    return rows


async def run(engines: Sequence[str], _rows: int) -> None:
    """10^4 enterprises, 10^5 introductions, 3 * 10^4 deals and 10^4 orders."""
    table: list[list[object]] = []
    for engine in engines:
        async with fresh_app(engine) as app:
            if app is not None:
                await _store(app)
                table += await _measured(app, engine)
    print_table(["engine", "what", "p50 ms", "p99 ms", "p50 CPU ms"], table)
