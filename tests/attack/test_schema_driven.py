"""Thousands of requests made from the schema, and not one that ends in the server's own error.

`CHAINLINK_TEST_REQUESTS` says how many, such as 10000; 300 by default, at least one an operation.
"""

import os

from tests.attack.attacked import accounts_of_all, attacked_door
from tests.attack.schema_driven import Attack, documents, know_scalars

REQUESTS = int(os.environ.get("CHAINLINK_TEST_REQUESTS", "300"))


async def test_no_request_made_from_the_schema_ends_in_an_error_of_the_server() -> None:
    know_scalars()
    async with attacked_door() as door:
        tokens = [None, *await accounts_of_all(door)]
        attack = Attack([door.client, door.unplanned], tokens)
        for operation, text in documents(REQUESTS):
            await attack.send(operation, text)
    outcome = attack.outcome
    print(f"{outcome.sent} requests, {len(outcome.operations)} operations: {outcome.answers}")
    assert outcome.broken == []
    assert outcome.answers["answered"] > outcome.sent / 4
