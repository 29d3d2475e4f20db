"""Twenty workers on one Neo4j: how long after a commit the next answers know of it.

Each worker is a process with facts of its own that follows the one journal; this process writes.
Times are of the clock that all processes of a machine share. What an answer knows is taken from
the worker's facts themselves (the versions in them), not from the sequence that it says.
"""

import asyncio
import json
import os
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.engines import fresh_app
from benchmarks.servers import at_full_speed
from benchmarks.tables import milliseconds, print_table
from chainlink.accounts.model import system_actor
from chainlink.app import App
from chainlink.enterprises.claim_model import CAPABILITY, CapabilityDraft
from chainlink.enterprises.reading import EnterpriseFilter
from chainlink.seeding import seed
from chainlink.validation import checked

ACTOR = system_actor("benchmark")
WORKERS = 20
SECONDS = 15.0
# writes a second, questions a second to each worker; the last writes as fast as it can
STEPS = ((1, 0.0), (1, 1.0), (5, 1.0), (20, 1.0), (5, 4.0), (1000, 1.0))


@dataclass(frozen=True, slots=True)
class Commit:
    """A version that was written, and when its transaction had ended."""

    version: str
    at: float


async def _start(app: App, count: int) -> list[asyncio.subprocess.Process]:
    settings = app.settings
    environment = os.environ | {
        "CHAINLINK_GRAPH": settings.graph,
        "CHAINLINK_GRAPH_USER": settings.graph_user,
        "CHAINLINK_GRAPH_PASSWORD": settings.graph_password.get_secret_value(),
        "CHAINLINK_GRAPH_DATABASE": settings.graph_database,
        "OMP_NUM_THREADS": "1",
    }
    return [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "benchmarks.worker"),
            env=environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=2**26,
        )
        for _ in range(count)
    ]


async def _said(worker: asyncio.subprocess.Process) -> dict[str, Any]:
    assert worker.stdout is not None
    line = await worker.stdout.readline()
    if not line:
        raise SystemExit("a worker ended before its time; what it said is above")
    found: dict[str, Any] = json.loads(line)
    return found


async def _write(app: App, ids: Sequence[str], rate: float, until: float) -> list[Commit]:
    """One change after the other, so many a second as far as the graph lets them."""
    commits: list[Commit] = []
    while (now := time.monotonic()) < until:
        draft = checked(
            CapabilityDraft, {"title": f"齿轮加工 {len(commits)}", "categories": ["gears"]}
        )
        one = random.choice(ids)  # noqa: S311 - a load, nothing secret
        made = await app.claims.declare(ACTOR, CAPABILITY, one, draft)
        commits.append(Commit(made.id, time.monotonic()))
        await asyncio.sleep(max(0.0, now + 1 / rate - time.monotonic()))
    return commits


def _busy() -> tuple[int, int]:
    """Ticks that the machine's processors worked, and all ticks (Linux)."""
    numbers = [int(one) for one in Path("/proc/stat").read_text("ascii").split("\n")[0].split()[1:]]
    return sum(numbers) - numbers[3] - numbers[4], sum(numbers)


async def _measured(
    app: App, workers: Sequence[asyncio.subprocess.Process], writes: float, rate: float
) -> list[object]:
    """One step: its workers' answers against what was committed meanwhile."""
    everybody = await app.enterprises.search(ACTOR, EnterpriseFilter(), 1000, None)
    until = time.monotonic() + SECONDS
    before = _busy()
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write(json.dumps({"rate": rate, "until": until}).encode() + b"\n")
    # the last commits get two seconds in which somebody may ask
    commits = await _write(app, [one.id for one in everybody], writes, until - 2)
    said = [await _said(worker) for worker in workers]
    busy = [now - then for now, then in zip(_busy(), before, strict=True)]
    heard, lags, late, after = [], [], 0, 0
    for one in said:
        for commit in commits:
            next_heard = [at for at in one["heard"] if at >= commit.at]
            heard += [next_heard[0] - commit.at] if next_heard else []
            answers = [ended for begun, ended in one["answers"] if begun >= commit.at]
            after += bool(answers)
            seen = one["seen"].get(commit.version)
            lags += [seen - commit.at] if seen is not None else []
            late += bool(answers) and (seen is None or seen > answers[0])
    failed = sum((Counter(one["failed"]) for one in said), Counter[str]())
    for why, count in failed.items():
        print(f"{count} questions failed: {why}")
    times = [ended - begun for one in said for begun, ended in one["answers"]]
    return [
        f"{len(commits) / (SECONDS - 2):.1f}", rate, len(times), failed.total(), *_three(times),
        *_three(lags), f"{late} of {after}", *_three(heard),
        f"{sum(one['heads'] for one in said) / SECONDS:.0f}",
        f"{sum(one['queries'] for one in said) / SECONDS:.0f}",
        f"{sum(one['cpu'] for one in said) / SECONDS:.2f}", f"{100 * busy[0] / busy[1]:.0f}",
        max(one["resident"] for one in said),
    ]  # fmt: skip


def _three(times: Sequence[float]) -> tuple[str, str, str]:
    """p50, p99 and the longest, in milliseconds."""
    if len(times) < 2:
        return "—", "—", "—"
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return milliseconds(cuts[49]), milliseconds(cuts[98]), milliseconds(max(times))


async def run(engines: Sequence[str], rows: int) -> None:
    """Twenty workers (or `rows`, where that is fewer) on the seeds, in steps of more writes."""
    if "neo4j" not in engines:
        print("skipped: an embedded graph belongs to one process")
        return
    at_full_speed()
    async with fresh_app("neo4j") as app:
        if app is None:
            return
        await seed(app)
        started = time.perf_counter()
        workers = await _start(app, min(WORKERS, rows))
        try:
            ready = [await _said(worker) for worker in workers]
            print(
                f"{len(workers)} workers ready after {time.perf_counter() - started:.1f} s, "
                f"at the most {max(one['resident'] for one in ready)} MiB each\n"
            )
            table = [await _measured(app, workers, *step) for step in STEPS]
        finally:
            for worker in workers:
                if worker.returncode is None:
                    worker.kill()
                await worker.wait()
    print_table(
        ["writes/s", "questions/s each", "answers", "failed", "answer p50 ms", "p99", "longest",
         "commit to its first answer p50 ms", "p99", "longest", "next answers without it",
         "commit to heard p50 ms", "p99", "longest", "head reads/s", "statements/s",
         "processors used by workers", "machine busy %", "MiB each"],
        table,
    )  # fmt: skip
