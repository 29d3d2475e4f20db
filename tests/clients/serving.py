"""The platform as its users meet it: a process of its own, on a port, with a graph on disk."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from chainlink.accounts.model import Role
from chainlink.api.relay import global_id
from chainlink.app import build_app
from chainlink.settings import Settings
from tests.factories import (
    SYSTEM,
    create_enterprise,
    declare_capability,
    declare_need,
    load_small_reference,
)

ROOT = Path(__file__).parents[2]
MEMORY = 256  # MiB
READY_SECONDS = 120
MEMBERS = ("兖州电机", "兖州收获机械", "兖州液压", "兖州物流")


@dataclass(frozen=True)
class Platform:
    """Where it answers, who may ask, and the enterprise that casts what 兖州电机 looks for."""

    url: str
    secretary: str
    member: str
    foundry: str  # global id
    foundry_code: str

    @property
    def graphql(self) -> str:
        return f"{self.url}/graphql"


@contextmanager
def served_platform(folder: Path) -> Iterator[Platform]:
    """Five enterprises, a secretary and the foundry's own account; reachable until the end."""
    graph = f"ladybug:{folder}/graph.lbdb"
    secretary, member, foundry, code = asyncio.run(_filled(graph))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "log.txt"
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "chainlink.cli", "serve", "--port", str(port)],
            cwd=folder,
            env=os.environ
            | {
                "CHAINLINK_GRAPH": graph,
                "CHAINLINK_GRAPH_MEMORY": str(MEMORY),
                "PYTHONPATH": str(ROOT),
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=written,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(process, url, log)
        yield Platform(url, secretary, member, foundry, code)
    finally:
        process.kill()
        process.wait()


async def _filled(graph: str) -> tuple[str, str, str, str]:
    app = build_app(Settings(_env_file=None, graph=graph, graph_memory=MEMORY))
    await app.prepare()
    try:
        await load_small_reference(app)
        foundry = await create_enterprise(app, name="兖州铸造")
        await declare_capability(app, foundry)
        others = [await create_enterprise(app, name=name) for name in MEMBERS]
        await declare_need(
            app, others[0], title="找铝压铸件", categories=["aluminium-die-castings"]
        )
        await app.accounts.create(SYSTEM, "secretary", Role.SECRETARY, committees=["ka", "kb"])
        await app.accounts.create(SYSTEM, "foundry", Role.ENTERPRISE, enterprise=foundry.id)
        secretary, member = [
            (await app.accounts.issue_token(SYSTEM, name)).secret
            for name in ("secretary", "foundry")
        ]
    finally:
        await app.close()
    return secretary, member, global_id("Enterprise", foundry.id), foundry.uscc


def _wait(process: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    limit = time.monotonic() + READY_SECONDS
    while time.monotonic() < limit:
        if process.poll() is not None:
            raise RuntimeError(f"the platform ended by itself: {log.read_text(errors='replace')}")
        try:
            if httpx.get(f"{url}/readyz", trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise TimeoutError(f"the platform is not ready after {READY_SECONDS} s")
