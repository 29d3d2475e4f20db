"""From a process that begins to a platform that answers: the seeds, and a made-up district."""

import asyncio
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.district import District
from benchmarks.district_graph import write
from benchmarks.engines import fresh_app
from benchmarks.memory import resident
from benchmarks.servers import at_full_speed
from benchmarks.tables import print_table
from chainlink.app import build_app
from chainlink.seeding import seed
from chainlink.settings import Settings

CATEGORIES = 20_000
_ANSWER = """
import asyncio, sys
from chainlink.accounts.model import system_actor
from chainlink.app import build_app
from chainlink.settings import Settings
async def main():
    app = build_app(Settings(_env_file=None, graph=sys.argv[1]))
    actor = system_actor("benchmark")
    one = await app.enterprises.find(actor, "山东金大丰机械有限公司")
    assert await app.recommendations.for_enterprise(actor, one.id)
    await app.close()
    import resource
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
asyncio.run(main())
"""


async def run(engines: Sequence[str], rows: int) -> None:
    """The seeds on the embedded engine; then a district of `rows` enterprises on each engine."""
    await _on_the_seeds()
    print()
    await _of_a_district(engines, rows)


async def _of_a_district(engines: Sequence[str], rows: int) -> None:
    """How long a worker reads before it can answer, from a graph that the engine has in memory."""
    at_full_speed()
    table = []
    for engine in engines:
        async with fresh_app(engine) as app:
            if app is None:
                continue
            started = time.perf_counter()
            claims = await write(app, District(rows, CATEGORIES))
            written = time.perf_counter() - started
            before = resident()
            started = time.perf_counter()
            await app.taxonomy.current()
            taxonomy = time.perf_counter() - started
            started = time.perf_counter()
            view = await app.recommendations.view(None)
            facts = time.perf_counter() - started
            assert len(view.projection.claims) == claims
            table.append(
                [engine, f"{rows:,}", f"{claims:,}", f"{written:.1f}", f"{taxonomy:.2f}",
                 f"{facts:.2f}", f"{claims / facts:,.0f}", resident() - before]
            )  # fmt: skip
    print_table(
        ["engine", "enterprises", "claims", "written in s", f"taxonomy of {CATEGORIES:,} in s",
         "facts in s", "claims a second", "MiB more"],
        table,
    )  # fmt: skip


async def _on_the_seeds() -> None:
    """Seeding an empty embedded graph, seeding it again, and a cold process's first answer."""
    with tempfile.TemporaryDirectory() as folder:
        graph = f"ladybug:{Path(folder) / 'graph.lbdb'}"
        app = build_app(Settings(_env_file=None, graph=graph))
        await app.prepare()
        started = time.perf_counter()
        await seed(app)
        first = time.perf_counter() - started
        started = time.perf_counter()
        await seed(app)
        second = time.perf_counter() - started
        await app.close()
        started = time.perf_counter()
        done = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-c", _ANSWER, graph],
            capture_output=True,
            text=True,
            check=True,
        )
        cold = time.perf_counter() - started
    print_table(
        ["step", "seconds"],
        [
            ["seed an empty embedded graph", f"{first:.2f}"],
            ["seed it again, nothing to do", f"{second:.2f}"],
            ["new process to first recommendation", f"{cold:.2f}"],
        ],
    )
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\nmemory of the answering process: {done.stdout.strip()} MiB (this one: {own} MiB)")
