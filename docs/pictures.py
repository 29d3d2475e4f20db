"""`python docs/pictures.py`: the pictures of the main pages, made anew from the seeds.

It takes the browser that the tests take (Chromium on the PATH) and writes `docs/pictures/`.
"""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.chromium import chromium  # noqa: E402 - found only where the root is
from tests.browser.served import PASSWORD, served  # noqa: E402 - likewise

FOLDER = ROOT / "docs" / "pictures"
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
# a page's name, its address, and who is shown it
PAGES = (
    ("today", "/today", "secretary"),
    ("matches", "/matches?type=CHANNEL", "secretary"),
    ("enterprises", "/enterprises", "secretary"),
    ("introductions", "/introductions", "secretary"),
    ("deals", "/deals", "secretary"),
    ("chain", "/chains/yz-agri-machinery", "secretary"),
    ("outcomes", "/outcomes?from=2023-01-01&to=2024-12-31", "secretary"),
)


def main() -> None:
    """Make them all, and one more of the first page as on a phone."""
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder), whole=True) as platform,
        chromium() as browser,
    ):
        page = browser.new_page(locale="zh-CN", viewport=WIDE)
        signed_in = ""
        for name, address, account in PAGES:
            if account != signed_in:
                page.goto(f"{platform.url}/sign-in")
                page.fill("#name", account)
                page.fill("#password", PASSWORD)
                page.click("main button[type=submit]")
                page.wait_for_url("**/today")
                signed_in = account
            page.goto(platform.url + address)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=FOLDER / f"{name}.png")
        page.set_viewport_size(NARROW)
        page.goto(f"{platform.url}/today")
        page.screenshot(path=FOLDER / "today-on-a-phone.png")


if __name__ == "__main__":
    main()
