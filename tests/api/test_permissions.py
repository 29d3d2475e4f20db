"""Every mutation refuses whoever is not signed in and whoever may only read; nothing changes."""

from typing import Any

import pytest

from chainlink.accounts.model import Role, Scope
from chainlink.api.relay import global_id
from chainlink.api.schema import build_schema
from tests.api.conftest import Door
from tests.factories import (
    create_enterprise,
    create_member,
    declare_capability,
    declare_need,
    new_uscc,
)

ROOT = build_schema().graphql.mutation_type
MUTATIONS = sorted(ROOT.fields) if ROOT else []


@pytest.fixture
async def forms(door: Door) -> dict[str, dict[str, Any]]:
    """For every mutation an input that would succeed for an administrator."""
    works = await create_enterprise(door.app)
    other = await create_enterprise(door.app)
    third = await create_enterprise(door.app)
    _, waiting = await create_member(door.app, approved=False)
    _, rejected = await create_member(door.app, approved=False)
    capability = await declare_capability(door.app, works)
    need = await declare_need(door.app, works)
    claims = {
        "Capability": global_id("Capability", capability.claim),
        "Need": global_id("Need", need.claim),
    }
    id_, partner = global_id("Enterprise", works.id), global_id("Enterprise", other.id)
    await door.change(
        "vetoPartner",
        {"enterprise": global_id("Enterprise", third.id), "partner": partner},
        token=await door.token(Role.ADMIN),
    )
    return {
        "registerEnterprise": {"uscc": new_uscc(), "name": "新厂", "sector": "USER"},
        "updateEnterprise": {"id": id_, "version": 1, "nameEn": "A"},
        "approveEnterprise": {"id": global_id("Enterprise", waiting.id), "version": 1},
        "rejectEnterprise": {"id": global_id("Enterprise", rejected.id), "version": 1},
        "setMatchingOptOut": {"id": id_, "version": 2, "optedOut": True},
        "vetoPartner": {"enterprise": id_, "partner": partner},
        "liftVeto": {"enterprise": global_id("Enterprise", third.id), "partner": partner},
        **{
            f"{verb}{kind}": form
            for kind, claim in claims.items()
            for verb, form in (
                ("declare", {"enterprise": id_, "title": "铝压铸件"}),
                ("update", {"id": claim, "version": 1, "text": "A"}),
                ("withdraw", {"id": claim, "version": 2}),
            )
        },
    }


async def test_every_mutation_refuses_who_may_not_write(
    door: Door, forms: dict[str, dict[str, Any]]
) -> None:
    assert sorted(forms) == MUTATIONS
    reading = await door.token(Role.ADMIN, scopes=[Scope.READ])
    auditor = await door.token(Role.AUDITOR)
    outsider = await door.token(Role.STAFF, committees=["kb"])
    admin = await door.token(Role.ADMIN)
    head = await door.app.journal.head()
    for mutation, form in forms.items():
        for token in (None, reading, auditor, outsider):
            result = await door.change(mutation, form | {"requestId": "r"}, token=token)
            assert result["__typename"] in {"NotFound", "Forbidden"}, (mutation, result)
            assert result["message"]
    assert await door.app.journal.head() == head
    for (
        mutation,
        form,
    ) in forms.items():  # they do change something: the refusals mean something
        before = await door.app.journal.head()
        result = await door.change(mutation, form, token=admin)
        assert result["__typename"] in {"Enterprise", "Capability", "Need"}, (mutation, result)
        assert await door.app.journal.head() > before
