"""Visitors with a browser each, who notice whatever a page should not do."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from tests.browser.served import PASSWORD, Served

WIDTHS = (1440, 1024, 390)
HEIGHT = 900
PATIENCE = 15_000  # milliseconds: machines are shared


@dataclass
class Visitor:
    """Somebody at a page. `noticed` is what went wrong without anybody's doing."""

    served: Served
    context: BrowserContext
    page: Page
    axe: str
    noticed: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)

    def watch(self) -> None:
        """Note errors, refusals by the policy, and requests to anybody else."""
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda failure: self.noticed.append(f"script: {failure}"))
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        # the status of an answer is told below
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.noticed.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.served.url + "/", "data:", "blob:")):
            self.noticed.append(f"asked elsewhere: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.noticed.append(f"{response.status}: {response.url}")

    @property
    def path(self) -> str:
        """Where the visitor is, with the question."""
        parts = urlsplit(self.page.url)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    def go(self, path: str) -> None:
        """Open a page by its address."""
        self.page.goto(self.served.url + path)

    def sign_in(self, name: str, to: str = "/today") -> None:
        """Sign in by the page."""
        self.go(f"/sign-in?next={to}")
        self.page.fill("#name", name)
        self.page.fill("#password", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(self.served.url + to)

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(
            self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        )

    def violations(self) -> list[str]:
        """What axe finds on the page as it stands, each with where."""
        self.page.evaluate(self.axe)
        found: dict[str, Any] = self.page.evaluate(
            "async () => JSON.parse(JSON.stringify(await axe.run(document, {resultTypes:"
            " ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',"
            " 'best-practice']})))"
        )
        return [
            f"{one['id']}: {one['help']} at {json.dumps([node['target'] for node in one['nodes']])}"
            for one in found["violations"]
        ]


@dataclass
class Reception:
    """Lets visitors in."""

    browser: Browser
    axe: Path

    @contextmanager
    def visitor(
        self,
        served: Served,
        name: str = "",
        *,
        language: str = "zh-CN",
        width: int = WIDTHS[0],
        script: bool = True,
    ) -> Iterator[Visitor]:
        """A visitor, signed in where a name is given; leaves without anything noticed."""
        context = self.browser.new_context(
            locale=language,
            viewport={"width": width, "height": HEIGHT},
            java_script_enabled=script,
            # axe is put into the page by the test, not by the page
            bypass_csp=False,
            timezone_id="America/Lima",  # far from the district, whose zone pages show
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        visitor = Visitor(served, context, page, self.axe.read_text("utf-8"))
        visitor.watch()
        try:
            if name:
                visitor.sign_in(name)
            yield visitor
            assert visitor.noticed == [], visitor.noticed
        finally:
            context.close()
