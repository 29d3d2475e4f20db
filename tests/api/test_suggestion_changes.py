"""Suggestions decided on through the door: shortlisted, dismissed, and what the others can tell."""

from dataclasses import dataclass
from typing import Any

import pytest

from chainlink.accounts.model import Role
from chainlink.api.relay import global_id
from chainlink.enterprises.model import Enterprise
from tests.api.conftest import Door
from tests.factories import declare_capability, declare_need

PARTNERS = """query ($id: ID!) { enterprise(id: $id) { recommendedPartners { edges { node {
  rank shown matchType seeker { id } provider { id } partner { name anonymous }
  introduction { id state } } } } } }"""
INBOX = """{ suggestedMatches { edges { node { recommendation {
  shown introduction { id state } } } } } }"""


@dataclass
class Couple:
    """A motor works of ka that needs housings, and a caster of kb that makes them."""

    door: Door
    works: Enterprise
    caster: Enterprise
    tokens: dict[str, str]

    async def listed(self, who: str) -> list[dict[str, Any]]:
        """What an enterprise is recommended, as it or an officer sees it."""
        enterprise = self.caster if who in {"caster", "staff of kb"} else self.works
        id_ = global_id("Enterprise", enterprise.id)
        data = await self.door.ask(PARTNERS, id=id_, token=self.tokens[who])
        return [edge["node"] for edge in data["enterprise"]["recommendedPartners"]["edges"]]

    async def change(self, mutation: str, who: str, **input: Any) -> dict[str, Any]:
        form = mutation[0].upper() + mutation[1:] + "Input"
        thing = (
            "Introduction { id state }"
            if mutation == "shortlistMatch"
            else "Dismissal { id reason reasonText undone seeker { name } provider { name } }"
        )
        data = await self.door.ask(
            f"mutation ($input: {form}!) {{ result: {mutation}(input: $input) {{ __typename "
            f"... on {thing} ... on Failure {{ code message }} "
            "... on InvalidInput { fields { path message } } } }",
            input=input,
            token=self.tokens[who],
        )
        result: dict[str, Any] = data["result"]
        return result

    @property
    def pair(self) -> dict[str, str]:
        """The pair as it is sent."""
        return {
            "seeker": global_id("Enterprise", self.works.id),
            "provider": self.caster.uscc,
            "matchType": "SUPPLY",
        }


async def build_couple(door: Door, **of_caster: Any) -> Couple:
    own, works = await door.member(name="电机厂")
    theirs, caster = await door.member(name="压铸厂", committees=["kb"], **of_caster)
    await declare_need(door.app, works)
    await declare_capability(door.app, caster, title="电机壳体", categories=["motor-housings"])
    tokens = {
        "works": own,
        "caster": theirs,
        "staff of ka": await door.token(Role.STAFF, committees=["ka"]),
        "staff of kb": await door.token(Role.STAFF, committees=["kb"]),
        "staff of none": await door.token(Role.STAFF),
        "auditor": await door.token(Role.AUDITOR),
    }
    return Couple(door, works, caster, tokens)


@pytest.fixture
async def couple(door: Door) -> Couple:
    return await build_couple(door)


async def test_a_committee_shortlists_what_it_was_shown(couple: Couple) -> None:
    [one] = await couple.listed("staff of ka")
    assert (one["rank"], one["introduction"]) == (1, None)
    made = await couple.change(
        "shortlistMatch",
        "staff of ka",
        **couple.pair,
        shown=one["shown"],
        committee=global_id("Committee", "ka"),
        nextStep="打电话",
        dueOn="2026-12-01",
        requestId="r1",
    )
    assert (made["__typename"], made["state"]) == ("Introduction", "SHORTLISTED")
    again = await couple.change("shortlistMatch", "staff of ka", shown=one["shown"])
    assert again["__typename"] == "Conflict"
    introduction = {"id": made["id"], "state": "SHORTLISTED"}
    assert [each["introduction"] for each in await couple.listed("staff of ka")] == [introduction]
    assert [each["introduction"] for each in await couple.listed("staff of kb")] == [introduction]
    data = await couple.door.ask(INBOX, token=couple.tokens["staff of kb"])
    [edge] = data["suggestedMatches"]["edges"]
    assert edge["node"]["recommendation"] == {"shown": None, "introduction": introduction}
    # neither side learns that a committee thinks of introducing the two
    for who in ("works", "caster"):
        assert [each["introduction"] for each in await couple.listed(who)] == [None], who


async def test_what_an_enterprise_shortlists_is_its_own_to_see(couple: Couple) -> None:
    [one] = await couple.listed("works")
    made = await couple.change("shortlistMatch", "works", shown=one["shown"])
    assert made["__typename"] == "Introduction"
    assert [each["introduction"]["id"] for each in await couple.listed("works")] == [made["id"]]
    assert [each["introduction"] for each in await couple.listed("caster")] == [None]


async def test_a_partner_without_a_name_is_decided_on_by_what_was_shown(door: Door) -> None:
    couple = await build_couple(door, visibility="ANONYMOUS")
    [one] = await couple.listed("works")
    assert one["partner"]["anonymous"]
    sent = {"seeker": one["seeker"]["id"], "provider": one["provider"]["id"]}
    refused = await couple.change(
        "dismissMatch", "works", **sent, matchType="SUPPLY", reason="PRICE"
    )
    assert refused["__typename"] == "NotFound"
    made = await couple.change("dismissMatch", "works", **sent, shown=one["shown"], reason="PRICE")
    assert made["__typename"] == "Dismissal"
    assert made["seeker"] == {"name": "电机厂"}
    assert "压铸" not in made["provider"]["name"]
    assert await couple.listed("works") == []


async def test_a_dismissed_pair_is_gone_for_both_and_its_own_side_takes_it_back(
    couple: Couple,
) -> None:
    made = await couple.change(
        "dismissMatch", "works", **couple.pair, reason="OTHER", text="去年不愉快", requestId="r1"
    )
    assert made == {
        "__typename": "Dismissal",
        "id": made["id"],
        "reason": "OTHER",
        "reasonText": "去年不愉快",
        "undone": False,
        "seeker": {"name": "电机厂"},
        "provider": {"name": "压铸厂"},
    }
    repeated = await couple.change(
        "dismissMatch", "works", **couple.pair, reason="OTHER", text="去年不愉快", requestId="r1"
    )
    assert repeated == made
    for who in ("works", "caster", "staff of ka", "staff of kb"):
        assert await couple.listed(who) == [], who
    listed = "{ dismissals { edges { node { id reason } } } }"
    node = "query ($id: ID!) { node(id: $id) { id ... on Dismissal { reason } } }"
    seen = {}
    for who, token in couple.tokens.items():
        data = await couple.door.ask(listed, token=token)
        found = await couple.door.ask(node, token=token, id=made["id"])
        assert bool(data["dismissals"]["edges"]) == (found["node"] is not None)
        seen[who] = found["node"] is not None
    assert [who for who, sees in seen.items() if sees] == ["works", "auditor"]
    unknown = await couple.change("undoDismissal", "caster", dismissal="nowhere")
    for who in ("caster", "staff of ka", "staff of none"):
        refused = await couple.change("undoDismissal", who, dismissal=made["id"])
        assert refused == unknown, who
    by_pair = {"seeker": couple.pair["seeker"], "provider": couple.pair["provider"]}
    assert await couple.change("undoDismissal", "caster", **by_pair) == unknown
    undone = await couple.change("undoDismissal", "works", **by_pair)
    assert (undone["id"], undone["undone"]) == (made["id"], True)
    for who in ("works", "caster"):
        assert len(await couple.listed(who)) == 1, who


async def test_a_foreign_committee_decides_nothing(couple: Couple) -> None:
    for mutation, more in (("shortlistMatch", {}), ("dismissMatch", {"reason": "PRICE"})):
        for who in ("staff of none", "auditor"):
            refused = await couple.change(mutation, who, **couple.pair, **more)
            assert refused["__typename"] == "Forbidden", (mutation, who)
    assert len(await couple.listed("works")) == 1


async def test_refusals_name_the_field(couple: Couple) -> None:
    refused = await couple.change("dismissMatch", "works", **couple.pair, reason="OTHER")
    assert refused["fields"] == [{"path": "text", "message": "原因为“其他”时请写明原因。"}]
    refused = await couple.change("shortlistMatch", "works", seeker=couple.pair["seeker"])
    assert [one["path"] for one in refused["fields"]] == ["provider"]
    refused = await couple.change("shortlistMatch", "works", shown="nowhere:1")
    assert [one["path"] for one in refused["fields"]] == ["shown"]
    refused = await couple.change("undoDismissal", "works")
    assert [one["path"] for one in refused["fields"]] == ["dismissal"]
