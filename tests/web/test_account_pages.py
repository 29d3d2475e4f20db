"""The pages around accounts: what they show, in two languages, what their forms do."""

import re
from html.parser import HTMLParser

import pytest

from chainlink.accounts.model import Role
from chainlink.web.account import browser_of
from chainlink.web.protection import POLICY
from tests.factories import SYSTEM, create_account, enterprise_draft
from tests.web.conftest import NAME, PASSWORD, Site

NEW = "ein ganz neues Passwort"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


class Page(HTMLParser):
    """Tags, what they name, and whether each field has a label."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def attributes(self, tag: str, name: str) -> list[str | None]:
        return [found.get(name) for one, found in self.tags if one == tag]

    def unlabelled(self) -> list[str | None]:
        labels = set(self.attributes("label", "for"))
        return [
            found.get("name")
            for tag, found in self.tags
            if tag in {"input", "select"}
            and found.get("type") not in {"hidden", "checkbox"}
            and "hidden" not in found
            and found.get("id") not in labels
        ]


@pytest.mark.parametrize(
    ("path", "zh", "en"),
    [("/sign-in", "登录", "Sign in"), ("/sign-up", "企业注册", "Register your enterprise")],
)
async def test_pages_speak_both_languages_and_need_nothing_else(
    site: Site, path: str, zh: str, en: str
) -> None:
    browser = await site.browser()
    for address, language, heading in (
        (path, "zh-CN", zh),
        (f"{path}?lang=en", "en", en),
    ):
        answer = await browser.get(address)
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.headers["cache-control"] == "no-store"
        assert f'<html lang="{language}">' in answer.text
        assert f"<h1>{heading}</h1>" in answer.text
        assert "page." not in answer.text
        page = Page(answer.text)
        assert not {"style", "iframe"} & {tag for tag, _ in page.tags}
        assert all(str(one).startswith("/static/") for one in page.attributes("script", "src"))
        assert page.unlabelled() == []
        for named in [*page.attributes("link", "href"), *page.attributes("a", "href")]:
            if str(named) == "#main":
                continue
            assert str(named).startswith("/")
            assert (await browser.get(str(named))).status_code in {200, 303}


async def test_a_person_signs_in_and_out_by_forms(site: Site) -> None:
    await site.account(Role.STAFF, committees=["ka"])
    browser = await site.browser(**{"user-agent": FIREFOX})
    assert (await browser.get("/account")).headers["location"] == "/sign-in?next=%2Faccount"
    wrong = await browser.form(
        "/sign-in?lang=en", "/session?lang=en", {"name": NAME, "password": "wrong password"}
    )
    assert wrong.status_code == 401
    assert "The account name or the password is wrong." in wrong.text
    assert f'value="{NAME}"' in wrong.text
    assert "wrong password" not in wrong.text
    right = await browser.form("/sign-in", "/session?lang=en", {"name": NAME, "password": PASSWORD})
    assert (right.status_code, right.headers["location"]) == (303, "/today?lang=en")
    page = (await browser.get("/account?lang=zh")).text
    for shown in (NAME, "工作人员", "Firefox · Linux", "此浏览器", "还没有令牌。"):
        assert shown in page
    assert Page(page).unlabelled() == []
    assert (await browser.get("/sign-in")).headers["location"] == "/today"
    out = await browser.form("/account", "/session/end", {})
    assert (out.status_code, out.headers["location"]) == (303, "/sign-in")
    assert (await browser.get("/account")).status_code == 303


async def test_after_signing_in_one_goes_where_one_wanted(site: Site) -> None:
    await site.account()
    browser = await site.browser()
    page = (await browser.get("/sign-in?next=/graphql")).text
    assert 'name="next" value="/graphql"' in page
    for to, found in (("/graphql", "/graphql"), ("//evil.example", "/today")):
        answer = await browser.form(
            "/sign-in?next=/x", "/session", {"name": NAME, "password": PASSWORD, "next": to}
        )
        assert answer.headers["location"] == found
        await browser.form("/account", "/session/end", {})


async def test_a_password_is_changed_on_the_page(site: Site) -> None:
    await site.account()
    here, there = await site.browser(), await site.browser()
    await here.sign_in()
    await there.sign_in()
    for values, field in (
        ({"old": PASSWORD, "new": NEW, "again": "another"}, "两次输入的密码不一致。"),
        ({"old": PASSWORD, "new": "short", "again": "short"}, "密码至少 10 个字符。"),
        ({"old": "x", "new": NEW, "again": NEW}, "原密码不正确。"),
        ({"old": "", "new": NEW, "again": NEW}, "此项必填。"),
        ({"old": PASSWORD, "new": PASSWORD, "again": PASSWORD}, "新密码与旧密码相同，请换一个。"),
    ):
        answer = await here.form("/account", "/password", values)
        assert answer.status_code == 422
        assert field in answer.text
        assert 'aria-invalid="true"' in answer.text
        assert PASSWORD not in answer.text
    answer = await here.form("/account", "/password", {"old": PASSWORD, "new": NEW, "again": NEW})
    assert answer.status_code == 200
    assert "密码已修改" in answer.text
    assert await here.who() == {"role": "AUDITOR"}
    assert await there.who() == 401
    fresh = await site.browser()
    assert (await fresh.sign_in()).status_code == 401
    assert (await fresh.sign_in(password=NEW)).status_code == 200


async def test_other_browsers_are_signed_out_on_the_page(site: Site) -> None:
    await site.account()
    here, one, another = [await site.browser() for _ in range(3)]
    for browser in (here, one, another):
        await browser.sign_in()
    page = (await here.get("/account")).text
    ids = re.findall(r'name="session" value="([\w-]+)"', page)
    assert len(ids) == 2
    assert (await here.form("/account", "/session/end", {"session": ids[0]})).status_code == 303
    assert sorted([await one.who() == 401, await another.who() == 401]) == [False, True]
    assert (await here.form("/account", "/session/end", {"others": "1"})).status_code == 303
    assert [await one.who(), await another.who()] == [401, 401]
    assert await here.who() == {"role": "AUDITOR"}
    unknown = await here.form("/account", "/session/end", {"session": "no"})
    assert unknown.status_code == 404


async def test_tokens_are_shown_and_revoked_on_the_page(site: Site) -> None:
    await site.account()
    token = await site.app.accounts.issue_token(SYSTEM, NAME)
    foreign = await create_account(site.app, Role.AUDITOR, name="other")
    browser = await site.browser()
    await browser.sign_in()
    page = (await browser.get("/account")).text
    assert token.id in page
    assert "从未使用" in page
    assert await browser.who(authorization=f"Bearer {token.secret}") == {"role": "AUDITOR"}
    [other] = await site.app.accounts.tokens_of(SYSTEM, "other")
    assert (await browser.form("/account", "/token/end", {"id": other.id})).status_code == 404
    assert foreign.account
    assert (await browser.form("/account", "/token/end", {"id": token.id})).status_code == 303
    assert "已吊销" in (await browser.get("/account")).text
    assert await browser.who(authorization=f"Bearer {token.secret}") == 401


async def test_a_token_is_issued_once_on_the_page(site: Site) -> None:
    await site.account(Role.STAFF, committees=["ka"])
    browser = await site.browser()
    await browser.sign_in()
    said = {"form_id": "token", "requestId": "first", "back": "/account"}
    for values, problem in (
        ({"days": "0", "scopes": "READ"}, "days"),
        ({"days": "many", "scopes": "READ"}, "days"),
        ({"days": "9"}, "scopes"),
    ):
        refused = await browser.form("/account", "/token/issue", said | values)
        assert refused.status_code == 422
        assert f'id="token-{problem}-problem"' in refused.text
    assert await site.app.accounts.tokens_of(SYSTEM, NAME) == []
    right = said | {"days": "9", "scopes": "READ"}
    page = (await browser.form("/account", "/token/issue", right)).text
    found = re.search(r"<code>(cl_[\w-]+)</code>", page)
    assert found
    assert await browser.who(authorization=f"Bearer {found[1]}") == {"role": "STAFF"}
    again = await browser.form("/account", "/token/issue", right)
    assert again.status_code == 409
    assert "密钥只显示一次" in again.text
    [token] = await site.app.accounts.tokens_of(SYSTEM, NAME)
    assert [one.value for one in token.scopes] == ["READ"]
    assert found[1] not in (await browser.get("/account")).text


async def test_a_reset_link_is_used_on_its_page(site: Site) -> None:
    await site.account()
    link = await site.app.credentials.issue_link(SYSTEM, NAME)
    browser = await site.browser()
    page = await browser.get(link.path)
    assert f"账户“{NAME}”" in page.text
    assert page.headers["referrer-policy"] == "same-origin"
    short = await browser.form(link.path, link.path, {"password": "short", "again": "short"})
    assert short.status_code == 422
    done = await browser.form(link.path, link.path, {"password": NEW, "again": NEW})
    assert done.status_code == 200
    assert "新密码已设定" in done.text
    again = await browser.get(link.path)
    assert again.status_code == 404
    assert "此链接不存在、已用过或已过期" in again.text
    assert (await browser.sign_in(password=NEW)).status_code == 200
    for path in ("/reset/x", "/reset/%ff", "/reset/" + "x" * 5000):
        assert (await browser.get(path)).status_code == 404
    answer = await browser.json("POST", link.path, {"password": NEW})
    assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")


FORM = {
    "name": "兖州新机械厂",
    "sector": "INDUSTRY",
    "committees": "ka",
    "contact.name": "王五",
    "contact.phone": "13800000000",
    "contact.email": "",
    "account": "wangwu",
    "password": PASSWORD,
    "again": PASSWORD,
}


async def test_an_enterprise_signs_up_on_the_page(site: Site) -> None:
    browser = await site.browser()
    uscc = enterprise_draft().uscc
    wrong = await browser.form(
        "/sign-up", "/sign-up", {"uscc": "123", "password": "x", "again": "x"}
    )
    assert wrong.status_code == 422
    for field in ("uscc", "contact.name", "account", "password"):
        assert f'id="{field}-problem"' in wrong.text
    assert 'value="123"' in wrong.text
    answer = await browser.form("/sign-up", "/sign-up", FORM | {"uscc": uscc})
    assert (answer.status_code, answer.headers["location"]) == (303, "/today")
    page = (await browser.get("/account")).text
    for shown in ("兖州新机械厂", "待审核", "wangwu"):
        assert shown in page
    taken = await (await site.browser()).form("/sign-up", "/sign-up", FORM | {"uscc": uscc})
    assert taken.status_code == 409
    assert "已登记" in taken.text


async def test_a_name_that_is_markup_is_shown_as_it_is(site: Site) -> None:
    name = "<script>alert(1)</script>"
    await site.account(name=name)
    browser = await site.browser(**{"user-agent": "<img src=x onerror=alert(2)>"})
    await browser.sign_in(name=name)
    page = (await browser.get("/account")).text
    assert "<script>" not in page
    assert "<img" not in page
    refused = await browser.get('/sign-in?next=/"><script>')
    assert "<script>" not in refused.text


@pytest.mark.parametrize(
    ("agent", "shown"),
    [
        (FIREFOX, "Firefox · Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU like Mac OS X) Version/17 Safari/605", "Safari · iPhone"),
        ("curl/8.0", "curl/8.0"),
        (None, ""),
    ],
)
def test_what_a_browser_is_called(agent: str | None, shown: str) -> None:
    assert browser_of(agent) == shown


SAID = {
    "account": "wangwu",
    "password": PASSWORD,
    "name": "兖州新机械厂",
    "sector": "INDUSTRY",
    "committees": ["ka"],
    "contact": {"name": "王五", "phone": "13800000000"},
}


async def test_a_program_signs_an_enterprise_up(site: Site) -> None:
    browser = await site.browser()
    wanted = SAID | {"uscc": enterprise_draft().uscc, "requestId": "k1"}
    first = await browser.json("POST", "/sign-up", wanted)
    assert first.status_code == 201
    assert {"name": "兖州新机械厂", "status": "PENDING"}.items() <= first.json().items()
    assert "set-cookie" not in first.headers
    again = await browser.json("POST", "/sign-up", wanted)
    assert (again.status_code, again.json()) == (201, first.json())
    other = await browser.json("POST", "/sign-up", wanted | {"name": "另一家"})
    assert (other.status_code, other.json()["code"]) == (409, "CONFLICT")
    wrong = await browser.json("POST", "/sign-up", wanted | {"requestId": "k2", "contact": 7})
    assert (wrong.status_code, [one["path"] for one in wrong.json()["fields"]]) == (
        422,
        ["contact"],
    )
    for key in (7, "x" * 201):
        answer = await browser.json("POST", "/sign-up", wanted | {"requestId": key})
        assert [one["path"] for one in answer.json()["fields"]] == ["requestId"]
    assert (await browser.sign_in(name="wangwu")).status_code == 200
    assert await browser.who() == {"role": "ENTERPRISE"}


async def test_one_network_signs_up_twenty_times_an_hour(site: Site) -> None:
    browser = await site.browser()
    statuses = [
        (await browser.json("POST", "/sign-up", SAID | {"uscc": "123"})).status_code
        for _ in range(21)
    ]
    assert statuses == [422] * 20 + [429]
    elsewhere = await site.browser(base="https://chain.example", address="203.0.113.9")
    assert (await elsewhere.json("POST", "/sign-up", SAID)).status_code == 422
