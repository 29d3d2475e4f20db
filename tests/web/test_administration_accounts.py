"""Accounts in the administration: whose are listed, made, ended and erased, and by whom."""

import csv
import io

import pytest

from chainlink.accounts.model import Role
from chainlink.graph.cypher import Query
from tests.factories import SYSTEM, create_enterprise
from tests.web.conftest import OWN_SITE, PASSWORD, Site
from tests.web.desks import Forms
from tests.web.offices import HOME, Office, build_office

REQUESTS = Query("tests/requests", "MATCH (r:Request) RETURN r.answer AS answer")


@pytest.fixture
async def office(site: Site) -> Office:
    return await build_office(site)


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
    kept = await office.app.store.read(REQUESTS)
    assert [row for row in kept if made.id in row["answer"]]
    assert not [row for row in kept if PASSWORD in row["answer"]]


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
