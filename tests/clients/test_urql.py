"""urql, with queries by GET and by POST."""

from typing import Any

import pytest

from tests.clients.expectations import check_names, check_partners, check_refused, check_viewer
from tests.clients.workshop import Workshop


@pytest.fixture(scope="module")
def urql(workshop: Workshop) -> Any:
    return workshop.ask("urql.mjs")


@pytest.mark.parametrize(("way", "methods"), [("get", ["GET", "POST"]), ("post", ["POST"])])
def test_urql_asks_pages_and_changes(urql: Any, way: str, methods: list[str]) -> None:
    told = urql[way]
    check_viewer(told["viewer"])
    check_names(told["names"])
    check_partners(told["partners"])
    assert told["declared"]["title"] == "urql 铝压铸件"
    check_refused(told["refused"])
    assert told["broken"] == ["GRAPHQL_VALIDATION_FAILED"]
    assert told["methods"] == methods
