"""A browser, a platform with what became of the meeting, and one without, for these tests.

None of them outlives a module: while Playwright runs, its event loop is the running one of this
process, and tests of commands start their own.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.chromium import BrowserMissing, chromium
from tests.browser.served import Served, served
from tests.browser.visitors import Reception
from tests.clients.npm_packages import NodeMissing, acquire_packages


@pytest.fixture(scope="module")
def reception() -> Iterator[Reception]:
    """Visitors with Chromium, whose pages axe-core looks at; skips where either is missing."""
    try:
        packages = acquire_packages()
        with chromium() as browser:
            yield Reception(browser, packages / "node_modules" / "axe-core" / "axe.min.js")
    except (BrowserMissing, NodeMissing) as reason:
        pytest.skip(f"browser: {reason}")


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The seeds with all that became of them; tests only look at it."""
    with served(Path(tmp_path_factory.mktemp("looked_at")), whole=True) as platform:
        yield platform


@pytest.fixture
def before_the_meeting(tmp_path: Path) -> Iterator[Served]:
    """The seeds up to the meeting, for one test to go on from."""
    with served(tmp_path, whole=False) as platform:
        yield platform
