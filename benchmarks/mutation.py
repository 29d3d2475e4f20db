"""One change through the service: checks, journal and graph in one transaction."""

import time
from collections.abc import Sequence

from benchmarks.engines import fresh_app
from benchmarks.tables import percentiles, print_table
from chainlink.accounts.model import system_actor
from chainlink.enterprises.claim_model import CAPABILITY, CapabilityDraft
from chainlink.enterprises.reading import EnterpriseFilter
from chainlink.graph.cypher import Query
from chainlink.graph.port import GraphTransaction
from chainlink.seeding import seed
from chainlink.validation import checked

ACTOR = system_actor("benchmark")
TIMES = 200
PLAIN = Query(
    "benchmark_plain_write",
    "MATCH (e:Enterprise) WHERE e.id = $owner CREATE (e)-[:OFFERS]->(:Capability {id: $id})",
)


async def run(engines: Sequence[str], _rows: int) -> None:
    """`declareCapability` with its category ticked and read, beside a bare CREATE."""
    table = []
    for engine in engines:
        async with fresh_app(engine) as app:
            if app is None:
                continue
            await seed(app)
            [one] = await app.enterprises.search(ACTOR, EnterpriseFilter(), 1, None)
            for name, categories in (("category ticked", ["gears"]), ("category read", [])):
                times = []
                for number in range(TIMES):
                    draft = checked(
                        CapabilityDraft, {"title": f"齿轮加工 {number}", "categories": categories}
                    )
                    started = time.perf_counter()
                    await app.claims.declare(ACTOR, CAPABILITY, one.id, draft)
                    times.append(time.perf_counter() - started)
                table.append([engine, f"declareCapability, {name}", *percentiles(times)])
            times = []
            for number in range(TIMES):

                async def write(transaction: GraphTransaction, place: int = number) -> None:
                    await transaction.write(PLAIN, owner=one.id, id=f"plain-{place}")  # noqa: B023 - run at once

                started = time.perf_counter()
                await app.store.transact(write)
                times.append(time.perf_counter() - started)
            table.append([engine, "bare CREATE", *percentiles(times)])
    print_table(["engine", "change", "p50 ms", "p99 ms"], table)
