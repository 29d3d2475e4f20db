"""One recommendation through the service, beside the same plain question in Cypher."""

import resource
import time
from collections.abc import Sequence

from benchmarks import ckg
from benchmarks.engines import fresh_app
from benchmarks.tables import percentiles, print_table
from chainlink.accounts.model import system_actor
from chainlink.app import App
from chainlink.enterprises.reading import EnterpriseFilter
from chainlink.graph.cypher import Query
from chainlink.matching.model import MatchType
from chainlink.seeding import seed

ACTOR = system_actor("benchmark")
ASKED = 200
# who offers what my goods go into: the path alone, without exclusions, factors or reasons
PLAIN = Query(
    "benchmark_plain_path",
    "MATCH (me:Enterprise) WHERE me.id = $id "
    "MATCH (me)-[:OFFERS]->(:Capability)-[:OF]->(mine:Category)-[:INPUT_TO]->(theirs:Category) "
    "MATCH (theirs)<-[:OF]-(:Capability)<-[:OFFERS]-(them:Enterprise) WHERE them.id <> $id "
    "RETURN them.id AS id, count(theirs) AS paths ORDER BY paths DESC LIMIT 20",
)


async def _ask(app: App, ids: Sequence[str], match_type: MatchType | None) -> list[float]:
    """Times of questions whose answer is not empty."""
    times = []
    for enterprise in ids:
        started = time.perf_counter()
        found = await app.recommendations.for_enterprise(
            ACTOR, enterprise, match_type=match_type, most=20
        )
        if found:
            times.append(time.perf_counter() - started)
        if len(times) == ASKED:
            break
    return times


async def _plain(app: App, ids: Sequence[str]) -> list[float]:
    times = []
    for enterprise in ids:
        started = time.perf_counter()
        if await app.store.read(PLAIN, id=enterprise):
            times.append(time.perf_counter() - started)
        if len(times) == ASKED:
            break
    return times


async def _measured(app: App, engine: str, data: str, ids: Sequence[str]) -> list[list[object]]:
    started = time.perf_counter()
    await app.recommendations.view(None)
    first = time.perf_counter() - started
    rows: list[list[object]] = []
    for name, match_type in (("all types", None), ("CHAIN", MatchType.CHAIN)):
        times = await _ask(app, ids, match_type)
        rows.append([engine, data, name, len(times), *percentiles(times), f"{first:.2f}"])
    plain = await _plain(app, ids)
    if len(plain) > 1:
        rows.append([engine, data, "plain path in Cypher", len(plain), *percentiles(plain), ""])
    return rows


async def run(engines: Sequence[str], _rows: int) -> None:
    """The seeds, then the listed-company graph where it is there."""
    table = []
    for engine in engines:
        async with fresh_app(engine) as app:
            if app is None:
                continue
            await seed(app)
            everybody = await app.enterprises.search(ACTOR, EnterpriseFilter(), 1000, None)
            table += await _measured(app, engine, "seeds", [one.id for one in everybody])
        if not ckg.available():
            print("ckg: skipped, the data is not beside the project")
            continue
        async with fresh_app(engine) as app:
            if app is None:
                continue
            ids = await ckg.load(app)
            table += await _measured(app, engine, "ckg", ids[:2000])
    print_table(
        ["engine", "data", "question", "answers", "p50 ms", "p99 ms", "facts loaded in s"], table
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory of this process: {peak:,.0f} MiB")
