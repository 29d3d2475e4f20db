"""Every input with values of the wrong type, size or sense: told in a sentence, never a 500.

`CHAINLINK_TEST_WRONG_VALUES` says how many wrong values each place gets, in turn; 4 by default.
"""

import os

from chainlink.accounts.model import Role
from chainlink.api.schema import build_schema
from tests.attack.attacked import attacked_door, faults
from tests.attack.wrong_values import wrong_requests

EACH = int(os.environ.get("CHAINLINK_TEST_WRONG_VALUES", "4"))


async def test_no_wrong_value_of_any_input_ends_in_an_error_of_the_server() -> None:
    broken = []
    sent = 0
    async with attacked_door() as door:
        headers = {"authorization": f"Bearer {await door.token(Role.ADMIN)}"}
        for one in wrong_requests(build_schema().graphql, EACH):
            body = {"query": one.query, "variables": one.variables}
            answer = await door.client.post("/graphql", json=body, headers=headers)
            sent += 1
            if wrong := faults(answer):
                broken.append(f"{one.place} {str(one.variables)[:200]}: {wrong}")
    print(f"{sent} requests")
    assert broken == []
    assert sent > 400
