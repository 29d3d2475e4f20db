"""Apollo Client: its cache by ids, its paging, unions by interface, persisted queries, errors."""

from typing import Any

import pytest

from tests.clients.expectations import check_names, check_partners, check_refused, check_viewer
from tests.clients.serving import Platform
from tests.clients.workshop import Workshop


@pytest.fixture(scope="module")
def apollo(workshop: Workshop) -> Any:
    return workshop.ask("apollo.mjs")


def test_apollo_asks_and_pages(apollo: Any, platform: Platform) -> None:
    check_viewer(apollo["viewer"])
    assert apollo["enterprise"]["id"] == platform.foundry
    check_names(apollo["names"])
    check_partners(apollo["partners"])


def test_apollo_keeps_each_enterprise_once(apollo: Any, platform: Platform) -> None:
    assert f"Enterprise:{platform.foundry}" in apollo["cached"]
    assert len(apollo["cached"]) == 5


def test_apollo_gets_a_member_of_the_union(apollo: Any) -> None:
    assert apollo["declared"]["__typename"] == "Capability"
    assert apollo["declared"]["title"] == "Apollo 铝压铸件"
    assert apollo["repeated"] == apollo["declared"]
    assert apollo["refused"]["__typename"] == "InvalidInput"
    check_refused(apollo["refused"])


def test_apollo_finds_a_published_document_by_its_hash(apollo: Any) -> None:
    found = apollo["published"]
    assert found["role"] == "SECRETARY"
    assert found["requests"] == [{"text": False, "method": "POST", "status": 200}]


def test_apollo_sends_the_text_where_the_document_is_not_published(apollo: Any) -> None:
    found = apollo["unpublished"]
    assert found["role"] == "SECRETARY"
    assert [(one["text"], one["status"]) for one in found["requests"]] == [
        (False, 404),
        (True, 200),
    ]


def test_apollo_tells_errors_apart(apollo: Any) -> None:
    for name, code in (("turnedAway", "UNAUTHENTICATED"), ("broken", "GRAPHQL_VALIDATION_FAILED")):
        assert apollo[name] == {"name": "CombinedGraphQLErrors", "codes": [code]}
