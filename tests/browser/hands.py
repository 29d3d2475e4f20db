"""How somebody works a page: with the mouse, or with the keyboard alone."""

from dataclasses import dataclass
from datetime import date, datetime

from playwright.sync_api import Locator, Page

_FAR = 400  # presses of Tab after which a control counts as out of reach


@dataclass
class Hands:
    """Fills in and presses; a control is named by a selector."""

    page: Page
    keyboard: bool = False

    def _reached(self, selector: str) -> Locator:
        """The control, with the focus where there is only the keyboard."""
        found = self.page.locator(selector).first
        if not self.keyboard:
            return found
        found.wait_for(state="visible")
        for _ in range(_FAR):
            if found.evaluate("one => one === document.activeElement"):
                return found
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead to {selector} on {self.page.url}")

    def fill(self, selector: str, text: str) -> None:
        """Type into a field, over what stands there."""
        found = self._reached(selector)
        if self.keyboard:
            self.page.keyboard.press("Control+a")
            self.page.keyboard.type(text)
        else:
            found.fill(text)

    def day(self, selector: str, day: date) -> None:
        """Give a day."""
        self._parts(selector, day.isoformat())

    def moment(self, selector: str, moment: str) -> None:
        """Give a day and a time by a clock of 24 hours, `2026-11-25T10:00`."""
        self._parts(selector, moment)

    def _parts(self, selector: str, value: str) -> None:
        found = self._reached(selector)
        if self.keyboard:
            # the parts of the field stand as in the browser's own language, which is English
            moment = datetime.fromisoformat(value)
            self.page.keyboard.type(moment.strftime("%m%d%Y"))
            if "T" in value:
                self.page.keyboard.press("ArrowRight")
                self.page.keyboard.type(moment.strftime("%I%M%p")[:5])
        else:
            found.fill(value)
        assert found.input_value() == value, found.input_value()

    def choose(self, selector: str, value: str) -> None:
        """Choose of a list by what is sent."""
        found = self._reached(selector)
        if not self.keyboard:
            found.select_option(value)
            return
        self.page.keyboard.press("Home")
        for _ in range(60):
            if found.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{value} is not in {selector}")

    def tick(self, selector: str) -> None:
        """Tick a box, or take one of several choices."""
        found = self.page.locator(selector).first
        if not self.keyboard:
            found.check()
        elif found.get_attribute("type") == "radio":
            self._reached(f"input[type=radio][name={found.get_attribute('name')}]")
            self.page.keyboard.press("Space")
            for _ in range(_FAR):
                if found.is_checked():
                    return
                self.page.keyboard.press("ArrowDown")
            raise AssertionError(f"arrows do not lead to {selector}")
        else:
            self._reached(selector)
            if not found.is_checked():
                self.page.keyboard.press("Space")
            assert found.is_checked()

    def press(self, selector: str) -> None:
        """Press a button, or follow a link."""
        found = self._reached(selector)
        if self.keyboard:
            self.page.keyboard.press("Enter")
        else:
            found.click()

    def submit(self, selector: str) -> None:
        """Press a button that sends a form, and wait for the page that comes of it."""
        with self.page.expect_navigation():
            self.press(selector)
