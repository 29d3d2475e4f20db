"""The audits of GraphQL over HTTP, as its working group publishes them."""

from tests.clients.workshop import Workshop


def test_all_61_audits_pass(workshop: Workshop) -> None:
    results = workshop.ask("audits.mjs")
    assert [one for one in results if one["status"] != "ok"] == []
    assert len(results) == 61
