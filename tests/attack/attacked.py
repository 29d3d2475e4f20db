"""A small platform to attack, and what must hold of every answer that it gives."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from chainlink.accounts.model import Role
from chainlink.app import build_app
from chainlink.settings import Settings
from tests.api.conftest import Door, opened_door
from tests.factories import declare_capability, declare_need, load_small_reference
from tests.settable_clock import SettableClock

MOST_SECONDS = 5.0  # of one answer; far above what any takes, far below what a doubling would


@asynccontextmanager
async def attacked_door() -> AsyncIterator[Door]:
    """The small reference on the embedded engine."""
    settings = Settings(_env_file=None, graph="ladybug::memory:", graph_memory=256)
    app = build_app(settings, clock=SettableClock())
    await app.prepare()
    await load_small_reference(app)
    async with opened_door(app) as opened:
        yield opened
    await app.close()


async def accounts_of_all(door: Door) -> list[str]:
    """Tokens of three enterprises with claims, of staff, a secretary, an administrator, an auditor."""
    tokens = []
    for category in ("aluminium-die-castings", "corn-harvesters", "motors"):
        token, enterprise = await door.member()
        await declare_capability(door.app, enterprise.id, categories=[category])
        await declare_need(door.app, enterprise.id, categories=["aluminium-die-castings"])
        tokens.append(token)
    for role in (Role.STAFF, Role.SECRETARY):
        tokens.append(await door.token(role, committees=["ka", "kb"]))
    return tokens + [await door.token(role) for role in (Role.ADMIN, Role.AUDITOR)]


def faults(answer: httpx.Response) -> list[str]:
    """What is wrong with an answer: the server's own errors, and errors without a sentence."""
    body: dict[str, Any] = answer.json()
    errors = body.get("errors", [])
    found = [f"status {answer.status_code}"] if answer.status_code >= 500 else []
    if "data" not in body and not errors:
        found.append("neither data nor errors")
    for one in [*errors, *_failures(body.get("data"))]:
        if one.get("extensions", {}).get("code") == "INTERNAL":
            found.append(f"INTERNAL: {one}")
        if not str(one.get("message", "")).strip():
            found.append(f"no sentence: {one}")
    return found


def _failures(data: Any) -> list[dict[str, Any]]:
    results = data.values() if isinstance(data, dict) else ()
    return [one for one in results if isinstance(one, dict) and {"code", "message"} <= set(one)]


async def refused(door: Door, content: bytes, *, media_type: str = "application/json") -> str:
    """The code of a request that must be refused at once, by 4xx and with a sentence."""
    headers = {
        "content-type": media_type,
        "accept": "application/graphql-response+json",
    }
    started = time.monotonic()
    answer = await door.client.post("/graphql", content=content, headers=headers)
    assert time.monotonic() - started < MOST_SECONDS
    assert 400 <= answer.status_code < 500, answer.text[:500]
    assert faults(answer) == []
    body = answer.json()
    assert set(body) == {"errors"}
    code: str = body["errors"][0]["extensions"]["code"]
    return code
