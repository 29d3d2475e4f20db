"""Somebody at a desk: signed in, filling in forms as pages give them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import httpx

from chainlink.accounts.model import Actor
from tests.factories import SYSTEM
from tests.web.conftest import OWN_SITE, PASSWORD, Browser, Site


@dataclass
class Forms(HTMLParser):
    """The forms of a page by their ids: where they go and what they would send."""

    text: str
    actions: dict[str, str] = field(default_factory=dict)
    values: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    _form: str = ""
    _area: str = ""
    _select: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        name, value = said.get("name") or "", said.get("value") or ""
        if tag == "form":
            self._form = said.get("id") or ""
            self.actions[self._form] = said.get("action") or ""
            self.values[self._form] = []
        elif tag == "input" and (
            said.get("type") not in {"checkbox", "radio"} or "checked" in said
        ):
            self.values[self._form].append((name, value))
        elif tag == "textarea":
            self._area = name
            self.values[self._form].append((name, ""))
        elif tag == "select":
            self._select = name
            self.values[self._form].append((name, ""))
        elif tag == "option" and "selected" in said:
            self.values[self._form][-1] = (self._select, value)

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._form][-1] = (self._area, data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""

    def value(self, form: str, name: str) -> str:
        """What stands in a field."""
        return dict(self.values[form])[name]

    def filled(self, form: str, said: Mapping[str, Any]) -> list[tuple[str, str]]:
        """What the form sends where its fields are filled in like that."""
        kept = [(name, value) for name, value in self.values[form] if name not in said]
        for name, value in said.items():
            kept += [(name, one) for one in ([value] if isinstance(value, str) else value)]
        return kept


@dataclass
class Desk:
    """A browser whose owner sends forms with what they stand for, and what he fills in."""

    browser: Browser

    async def get(self, path: str) -> httpx.Response:
        return await self.browser.get(path)

    async def text(self, path: str) -> str:
        answer = await self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    async def send(self, page: str, form: str, **said: Any) -> httpx.Response:
        forms = Forms((await self.get(page)).text)
        return await self.post(forms.actions[form], forms.filled(form, said))

    async def post(self, path: str, values: list[tuple[str, str]]) -> httpx.Response:
        several: dict[str, list[str]] = {}
        for name, value in values:
            several.setdefault(name, []).append(value)
        return await self.browser.client.post(path, data=several, headers=OWN_SITE)

    async def forged(self, page: str, path: str, **said: str) -> httpx.Response:
        """A form that this page does not offer, with its token."""
        return await self.browser.form(page, path, {"back": page, "form_id": "forged", **said})


async def at_desk(site: Site, actor: Actor) -> Desk:
    """Their browser, signed in."""
    name = (await site.app.accounts.own(actor)).name
    await site.app.credentials.set(SYSTEM, name, PASSWORD)
    browser = await site.browser()
    assert (await browser.sign_in(name)).is_success
    return Desk(browser)
