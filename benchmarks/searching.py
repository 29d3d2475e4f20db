"""Global search at 10^4 enterprises and 10^5 introductions, beside plain Cypher with CONTAINS."""

import random
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from benchmarks import listing, report
from benchmarks.engines import fresh_app
from benchmarks.tables import percentiles, print_table
from chainlink.accounts.model import Actor, Role
from chainlink.app import App
from chainlink.graph.cypher import Query
from chainlink.introductions.drafts import UpdateDraft

ACTORS = {
    "secretary of one of 20 committees": listing.SECRETARY,
    "auditor": listing.AUDITOR,
    "an enterprise": Actor("account", Role.ENTERPRISE, enterprise="e123", approved=True),
}
TIMES, PLAIN, CHANGES = 300, 20, 20
_DRAWN = random.Random(7)  # noqa: S311 - what is searched for is no secret
_LINKED = Query("benchmark_lines", "MATCH (c:Credit) RETURN c.introduction AS i, c.deal AS d")


def _id(kind: int, most: int) -> str:
    return f"{_DRAWN.randrange(most):08x}-0000-4000-8000-00000000000{kind}"


TEXTS: dict[str, Callable[[], str]] = {
    "part of few names": lambda: f"{_DRAWN.randrange(1000):03d}",
    "one name": lambda: f"企业{_DRAWN.randrange(listing.ENTERPRISES):05d}",
    "part of all names": lambda: _DRAWN.choice(("机械厂", "企业", "号机械")),
    "number of an order": lambda: f"N{_DRAWN.randrange(report.ORDERS)}",
    "id of an introduction, deal or order": lambda: _DRAWN.choice(
        (_id(1, report.INTRODUCTIONS), _id(2, report.DEALS), _id(3, report.ORDERS))
    ),
    "what there is not": lambda: _DRAWN.choice(("厂厂厂", "no such thing")),
}
_CONTAINS = [
    Query(f"benchmark_search_{number}", text)
    for number, text in enumerate(
        (
            "MATCH (e:Enterprise) WHERE e.name CONTAINS $text OR e.uscc CONTAINS $text "
            "RETURN e.id AS id, e.name AS name ORDER BY name LIMIT 8",
            "MATCH (e:Enterprise) WHERE e.name CONTAINS $text WITH e LIMIT 40 "
            "MATCH (e)-[:PARTY_TO]->(i:Introduction) "
            "RETURN DISTINCT i.id AS id, i.state_since AS since ORDER BY since DESC LIMIT 8",
            "MATCH (e:Enterprise) WHERE e.name CONTAINS $text WITH e LIMIT 40 "
            "MATCH (d:Deal) WHERE d.superseded_at IS NULL AND e.id IN d.parties "
            "RETURN DISTINCT d.id AS id LIMIT 8",
            "MATCH (o:CrossBorderOrder) WHERE o.superseded_at IS NULL "
            "AND (o.order_number CONTAINS $text OR o.order_id = $text) RETURN o.id AS id LIMIT 8",
        )
    )
]


async def _link(app: App) -> None:
    """Deals to the introductions that led to them, which lists do not need and search reads."""
    rows = [{"start": row["i"], "end": row["d"]} for row in await app.store.read(_LINKED)]
    await listing._written(app, rows, lambda records, some: records.relate("LED_TO", some))


async def _times(work: Callable[[], Awaitable[Any]], times: int) -> list[object]:
    """p50 and p99 of this process's CPU, and p50 of what passed."""
    passed, used = [], []
    for _ in range(times):
        started, cpu = time.perf_counter(), time.process_time()
        await work()
        passed.append(time.perf_counter() - started)
        used.append(time.process_time() - cpu)
    return [*percentiles(used), f"{statistics.median(passed) * 1000:.2f}"]


async def _after_change(app: App) -> list[float]:
    """CPU seconds of a search right after an introduction was changed."""
    found = []
    one = _id(1, report.INTRODUCTIONS)
    for number in range(CHANGES):
        version = (await app.introductions.get(listing.AUDITOR, one)).version
        draft = UpdateDraft(next_step=f"回电 {number}")
        await app.introductions.update(Actor("admin", Role.ADMIN), one, version, draft)
        cpu = time.process_time()
        await app.search.search(listing.AUDITOR, TEXTS["part of few names"]())
        found.append(time.process_time() - cpu)
    return found


async def _measured(app: App, engine: str) -> list[list[object]]:
    app.enterprises.follow(app.follower)  # as the server does
    app.follower.start()
    cpu = time.process_time()
    await app.search.search(listing.AUDITOR, "first")
    print(f"{engine}: the first search, which reads all there is to search and judge by: "
          f"{time.process_time() - cpu:.1f} CPU s\n")  # fmt: skip
    rows: list[list[object]] = []
    for who, actor in ACTORS.items():

        def search(texts: list[Callable[[], str]], actor: Actor = actor) -> Awaitable[Any]:
            return app.search.search(actor, _DRAWN.choice(texts)())

        everything = list(TEXTS.values())
        rows.append(
            [engine, f"{who}: any of these", *await _times(partial(search, everything), TIMES)]
        )
        for name, text in TEXTS.items():
            times = await _times(partial(search, [text]), TIMES // 6)
            rows.append([engine, f"{who}: {name}", *times])
    changed = percentiles(await _after_change(app))
    rows.append([engine, "auditor: part of few names, after a change", *changed, ""])
    for name in ("part of few names", "one name", "part of all names"):

        async def plainly(text: Callable[[], str] = TEXTS[name]) -> None:
            wanted = text()
            for query in _CONTAINS:
                await app.store.read(query, text=wanted)

        rows.append([engine, f"plain Cypher, whoever asks: {name}", *await _times(plainly, PLAIN)])
    return rows


async def run(engines: Sequence[str], _rows: int) -> None:
    """10^4 enterprises, 10^5 introductions, 3 * 10^4 deals and 10^4 orders."""
    table: list[list[object]] = []
    for engine in engines:
        async with fresh_app(engine) as app:
            if app is not None:
                await listing._store(app)
                await _link(app)
                table += await _measured(app, engine)
    print_table(["engine", "what", "p50 CPU ms", "p99 CPU ms", "p50 ms"], table)
