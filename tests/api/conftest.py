"""The GraphQL door as programs meet it: over HTTP, with tokens, in a language."""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx
import pytest

from chainlink.accounts.model import Role, Scope
from chainlink.app import App, build_app
from chainlink.enterprises.model import Enterprise
from chainlink.serving import create_web_app
from chainlink.settings import Settings
from tests.factories import SYSTEM, create_enterprise, load_small_reference
from tests.settable_clock import SettableClock

_numbers = count(1)
FAILURES = "... on Failure { code message } ... on InvalidInput { fields { path message } }"
RESULTS = {
    "Enterprise": "Enterprise { id name version status optedOut }",
    "Capability": "Capability { id version title withdrawn }",
    "Need": "Need { id version title withdrawn }",
}
_THINGS = {"Capability": "Capability", "Need": "Need"}


@dataclass(frozen=True)
class Door:
    """The web application of one platform, and whoever signs in there."""

    app: App
    client: httpx.AsyncClient
    unplanned: httpx.AsyncClient  # the same door, answering by graphql-core alone

    async def send(
        self,
        query: str,
        *,
        token: str | None = None,
        language: str | None = None,
        once: bool = False,
        **variables: Any,
    ) -> dict[str, Any]:
        """The whole answer to a query, which is the same whether it has a plan or not.

        `once` leaves out the comparison, where the test counts what happens.
        """
        headers = {"authorization": f"Bearer {token}"} if token else {}
        if language:
            headers["accept-language"] = language
        body = {"query": query, "variables": variables}
        answer = await self.client.post("/graphql", json=body, headers=headers)
        found: dict[str, Any] = answer.json()
        if not once and not query.lstrip().startswith("mutation"):
            other = await self.unplanned.post("/graphql", json=body, headers=headers)
            assert settled(other.text) == settled(answer.text)
        return found

    async def ask(self, query: str, **more: Any) -> dict[str, Any]:
        """The data of a query that must succeed."""
        answer = await self.send(query, **more)
        assert "errors" not in answer, answer
        data: dict[str, Any] = answer["data"]
        return data

    async def change(
        self, mutation: str, input: dict[str, Any], *, selection: str = "", **more: Any
    ) -> dict[str, Any]:
        """What a mutation gives back, whichever member of its union it is."""
        thing = next((name for name in _THINGS if mutation.endswith(name)), "Enterprise")
        shown = f"... on {thing} {{ {selection} }}" if selection else f"... on {RESULTS[thing]}"
        form = mutation[0].upper() + mutation[1:] + "Input"
        document = (
            f"mutation Change($input: {form}!) {{ result: {mutation}(input: $input) "
            f"{{ __typename {FAILURES} {shown} }} }}"
        )
        data = await self.ask(document, input=input, **more)
        result: dict[str, Any] = data["result"]
        return result

    async def token(
        self, role: Role, *, scopes: Sequence[Scope] = tuple(Scope), days: int = 90, **account: Any
    ) -> str:
        """A new account's token."""
        name = f"{role.value.lower()}-at-the-door-{next(_numbers)}"
        await self.app.accounts.create(SYSTEM, name, role, **account)
        issued = await self.app.accounts.issue_token(SYSTEM, name, scopes=scopes, days=days)
        return issued.secret

    async def member(self, **said: Any) -> tuple[str, Enterprise]:
        """An approved enterprise and the token of its own account."""
        enterprise = await create_enterprise(self.app, **said)
        return await self.token(Role.ENTERPRISE, enterprise=enterprise.id), enterprise


def settled(answer: str) -> str:
    """An answer without what is another one each time: ids that lead nowhere, ids of errors."""
    answer = re.sub('"RW50ZXJwcmlzZTphbm9ueW1vdXMt[^"]*"', '"anonymous"', answer)
    return re.sub("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "id", answer)


@asynccontextmanager
async def opened_door(app: App) -> AsyncIterator[Door]:
    """The door of a platform."""
    clients = [
        httpx.AsyncClient(
            transport=httpx.ASGITransport(web, raise_app_exceptions=False), base_url="http://tests"
        )
        for web in (create_web_app(app), create_web_app(app, plan=False, keep=False))
    ]
    async with clients[0] as client, clients[1] as unplanned:
        yield Door(app, client, unplanned)


@pytest.fixture
async def door(app: App) -> AsyncIterator[Door]:
    """The door on each engine."""
    async with opened_door(app) as opened:
        yield opened


@pytest.fixture(scope="module")
async def plain_door() -> AsyncIterator[Door]:
    """One door for tests of what HTTP says, whatever holds the graph."""
    settings = Settings(_env_file=None, graph="ladybug::memory:", graph_memory=256)
    app = build_app(settings, clock=SettableClock())
    await app.prepare()
    await load_small_reference(app)
    async with opened_door(app) as opened:
        yield opened
    await app.close()
