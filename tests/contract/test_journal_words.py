"""What people write, and who they are, never enters the journal's hashed rows (PIPL article 47)."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from chainlink.accounts.model import Role
from chainlink.app import App
from chainlink.enterprises.claim_model import CAPABILITY, NEED
from chainlink.enterprises.model import EnterpriseProfile
from chainlink.enterprises.registry import write_exports, write_links
from chainlink.graph.cypher import Query
from chainlink.graph.declaration import Property, load_schema
from chainlink.journal.service import Change
from chainlink.journal.verification import verify
from chainlink.validation import checked
from tests.factories import (
    SYSTEM,
    capability_draft,
    create_account,
    create_enterprise,
    create_member,
    need_draft,
)

# what no change of the services below writes: files do, and their tests look at it; showings are
# kept beside the journal and leave no entry
ONLY_FROM_FILES = {
    ("Showing", "answer"),
    ("Enterprise", "source"),
    ("SUPPLIES", "source"),
    ("HOLDS_SHARES_IN", "source"),
}
# the rooms of introductions, deals and notifications: what they say is looked at where every
# mutation has been sent (test_requests_by_mutation)
ELSEWHERE = {
    *("Event", "Introduction", "IntroductionStep", "FollowUp", "Consent", "DISMISSES"),
    *("Deal", "DealEvidence", "CrossBorderOrder"),
    *("Notification", "Webhook", "Delivery", "MailAddress"),
    *("Credential", "SignInSession", "ResetLink", "Identity", "MERGED_INTO"),
}


def worded() -> Iterator[tuple[str, str, bool]]:
    """Every property that is about a person or may name one: label, name, whether of an edge."""
    schema = load_schema()
    kinds: list[tuple[str, bool, dict[str, Property]]] = [
        *((label, False, dict(node.properties)) for label, node in schema.node.items()),
        *((name, True, dict(edge.properties)) for name, edge in schema.relationship.items()),
    ]
    for label, is_edge, properties in kinds:
        for name, declared in properties.items():
            if declared.personal or declared.wording:
                yield label, name, is_edge


@pytest.fixture
async def lived_in(app: App) -> App:
    """Everything that people can say through the services has been said, and changed once."""
    said: dict[str, Any] = {
        "name": "兖州王五精密铸造有限公司",
        "name_en": "Wang Wu Castings",
        "address": "兖州区王五路四十八号院东厂房",
        "scope": "王五与其女儿经营的铝合金压铸",
        "contact": {"name": "王五", "phone": "13800000000", "email": "wangwu@example.com"},
        "export_markets": ["RU"],
    }
    owner, enterprise = await create_member(app, **said)
    partner = await create_enterprise(app, name="赵六机械厂")
    profile = {"name": "兖州王五新材料有限公司", "sector": "INDUSTRY", "export_markets": ["VN"]}
    changed = {key: said[key] for key in ("name_en", "address", "scope")} | profile
    await app.enterprises.update(
        owner, enterprise.id, enterprise.version, checked(EnterpriseProfile, changed)
    )
    secretary = await create_account(app, Role.SECRETARY, name="孙七书记", committees=["ka"])
    for actor in (owner, secretary):
        for type_, draft in (
            (CAPABILITY, capability_draft(text="找王五谈", capacity="王五一人", source="王五口述")),
            (NEED, need_draft(text="王五想找订单", source="孙七代填")),
        ):
            key = type_.label
            claim = await app.claims.declare(actor, type_, enterprise.id, draft, request=key)
            revised = draft.model_copy(update={"title": f"{draft.title}，王五改"})
            await app.claims.revise(actor, type_, claim.claim, 1, revised)
            await app.claims.withdraw(actor, type_, claim.claim, 2)
    await app.vetoes.veto(owner, enterprise.id, partner.id)
    await app.vetoes.lift(owner, enterprise.id, partner.id)

    async def as_a_file_does(change: Change) -> None:
        sources = {"source": "王五提供的名单"}
        await write_exports(change, [(enterprise.id, "DE", sources)])
        link = {"start": enterprise.id, "end": "kb"} | sources
        await write_links(change, "MEMBER_OF", [link], "membership.opened")
        link = {"start": enterprise.id, "end": partner.id} | sources
        await write_links(change, "VETOES", [link], "veto.set")

    await app.journal.change(SYSTEM.account, as_a_file_does)
    return app


async def test_no_entry_says_what_people_wrote_or_who_they_are(lived_in: App) -> None:
    entries = await lived_in.journal.entries(0)
    whole = json.dumps([one.model_dump() for one in entries], ensure_ascii=False)
    whole += "".join(one.facts for one in entries)
    used = set()
    for label, name, is_edge in worded():
        pattern = f"()-[x:{label}]->()" if is_edge else f"(x:{label})"
        text = f"MATCH {pattern} WHERE x.{name} IS NOT NULL RETURN x.{name} AS said"
        for row in await lived_in.store.read(Query("tests/said", text)):
            for value in row["said"] if isinstance(row["said"], list) else [row["said"]]:
                used.add((label, name))
                assert value not in whole, f"{label}.{name}"
    here = {(label, name) for label, name, _ in worded() if label not in ELSEWHERE}
    assert here - used == ONLY_FROM_FILES
    for name in ("王五", "孙七", "赵六", "13800000000", "wangwu", "Wang Wu", "口述"):
        assert name not in whole


async def test_entries_name_the_fields_whose_words_they_leave_out(lived_in: App) -> None:
    entries = await lived_in.journal.entries(0)
    [contact] = [json.loads(one.facts) for one in entries if one.action == "contact.added"]
    assert contact.keys() == {"id", "enterprise", "worded"}
    assert contact["worded"] == ["email", "name", "phone"]
    declared = [json.loads(one.facts) for one in entries if one.action == "capability.declared"]
    assert {tuple(facts["worded"]) for facts in declared} == {
        ("capacity", "source", "text", "title")
    }


async def test_erasing_a_person_does_not_break_the_chain(lived_in: App) -> None:
    erase = "MATCH (c:Contact) SET c.name = NULL, c.phone = NULL, c.email = NULL"
    await lived_in.store.transact(
        lambda transaction: transaction.write(Query("tests/erase", erase))
    )
    assert (await verify(lived_in.journal)).key is None


async def test_each_step_has_its_entry_with_who_and_which_enterprise(lived_in: App) -> None:
    entries = await lived_in.journal.entries(0)
    [registered, _] = [one for one in entries if one.action == "enterprise.registered"]
    enterprise, owner = registered.subject, registered.actor
    own = [one.action for one in entries if one.actor == owner and one.at >= registered.at]
    assert own == [
        "enterprise.registered",
        "market.claimed",
        "contact.added",
        "account.bound",
        "enterprise.updated",
        "market.closed",
        "market.claimed",
        "capability.declared",
        "capability.revised",
        "capability.withdrawn",
        "need.declared",
        "need.revised",
        "need.withdrawn",
        "veto.set",
        "veto.lifted",
    ]
    assert all(enterprise in one.enterprises for one in entries if one.actor == owner)
    assert "enterprise.approved" in {one.action for one in entries if one.subject == enterprise}
