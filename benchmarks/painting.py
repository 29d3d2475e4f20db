"""When a page is first seen: Chromium on a processor ten times as slow, over the seeds."""

import asyncio
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.tables import print_table
from tests.browser.chromium import BrowserMissing, chromium
from tests.browser.served import PASSWORD, served

SLOWER, TIMES = 10, 5
PAGES = {
    "sign in": "/sign-in",
    "today": "/today",
    "matches": "/matches",
    "enterprises": "/enterprises",
    "introductions": "/introductions",
    "board": "/introductions?view=board",
    "deals": "/deals",
    "chains": "/chains",
    "outcomes, with charts": "/outcomes",
    "journal": "/administration/journal",
}
_PAINTED = """() => new Promise(seen => {
  const look = () => {
    const [found] = performance.getEntriesByName('first-contentful-paint');
    found ? seen(found.startTime) : requestAnimationFrame(look);
  };
  look();
})"""
_ANSWERED = "() => performance.getEntriesByType('navigation')[0].responseEnd"


def _measured() -> list[list[object]]:
    table: list[list[object]] = []
    with (
        tempfile.TemporaryDirectory(prefix="chainlink-painting-") as folder,
        served(Path(folder), whole=True) as platform,
        chromium() as browser,
    ):
        page = browser.new_context(locale="zh-CN").new_page()
        page.set_default_timeout(120_000)
        page.goto(platform.url + "/sign-in?next=/today")
        page.fill("#name", "secretary")
        page.fill("#password", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url(platform.url + "/today")
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        for name, path in PAGES.items():
            painted, answered = [], []
            for _ in range(TIMES):
                session.send("Network.clearBrowserCache")  # as on the first visit
                page.goto(platform.url + path, wait_until="commit")
                painted.append(float(page.evaluate(_PAINTED)))
                answered.append(float(page.evaluate(_ANSWERED)))
            table.append([
                name, f"{statistics.median(painted):.0f}", f"{max(painted):.0f}",
                f"{statistics.median(answered):.0f}",
            ])  # fmt: skip
    return table


async def run(_engines: Sequence[str], _rows: int) -> None:
    """Each main page as the secretary; on the embedded engine."""
    try:
        table = await asyncio.to_thread(_measured)
    except BrowserMissing as reason:
        print(f"skipped: {reason}")
        return
    print_table(["page", "first paint, median ms", "slowest ms", "of it the answer, ms"], table)
