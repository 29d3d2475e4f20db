"""Killed in the middle of writing, again and again: what was acknowledged is there, and only whole.

`CHAINLINK_TEST_KILLS` says how many times; few by default, because each needs a new process.
"""

import asyncio
import os
import random
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from chainlink.accounts.model import Role
from chainlink.api.relay import global_id
from chainlink.app import build_app
from chainlink.graph.cypher import Query
from chainlink.journal.verification import verify
from chainlink.settings import Settings
from tests.factories import SYSTEM, create_enterprise, load_small_reference

KILLS = int(os.environ.get("CHAINLINK_TEST_KILLS", "4"))
WRITERS = 8
ROOT = Path(__file__).parents[2]
DECLARE = """mutation ($input: DeclareCapabilityInput!) { result: declareCapability(input: $input) {
  __typename ... on Capability { id } ... on Failure { code message } } }"""
CAPABILITIES = Query(
    "tests/kill_capabilities",
    "MATCH (e:Enterprise)-[:OFFERS]->(c:Capability) RETURN c.claim AS id, c.title AS title",
)
ALL_CAPABILITIES = Query(
    "tests/kill_all_capabilities", "MATCH (c:Capability) RETURN count(c) AS count"
)
REQUESTS = Query("tests/kill_requests", "MATCH (r:Request) RETURN count(r) AS count")
ENTRIES = Query(
    "tests/kill_entries",
    "MATCH (j:JournalEntry) WHERE j.subject_label = 'Capability' RETURN j.subject AS id",
)


@dataclass
class Writing:
    """What was asked for and what was acknowledged, by request key."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    unanswered: list[str] = field(default_factory=list)
    asked: int = 0

    def next_key(self) -> str:
        self.asked += 1
        return f"capability-{self.asked}"


class Server:
    """The platform in a process of its own, and what it says."""

    def __init__(self, graph: str, log: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self._log = log
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "chainlink.cli", "serve", "--port", str(port)],
                env=os.environ | {"CHAINLINK_GRAPH": graph, "PYTHONPATH": str(ROOT)},
                stdout=output,
                stderr=output,
            )

    def check(self) -> None:
        assert self.process.poll() is None, self._log.read_text()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@asynccontextmanager
async def served(graph: str, log: Path) -> AsyncIterator[tuple[Server, httpx.AsyncClient]]:
    server = Server(graph, log)
    try:
        async with httpx.AsyncClient(base_url=server.url, timeout=30) as client:
            for _ in range(1200):
                server.check()
                with suppress(httpx.TransportError):
                    if (await client.get("/readyz")).status_code == 200:
                        break
                await asyncio.sleep(0.05)
            yield server, client
    finally:
        server.kill()


async def declare(client: httpx.AsyncClient, token: str, enterprise: str, key: str) -> str:
    form = {"enterprise": enterprise, "title": key, "requestId": key}
    answer = await client.post(
        "/graphql",
        json={"query": DECLARE, "variables": {"input": form}},
        headers={"authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = answer.json()["data"]["result"]
    assert result["__typename"] == "Capability", result
    return str(result["id"])


async def write_until_dead(
    client: httpx.AsyncClient, token: str, enterprise: str, writing: Writing
) -> None:
    """Ask for what was not answered before, then for something new, until nobody answers."""
    while True:
        key = writing.unanswered.pop() if writing.unanswered else writing.next_key()
        try:
            writing.acknowledged[key] = await declare(client, token, enterprise, key)
        except httpx.TransportError:
            writing.unanswered.append(key)
            return


async def written_or_over(writing: Writing, enough: int, writers: list[asyncio.Task[None]]) -> None:
    """Until so many are acknowledged, or a writer has given up."""
    ended = asyncio.create_task(asyncio.wait(writers, return_when=asyncio.FIRST_COMPLETED))
    while len(writing.acknowledged) < enough and not ended.done():
        await asyncio.wait({ended}, timeout=0.001)


async def test_what_was_acknowledged_outlives_every_kill(tmp_path: Path) -> None:
    graph, log = f"ladybug:{tmp_path}/graph.lbdb", tmp_path / "log"
    settings = Settings(_env_file=None, graph=graph)
    app = build_app(settings)
    await app.prepare()
    await load_small_reference(app)
    enterprise = global_id("Enterprise", (await create_enterprise(app)).id)
    await app.accounts.create(SYSTEM, "writer", Role.ADMIN)
    token = (await app.accounts.issue_token(SYSTEM, "writer")).secret
    await app.close()

    chance = random.Random(5)  # noqa: S311 - when to kill is no secret
    writing = Writing()
    for _ in range(KILLS):
        async with served(graph, log) as (server, client):
            writers = [
                asyncio.create_task(write_until_dead(client, token, enterprise, writing))
                for _ in range(WRITERS)
            ]
            enough = len(writing.acknowledged) + chance.randint(1, 25)
            await written_or_over(writing, enough, writers)
            await asyncio.sleep(chance.uniform(0, 0.02))
            server.kill()
            await asyncio.gather(*writers)
    async with served(graph, log) as (_, client):
        again = [*writing.acknowledged, *writing.unanswered]
        for key in again:
            id_ = await declare(client, token, enterprise, key)
            assert writing.acknowledged.setdefault(key, id_) == id_

    app = build_app(settings)
    rows = await app.store.read(CAPABILITIES)
    assert sorted(row["title"] for row in rows) == sorted(writing.acknowledged)
    assert (await app.store.read(ALL_CAPABILITIES))[0]["count"] == len(rows)
    assert (await app.store.read(REQUESTS))[0]["count"] == len(rows)
    entries = [row["id"] for row in await app.store.read(ENTRIES)]
    assert sorted(entries) == sorted(row["id"] for row in rows)
    found = await verify(app.journal)
    assert found.broken_at is None, found
    await app.close()
