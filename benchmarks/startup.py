"""From a process that begins to a platform that answers, on the seeds."""

import asyncio
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.tables import print_table
from chainlink.app import build_app
from chainlink.seeding import seed
from chainlink.settings import Settings

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


async def run(_engines: Sequence[str], _rows: int) -> None:
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
