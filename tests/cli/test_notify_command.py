"""`notify`: one round, for who runs it by the clock."""

import asyncio

from chainlink.app import build_app
from chainlink.settings import Settings
from tests.cli.conftest import Run
from tests.factories import create_member, load_small_reference


async def _somebody_waits(settings: Settings) -> None:
    app = build_app(settings)
    await app.prepare()
    if not await app.chains.committees():
        await load_small_reference(app)
    await create_member(app, approved=False)
    await app.close()


def test_one_round_makes_what_is_new_and_the_next_nothing(
    on_graph: Run, graph_settings: Settings
) -> None:
    asyncio.run(_somebody_waits(graph_settings))
    first = on_graph("notify")
    assert (first.code, first.out) == (0, "新通知 1 条，投递 0 次。\n")
    again = on_graph("notify", language="en")
    assert again.out == "0 new notifications, 0 attempts to deliver.\n"


def test_a_graph_that_is_not_there_is_said_so(command: Run) -> None:
    refused = command("notify", graph="ladybug:./no.lbdb")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.count("\n") == 1


def test_networks_that_are_none_are_said_so(command: Run) -> None:
    command("account", "create", "root", "--role", "ADMIN", graph="ladybug:./graph.lbdb")
    refused = command("notify", graph="ladybug:./graph.lbdb", webhook_private_networks="the cellar")
    assert refused.code == 1
    assert "CHAINLINK_WEBHOOK_PRIVATE_NETWORKS" in refused.err
