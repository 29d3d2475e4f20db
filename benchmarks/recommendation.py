"""Recommendations through the service, `who` from memory, and the plain question in Cypher.

All are asked in turn, of the same enterprises and in the same run, so that what else the machine
does slows all of them. Each phrasing's answer is compared with that of `who`: a difference ends the
run.
"""

import time
from collections.abc import Awaitable, Callable, Sequence

from benchmarks import ckg
from benchmarks.engines import fresh_app
from benchmarks.servers import at_full_speed
from benchmarks.tables import milliseconds, percentiles, print_table
from chainlink.accounts.model import system_actor
from chainlink.app import App
from chainlink.enterprises.reading import EnterpriseFilter
from chainlink.graph.cypher import Query
from chainlink.graph.port import GraphTransaction
from chainlink.matching.model import MatchType
from chainlink.matching.who import Counted, Direction, Who
from chainlink.seeding import seed

ACTOR = system_actor("benchmark")
ASKED = 200
BLOCK = 25
TRIED = 8  # enterprises that every phrasing is tried on; only the fastest goes on
# Who offers what my goods go into, with the number of paths: no exclusions, factors or reasons.
_BEST = "ORDER BY paths DESC, id LIMIT 20"
PLAIN = Query(
    "benchmark_plain_path",
    "MATCH (me:Enterprise) WHERE me.id = $id "
    "MATCH (me)-[:OFFERS]->(:Capability)-[:OF]->(mine:Category)-[:INPUT_TO]->(theirs:Category) "
    "MATCH (theirs)<-[:OF]-(:Capability)<-[:OFFERS]-(them:Enterprise) WHERE them.id <> $id "
    f"RETURN them.id AS id, count(theirs) AS paths {_BEST}",
)
PHRASINGS = {
    "as it is said": PLAIN,
    "one pattern, the owner read from the capability": Query(
        "benchmark_one_pattern",
        "MATCH (me:Enterprise)-[:OFFERS]->(:Capability)-[:OF]->(:Category)-[:INPUT_TO]->"
        "(:Category)<-[:OF]-(c:Capability) WHERE me.id = $id AND c.enterprise <> $id "
        f"RETURN c.enterprise AS id, count(*) AS paths {_BEST}",
    ),
    "step by step, counted at each": Query(
        "benchmark_steps",
        "MATCH (me:Enterprise {id: $id})-[:OFFERS]->(:Capability)-[:OF]->(mine:Category) "
        "WITH mine, count(*) AS n MATCH (mine)-[:INPUT_TO]->(theirs:Category) "
        "WITH theirs, sum(n) AS n MATCH (theirs)<-[:OF]-(c:Capability) "
        f"WHERE c.enterprise <> $id RETURN c.enterprise AS id, sum(n) AS paths {_BEST}",
    ),
    "step by step, the name of the owner last": Query(
        "benchmark_steps_to_owner",
        "MATCH (me:Enterprise {id: $id})-[:OFFERS]->()-[:OF]->(mine) "
        "WITH me, mine, count(*) AS n MATCH (mine)-[:INPUT_TO]->(theirs) "
        "WITH me, theirs, sum(n) AS n MATCH (theirs)<-[:OF]-(:Capability)<-[:OFFERS]-(them) "
        "WHERE them <> me WITH them, sum(n) AS paths "
        f"RETURN them.id AS id, paths AS paths {_BEST}",
    ),
}
# the plain phrasings do not ask what is live: on the data they are compared on, everything is
_ALL_LIVE = (
    Query(
        "benchmark_open", "MATCH (e:Enterprise) SET e.opted_out = false, e.visibility = 'PUBLIC'"
    ),
    Query(
        "benchmark_live",
        "MATCH (c:Capability) SET c.visibility = 'PUBLIC', c.valid_from = '2020-01-01', "
        "c.valid_until = '2035-12-31'",
    ),
)

Ask = Callable[[str], Awaitable[object]]
Row = list[object]


def _in_cypher(app: App, query: Query) -> Ask:
    async def ask(enterprise: str) -> list[Counted]:
        rows = await app.store.read(query, id=enterprise)
        return [Counted(row["id"], row["paths"]) for row in rows]

    return ask


def _through_the_service(app: App, match_type: MatchType | None) -> Ask:
    async def ask(enterprise: str) -> object:
        return await app.recommendations.for_enterprise(
            ACTOR, enterprise, match_type=match_type, most=20
        )

    return ask


async def _timed(asks: dict[str, Ask], ids: Sequence[str]) -> dict[str, list[float]]:
    """Times of the questions; empty answers do not count.

    In turn for some enterprises at a time: one question right after another of its kind, as a
    server is asked, and all kinds under the same load.
    """
    times: dict[str, list[float]] = {name: [] for name in asks}
    for place in range(0, len(ids), BLOCK):
        for name, ask in asks.items():
            for enterprise in ids[place : place + BLOCK]:
                started = time.perf_counter()
                found = await ask(enterprise)
                if found:
                    times[name].append(time.perf_counter() - started)
    return times


async def _fastest(
    app: App, expected: dict[str, list[Counted]], tried: Sequence[str]
) -> tuple[str, list[str]]:
    """The fastest phrasing on this engine, and what each took."""
    took: dict[str, float] = {}
    for name, query in PHRASINGS.items():
        ask, times = _in_cypher(app, query), []
        for enterprise in [*tried, *tried]:  # the first time of each is for the engine's caches
            started = time.perf_counter()
            found = await ask(enterprise)
            times.append(time.perf_counter() - started)
            if found != expected[enterprise]:
                raise SystemExit(f"{name}: {found} for {enterprise}, not {expected[enterprise]}")
        took[name] = sorted(times[len(tried) :])[len(tried) // 2]
    said = [f"{name} {milliseconds(seconds)}" for name, seconds in took.items()]
    return min(took, key=lambda name: took[name]), said


async def _measured(app: App, engine: str, data: str) -> list[Row]:
    app.follower.start()  # as the server does: in one process nothing is read to stay fresh
    started = time.perf_counter()
    view = await app.recommendations.view(None)
    loaded = time.perf_counter() - started
    who = Who(view.projection, view.day.taxonomy)

    def of(enterprise: str) -> list[Counted]:
        return who.of(view.day, enterprise, Direction.DOWNSTREAM, committees=None)

    async def in_memory(enterprise: str) -> object:
        return of(enterprise)

    async def fresh(enterprise: str) -> object:
        now = await app.recommendations.view(None)
        return who.of(now.day, enterprise, Direction.DOWNSTREAM, committees=None)

    known = sorted(view.projection.ids.values)
    expected = {id_: answer for id_ in known if (answer := of(id_))}
    ids = list(expected)[:: max(1, len(expected) // ASKED)][:ASKED]
    best, tried = await _fastest(app, expected, ids[:: max(1, len(ids) // TRIED)][:TRIED])
    print(f"{engine}, {data}: ms of each phrasing: {'; '.join(tried)}", flush=True)
    asks: dict[str, Ask] = {
        f"Cypher at its best: {best}": _in_cypher(app, PHRASINGS[best]),
        "who, from memory": in_memory,
        "who, after asking whether anything is new": fresh,
        "top 20 with reasons, CHAIN": _through_the_service(app, MatchType.CHAIN),
        "top 20 with reasons, SUPPLY": _through_the_service(app, MatchType.SUPPLY),
        "top 20 with reasons, all types": _through_the_service(app, None),
    }
    for enterprise in ids:
        if await _in_cypher(app, PHRASINGS[best])(enterprise) != expected[enterprise]:
            raise SystemExit(f"{best}: another answer than who for {enterprise}")
    times = await _timed(asks, ids)
    await app.follower.stop()  # the graph is emptied next
    slowest = sorted(times[f"Cypher at its best: {best}"])[len(ids) // 2]
    return [
        [
            *(engine, data, name, len(of_one), *percentiles(of_one)),
            *(f"{slowest / sorted(of_one)[len(of_one) // 2]:.1f}", f"{loaded:.2f}"),
        ]
        for name, of_one in times.items()
        if len(of_one) > 1
    ]


async def _seeds(app: App) -> None:
    await seed(app)
    everybody = await app.enterprises.search(ACTOR, EnterpriseFilter(), 1000, None)
    assert everybody

    async def write(transaction: GraphTransaction) -> None:
        for query in _ALL_LIVE:
            await transaction.write(query)

    await app.store.transact(write)


async def run(engines: Sequence[str], _rows: int) -> None:
    """The seeds, then the listed-company graph where it is there."""
    at_full_speed()
    table: list[Row] = []
    data: dict[str, Callable[[App], Awaitable[object]]] = {"seeds": _seeds}
    if ckg.available():
        data["ckg"] = ckg.load
    else:
        print("ckg: skipped, the data is not beside the project")
    for engine in engines:
        for name, load in data.items():
            async with fresh_app(engine) as app:
                if app is None:
                    continue
                started = time.perf_counter()
                await load(app)
                print(f"{engine}, {name}: written in {time.perf_counter() - started:.0f} s")
                table += await _measured(app, engine, name)
    headings = ["engine", "data", "question", "answers", "p50 ms", "p99 ms"]
    print_table([*headings, "times as fast as Cypher", "facts loaded in s"], table)
