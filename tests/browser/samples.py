"""The address of a page for each route of the workbench, with things that the seeds have."""

from chainlink.demo.accounts import CHANNEL_USCC, MAKER_USCC
from chainlink.enterprises.claim_model import CAPABILITY
from chainlink.events.reading import EventFilter
from chainlink.graph.cypher import Query
from chainlink.web.workbench import Workbench
from tests.browser.served import Served
from tests.factories import SYSTEM

PARTS = {"/enterprises/suggest"}  # fetched into a page, and no page of their own


async def _known(served: Served) -> dict[str, str]:
    app = served.app
    channel = await app.enterprises.find(SYSTEM, CHANNEL_USCC)
    maker = await app.enterprises.find(SYSTEM, MAKER_USCC)
    [claim, *_] = (await app.claims.of_enterprises(SYSTEM, CAPABILITY, [maker.id]))[maker.id]
    [event, *_] = await app.events.search(SYSTEM, EventFilter(), 1)
    introduction = (await app.introductions.of_enterprise(SYSTEM, maker.id))[0]
    deals = await app.store.read(Query("deal", "MATCH (n:Deal) RETURN n.deal AS id LIMIT 1"))
    orders = await app.store.read(
        Query("order", "MATCH (n:CrossBorderOrder) RETURN n.order_id AS id LIMIT 1")
    )
    accounts = await app.store.read(
        Query("account", "MATCH (n:Account) WHERE n.name = 'staff' RETURN n.id AS id")
    )
    return {
        "/administration/accounts/{id}": accounts[0]["id"],
        "/administration/import/{id}": "none",
        "{version}": "none",
        "{sequence}": "1",
        "/enterprises/{id}": maker.id,
        "{other}": channel.id,
        "{kind}": "capability",
        "{claim}": claim.claim,
        "/events/{id}": event.id,
        "/introductions/{id}": introduction.id,
        "/deals/{id}": deals[0]["id"],
        "/orders/{id}": orders[0]["id"],
        "{code}": (await app.chains.chains())[0].code,
        "{step}": "next-step",
    }


def addresses(served: Served) -> dict[str, str]:
    """Each GET route's path with the address that is looked at."""
    known = served.run(_known(served))
    workbench: Workbench = served.web.state.workbench
    found = {}
    for route in workbench.routes:
        if route.method != "GET" or route.path in PARTS:
            continue
        address = route.path
        for pattern, value in known.items():
            if pattern.endswith("/{id}") and address.startswith(pattern):
                address = address.replace("{id}", value, 1)
            elif pattern in address and not pattern.endswith("/{id}"):
                address = address.replace(pattern, value, 1)
        found[route.path] = address
    return found
