"""What signing in costs, what a session costs each request, and what asking the table costs."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence

from benchmarks.engines import fresh_app
from benchmarks.tables import percentiles, print_table
from chainlink.accounts.model import Actor, Role, system_actor
from chainlink.accounts.permissions import Action, Owner, Resource, allows
from chainlink.accounts.sessions import Browser, SessionSecret
from chainlink.accounts.visits import visit_of
from chainlink.api.callers import Callers
from chainlink.app import App

ACTOR = system_actor("benchmark")
PASSWORD = "correct horse battery"  # noqa: S105 - of an account that lives for a minute
SIGN_INS, CHECKS, ALLOWS = 100, 2_000, 100_000
SCOPE = {
    "client": ("192.0.2.1", 1),
    "scheme": "https",
    "headers": [
        (b"host", b"chain.example"),
        (b"user-agent", b"benchmark"),
        (b"sec-fetch-site", b"same-origin"),
    ],
}


async def run(engines: Sequence[str], _rows: int) -> None:
    """Sign-ins at the shipped cost of hashing; a session as GraphQL reads it; the table alone."""
    table: list[list[object]] = []
    for engine in engines:
        async with fresh_app(engine) as app:
            if app is None:
                continue
            await app.accounts.create(ACTOR, "one", Role.ADMIN, password=PASSWORD)
            table += await _sign_ins(engine, app)
            table += await _sessions(engine, app)
    table.append(["-", "allows(), one check", *_table_checks(), ""])
    print_table(["engine", "what", "p50 ms", "p99 ms", "a second"], table)


async def _sign_ins(engine: str, app: App) -> list[list[object]]:
    browser = Browser("192.0.2.1", "benchmark")
    times, _ = await _timed(SIGN_INS // 4, lambda: app.sessions.sign_in("one", PASSWORD, browser))
    row: list[object] = [engine, "sign-in, one after the other", *percentiles(times)]
    together: list[float] = []

    async def one(number: int) -> None:
        started = time.perf_counter()
        await app.sessions.sign_in("one", PASSWORD, Browser(f"198.51.100.{number}"))
        together.append(time.perf_counter() - started)

    began = time.perf_counter()
    await asyncio.gather(*(one(number) for number in range(SIGN_INS)))
    rate = SIGN_INS / (time.perf_counter() - began)
    return [
        [*row, f"{1 / (sum(times) / len(times)):.1f}"],
        [engine, f"sign-in, {SIGN_INS} at once", *percentiles(together), f"{rate:.1f}"],
    ]


async def _sessions(engine: str, app: App) -> list[list[object]]:
    found = await app.sessions.sign_in("one", PASSWORD, Browser("192.0.2.1"))
    secret = SessionSecret(found.secret)
    scope = SCOPE | {
        "headers": [*SCOPE["headers"], (b"cookie", f"__Host-chainlink={secret}".encode())]  # type: ignore[misc] # a list
    }
    callers = Callers(app)
    app.follower.start()

    async def remembered() -> Actor:
        visit = visit_of(scope, ())
        assert not visit.foreign
        return await callers.actor(visit.session)

    rows: list[list[object]] = []
    for name, work in (
        ("session read from the graph", lambda: app.sessions.holder_of(secret)),
        ("session of a request, remembered", remembered),
    ):
        times, total = await _timed(CHECKS, work)
        rows.append([engine, name, *percentiles(times), f"{CHECKS / total:,.0f}"])
    return rows


async def _timed(count: int, work: Callable[[], Awaitable[object]]) -> tuple[list[float], float]:
    times = []
    began = time.perf_counter()
    for _ in range(count):
        started = time.perf_counter()
        await work()
        times.append(time.perf_counter() - started)
    return times, time.perf_counter() - began


def _table_checks() -> tuple[str, str]:
    """`allows()` for a member of a committee's staff, per check, in milliseconds."""
    actor = Actor("a", Role.STAFF, committees=frozenset({"ka", "kb"}))
    owner = Owner("e", frozenset({"kb"}))
    times = []
    for _ in range(100):
        started = time.perf_counter()
        for _ in range(ALLOWS // 100):
            allows(actor, Action.WRITE, Resource.CLAIMS, owner)
        times.append((time.perf_counter() - started) / (ALLOWS // 100))
    times.sort()
    return f"{times[49] * 1000:.5f}", f"{times[98] * 1000:.5f}"
