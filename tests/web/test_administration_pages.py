"""The administration: whose accounts, committees, policies, the journal, and the installation."""

import csv
import io
from dataclasses import dataclass, field

import pytest
from pydantic import SecretStr

from chainlink.accounts.model import Actor, Role
from chainlink.app import App
from chainlink.graph.cypher import Query
from chainlink.graph.records import Records
from chainlink.matching.learning.policies import PolicyStatus
from chainlink.notifications.model import Channel, DeliveryState
from tests.contract.test_policies import learned
from tests.factories import SYSTEM, create_account, create_enterprise
from tests.web.conftest import OWN_SITE, PASSWORD, Site
from tests.web.desks import Desk, Forms, at_desk

HOME = "/administration"
PARTS = ("accounts", "committees", "policies", "journal", "import", "system")
REQUESTS = Query("tests/requests", "MATCH (r:Request) RETURN r.answer AS answer")
RETRIED = Query(
    "tests/retried",
    "MATCH (j:JournalEntry) WHERE j.action = 'delivery.retried' RETURN j.subject AS subject",
)
SECRET = "这是不给人看的密钥一二三四五六七八九十甲乙丙丁戊己庚辛壬癸"


@dataclass
class Office:
    """Everybody who comes to the administration, and an enterprise that does not."""

    site: Site
    actors: dict[str, Actor]
    desks: dict[str, Desk] = field(default_factory=dict)

    @property
    def app(self) -> App:
        return self.site.app

    async def desk(self, who: str) -> Desk:
        if who not in self.desks:
            self.desks[who] = await at_desk(self.site, self.actors[who])
        return self.desks[who]

    def page(self, who: str) -> str:
        return f"{HOME}/accounts/{self.actors[who].account}"


@pytest.fixture
async def office(site: Site) -> Office:
    people: dict[str, tuple[Role, list[str]]] = {
        "admin": (Role.ADMIN, []),
        "auditor": (Role.AUDITOR, []),
        "secretary": (Role.SECRETARY, ["ka"]),
        "staff": (Role.STAFF, ["ka"]),
        "other staff": (Role.STAFF, ["kb"]),
        "enterprise": (Role.ENTERPRISE, []),
    }
    actors = {
        name: await create_account(site.app, role, name=name, committees=committees)
        for name, (role, committees) in people.items()
    }
    return Office(site, actors)


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


async def test_whose_accounts_are_listed(office: Office) -> None:
    for who, names in (
        ("admin", set(office.actors)),
        ("secretary", {"secretary", "staff"}),
    ):
        desk = await office.desk(who)
        answer = await desk.get(f"{HOME}/accounts?as=csv")
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert {row[0] for row in rows[1:]} == names
        for other in office.actors.keys() - names:
            assert (await desk.get(office.page(other))).status_code == 404
    admin = await office.desk("admin")
    for query, names in (
        ("name=STAFF", {"staff", "other staff"}),
        ("role=AUDITOR", {"auditor"}),
        ("committee=ka", {"secretary", "staff"}),
        ("state=closed", set()),
        ("role=NONSENSE&state=NONSENSE&page=x&sort=hash", set(office.actors)),
    ):
        answer = await admin.get(f"{HOME}/accounts?{query}&as=csv")
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert {row[0] for row in rows[1:]} == names, query


async def test_an_account_is_made_once_and_its_link_shown_once(office: Office) -> None:
    desk = await office.desk("admin")
    page = f"{HOME}/accounts/new"
    forms = Forms(await desk.text(page))
    said = {"name": "新来的", "role": "STAFF", "committees": ["ka", "kb"], "access": "link"}
    values = forms.filled("account", said)
    for _ in range(2):
        answer = await desk.post(page, values)
        assert answer.status_code == 200, answer.text
        assert "/reset/" in answer.text
    made = await office.app.accounts.by_name(SYSTEM, "新来的")
    assert (made.role, set(made.committees)) == (Role.STAFF, {"ka", "kb"})
    secret = answer.text.partition("/reset/")[2].partition("<")[0]
    assert (await office.app.credentials.link_opens(secret)).id == made.id
    assert secret not in await desk.text(f"{HOME}/accounts/{made.id}")


async def test_an_account_is_made_with_a_password_that_is_not_kept_in_its_request(
    office: Office,
) -> None:
    works = await create_enterprise(office.app, name="兖州电机厂")
    desk = await office.desk("admin")
    answer = await desk.send(
        f"{HOME}/accounts/new",
        "account",
        name="电机厂账户",
        role="ENTERPRISE",
        enterprise="电机",
        access="password",
        password=PASSWORD,
    )
    assert answer.status_code == 303, answer.text
    made = await office.app.accounts.by_name(SYSTEM, "电机厂账户")
    assert made.enterprise == works.id
    browser = await office.site.browser()
    assert (await browser.sign_in("电机厂账户", PASSWORD)).is_success


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": ""}, "必填"),
        ({"name": "staff"}, "staff"),
        ({"role": "AUDITOR", "committees": ["ka"]}, "AUDITOR"),
        ({"role": "ENTERPRISE", "enterprise": "没有这家"}, "没有这家"),
        ({"access": "password", "password": "短"}, "密码至少 10 个字符"),
        ({"role": "PUBLIC"}, "PUBLIC"),
    ],
)
async def test_what_was_typed_is_kept_where_an_account_is_refused(
    office: Office, said: dict[str, str], sentence: str
) -> None:
    desk = await office.desk("admin")
    before = await office.app.journal.head()
    typed = {"name": "写了一半", "role": "STAFF", "access": "link"} | said
    answer = await desk.send(f"{HOME}/accounts/new", "account", **typed)
    assert answer.status_code in {409, 422}
    assert sentence in answer.text
    forms = Forms(answer.text)
    assert forms.value("account", "name") == typed["name"]
    assert "短" not in forms.value("account", "password")
    assert await office.app.journal.head() == before


async def test_a_secretary_looks_after_the_staff_of_the_committee_alone(office: Office) -> None:
    desk = await office.desk("secretary")
    staff = await office.desk("staff")
    page = office.page("staff")
    link = await desk.send(page, "link")
    assert link.status_code == 200
    assert "/reset/" in link.text
    assert (await staff.get("/account")).status_code == 200
    assert (await desk.send(page, "sign-out")).status_code == 303
    assert (await staff.get("/account")).status_code == 303
    assert (await desk.send(page, "close")).status_code == 303
    assert not (await office.app.accounts.by_name(SYSTEM, "staff")).active
    again = await desk.forged("/account", f"{page}/close")
    assert again.status_code == 409
    for verb in ("link", "sign-out", "close", "token"):
        for who in ("other staff", "admin"):
            answer = await desk.forged("/account", f"{office.page(who)}/{verb}", token="x")
            assert answer.status_code == 404, (verb, who)
    for path in (f"{HOME}/accounts/new", f"{page}/erase"):
        assert (await desk.get(path)).status_code == 403
        assert (await desk.forged("/account", path)).status_code == 403


async def test_a_token_of_the_account_is_revoked_and_no_other(office: Office) -> None:
    desk = await office.desk("admin")
    page = office.page("staff")
    [token] = await office.app.accounts.tokens_of(SYSTEM, "staff")
    [other] = await office.app.accounts.tokens_of(SYSTEM, "other staff")
    wrong = await desk.forged(page, f"{page}/token", token=other.id)
    assert wrong.status_code == 404
    assert (await desk.send(page, f"token-{token.id}")).status_code == 303
    [now] = await office.app.accounts.tokens_of(SYSTEM, "staff")
    assert now.revoked_at
    [still] = await office.app.accounts.tokens_of(SYSTEM, "other staff")
    assert not still.revoked_at


async def test_erasing_says_what_is_lost_and_wants_to_be_sure(office: Office) -> None:
    desk = await office.desk("admin")
    made = await desk.send(f"{HOME}/accounts/new", "account", name="将被抹除", access="link")
    assert made.status_code == 200
    account = await office.app.accounts.by_name(SYSTEM, "将被抹除")
    page = f"{HOME}/accounts/{account.id}/erase"
    assert "第四十七条" in await desk.text(page)
    unsure = await desk.send(page, "erase")
    assert unsure.status_code == 422
    assert "请先勾选确认" in unsure.text
    assert (await desk.send(page, "erase", understood="1")).status_code == 303
    kept = await office.app.store.read(REQUESTS)
    assert not [row for row in kept if account.id in row["answer"]]
    assert "将被抹除" not in await desk.text(f"{HOME}/accounts/{account.id}")


async def test_a_browser_s_own_name_is_told_to_its_holder_alone(office: Office) -> None:
    browser = await office.site.browser(**{"user-agent": "marked-browser"})
    await office.app.credentials.set(SYSTEM, "staff", PASSWORD)
    await browser.sign_in("staff", PASSWORD)
    text = await (await office.desk("admin")).text(office.page("staff"))
    assert "marked-browser" not in text
    assert "登录，最近使用" in text


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


async def test_the_journal_is_searched_as_far_as_the_reader_may(office: Office) -> None:
    ours = await create_enterprise(office.app, name="电机厂", committees=["ka"])
    await create_enterprise(office.app, name="油缸厂", committees=["kb"])
    admin, staff = await office.desk("admin"), await office.desk("staff")
    everything = await admin.text(f"{HOME}/journal?action=enterprise.")
    assert "电机厂" in everything
    assert "油缸厂" in everything
    own = await staff.text(f"{HOME}/journal?action=enterprise.")
    assert "电机厂" in own
    assert "油缸厂" not in own
    one = await admin.text(f"{HOME}/journal?enterprise=电机厂&kind=Enterprise")
    assert f'href="/enterprises/{ours.id}"' in one
    assert "油缸厂" not in one
    by_name = await admin.text(f"{HOME}/journal?actor=staff")
    assert "session.started" in by_name or "登录" in by_name
    for query in ("since=2099-01-01", "action=nothing.like.it", "kind=Nothing", "before=0"):
        assert "没有符合条件" in await admin.text(f"{HOME}/journal?{query}"), query
    assert (await admin.get(f"{HOME}/journal?since=2026-02-31")).status_code == 422
    assert (await admin.get(f"{HOME}/journal?action={'x' * 101}")).status_code == 422
    assert (await admin.get(f"{HOME}/journal?before=-1&page=x")).status_code == 200


async def test_one_entry_is_told_to_whom_the_search_tells_it(office: Office) -> None:
    await create_enterprise(office.app, name="油缸厂", committees=["kb"])
    sequence, last = await office.app.journal.head()
    admin = await office.desk("admin")
    text = await admin.text(f"{HOME}/journal/{sequence}")
    assert last in text
    assert "油缸厂" in text
    other = await office.desk("staff")
    assert (await other.get(f"{HOME}/journal/{sequence}")).status_code == 404
    for wrong in ("0", "999999", "x", "9" * 40):
        assert (await admin.get(f"{HOME}/journal/{wrong}")).status_code == 404, wrong


async def test_the_journal_goes_on_page_by_page_and_into_a_file(office: Office) -> None:
    for number in range(30):
        await office.app.accounts.create(SYSTEM, f"账户{number}", Role.AUDITOR)
        await office.app.accounts.close(SYSTEM, f"账户{number}")
    admin = await office.desk("admin")
    first = await admin.text(f"{HOME}/journal?action=account.")
    assert first.count("<tr data-row>") == 50
    older = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    rest = await admin.text(older)
    assert rest.count("<tr data-row>") >= 10
    answer = await admin.get(f"{HOME}/journal?action=account.&as=csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    sequences = [int(row[0]) for row in rows[1:]]
    assert len(sequences) == 50 + rest.count("<tr data-row>")
    assert sequences == sorted(sequences, reverse=True)


async def test_the_journal_is_verified_and_compared_with_an_earlier_head(office: Office) -> None:
    auditor = await office.desk("auditor")
    page = f"{HOME}/journal/verification"
    sequence, last = await office.app.journal.head()
    assert (await auditor.send(page, "verify")).status_code == 303
    text = await auditor.text(page)
    assert "完整：" in text
    assert "相符" in await auditor.text(f"{page}?head={sequence}+{last.upper()}")
    assert "改写过" in await auditor.text(f"{page}?head={sequence}+{'0' * 64}")
    assert "截掉" in await auditor.text(f"{page}?head={sequence + 9999}+{last}")
    wrong = await auditor.text(f"{page}?head=%3Cb%3E")
    assert "不是日志末端" in wrong
    assert "<b>" not in wrong
    for who in ("secretary", "staff", "enterprise"):
        desk = await office.desk(who)
        assert (await desk.get(page)).status_code == 403
        assert (await desk.forged("/account", page)).status_code == 403


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


async def test_other_sites_change_nothing(office: Office) -> None:
    desk = await office.desk("admin")
    page = office.page("staff")
    foreign = await desk.browser.client.post(
        f"{page}/close", data={}, headers={"sec-fetch-site": "cross-site"}
    )
    assert foreign.status_code == 403
    unsigned = await desk.browser.client.post(f"{page}/close", data={"x": "y"}, headers=OWN_SITE)
    assert unsigned.status_code == 403
    assert (await office.app.accounts.by_name(SYSTEM, "staff")).active
