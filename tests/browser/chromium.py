"""The browser of this machine, driven by Playwright.

`CHAINLINK_TEST_BROWSER` says how much it matters: `auto` (the default) takes Chromium where it is,
`required` turns its absence into an error, `off` does not look for it.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

SETTING = "CHAINLINK_TEST_BROWSER"
_NAMES = ("chromium", "chromium-browser", "google-chrome")


class BrowserMissing(Exception):
    """There is no Chromium; the text is the reason, on one line."""


def _path() -> str:
    setting = os.environ.get(SETTING) or "auto"
    if setting not in ("auto", "required", "off"):
        raise ValueError(f"{SETTING}={setting}: say auto, required or off")
    if setting == "off":
        raise BrowserMissing(f"{SETTING}=off")
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    reason = "no Chromium is on the PATH (Debian: apt-get install chromium fonts-wqy-microhei)"
    if setting == "required":
        raise RuntimeError(f"{SETTING}=required, but {reason}")
    raise BrowserMissing(reason)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser for as long as it is wanted. Raises BrowserMissing."""
    path = _path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            # it must start where tests run as root, and in a container with little shared memory
            args=["--no-sandbox", "--disable-dev-shm-usage"],
        )
        try:
            yield browser
        finally:
            browser.close()
