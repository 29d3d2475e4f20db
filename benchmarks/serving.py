"""Answers a second through GraphQL over HTTP, one worker; who asks shares the machine's cores."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from benchmarks.engines import fresh_app
from benchmarks.serving_client import Client, Measured
from benchmarks.serving_data import Question, load
from benchmarks.tables import percentiles, print_table
from chainlink.settings import Settings

SECONDS = 4.0
CONNECTIONS = 8
_PATIENCE = 600  # tenths of a second until a worker must be ready


@asynccontextmanager
async def _worker(mode: str, settings: Settings, token: str) -> AsyncIterator[Client]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "CHAINLINK_GRAPH": settings.graph,
        "CHAINLINK_GRAPH_USER": settings.graph_user,
        "CHAINLINK_GRAPH_PASSWORD": settings.graph_password.get_secret_value(),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.serving_process", mode, str(port), env=environment
    )
    client = Client(port, token)
    try:
        await _until_ready(port)
        yield client
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _until_ready(port: int) -> None:
    request = f"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    for _ in range(_PATIENCE):
        try:
            if (await Client(port, "").once(request))[0] == 200:
                return
        except OSError:
            pass
        await asyncio.sleep(0.1)
    raise SystemExit("the worker did not become ready")


async def _asked(client: Client, requests: Sequence[bytes], status: int = 200) -> Measured:
    """Every question once, so that what is read once is read; then as many as are answered."""
    for request in requests:
        found, _, body = await client.once(request)
        if found != status or b'"errors"' in body:
            raise SystemExit(f"{found}: {body[:300].decode(errors='replace')}")
    return await client.hammer(requests, seconds=SECONDS, connections=CONNECTIONS)


async def _tagged(client: Client, question: Question) -> list[bytes]:
    requests = []
    for text in question.strings():
        _, headers, _ = await client.once(client.get(text))
        requests.append(client.get(text, headers["etag"]))
    return requests


def _row(engine: str, question: Question, how: str, measured: Measured) -> list[object]:
    size = f"{min(measured.sizes) / 1000:.1f} to {max(measured.sizes) / 1000:.1f}"
    p50, p99 = percentiles(measured.times)
    return [engine, question.name, how, size, f"{measured.rate:,.0f}", p50, p99]


async def run(engines: Sequence[str], _rows: int) -> None:
    """Each question answered anew, kept, and by its tag; beside a plain Strawberry server."""
    table = []
    for engine in engines:
        async with fresh_app(engine) as app:
            if app is None:
                continue
            token, questions = await load(app)
            settings = app.settings
            if app.store.one_process:
                await app.close()  # the worker opens the file now
            for mode, how in (
                ("plain", "plain Strawberry"),
                ("unkept", "answered anew"),
                ("product", "nothing changed since"),
            ):
                async with _worker(mode, settings, token) as client:
                    for question in questions:
                        posted = [client.post(body) for body in question.bodies()]
                        table.append(_row(engine, question, how, await _asked(client, posted)))
                        if mode == "product":
                            tagged = await _tagged(client, question)
                            measured = await _asked(client, tagged, status=304)
                            table.append(_row(engine, question, "by its ETag", measured))
    print_table(
        ["engine", "question", "how", "kB", "answers/s", "p50 ms", "p99 ms"],
        table,
    )
    load_now = os.getloadavg()[0]
    print(f"\n{CONNECTIONS} connections, {SECONDS:.0f} s each; load at the end {load_now:.1f}")
