"""How fast documents made to hold the server are refused, over HTTP without the wire."""

import json
import time
from collections.abc import Sequence

import httpx

from benchmarks.engines import fresh_app
from benchmarks.tables import percentiles, print_table
from chainlink.serving import create_web_app
from tests.attack.hostile import BODIES, DOCUMENTS

TIMES = 20


async def run(engines: Sequence[str], _rows: int) -> None:
    """Each document and body, many times; the same door on every engine, so one is enough."""
    bodies = {name: json.dumps({"query": made()}).encode() for name, made in DOCUMENTS.items()}
    headers = {
        "content-type": "application/json",
        "accept": "application/graphql-response+json",
    }
    table = []
    async with fresh_app(engines[0]) as app:
        if app is None:
            return
        transport = httpx.ASGITransport(create_web_app(app))
        async with httpx.AsyncClient(transport=transport, base_url="http://benchmark") as client:
            for name, body in (bodies | BODIES).items():
                times = []
                for _ in range(TIMES):
                    started = time.perf_counter()
                    answer = await client.post("/graphql", content=body, headers=headers)
                    times.append(time.perf_counter() - started)
                table.append([name, f"{len(body):,}", answer.status_code, *percentiles(times)])
    print_table(["request", "bytes", "status", "p50 ms", "p99 ms"], table)
