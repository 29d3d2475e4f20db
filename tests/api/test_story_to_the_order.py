"""The story from end to end, by the accounts that would really do it: an exporter and a maker on
different chains, a secretary, a member of staff and a reviewer of the other committee."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from chainlink.accounts.model import Role
from chainlink.api.relay import global_id
from chainlink.journal.verification import verify
from tests.api.conftest import FAILURES, Door
from tests.factories import create_enterprise
from tests.settable_clock import SettableClock

YEARS = 1000  # days that the tokens last
_SHOWN = {
    "Capability": "id",
    "Event": "id",
    "Introduction": "id state version",
    "Deal": "id version verification",
    "CrossBorderOrder": "id version verification",
    "FollowUp": "id version",
}
CONTACTS = "query ($id: ID!) { enterprise(id: $id) { name contacts { name phone email } } }"
INTRODUCTION = """query ($id: ID!) { introduction(id: $id) {
  state version owner nextStep dueOn introducedOn policyVersion rank score overdue
  event { name } committee { code } parties { role enterprise { name } }
  consents { enterprise { name } state version }
  followUps { id months dueOn doneOn version }
  steps { step happenedOn } allowedSteps } }"""

REPORT = """query ($from: Date!, $to: Date!) { outcomeReport(from: $from, to: $to) {
  funnel { stage rate figure { value } }
  contracts { inYuan { value } deals { value records { edges { node { record node { id } } } } } }
  intents { deals { value } }
  exports { firstExports { value } orders { records { edges { node { node { id } } } } } }
  daysToFirstOrder { median }
  groups(by: COMMITTEE) { edges { node {
    key report { contracts { currencies { currency credited { value } } } } } } } } }"""


def records(figure: dict[str, Any]) -> list[str]:
    """The ids of the records whose sum a figure is."""
    return [edge["node"]["node"]["id"] for edge in figure["records"]["edges"]]


@dataclass
class Desk:
    """Who asks, and what they see."""

    door: Door
    tokens: dict[str, str] = field(default_factory=dict)

    async def change(self, who: str, mutation: str, thing: str, **input: Any) -> dict[str, Any]:
        members = thing if isinstance(thing, str) else ""
        form = mutation[0].upper() + mutation[1:] + "Input"
        document = (
            f"mutation Change($input: {form}!) {{ result: {mutation}(input: $input) {{ "
            f"__typename {FAILURES} ... on {members} {{ {_SHOWN[members]} }} }} }}"
        )
        data = await self.door.ask(document, token=self.tokens[who], input=input)
        result: dict[str, Any] = data["result"]
        return result

    async def done(self, who: str, mutation: str, thing: str, **input: Any) -> dict[str, Any]:
        result = await self.change(who, mutation, thing, **input)
        assert result["__typename"] == thing, result
        return result

    async def introduction(self, who: str, id_: str) -> dict[str, Any]:
        data = await self.door.ask(INTRODUCTION, token=self.tokens[who], id=id_)
        found: dict[str, Any] = data["introduction"]
        return found

    async def contacts(self, who: str, enterprise: str) -> list[dict[str, Any]]:
        data = await self.door.ask(CONTACTS, token=self.tokens[who], id=enterprise)
        found: list[dict[str, Any]] = data["enterprise"]["contacts"]
        return found


@dataclass
class Story:
    """What the chapters hand on."""

    desk: Desk
    clock: SettableClock
    exporter: str
    maker: str
    session: str = ""
    introduction: str = ""
    deal: dict[str, Any] = field(default_factory=dict)
    order: str = ""

    def day(self, ago: int = 0) -> str:
        return (self.clock() - timedelta(days=ago)).date().isoformat()

    async def step(self, mutation: str, **said: Any) -> None:
        """A step that staff take on the newest version of the introduction."""
        seen = await self.desk.introduction("staff", self.introduction)
        await self.desk.done(
            "staff",
            mutation,
            "Introduction",
            id=self.introduction,
            version=seen["version"],
            **said,
        )


async def test_from_the_suggestion_to_the_reviewed_order(door: Door, clock: SettableClock) -> None:
    story = await begun(door, clock)
    await they_say_what_they_can_do(story)
    await they_come_to_the_same_session(story)
    await the_secretary_is_told_whom_to_bring_together(story)
    await both_consent(story)
    await a_year_of_joint_work(story)
    await the_first_order(story)
    await the_money_is_confirmed(story)
    await what_is_reported_lists_its_records(story)
    assert (await verify(door.app.journal)).key is None


async def begun(door: Door, clock: SettableClock) -> Story:
    exporter = await create_enterprise(
        door.app,
        name="易运盈",
        sector="SERVICE",
        committees=["ka"],
        export_markets=["RU"],
        contact={"name": "王经理", "phone": "13800000001"},
    )
    maker = await create_enterprise(
        door.app,
        name="金大丰",
        industry="3572",
        committees=["kb"],
        contact={"name": "李厂长", "phone": "13800000002", "email": "li@example.org"},
    )
    tokens = {
        "exporter": await door.token(Role.ENTERPRISE, days=YEARS, enterprise=exporter.id),
        "maker": await door.token(Role.ENTERPRISE, days=YEARS, enterprise=maker.id),
        "secretary": await door.token(Role.SECRETARY, days=YEARS, committees=["ka"]),
        "staff": await door.token(Role.STAFF, days=YEARS, committees=["ka"]),
        "reviewer": await door.token(Role.SECRETARY, days=YEARS, committees=["kb"]),
    }
    ids = [global_id("Enterprise", one.id) for one in (exporter, maker)]
    return Story(Desk(door, tokens), clock, *ids)


async def they_say_what_they_can_do(story: Story) -> None:
    await story.desk.done(
        "exporter",
        "declareCapability",
        "Capability",
        title="跨境电商出口渠道",
        categories=["LOCAL:cross-border-ecommerce-export"],
        markets=["RU"],
    )
    await story.desk.done(
        "maker", "declareCapability", "Capability", title="玉米收割机，还没有出口过"
    )


async def they_come_to_the_same_session(story: Story) -> None:
    session = await story.desk.done(
        "secretary",
        "createEvent",
        "Event",
        nameZh="青年企业家座谈会",
        kind="SALON",
        heldOn=story.day(),
        committees=["ka"],
    )
    await story.desk.done(
        "staff",
        "recordAttendance",
        "Event",
        event=session["id"],
        enterprises=[story.exporter, story.maker],
        state="ATTENDED",
    )
    story.session = session["id"]


async def the_secretary_is_told_whom_to_bring_together(story: Story) -> None:
    data = await story.desk.door.ask(
        """query ($id: ID!) { enterprise(id: $id) { recommendedPartners(matchType: CHANNEL) {
          edges { node { shown rank score policyVersion partner { id name }
            factors { contribution } sentences } } } } }""",
        token=story.desk.tokens["secretary"],
        id=story.exporter,
        once=True,
    )
    [suggestion] = [one["node"] for one in data["enterprise"]["recommendedPartners"]["edges"]]
    assert suggestion["partner"]["name"] == "金大丰"
    assert abs(sum(f["contribution"] for f in suggestion["factors"]) - suggestion["score"]) < 1e-9
    opened = await story.desk.done(
        "secretary",
        "shortlistMatch",
        "Introduction",
        shown=suggestion["shown"],
        event=story.session,
        nextStep="分别征求两家同意",
        dueOn=story.day(-7),
    )
    story.introduction = opened["id"]
    known = await story.desk.introduction("secretary", story.introduction)
    assert (known["state"], known["event"]["name"]) == ("SHORTLISTED", "青年企业家座谈会")
    assert known["policyVersion"] == suggestion["policyVersion"]
    assert (known["rank"], known["score"]) == (suggestion["rank"], suggestion["score"])
    assert (
        await story.desk.introduction("maker", story.introduction) is None
    )  # nobody has asked it yet
    assert await story.desk.contacts("exporter", story.maker) == []


async def both_consent(story: Story) -> None:
    known = await story.desk.introduction("secretary", story.introduction)
    asked = await story.desk.done(
        "secretary",
        "askConsent",
        "Introduction",
        id=story.introduction,
        version=known["version"],
        purpose="商谈收割机出口合作",
        fields=["NAME", "PHONE"],
    )
    for side in ("exporter", "maker"):
        own = await story.desk.introduction(side, story.introduction)
        [consent] = own["consents"]
        assert consent["state"] == "ASKED"
        await story.desk.done(
            side, "giveConsent", "Introduction", id=story.introduction, version=consent["version"]
        )
    assert await story.desk.contacts("exporter", story.maker) == [
        {"name": "李厂长", "phone": "13800000002", "email": None}
    ]
    assert await story.desk.contacts("maker", story.exporter) == [
        {"name": "王经理", "phone": "13800000001", "email": None}
    ]
    known = await story.desk.introduction("secretary", story.introduction)
    assert asked["state"] == known["state"] == "CONSENT_PENDING"
    await story.step("introduceParties")


async def a_year_of_joint_work(story: Story) -> None:
    story.clock.advance(days=7)
    known = await story.desk.introduction("staff", story.introduction)
    assert [one["months"] for one in known["followUps"]] == [3, 6, 12, 24]
    await story.step("recordMeeting", happenedOn=story.day(1), note="看了样机")
    story.clock.advance(days=100)
    late = await story.desk.introduction("secretary", story.introduction)
    assert late["overdue"] is True
    first = late["followUps"][0]
    await story.desk.done(
        "staff",
        "recordFollowUp",
        "Introduction",
        id=first["id"],
        version=first["version"],
        note="样机改了割台，正在认证",
    )
    for state in ("NEGOTIATING", "INTENT_SIGNED"):
        story.clock.advance(days=60)
        await story.step("advanceIntroduction", state=state, happenedOn=story.day(1))


async def the_first_order(story: Story) -> None:
    story.clock.advance(days=140)
    known = await story.desk.introduction("staff", story.introduction)
    early = await story.desk.change(
        "staff",
        "advanceIntroduction",
        "Introduction",
        id=story.introduction,
        version=known["version"],
        state="CONTRACT_SIGNED",
        happenedOn=story.day(),
    )
    assert early["__typename"] in {"InvalidInput", "Conflict"}  # there is no contract yet
    said = {
        "introductions": [story.introduction],
        "kind": "FIRST_EXPORT",
        "amount": 500_000_000,
        "currency": "CNY",
        "signedOn": story.day(2),
        "credits": [
            {"introduction": story.introduction, "committee": "ka", "share": "1/2"},
            {"introduction": story.introduction, "committee": "kb", "share": "1/2"},
        ],
        "requestId": "first-order",
    }
    deal = await story.desk.done("staff", "recordDeal", "Deal", **said)
    assert await story.desk.done("staff", "recordDeal", "Deal", **said) == deal
    assert deal["verification"] == "SELF_REPORTED"
    order = await story.desk.done(
        "staff",
        "recordCrossBorderOrder",
        "CrossBorderOrder",
        deal=deal["id"],
        orderNumber="YYY-2027-001",
        hsCode="843351",
        incoterm="FOB",
        incotermPlace="青岛港",
        customsMode="9710",
        amount=500_000_000,
        currency="CNY",
        destination="RU",
        seller=story.exporter,
        maker=story.maker,
        firstExport=True,
        orderedOn=story.day(2),
    )
    await story.step("advanceIntroduction", state="CONTRACT_SIGNED", happenedOn=story.day(2))
    proved = await story.desk.done(
        "staff",
        "attachEvidence",
        "Deal",
        id=deal["id"],
        kind="CONTRACT",
        title="出口合同",
        digest="a" * 64,
    )
    assert proved["verification"] == "DOCUMENTED"
    story.deal, story.order = deal, order["id"]


async def the_money_is_confirmed(story: Story) -> None:
    for side, band in (("exporter", "PROBABLY_NOT_WITHOUT"), ("maker", "CERTAINLY_NOT_WITHOUT")):
        confirmed = await story.desk.done(
            side,
            "confirmDeal",
            "Deal",
            id=story.deal["id"],
            version=story.deal["version"],
            additionality=band,
        )
    assert confirmed["verification"] == "BOTH_CONFIRMED"
    own = await story.desk.change(
        "staff",
        "reviewDeal",
        "Deal",
        id=story.deal["id"],
        version=story.deal["version"],
        accepted=True,
    )
    assert own["__typename"] == "Forbidden"
    reviewed = await story.desk.done(
        "reviewer",
        "reviewDeal",
        "Deal",
        id=story.deal["id"],
        version=story.deal["version"],
        accepted=True,
        text="合同与报关单相符",
    )
    assert reviewed["verification"] == "REVIEWED"
    for state in ("IN_FULFILMENT", "COMPLETED"):
        story.clock.advance(days=20)
        await story.step("advanceIntroduction", state=state, happenedOn=story.day())


async def what_is_reported_lists_its_records(story: Story) -> None:
    data = await story.desk.door.ask(
        REPORT, token=story.desk.tokens["secretary"], **{"from": story.day(800), "to": story.day()}
    )
    report = data["outcomeReport"]
    counted = {one["stage"]: one["figure"]["value"] for one in report["funnel"]}
    assert set(counted.values()) == {1}
    assert {one["rate"] for one in report["funnel"] if one["stage"] != "SHOWN"} == {1.0}
    assert records(report["contracts"]["deals"]) == [story.deal["id"]]
    assert report["contracts"]["inYuan"]["value"] == "500000000"
    assert report["intents"]["deals"]["value"] == 0
    assert records(report["exports"]["orders"]) == [story.order]
    assert report["exports"]["firstExports"]["value"] == 1
    assert report["daysToFirstOrder"]["median"] == 365.0
    [ours] = [one["node"] for one in report["groups"]["edges"] if one["node"]["key"] == "ka"]
    [money] = ours["report"]["contracts"]["currencies"]
    assert money["credited"]["value"] == "250000000"  # the other half is the other committee's
