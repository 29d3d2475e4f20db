"""Capabilities and needs through the door: each change is the next version."""

from typing import Any

import pytest

from chainlink.accounts.model import Role
from chainlink.api.relay import global_id
from chainlink.enterprises.claim_model import CAPABILITY
from tests.api.conftest import Door
from tests.factories import SYSTEM, create_enterprise, declare_capability, declare_need, local

SELECTION = """id version kind title text capacity certificates evidence visibility validFrom
  validUntil source onBehalf withdrawn supersededAt markets { code }
  categories { origin category { code } }"""
NEED = "id version kind title urgency onBehalf markets { code } categories { category { code } }"


async def test_an_enterprise_declares_changes_and_withdraws_a_capability(door: Door) -> None:
    token, _ = await door.member()
    form = {
        "title": "铝压铸件",
        "text": "压铸机 280 吨到 1250 吨",
        "capacity": "年产 5000 吨",
        "certificates": ["IATF 16949"],
        "evidence": "CERTIFICATE",
        "markets": ["de"],
        "validUntil": "2027-06-30",
        "source": "官网",
    }
    result = await door.change("declareCapability", form, token=token, selection=SELECTION)
    id_ = result.pop("id")
    assert result == {
        "__typename": "Capability",
        "version": 1,
        "kind": "SUPPLY",
        "title": "铝压铸件",
        "text": "压铸机 280 吨到 1250 吨",
        "capacity": "年产 5000 吨",
        "certificates": ["IATF 16949"],
        "evidence": "CERTIFICATE",
        "visibility": "PUBLIC",
        "validFrom": "2026-11-24",
        "validUntil": "2027-06-30",
        "source": "官网",
        "onBehalf": False,
        "withdrawn": False,
        "supersededAt": None,
        "markets": [{"code": "DE"}],
        "categories": [{"origin": "READ", "category": {"code": "aluminium-die-castings"}}],
    }
    form = {
        "id": id_,
        "version": 1,
        "title": "电机壳体",
        "capacity": None,
        "certificates": None,
        "visibility": "ANONYMOUS",
    }
    changed = await door.change("updateCapability", form, token=token, selection=SELECTION)
    assert changed == result | {
        "id": id_,
        "version": 2,
        "title": "电机壳体",
        "capacity": None,
        "certificates": [],
        "visibility": "ANONYMOUS",
        # read again from the new words
        "categories": [{"origin": "READ", "category": {"code": "motor-housings"}}],
    }
    form = {"id": id_, "version": 2}
    ended = await door.change("withdrawCapability", form, token=token, selection=SELECTION)
    assert (ended["id"], ended["version"], ended["withdrawn"]) == (id_, 2, True)
    assert ended["supersededAt"] is not None
    again = await door.change("withdrawCapability", form, token=token)
    assert again["__typename"] == "Conflict"


async def test_categories_that_were_ticked_stay_ticked(door: Door) -> None:
    token, works = await door.member()
    claim = await declare_capability(door.app, works, categories=["castings"])
    form = {"id": global_id("Capability", claim.claim), "version": 1, "title": "电机壳体"}
    result = await door.change("updateCapability", form, token=token, selection=SELECTION)
    assert result["categories"] == [{"origin": "DECLARED", "category": {"code": "castings"}}]
    form |= {"version": 2, "categories": [global_id("Category", local("iron-castings"))]}
    result = await door.change("updateCapability", form, token=token, selection=SELECTION)
    assert result["categories"] == [{"origin": "DECLARED", "category": {"code": "iron-castings"}}]
    form = {"id": form["id"], "version": 3, "categories": None}
    result = await door.change("updateCapability", form, token=token, selection=SELECTION)
    assert result["categories"] == [{"origin": "READ", "category": {"code": "motor-housings"}}]


async def test_staff_state_a_need_on_behalf_of_a_member(door: Door) -> None:
    works = await create_enterprise(door.app)
    staff = await door.token(Role.STAFF, committees=["ka"])
    form = {
        "enterprise": works.uscc,
        "title": "找跨境电商渠道",
        "kind": "SALES_CHANNEL",
        "categories": ["cross-border-ecommerce-export"],
        "markets": ["RU", "VN"],
        "urgency": "HIGH",
    }
    result = await door.change("declareNeed", form, token=staff, selection=NEED)
    id_ = result.pop("id")
    assert result == {
        "__typename": "Need",
        "version": 1,
        "kind": "SALES_CHANNEL",
        "title": "找跨境电商渠道",
        "urgency": "HIGH",
        "onBehalf": True,
        "markets": [{"code": "RU"}, {"code": "VN"}],
        "categories": [{"category": {"code": "cross-border-ecommerce-export"}}],
    }
    form = {"id": id_, "version": 1, "urgency": "LOW", "markets": []}
    changed = await door.change("updateNeed", form, token=staff, selection=NEED)
    assert changed == result | {"id": id_, "version": 2, "urgency": "LOW", "markets": []}
    result = await door.change("withdrawNeed", {"id": id_, "version": 2}, token=staff)
    assert result["withdrawn"] is True


async def test_the_same_request_is_done_once(door: Door) -> None:
    token, works = await door.member()
    form: dict[str, Any] = {"title": "铝压铸件", "requestId": "c-1"}
    first = await door.change("declareCapability", form, token=token)
    assert await door.change("declareCapability", form, token=token) == first
    form = {"id": first["id"], "version": 1, "text": "ADC12", "requestId": "c-2"}
    second = await door.change("updateCapability", form, token=token)
    later = {"id": first["id"], "version": 2, "capacity": "5000 吨"}
    assert (await door.change("updateCapability", later, token=token))["version"] == 3
    assert await door.change("updateCapability", form, token=token) == second
    form = {"id": first["id"], "version": 3, "requestId": "c-3"}
    third = await door.change("withdrawCapability", form, token=token)
    assert await door.change("withdrawCapability", form, token=token) == third
    found = await door.app.claims.of_enterprises(SYSTEM, CAPABILITY, [works.id])
    assert found == {works.id: []}


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ({"title": " "}, "title"),
        ({"categories": ["nothing"]}, "categories"),
        ({"markets": ["XX"]}, "markets.0"),
        ({"validUntil": "2020-01-01"}, "validUntil"),
        ({"validUntil": "soon"}, "validUntil"),
        ({"validFrom": "2027-02-01", "validUntil": "2027-01-31"}, "validUntil"),
        ({"certificates": ["x" * 101]}, "certificates.0"),
        ({"text": "x" * 10_001}, "text"),
    ],
)
async def test_what_is_wrong_with_a_claim_is_named(
    plain_door: Door, said: dict[str, Any], path: str
) -> None:
    token, works = await plain_door.member()
    claim = await declare_capability(plain_door.app, works)
    head = await plain_door.app.journal.head()
    form: dict[str, Any] = {"title": "铝压铸件"} | said
    result = await plain_door.change("declareCapability", form, token=token)
    assert [one["path"] for one in result["fields"]] == [path]
    form = {"id": global_id("Capability", claim.claim), "version": 1} | said
    result = await plain_door.change("updateCapability", form, token=token)
    assert [one["path"] for one in result["fields"]] == [path]
    assert await plain_door.app.journal.head() == head


async def test_each_failure_has_its_member(door: Door) -> None:
    token, works = await door.member()
    other = await create_enterprise(door.app)
    public = await declare_capability(door.app, other)
    hidden = await declare_capability(door.app, other, visibility="COMMITTEE")
    own = await declare_need(door.app, works)
    head = await door.app.journal.head()

    async def told(mutation: str, **form: Any) -> str:
        result = await door.change(mutation, form, token=token)
        return f"{result['__typename']} {result['code']}"

    seen = global_id("Capability", public.claim)
    assert await told("updateCapability", id=seen, version=1) == "Forbidden FORBIDDEN"
    assert await told("withdrawCapability", id=seen, version=1) == "Forbidden FORBIDDEN"
    unseen = global_id("Capability", hidden.claim)
    assert await told("updateCapability", id=unseen, version=1) == "NotFound NOT_FOUND"
    assert await told("withdrawCapability", id=unseen, version=1) == "NotFound NOT_FOUND"
    assert await told("withdrawCapability", id="x", version=1) == "NotFound NOT_FOUND"
    need = global_id("Need", own.claim)
    assert await told("updateNeed", id=need, version=2) == "StaleVersion STALE_VERSION"
    assert await told("withdrawNeed", id=need, version=2) == "StaleVersion STALE_VERSION"
    assert await told("withdrawCapability", id=need, version=1) == "NotFound NOT_FOUND"
    assert await told("declareNeed", enterprise=other.uscc, title="找") == "Forbidden FORBIDDEN"
    result = await door.change(
        "updateNeed", {"id": need, "version": 1, "title": None, "urgency": None}, token=token
    )
    assert [one["path"] for one in result["fields"]] == ["title", "urgency"]
    assert await door.app.journal.head() == head
