"""The pages' doors as a browser and as a program meet them: addresses, schemes, cookies, forms."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from chainlink.accounts.model import Role
from chainlink.app import App
from chainlink.serving import create_web_app
from tests.factories import SYSTEM

NAME, PASSWORD = "孙七", "正确的马电池订书钉好"
OWN_SITE = {"sec-fetch-site": "same-origin"}
FORM_TOKEN = re.compile(r'name="form_token" value="([0-9a-f]{64})"')


@dataclass
class Site:
    """A platform at HTTP, and browsers that come to it from wherever."""

    app: App
    web: FastAPI
    opened: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def browser(
        self, *, base: str = "http://localhost:8000", address: str = "127.0.0.1", **headers: str
    ) -> "Browser":
        transport = httpx.ASGITransport(
            self.web, raise_app_exceptions=False, client=(address, 40000)
        )
        client = httpx.AsyncClient(transport=transport, base_url=base, headers=headers)
        return Browser(await self.opened.enter_async_context(client))

    async def account(self, role: Role = Role.AUDITOR, name: str = NAME, **more: Any) -> None:
        await self.app.accounts.create(SYSTEM, name, role, password=PASSWORD, **more)


@dataclass
class Browser:
    """Keeps its cookies, and sends forms as the page gave them."""

    client: httpx.AsyncClient

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.client.get(path, headers=headers)

    async def json(
        self, method: str, path: str, body: object = None, **headers: str
    ) -> httpx.Response:
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.request(method, path, json=body, headers=said)

    async def form(
        self, page: str, path: str, values: Mapping[str, Any], **headers: str
    ) -> httpx.Response:
        """Send a form that stands on a page, as a browser does."""
        shown = (await self.client.get(page)).text
        found = FORM_TOKEN.search(shown)
        assert found, shown
        data = {"form_token": found[1], **values}
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.post(path, data=data, headers=OWN_SITE | said)

    async def sign_in(
        self, name: str = NAME, password: str = PASSWORD, **headers: str
    ) -> httpx.Response:
        return await self.json("POST", "/session", {"name": name, "password": password}, **headers)

    async def who(self, **headers: str) -> Any:
        """What GraphQL says of who asks, or the status where it says nothing."""
        answer = await self.json("POST", "/graphql", {"query": "{ viewer { role } }"}, **headers)
        return answer.json()["data"]["viewer"] if answer.is_success else answer.status_code


@pytest.fixture
async def site(app: App) -> AsyncIterator[Site]:
    """The platform on each engine."""
    site = Site(app, create_web_app(app))
    async with site.opened:
        yield site
