"""Every page in both languages and at three widths: nothing noticed, nothing cut, nothing in the
way of anybody."""

import pytest

from tests.browser.samples import addresses
from tests.browser.served import Served
from tests.browser.visitors import HEIGHT, WIDTHS, Reception

# who sees most of the pages, who sees the others, and who sees the least of each
_VISITORS = ("secretary", "admin", "maker")
_NOT_FOR = {"secretary": {403, 404}, "admin": {403, 404, 409}, "maker": {403, 404, 409}}


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("name", _VISITORS)
def test_every_page_is_whole_at_every_width(
    reception: Reception, looked_at: Served, name: str, language: str
) -> None:
    found = []
    with reception.visitor(looked_at, name, language=language) as visitor:
        visitor.expected = _NOT_FOR[name]
        for address in addresses(looked_at).values():
            visitor.go(address)
            assert "{" not in visitor.page.title(), address
            # what axe finds hangs on the width, hardly on the language: each is looked at once
            looked = WIDTHS[0] if language == "en" else WIDTHS[-1]
            for width in WIDTHS:
                visitor.page.set_viewport_size({"width": width, "height": HEIGHT})
                if (beyond := visitor.overflow()) > 0:
                    found.append(f"{address} at {width}: {beyond} px beyond the window")
                if width == looked:
                    found += [f"{address} at {width}: {one}" for one in visitor.violations()]
    assert found == []


@pytest.mark.parametrize("address", ["/", "/sign-in", "/sign-up", "/nowhere"])
def test_pages_for_everybody_are_whole(
    reception: Reception, looked_at: Served, address: str
) -> None:
    with reception.visitor(looked_at, width=WIDTHS[-1]) as visitor:
        visitor.expected = {404}
        visitor.go(address)
        assert visitor.overflow() <= 0
        assert visitor.violations() == []
