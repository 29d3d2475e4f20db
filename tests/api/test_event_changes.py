"""Events through the door: planned, announced, attended, and shown to whom they concern."""

from typing import Any

from chainlink.accounts.model import Role
from chainlink.api.relay import global_id
from tests.api.conftest import Door
from tests.factories import create_enterprise
from tests.settable_clock import SettableClock

EVENT = """id name nameZh kind heldOn endsOn place summary version example
  committees { code } attendance { edges { node { state enterprise { name anonymous } } } }"""


async def change(
    door: Door, mutation: str, token: str, selection: str = EVENT, **input: Any
) -> dict[str, Any]:
    form = mutation[0].upper() + mutation[1:] + "Input"
    data = await door.ask(
        f"mutation ($input: {form}!) {{ result: {mutation}(input: $input) {{ __typename "
        f"... on Event {{ {selection} }} ... on Failure {{ code message }} "
        "... on InvalidInput { fields { path message } } } }",
        input=input,
        token=token,
    )
    result: dict[str, Any] = data["result"]
    return result


async def planned(door: Door, token: str, **said: Any) -> dict[str, Any]:
    plain = {
        "nameZh": "农机出海对接会",
        "nameEn": "Machines go abroad",
        "kind": "GOVERNMENT_ENTERPRISE_FINANCE",
        "heldOn": "2026-11-24",
        "committees": [global_id("Committee", "ka")],
    }
    return await change(door, "createEvent", token, **(plain | said))


def attending(event: dict[str, Any]) -> list[tuple[str, str]]:
    nodes = [edge["node"] for edge in event["attendance"]["edges"]]
    return [(one["enterprise"]["name"], one["state"]) for one in nodes]


async def test_from_the_plan_to_who_was_there(door: Door) -> None:
    staff = await door.token(Role.STAFF, committees=["ka"])
    token, works = await door.member(name="电机厂")
    guest = await create_enterprise(door.app, name="压铸厂", committees=["kb"])
    made = await planned(door, staff, place="兖州")
    assert {name: made[name] for name in ("__typename", "name", "kind", "heldOn", "place")} == {
        "__typename": "Event",
        "name": "农机出海对接会",
        "kind": "GOVERNMENT_ENTERPRISE_FINANCE",
        "heldOn": "2026-11-24",
        "place": "兖州",
    }
    assert (made["committees"], made["version"]) == ([{"code": "ka"}], 1)
    asked = {"event": made["id"], "enterprises": [guest.uscc]}
    assert attending(await change(door, "inviteToEvent", staff, **asked)) == [("压铸厂", "INVITED")]
    registered = await change(door, "registerForEvent", token, event=made["id"])
    assert attending(registered) == [("电机厂", "REGISTERED")]  # its own, nobody else's
    there = await change(
        door, "recordAttendance", staff, event=made["id"], enterprises=[works.uscc]
    )
    assert sorted(attending(there)) == [("压铸厂", "INVITED"), ("电机厂", "ATTENDED")]
    changed = await change(
        door, "updateEvent", staff, id=made["id"], version=1, place=None, kind="SALON"
    )
    assert (changed["kind"], changed["place"], changed["version"]) == ("SALON", None, 2)
    stale = await change(door, "updateEvent", staff, id=made["id"], version=1, kind="VISIT")
    assert stale["__typename"] == "StaleVersion"


async def test_the_list_the_node_and_the_events_of_an_enterprise(
    door: Door, clock: SettableClock
) -> None:
    staff = await door.token(Role.STAFF, committees=["ka", "kb"])
    other = await door.token(Role.STAFF, committees=["kb"])
    token, works = await door.member(name="电机厂")
    made = [
        await planned(door, staff, heldOn=day, committees=[committee])
        for day, committee in (("2026-12-03", "ka"), ("2026-12-01", "kb"), ("2026-12-02", "ka"))
    ]
    listed = """query ($from: Date, $to: Date, $committee: ID, $first: Int, $after: String) {
      events(from: $from, to: $to, committee: $committee, first: $first, after: $after) {
        edges { node { heldOn } } pageInfo { hasNextPage endCursor } } }"""

    async def days(**said: Any) -> list[str]:
        data = await door.ask(listed, token=token, **said)
        return [edge["node"]["heldOn"][-2:] for edge in data["events"]["edges"]]

    assert await days() == ["01", "02", "03"]
    assert await days(committee="ka") == ["02", "03"]
    assert await days(**{"from": "2026-12-02", "to": "2026-12-02"}) == ["02"]
    page = (await door.ask(listed, token=token, first=2))["events"]["pageInfo"]
    assert page["hasNextPage"]
    assert await days(first=2, after=page["endCursor"]) == ["03"]
    await change(door, "registerForEvent", token, event=made[0]["id"])
    await change(door, "registerForEvent", token, event=made[1]["id"])
    own = """query ($id: ID!) { enterprise(id: $id) {
      events { edges { node { state event { heldOn } } } } } }"""
    seen = {}
    for who, key in (("own", token), ("staff of both", staff), ("staff of kb", other)):
        data = await door.ask(own, token=key, id=global_id("Enterprise", works.id))
        nodes = [edge["node"] for edge in data["enterprise"]["events"]["edges"]]
        seen[who] = [one["event"]["heldOn"][-2:] for one in nodes]
    assert seen == {"own": ["03", "01"], "staff of both": ["03", "01"], "staff of kb": ["01"]}
    node = "query ($id: ID!) { node(id: $id) { ... on Event { heldOn } } event(id: $id) { name } }"
    found = await door.ask(node, token=token, id=made[0]["id"], language="en")
    assert found == {"node": {"heldOn": "2026-12-03"}, "event": {"name": "Machines go abroad"}}
    assert await door.ask(node, id=made[0]["id"]) == {"node": None, "event": None}


async def test_failures_name_the_field(door: Door) -> None:
    staff = await door.token(Role.STAFF, committees=["ka"])
    refused = await planned(door, staff, heldOn="soon")
    assert [one["path"] for one in refused["fields"]] == ["heldOn"]
    refused = await planned(door, staff, committees=["kb"])
    assert refused["__typename"] == "Forbidden"
    refused = await planned(door, staff, endsOn="2026-11-23")
    assert refused["fields"] == [
        {"path": "endsOn", "message": "结束日期不能早于举办日期（2026-11-24）。"}
    ]
    made = await planned(door, staff)
    emptied = await change(
        door, "updateEvent", staff, id=made["id"], version=1, nameZh=None, heldOn=None
    )
    assert [one["path"] for one in emptied["fields"]] == ["heldOn", "nameZh"]
    unknown = await change(door, "inviteToEvent", staff, event="nowhere", enterprises=[])
    assert unknown["__typename"] == "InvalidInput"


async def test_who_hides_its_name_is_a_guest_without_one(door: Door) -> None:
    staff = await door.token(Role.STAFF, committees=["ka"])
    token, _ = await door.member(name="隐名厂", committees=["kb"], visibility="COMMITTEE")
    made = await planned(door, staff)
    await change(door, "registerForEvent", token, event=made["id"])
    shown = await door.ask(
        f"query ($id: ID!) {{ event(id: $id) {{ {EVENT} }} }}", token=staff, id=made["id"]
    )
    [edge] = shown["event"]["attendance"]["edges"]
    assert edge["node"]["enterprise"]["anonymous"]
    assert "隐名" not in str(shown)
