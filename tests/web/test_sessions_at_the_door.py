"""Sessions at HTTP: cookies, what another site cannot do, what is sent wrongly, who is believed."""

import json
import re
from typing import Any

import pytest

from chainlink.accounts.model import Role
from chainlink.accounts.visits import visit_of
from chainlink.settings import Settings
from chainlink.web.signing_in import own_path
from tests.factories import SYSTEM
from tests.web.conftest import NAME, OWN_SITE, PASSWORD, Site

HTTPS = "https://chain.example"
WRONG = "another battery staple"


def attributes(header: str) -> set[str]:
    return {part.strip().lower() for part in header.split(";")[1:]}


async def test_a_program_signs_in_and_out(site: Site) -> None:
    await site.account()
    browser = await site.browser()
    answer = await browser.sign_in()
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert {"name": NAME, "role": "AUDITOR"}.items() <= answer.json().items()
    assert await browser.who() == {"role": "AUDITOR"}
    stolen = dict(browser.client.cookies)
    assert (await browser.json("DELETE", "/session")).status_code == 204
    assert "chainlink" not in dict(browser.client.cookies)
    assert await browser.who() is None
    thief = await site.browser()
    thief.client.cookies.update(stolen)
    assert await thief.who() == 401
    assert (await browser.json("DELETE", "/session")).status_code == 204


async def test_the_cookie_is_for_this_host_alone(site: Site) -> None:
    await site.account()
    for base, name in ((HTTPS, "__Host-chainlink"), ("http://localhost", "chainlink")):
        answer = await (await site.browser(base=base)).sign_in()
        [cookie] = [
            one for one in answer.headers.get_list("set-cookie") if one.startswith(f"{name}=")
        ]
        wanted = {"httponly", "samesite=lax", "path=/", "max-age=1209600"}
        assert attributes(cookie) == wanted | ({"secure"} if base == HTTPS else set())


@pytest.mark.parametrize(
    "base", ["http://chain.example", "http://10.0.0.5:8000", "http://localhost.evil.example"]
)
async def test_passwords_do_not_go_over_the_network_in_the_clear(site: Site, base: str) -> None:
    await site.account()
    browser = await site.browser(base=base)
    answer = await browser.sign_in()
    assert answer.status_code == 403
    assert "https" in answer.json()["message"]
    assert "set-cookie" not in answer.headers
    signed_in = await site.browser()
    await signed_in.sign_in()
    browser.client.cookies.update(dict(signed_in.client.cookies))
    assert await browser.who() is None  # nor is a cookie believed that came that way


@pytest.mark.parametrize(
    "base", ["http://localhost:8000", "http://127.0.0.1", "http://[::1]:8000", HTTPS]
)
async def test_where_one_may_sign_in(site: Site, base: str) -> None:
    await site.account()
    browser = await site.browser(base=base)
    assert (await browser.sign_in()).status_code == 200
    assert await browser.who() == {"role": "AUDITOR"}


async def test_a_session_made_by_somebody_else_is_not_taken_over(site: Site) -> None:
    await site.account()
    browser = await site.browser()
    browser.client.cookies.set("chainlink", "cs_chosen-by-somebody-else")
    await browser.sign_in()
    values = [one.value for one in browser.client.cookies.jar if one.name == "chainlink"]
    assert "cs_chosen-by-somebody-else" not in values[-1:]
    first = values[-1]
    browser.client.cookies.clear()
    browser.client.cookies.set("chainlink", str(first))
    await browser.sign_in()
    thief = await site.browser()
    thief.client.cookies.set("chainlink", str(first))
    assert await thief.who() == 401


async def test_a_session_is_no_token_and_a_token_no_session(site: Site) -> None:
    await site.account()
    token = (await site.app.accounts.issue_token(SYSTEM, NAME)).secret
    browser = await site.browser()
    await browser.sign_in()
    secret = browser.client.cookies["chainlink"]
    assert await browser.who() == {"role": "AUDITOR"}
    other = await site.browser()
    assert await other.who(authorization=f"Bearer {secret}") == 401
    other.client.cookies.set("chainlink", token)
    assert await other.who() == 401


async def test_a_token_wins_over_the_cookie(site: Site) -> None:
    await site.account()
    await site.account(Role.ADMIN, "root")
    token = (await site.app.accounts.issue_token(SYSTEM, "root")).secret
    browser = await site.browser()
    await browser.sign_in()
    assert await browser.who(authorization=f"Bearer {token}") == {"role": "ADMIN"}
    assert await browser.who(authorization="Bearer cl_no") == 401


FOREIGN = (
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "cross-site", "origin": "http://localhost:8000"},
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://localhost:8001"},
    {"origin": "https://localhost:8000"},
)
OWN: tuple[dict[str, str], ...] = (
    {},
    {"sec-fetch-site": "same-origin"},
    {"sec-fetch-site": "none"},
    {"origin": "http://localhost:8000"},
)


@pytest.mark.parametrize("headers", FOREIGN)
async def test_another_site_cannot_use_the_cookie(site: Site, headers: dict[str, str]) -> None:
    await site.account(Role.STAFF, committees=["ka"])
    browser = await site.browser()
    await browser.sign_in()
    before = await site.app.journal.head()
    assert await browser.who(**headers) == 403
    for method, path, body in (
        ("DELETE", "/session", None),
        ("POST", "/session/end", {"others": "1"}),
        ("POST", "/password", {"old": PASSWORD, "new": WRONG}),
        ("POST", "/session", {"name": NAME, "password": PASSWORD}),
        ("POST", "/token/end", {"id": "x"}),
        ("POST", "/sign-up", {"account": "x"}),
    ):
        answer = await browser.client.request(method, path, json=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "FORBIDDEN"), path
    assert await site.app.journal.head() == before
    assert await browser.who() == {"role": "STAFF"}


@pytest.mark.parametrize("headers", OWN)
async def test_our_own_pages_and_programs_may(site: Site, headers: dict[str, str]) -> None:
    await site.account()
    browser = await site.browser()
    await browser.sign_in(**headers)
    assert await browser.who(**headers) == {"role": "AUDITOR"}


async def test_a_program_with_a_token_may_come_from_anywhere(site: Site) -> None:
    await site.account()
    token = (await site.app.accounts.issue_token(SYSTEM, NAME)).secret
    browser = await site.browser()
    said = {"sec-fetch-site": "cross-site", "authorization": f"Bearer {token}"}
    assert await browser.who(**said) == {"role": "AUDITOR"}


@pytest.mark.parametrize("token", [None, "", "0" * 64, "of another browser"])
async def test_a_form_needs_its_own_token(site: Site, token: str | None) -> None:
    await site.account()
    browser, other = await site.browser(), await site.browser()
    await browser.get("/sign-in")
    if token == "of another browser":
        token = re.findall(r'value="([0-9a-f]{64})"', (await other.get("/sign-in")).text)[0]
    data = {"name": NAME, "password": PASSWORD}
    if token is not None:
        data["form_token"] = token
    before = await site.app.journal.head()
    answer = await browser.client.post("/session", data=data, headers=OWN_SITE)
    assert answer.status_code == 403
    assert "此页面已过期，请再提交一次。" in answer.text
    assert PASSWORD not in answer.text
    assert await site.app.journal.head() == before


async def test_the_token_of_the_page_before_signing_in_is_not_that_after(site: Site) -> None:
    await site.account(Role.STAFF)
    browser = await site.browser()
    page = (await browser.get("/sign-in")).text
    [token] = re.findall(r'name="form_token" value="(\w+)"', page)
    await browser.sign_in()
    answer = await browser.client.post("/session/end", data={"form_token": token}, headers=OWN_SITE)
    assert answer.status_code == 403
    assert await browser.who() == {"role": "STAFF"}


BODIES: list[tuple[bytes, str, int, str | None]] = [
    (b"", "application/json", 422, "name"),
    (b"{}", "application/json", 422, "name"),
    (b'{"name": "x"}', "application/json", 422, "password"),
    (b'{"name": 7, "password": "x"}', "application/json", 422, "name"),
    (b'{"name": ["x"], "password": "x"}', "application/json", 422, "name"),
    (b'{"name": "x", "password": {"$ne": ""}}', "application/json", 422, "password"),
    (b'{"name": null, "password": "x"}', "application/json", 422, "name"),
    (b"[]", "application/json", 400, None),
    (b"{", "application/json", 400, None),
    (b"\xff", "application/json", 400, None),
    (b'{"name": "\\ud800", "password": "x"}', "application/json", 400, None),
    (b"[" * 60_000, "application/json", 400, None),
    (b" " * 70_000, "application/json", 413, None),
    (b"x", "text/plain", 415, None),
    (b"x", "", 415, None),
    (b"x", "multipart/form-data; boundary=x", 415, None),
    (b"name=%ff", "application/x-www-form-urlencoded", 400, None),
    (b"&".join(b"a=1" for _ in range(300)), "application/x-www-form-urlencoded", 400, None),
]


@pytest.mark.parametrize(("body", "kind", "status", "field"), BODIES)
async def test_what_cannot_be_read_is_told_in_a_sentence(
    site: Site, body: bytes, kind: str, status: int, field: str | None
) -> None:
    browser = await site.browser()
    headers = {"content-type": kind, "accept-language": "en"} if kind else {}
    answer = await browser.client.post("/session", content=body, headers=headers)
    assert answer.status_code == status
    if "json" in answer.headers["content-type"]:
        said = answer.json()
        assert said["message"].endswith((".", "。"))
        assert [one["path"] for one in said.get("fields", [])] == ([field] if field else [])
    else:
        assert 'role="alert"' in answer.text


async def test_wrong_credentials_and_too_many_of_them(site: Site) -> None:
    await site.account()
    browser = await site.browser()
    for _ in range(10):
        answer = await browser.sign_in(password=WRONG)
        assert answer.status_code == 401
        assert "www-authenticate" in answer.headers
    answer = await browser.sign_in(password=WRONG, accept_language="en")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 900
    assert answer.json() == {
        "code": "TOO_MANY_REQUESTS",
        "message": "Too many tries; try again in 15 minutes.",
    }
    page = await browser.form("/sign-in", "/session", {"name": NAME, "password": WRONG})
    assert page.status_code == 429
    assert "retry-after" in page.headers


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "address", "https"),
    [
        ("", "203.0.113.5", "1.2.3.4", "203.0.113.5", False),
        ("10.0.0.0/8", "203.0.113.5", "1.2.3.4", "203.0.113.5", False),
        ("10.0.0.0/8", "10.0.0.1", "1.2.3.4", "1.2.3.4", True),
        ("10.0.0.0/8", "10.0.0.1", "6.6.6.6, 1.2.3.4", "1.2.3.4", True),
        ("10.0.0.0/8", "10.0.0.1", "6.6.6.6, 1.2.3.4, 10.9.9.9", "1.2.3.4", True),
        ("10.0.0.0/8", "10.0.0.1", "rubbish", "10.0.0.1", True),
        ("10.0.0.0/8, ::1", "::1", "1.2.3.4", "1.2.3.4", True),
    ],
)
def test_forwarded_headers_are_believed_of_trusted_proxies_only(
    proxies: str, peer: str, forwarded: str, address: str, https: bool
) -> None:
    settings = Settings(_env_file=None, trusted_proxies=proxies)
    scope: dict[str, Any] = {
        "client": (peer, 1),
        "scheme": "http",
        "headers": [
            (b"host", b"chain.example"),
            (b"x-forwarded-for", forwarded.encode()),
            (b"x-forwarded-proto", b"https"),
        ],
    }
    visit = visit_of(scope, settings.proxies)
    assert (visit.address, visit.https) == (address, https)


def test_a_proxy_that_is_no_address_is_refused() -> None:
    with pytest.raises(ValueError, match="trusted_proxies"):
        Settings(_env_file=None, trusted_proxies="nginx")


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ("/account", "/account"),
        ("/introductions?state=MET&x=企业", "/introductions?state=MET&x=%E4%BC%81%E4%B8%9A"),
        ("//evil.example", ""),
        ("/\\evil.example", ""),
        ("https://evil.example", ""),
        ("javascript:alert(1)", ""),
        ("/a\r\nset-cookie: x=y", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_after_signing_in_one_stays_on_the_platform(said: object, path: str) -> None:
    assert own_path(said) == path


async def test_no_secret_is_logged(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    await site.account()
    link = await site.app.credentials.issue_link(SYSTEM, NAME)
    browser = await site.browser()
    await browser.sign_in()
    await browser.sign_in(password=WRONG)
    await browser.get(link.path)
    await browser.form(link.path, link.path, {"password": WRONG, "again": WRONG})
    metrics = (await browser.get("/metrics")).text
    paths = [
        json.loads(one.getMessage())["path"]
        for one in caplog.records
        if '"request"' in one.getMessage()
    ]
    assert "/reset/{secret}" in paths
    secrets = (PASSWORD, WRONG, link.secret, *dict(browser.client.cookies).values())
    own = [one.getMessage() for one in caplog.records if one.name.startswith("chainlink")]
    for secret in secrets:
        assert secret not in str(own) + metrics


async def test_a_closed_account_is_out_at_its_next_request(site: Site) -> None:
    await site.account(Role.STAFF)
    browser = await site.browser()
    await browser.sign_in()
    assert await browser.who() == {"role": "STAFF"}
    await site.app.accounts.close(SYSTEM, NAME)
    assert await browser.who() == 401
