"""One worker of `benchmarks.workers`: answers as it is told to and says when it knew of what."""

import asyncio
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from prometheus_client import REGISTRY

from benchmarks.memory import resident
from chainlink.accounts.model import system_actor
from chainlink.app import App, build_app
from chainlink.settings import Settings

ACTOR = system_actor("benchmark")
HEAD = "journal/head"


def _queries() -> Counter[str]:
    """How often each statement was run by this process."""
    return Counter(
        {
            sample.labels["query"]: int(sample.value)
            for metric in REGISTRY.collect()
            if metric.name == "chainlink_graph_query_seconds"
            for sample in metric.samples
            if sample.name.endswith("_count")
        }
    )


async def _work() -> None:
    """Answer as told on standard input, one line of JSON a step; the answers' times go back."""
    started = time.perf_counter()
    app = build_app(Settings(_env_file=None))
    app.follower.start()
    view = await app.recommendations.view(None)
    heard: list[float] = []
    app.follower.listeners.append(lambda _: heard.append(time.monotonic()))
    _tell(ready=round(time.perf_counter() - started, 2), resident=resident())
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(lines), sys.stdin
    )
    ids = list(view.projection.ids.values)
    while line := await lines.readline():
        heard.clear()
        _tell(**await _step(app, ids, heard, **json.loads(line)))
    await app.close()


async def _step(
    app: App, ids: Sequence[str], heard: list[float], *, rate: float, until: float
) -> dict[str, Any]:
    before, cpu = _queries(), time.process_time()
    answers: list[tuple[float, float]] = []
    failed: Counter[str] = Counter()
    seen: dict[str, float] = {}
    known = len((await app.recommendations.view(None)).projection.claims)
    while rate and time.monotonic() < until:
        await asyncio.sleep(random.expovariate(rate))
        begun = time.monotonic()
        try:
            one = random.choice(ids)  # noqa: S311 - a load, nothing secret
            await app.recommendations.for_enterprise(ACTOR, one, most=20)
        except Exception as failure:  # a worker goes on; how many failed is a result
            failed[f"{type(failure).__name__}: {failure}"] += 1
            continue
        ended = time.monotonic()
        answers.append((begun, ended))
        projection = app.recommendations.keeper.loaded
        assert projection is not None
        if len(projection.claims) < known:
            known = 0  # everything was read anew
        for packed in projection.claims.id[known:]:
            seen.setdefault(projection.identifiers.unpack(packed), ended)
        known = len(projection.claims)
    await asyncio.sleep(max(0.0, until - time.monotonic()))
    asked = _queries() - before
    return {
        "answers": answers, "failed": failed, "seen": seen, "heard": list(heard),
        "heads": asked[HEAD], "queries": asked.total(), "cpu": time.process_time() - cpu,
        "resident": resident(),
    }  # fmt: skip


def _tell(**what: Any) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    asyncio.run(_work())
