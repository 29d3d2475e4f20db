"""Introductions at the door: the whole way by those who really go it, refusals, who sees what."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from chainlink.accounts.model import Role
from chainlink.api.relay import global_id
from chainlink.app import App
from chainlink.enterprises.model import Enterprise
from tests.api.conftest import FAILURES, Door
from tests.api.test_enterprise_changes import id_of
from tests.factories import create_enterprise
from tests.introduction_world import Couple, record_deal

SHOWN = """id version state reason reasonText disputed allowedSteps introducedOn
  parties { role enterprise { name anonymous contacts { name phone email } } }
  consents { state version enterprise { name } fields manner }
  followUps { id months dueOn doneOn note version }"""


@dataclass
class Two:
    """Two enterprises at the door, their officers, and the introduction of the two."""

    door: Door
    seeker: Enterprise
    provider: Enterprise
    tokens: dict[str, str]
    introduction: str = ""
    couple: Couple = field(init=False)

    async def change(self, who: str, mutation: str, **form: Any) -> dict[str, Any]:
        """A mutation of the introduction by somebody, at its newest version where it has none."""
        form = {"id": self.introduction, "version": await self.version()} | form
        input_type = mutation[0].upper() + mutation[1:] + "Input"
        data = await self.door.ask(
            f"mutation ($input: {input_type}!) {{ result: {mutation}(input: $input) "
            f"{{ __typename {FAILURES} ... on Introduction {{ {SHOWN} }} }} }}",
            input=form,
            token=self.tokens[who],
        )
        result: dict[str, Any] = data["result"]
        return result

    async def seen(self, who: str, selection: str = SHOWN) -> Any:
        """The introduction by its id, as somebody is shown it."""
        data = await self.door.ask(
            f"query ($id: ID!) {{ introduction(id: $id) {{ {selection} }} }}",
            id=self.introduction,
            token=self.tokens[who],
        )
        return data["introduction"]

    async def version(self) -> int:
        """The newest version."""
        found = await self.seen("admin", "version")
        return int(found["version"])


async def two_at(door: Door, **said: Any) -> Two:
    app = door.app
    seeker = await create_enterprise(
        app, name="电机厂", contact={"name": "王五", "phone": "13800000001"}, **said
    )
    provider = await create_enterprise(
        app, name="压铸厂", contact={"name": "赵六", "phone": "13800000002"}, **said
    )
    tokens = {
        "seeker": await door.token(Role.ENTERPRISE, enterprise=seeker.id),
        "provider": await door.token(Role.ENTERPRISE, enterprise=provider.id),
        "staff": await door.token(Role.STAFF, committees=["ka"]),
        "secretary": await door.token(Role.SECRETARY, committees=["ka"]),
        "staff of kb": await door.token(Role.STAFF, committees=["kb"]),
        "auditor": await door.token(Role.AUDITOR),
        "admin": await door.token(Role.ADMIN),
    }
    two = Two(door, seeker, provider, tokens)
    staff = await app.accounts.actor_for(tokens["staff"])
    two.couple = Couple(app, seeker, provider, {"staff of ka": staff})
    two.introduction = global_id("Introduction", await two.couple.open())
    return two


@pytest.fixture
async def two(door: Door) -> Two:
    return await two_at(door)


async def consented(two: Two) -> None:
    await two.change("staff", "askConsent", purpose="供货洽谈")
    for side in ("seeker", "provider"):
        result = await two.change(side, "giveConsent", version=1)
        assert result["__typename"] == "Introduction"


async def test_the_whole_way(two: Two) -> None:
    result = await two.change("staff", "askConsent", purpose="供货洽谈", fields=["NAME", "PHONE"])
    assert result["state"] == "CONSENT_PENDING"
    result = await two.change("seeker", "giveConsent", version=1)
    assert [one["state"] for one in result["consents"]] == ["GIVEN"]
    form = {"enterprise": id_of(two.provider), "manner": "CALL", "evidence": "来电同意"}
    await two.change("staff", "giveConsent", version=1, **form)
    result = await two.change("staff", "introduceParties")
    assert (result["state"], result["introducedOn"]) == ("INTRODUCED", "2026-11-24")
    assert (result["followUps"][0]["months"], result["followUps"][0]["dueOn"]) == (3, "2027-02-24")
    form = {"meetsAt": "2026-12-01T09:30:00+08:00", "place": "会展中心"}
    assert (await two.change("provider", "scheduleMeeting", **form))["state"] == "MEETING_SCHEDULED"
    result = await two.change("seeker", "recordMeeting", happenedOn="2026-11-24")
    assert result["state"] == "MET"
    await two.change("seeker", "advanceIntroduction", state="NEGOTIATING")
    form = {"state": "INTENT_SIGNED", "happenedOn": "2026-11-24"}
    await two.change("staff", "advanceIntroduction", **form)
    result = await two.change("staff", "advanceIntroduction", state="CONTRACT_SIGNED")
    assert [one["path"] for one in result["fields"]] == ["step"]
    await record_deal(two.couple)
    for state in ("CONTRACT_SIGNED", "IN_FULFILMENT", "COMPLETED"):
        result = await two.change("staff", "advanceIntroduction", state=state)
        assert result["state"] == state
    [first, *_] = result["followUps"]
    form = {"id": first["id"], "version": 1, "note": "已供货"}
    result = await two.change("staff", "recordFollowUp", **form)
    assert result["followUps"][0]["doneOn"] == "2026-11-24"
    result = await two.change("secretary", "disputeIntroduction", text="数量不符")
    assert result["disputed"]
    result = await two.change("secretary", "disputeIntroduction", disputed=False)
    assert not result["disputed"]
    steps = await two.seen("admin", "steps { step toState happenedOn side { name } }")
    assert [one["step"] for one in steps["steps"]][:3] == ["SHORTLIST", "ASK_CONSENT", "INTRODUCE"]
    assert [one["side"] for one in steps["steps"]][4] == {"name": "电机厂"}


async def test_contacts_by_every_door_and_each_reading_noted(two: Two) -> None:
    app = two.door.app
    await consented(two)
    asked = [
        ("enterprise(id: $id) { contacts { name } }", "enterprise"),
        ("node(id: $id) { ... on Enterprise { contacts { name } } }", "node"),
    ]
    for question, name in asked:
        head, _ = await app.journal.head()
        data = await two.door.ask(
            f"query ($id: ID!) {{ {question} }}",
            id=id_of(two.seeker),
            token=two.tokens["provider"],
            once=True,
        )
        assert data[name] == {"contacts": [{"name": "王五"}]}
        [entry] = await app.journal.entries(head)
        assert (entry.action, entry.enterprises) == ("contact.read", (two.seeker.id,))
    head, _ = await app.journal.head()
    both = "query { introductions { edges { node { parties { enterprise { contacts { name } } } } } } }"
    for _ in range(2):  # the second is no answer that was kept
        await two.door.ask(both, token=two.tokens["staff"], once=True)
    entries = await app.journal.entries(head)
    assert [entry.enterprises for entry in entries] == [
        tuple(sorted((two.seeker.id, two.provider.id)))
    ] * 2
    head, _ = await app.journal.head()
    own = await two.door.ask(
        "{ viewer { enterprise { contacts { name } } } }", token=two.tokens["seeker"]
    )
    assert own["viewer"]["enterprise"]["contacts"] == [{"name": "王五"}]
    assert await app.journal.entries(head) == []
    await two.change("seeker", "withdrawConsent", version=2)
    for who, other in (("provider", two.seeker), ("seeker", two.provider)):
        data = await two.door.ask(
            "query ($id: ID!) { enterprise(id: $id) { contacts { name } } }",
            id=id_of(other),
            token=two.tokens[who],
        )
        assert data["enterprise"]["contacts"] == []


async def test_a_refusal_reads_as_not_pursued_by_every_door(two: Two) -> None:
    await two.change("staff", "askConsent", purpose="供货洽谈")
    await two.change("provider", "giveConsent", version=1)
    form = {"version": 1, "reason": "OTHER", "reasonText": "不看好对方"}
    result = await two.change("seeker", "refuseConsent", **form)
    assert (result["state"], result["reason"]) == ("DECLINED", "OTHER")
    theirs = await two.seen("provider")
    assert (theirs["state"], theirs["reason"], theirs["reasonText"]) == (
        "WITHDRAWN",
        "NOT_PURSUED",
        None,
    )
    query = """query ($id: ID!, $party: ID!, $state: IntroductionState) {
      node(id: $id) { ... on Introduction { state steps { step note recordedBy side { name } } } }
      enterprise(id: $party) { introductions { edges { node { state } cursor } } }
      introductions(state: $state) { edges { node { state } } } }"""
    data = await two.door.ask(
        query,
        id=two.introduction,
        party=id_of(two.seeker),
        state="DECLINED",
        token=two.tokens["provider"],
    )
    assert "DECLINED" not in str(data)
    assert data["introductions"]["edges"] == []
    result = await two.change("provider", "withdrawConsent", version=3)
    assert result["__typename"] == "Conflict"
    result = await two.change("provider", "giveConsent", version=3)
    assert result["message"] == "这次引荐已经结束（WITHDRAWN），不再继续。"


async def test_before_both_agree_a_hidden_party_has_no_name(door: Door) -> None:
    two = await two_at(door, visibility="ANONYMOUS")
    await two.change("staff", "askConsent", purpose="供货洽谈")
    theirs = await two.seen("provider")
    names = [one["enterprise"]["name"] for one in theirs["parties"]]
    assert names[1] == "压铸厂"
    assert "电机厂" not in names[0]
    for side in ("seeker", "provider"):
        await two.change(side, "giveConsent", version=1)
    theirs = await two.seen("provider")
    assert theirs["parties"][0]["enterprise"] == {
        "name": "电机厂",
        "anonymous": False,
        "contacts": [{"name": "王五", "phone": "13800000001", "email": None}],
    }


async def test_what_is_not_there_for_a_viewer(two: Two) -> None:
    for who in ("seeker", "provider", "staff of kb"):
        assert await two.seen(who, "id") is None
        result = await two.change(who, "giveConsent", version=1, enterprise=id_of(two.seeker))
        assert result["__typename"] == "NotFound"
    data = await two.door.ask(
        "query ($id: ID!) { node(id: $id) { id } introductions { edges { node { id } } } }",
        id=two.introduction,
    )
    assert data == {"node": None, "introductions": {"edges": []}}


@pytest.mark.parametrize(
    ("mutation", "form", "paths"),
    [
        ("askConsent", {"purpose": " "}, ["purpose"]),
        ("askConsent", {"purpose": "x", "fields": []}, ["fields"]),
        ("askConsent", {"purpose": "x", "validUntil": "never"}, ["validUntil"]),
        ("scheduleMeeting", {"meetsAt": "tomorrow"}, ["meetsAt"]),
        ("scheduleMeeting", {"meetsAt": "0001-01-01T00:00:00+14:00"}, ["meetsAt"]),
        ("scheduleMeeting", {"meetsAt": "2026-12-01T09:30:00"}, ["meetsAt"]),
        ("recordMeeting", {"happenedOn": "2026-02-30"}, ["happenedOn"]),
        ("advanceIntroduction", {"state": "INTRODUCED"}, ["state"]),
        ("closeIntroduction", {"state": "COMPLETED", "reason": "PRICE"}, ["state"]),
        ("closeIntroduction", {"state": "WITHDRAWN", "reason": "OTHER"}, ["reasonText"]),
        ("closeIntroduction", {"state": "DECLINED", "reason": "PRICE"}, ["side"]),
        ("updateIntroduction", {"dueOn": "2026-11-23"}, ["dueOn"]),
        ("updateIntroduction", {"owner": "nobody"}, ["owner"]),
        ("disputeIntroduction", {}, ["text"]),
    ],
)
async def test_every_field_that_is_wrong_is_named(
    two: Two, mutation: str, form: dict[str, Any], paths: list[str]
) -> None:
    await consented(two)
    await two.change("staff", "introduceParties")
    head = await two.door.app.journal.head()
    result = await two.change("staff", mutation, **form)
    assert [one["path"] for one in result["fields"]] == paths, result
    assert "introduction." not in str(result)
    assert await two.door.app.journal.head() == head


async def test_stale_and_forbidden_and_repeated(two: Two) -> None:
    await consented(two)
    result = await two.change("staff", "introduceParties", version=1)
    assert result["__typename"] == "StaleVersion"
    for who in ("seeker", "auditor"):
        result = await two.change(who, "introduceParties")
        assert result["__typename"] == "Forbidden"
    form = {"version": await two.version(), "requestId": "r-1"}
    first = await two.change("staff", "introduceParties", **form)
    again = await two.change("staff", "introduceParties", **form)
    keys = ("id", "version", "state", "followUps")
    assert [first[key] for key in keys] == [again[key] for key in keys]


async def test_a_partner_joins_at_the_door(two: Two) -> None:
    await consented(two)
    bank = await create_enterprise(two.door.app, name="农商银行", sector="FINANCE")
    two.tokens["bank"] = await two.door.token(Role.ENTERPRISE, enterprise=bank.id)
    form = {"enterprise": bank.uscc, "role": "FINANCE_PARTNER", "purpose": "贷款"}
    result = await two.change("staff", "joinIntroduction", **form)
    assert [one["role"] for one in result["parties"]] == ["SEEKER", "PROVIDER", "FINANCE_PARTNER"]
    assert (await two.seen("bank"))["state"] == "CONSENT_PENDING"


async def test_lists_and_pages(two: Two) -> None:
    app: App = two.door.app
    for _ in range(4):
        partner = await create_enterprise(app)
        await two.couple.open(provider=partner.id)
    query = """query ($first: Int, $after: String) {
      introductions(first: $first, after: $after) {
        edges { node { id } } pageInfo { hasNextPage endCursor } } }"""
    token = two.tokens["staff"]
    seen: list[str] = []
    after = None
    for expected in (True, True, False):
        data = await two.door.ask(query, first=2, after=after, token=token)
        found = data["introductions"]
        seen += [edge["node"]["id"] for edge in found["edges"]]
        assert found["pageInfo"]["hasNextPage"] is expected
        after = found["pageInfo"]["endCursor"]
    assert len(set(seen)) == 5
    assert seen[-1] == two.introduction
