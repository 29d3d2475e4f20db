"""Relay: its compiler takes the exported schema, its runtime asks with what that made."""

from tests.clients.expectations import check_names, check_partners, check_refused, check_viewer
from tests.clients.workshop import Workshop


def test_relay_compiles_and_asks(workshop: Workshop) -> None:
    (workshop.folder / "relay" / "__generated__").mkdir()
    workshop.command("relay-compiler", "relay.config.json", within="relay")
    told = workshop.ask("relay/ask.mjs")
    check_viewer(told["viewer"])
    check_names(told["names"])
    assert told["foundry"] == "兖州铸造"
    check_partners(told["partners"])
    assert told["refetched"] == told["partners"][:1]  # through node(id)
    assert told["declared"]["title"] == "Relay 铝压铸件"
    check_refused(told["refused"])
