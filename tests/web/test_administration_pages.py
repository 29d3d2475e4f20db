"""The administration: its parts by role, committees, policies, and the installation."""

import pytest
from pydantic import SecretStr

from chainlink.graph.cypher import Query
from chainlink.graph.records import Records
from chainlink.matching.learning.policies import PolicyStatus
from chainlink.notifications.model import Channel, DeliveryState
from tests.contract.test_policies import learned
from tests.factories import SYSTEM, create_enterprise
from tests.web.conftest import Site
from tests.web.desks import Forms
from tests.web.offices import HOME, Office, build_office

PARTS = ("accounts", "committees", "policies", "journal", "import", "system")
RETRIED = Query(
    "tests/retried",
    "MATCH (j:JournalEntry) WHERE j.action = 'delivery.retried' RETURN j.subject AS subject",
)
SECRET = "这是不给人看的密钥一二三四五六七八九十甲乙丙丁戊己庚辛壬癸"


@pytest.fixture
async def office(site: Site) -> Office:
    return await build_office(site)


@pytest.mark.parametrize(
    ("who", "open_to"),
    [
        ("admin", PARTS),
        ("auditor", ("committees", "policies", "journal", "system")),
        ("secretary", ("accounts", "committees", "journal")),
        ("staff", ("committees", "journal")),
        ("enterprise", ()),
    ],
)
async def test_each_role_finds_the_parts_that_are_its_own(
    office: Office, who: str, open_to: tuple[str, ...]
) -> None:
    desk = await office.desk(who)
    home = await desk.get(HOME)
    assert home.status_code == (200 if open_to else 403)
    for part in PARTS:
        answer = await desk.get(f"{HOME}/{part}")
        assert answer.status_code == (200 if part in open_to else 403), part
        assert (f'href="{HOME}/{part}"' in home.text) == (part in open_to), part


async def test_committees_show_members_and_who_serves(office: Office) -> None:
    await create_enterprise(office.app, name="电机厂")
    text = await (await office.desk("admin")).text(f"{HOME}/committees")
    for said in ("铸造党委", "成员 1 家", "成员 0 家", "other staff", "铸造产业链"):
        assert said in text
    own = await (await office.desk("secretary")).text(f"{HOME}/committees")
    assert f'href="{office.page("staff")}"' in own
    assert "other staff" not in own
    assert "增设党委" not in own


async def test_reference_is_edited_by_an_administrator(office: Office) -> None:
    desk = await office.desk("admin")
    page = f"{HOME}/committees"
    said = {"nameZh": "铸造链党委", "nameEn": "Castings"}
    assert (await desk.send(page, "committee-ka", **said)).status_code == 303
    assert (await desk.send(page, "chain-castings", nameZh="铸造链")).status_code == 303
    add = {"code": "kz", "chain": "castings", "nameZh": "铸造二党委"}
    sent = Forms(await desk.text(page)).filled("add", add)
    for _ in range(2):
        assert (await desk.post(f"{page}/add", sent)).status_code == 303
    found = {one.code: one for one in await office.app.chains.committees()}
    assert (found["ka"].name_zh, found["ka"].name_en) == ("铸造链党委", "Castings")
    assert (found["kz"].name_zh, found["kz"].chain) == ("铸造二党委", "castings")
    assert (await office.app.chains.chain("castings")).name_zh == "铸造链"
    before = await office.app.journal.head()
    for form, wrong, status in (
        ("add", {"code": "ka", "chain": "castings", "nameZh": "别的"}, 409),
        ("add", {"code": "空 格", "chain": "castings", "nameZh": "别的"}, 422),
        ("add", {"code": "kx", "chain": "nowhere", "nameZh": "别的"}, 404),
        ("committee-ka", {"nameZh": " "}, 422),
        ("committee-ka", {"nameZh": "长" * 101}, 422),
    ):
        answer = await desk.send(page, form, **wrong)
        assert answer.status_code == status, wrong
        if status != 404:
            assert Forms(answer.text).value(form, "nameZh") == wrong["nameZh"]
    for who in ("secretary", "staff", "auditor"):
        other = await office.desk(who)
        before = await office.app.journal.head()
        assert (await other.forged("/account", f"{page}/add", **add)).status_code == 403
        assert (await other.forged("/account", f"{page}/ka/name", nameZh="x")).status_code == 403
    assert await office.app.journal.head() == before


async def test_a_policy_is_read_with_its_report_and_promoted_with_a_confirmation(
    office: Office,
) -> None:
    policies = office.app.policies
    shipped = policies.shipped.version
    await policies.propose(SYSTEM, learned("better"))
    await policies.propose(SYSTEM, learned("worse", better=False))
    auditor, admin = await office.desk("auditor"), await office.desk("admin")
    text = await auditor.text(f"{HOME}/policies")
    assert text.index("worse") < text.index("better")
    report = await auditor.text(f"{HOME}/policies/better")
    for said in ("500", "−0.600", "−0.500", "+0.010 … +0.200", "优于当时的现用版本"):
        assert said in report
    assert "启用 better" not in report
    assert (await auditor.get(f"{HOME}/policies/none")).status_code == 404
    refused = await auditor.forged("/account", f"{HOME}/policies/better/promote")
    assert refused.status_code == 403
    worse = await admin.send(f"{HOME}/policies/worse", "promote")
    assert worse.status_code == 409
    assert "worse" in worse.text
    sent = Forms(await admin.text(f"{HOME}/policies/better")).filled("promote", {})
    for _ in range(2):
        answer = await admin.post(f"{HOME}/policies/better/promote", sent)
        assert answer.status_code == 303, answer.text
    assert (await policies.version("better")).status is PolicyStatus.IN_FORCE
    assert (await admin.send(f"{HOME}/policies/{shipped}", "promote")).status_code == 303
    assert (await policies.version("better")).status is PolicyStatus.RETIRED


async def test_the_system_is_shown_without_secrets(site: Site, office: Office) -> None:
    object.__setattr__(
        site.app.state,
        "_settings",
        site.app.settings.model_copy(update={"secret": SecretStr(SECRET)}),
    )
    for who in ("admin", "auditor"):
        text = await (await office.desk(who)).text(f"{HOME}/system")
        for said in (await site.app.store.version(), "齐全", "CHAINLINK_SECRET", "********"):
            assert said in text
        assert SECRET not in text
        assert (await site.app.journal.head())[1][:8] in text


async def test_what_did_not_arrive_is_sent_again_once(office: Office) -> None:
    row = {
        "id": "d1",
        "channel": Channel.MAIL.value,
        "target": office.actors["staff"].account,
        "notification": "n1",
        "state": DeliveryState.DEAD.value,
        "attempts": 10,
        "next_at": "2026-11-24T08:00:00.000000Z",
        "last_error": "550 <b>no such box</b>",
        "recorded_at": "2026-11-24T08:00:00.000000Z",
    }
    await office.app.store.transact(lambda work: Records(work).create("Delivery", [row]))
    page = f"{HOME}/system"
    auditor, admin = await office.desk("auditor"), await office.desk("admin")
    assert "no such box" not in await auditor.text(page)
    assert "没有送达的通知" not in await auditor.text(page)
    refused = await auditor.forged("/account", f"{page}/deliveries/retry", delivery="d1")
    assert refused.status_code == 403
    text = await admin.text(page)
    assert "550 &lt;b&gt;no such box" in text
    sent = Forms(text).filled("retry-d1", {})
    for _ in range(2):
        answer = await admin.post(f"{page}/deliveries/retry", sent)
        assert answer.status_code == 303, answer.text
    [entry] = await office.app.store.read(RETRIED)
    assert entry["subject"] == "d1"
    again = await admin.forged("/account", f"{page}/deliveries/retry", delivery="d1")
    assert again.status_code == 409
