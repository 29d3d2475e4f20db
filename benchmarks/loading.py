"""Rows a second through the import service, beside a plain script with one MERGE a row."""

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.engines import fresh_app
from benchmarks.generated import write_capabilities, write_enterprises
from benchmarks.tables import print_table
from chainlink.accounts.model import system_actor
from chainlink.app import App
from chainlink.graph.cypher import Query
from chainlink.graph.port import GraphTransaction
from chainlink.importing.model import ImportKind
from chainlink.importing.service import ImportService
from chainlink.seeding import seed

ACTOR = system_actor("benchmark")
PLAIN_ROWS = 500
PLAIN = Query(
    "benchmark_merge",
    "MERGE (e:Enterprise {id: $id}) ON CREATE SET e.uscc = $uscc, e.name = $name, "
    "e.sector = 'INDUSTRY', e.region = '370812', e.status = 'APPROVED', e.version = 1",
)


async def _imported(app: App, kind: ImportKind, file: Path, rows: int) -> float:
    started = time.perf_counter()
    report = await ImportService(app).run(ACTOR, kind, file)
    if report.created != rows:
        raise SystemExit(f"{kind}: {report.counts}")
    return time.perf_counter() - started


async def _plain(app: App) -> float:
    """What a first script would do: a transaction and a MERGE a row, no checks, no journal."""

    started = time.perf_counter()
    for number in range(PLAIN_ROWS):

        async def merge(transaction: GraphTransaction, place: int = number) -> None:
            await transaction.write(
                PLAIN, id=f"plain-{place}", uscc=f"plain-{place}", name=f"第{place}号"
            )

        await app.store.transact(merge)
    return time.perf_counter() - started


async def run(engines: Sequence[str], rows: int) -> None:
    """Enterprises, then one capability each (category ticked), then one each (category read)."""
    table = []
    with tempfile.TemporaryDirectory() as folder:
        enterprises, ticked, worded = (Path(folder) / f"{name}.csv" for name in ("e", "t", "w"))
        write_enterprises(enterprises, rows)
        write_capabilities(ticked, rows, ticked=True)
        write_capabilities(worded, rows, ticked=False)
        for engine in engines:
            async with fresh_app(engine) as app:
                if app is None:
                    continue
                await seed(app)
                first = await _imported(app, ImportKind.ENTERPRISES, enterprises, rows)
                second = await _imported(app, ImportKind.CAPABILITIES, ticked, rows)
                third = await _imported(app, ImportKind.CAPABILITIES, worded, rows)
                plain = await _plain(app)
                table.append(
                    [
                        engine,
                        f"{rows / first:,.0f}",
                        f"{rows / second:,.0f}",
                        f"{rows / third:,.0f}",
                        f"{2 * rows / (first + second):,.0f}",
                        f"{PLAIN_ROWS / plain:,.0f}",
                    ]
                )
    print_table(
        [
            "engine (rows/s)",
            "enterprises",
            "capabilities, ticked",
            "capabilities, read from words",
            "enterprises with ticked capabilities",
            "plain script, one MERGE a row",
        ],
        table,
    )
