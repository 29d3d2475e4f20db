"""Signing in by an identity provider that really runs, and every way to cheat on the way."""

import time
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from pydantic import SecretStr

from chainlink.accounts.model import Role
from chainlink.accounts.openid_connect import OpenIDConnect
from chainlink.app import App
from chainlink.clock import utc_now
from chainlink.serving import create_web_app
from chainlink.settings import Settings
from tests.factories import SYSTEM
from tests.servers.oidc_provider import CLIENT, SECRET, Provider, running_provider
from tests.web.conftest import NAME, Browser, Site

HTTPS = "https://chain.example"


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    async with running_provider() as running:
        yield running


@pytest.fixture
async def linked(app: App, provider: Provider) -> AsyncIterator[Site]:
    """A platform that knows the provider, with an account that is linked to a person there."""
    settings = Settings(
        _env_file=None,
        oidc_issuer=provider.issuer,
        oidc_client_id=CLIENT,
        oidc_client_secret=SecretStr(SECRET),
        oidc_name="测试认证",
        oidc_timeout=30,
    )
    known = replace(app, identity_provider=OpenIDConnect(settings, utc_now))
    site = Site(known, create_web_app(known))
    async with site.opened:
        await site.account()
        await app.identities.link(SYSTEM, NAME, provider.issuer, provider.subject)
        yield site


async def begun(browser: Browser) -> str:
    """The address at the provider that the browser is sent to."""
    answer = await browser.get("/session/oidc")
    assert answer.status_code == 303
    return answer.headers["location"]


async def back_from(address: str) -> str:
    """The address that the provider sends the browser back to."""
    async with httpx.AsyncClient(timeout=30) as client:
        answer = await client.get(address)
    assert answer.status_code == 303, answer.text
    location: str = answer.headers["location"]
    return location.removeprefix(HTTPS)


async def signed_in(site: Site) -> tuple[Browser, httpx.Response]:
    browser = await site.browser(base=HTTPS)
    answer = await browser.get(await back_from(await begun(browser)))
    return browser, answer


async def test_who_is_linked_signs_in(linked: Site, provider: Provider) -> None:
    page = await (await linked.browser()).get("/sign-in")
    assert "用测试认证登录" in page.text
    browser, answer = await signed_in(linked)
    assert (answer.status_code, answer.headers["location"]) == (303, "/today")
    assert await browser.who() == {"role": "AUDITOR"}
    assert provider.refusals == []


async def test_what_is_asked_of_the_provider(linked: Site, provider: Provider) -> None:
    browser = await linked.browser(base=HTTPS)
    first, second = [parse_qs(urlsplit(await begun(browser)).query) for _ in range(2)]
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]
        assert len(first[name][0]) == 43
    assert first["redirect_uri"] == [f"{HTTPS}/session/oidc/callback"]
    assert first["code_challenge_method"] == ["S256"]
    assert first["scope"] == ["openid"]
    assert SECRET not in str(first)


async def test_nobody_is_let_in_who_is_not_linked(linked: Site, provider: Provider) -> None:
    provider.subject = "somebody-else"
    before = await linked.app.journal.head()
    browser, answer = await signed_in(linked)
    assert answer.status_code == 401
    assert "此身份尚未关联账户" in answer.text
    assert await browser.who() is None
    assert await linked.app.journal.head() == before


async def test_a_closed_account_is_not_let_in(linked: Site) -> None:
    await linked.app.accounts.close(SYSTEM, NAME)
    browser, answer = await signed_in(linked)
    assert answer.status_code == 401
    assert await browser.who() is None


NOW = int(time.time())
LIES: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("nonce of another", {"nonce": "x"}, {}, "RS256"),
    ("no nonce", {"nonce": None}, {}, "RS256"),
    ("for another client", {"aud": "another"}, {}, "RS256"),
    ("for several, authorised to another", {"aud": [CLIENT, "b"], "azp": "b"}, {}, "RS256"),
    ("no audience", {"aud": None}, {}, "RS256"),
    ("by another issuer", {"iss": "https://evil.example"}, {}, "RS256"),
    ("no issuer", {"iss": None}, {}, "RS256"),
    ("expired", {"exp": NOW - 120}, {}, "RS256"),
    ("never expires", {"exp": None}, {}, "RS256"),
    ("of the future", {"nbf": NOW + 3600}, {}, "RS256"),
    ("about nobody", {"sub": None}, {}, "RS256"),
    ("about no text", {"sub": 7}, {}, "RS256"),
    ("unsigned", {}, {}, "none"),
    ("signed by the public key", {}, {}, "HS256"),
    ("says it is unsigned", {}, {"alg": "none"}, "RS256"),
    ("by a key of no name", {}, {"kid": "unknown"}, "RS256"),
]


@pytest.mark.parametrize(
    ("claims", "header", "signed"), [one[1:] for one in LIES], ids=[one[0] for one in LIES]
)
async def test_an_id_token_that_lies(
    linked: Site, provider: Provider, claims: dict[str, Any], header: dict[str, Any], signed: str
) -> None:
    provider.claims, provider.header, provider.signed = claims, header, signed
    before = await linked.app.journal.head()
    browser, answer = await signed_in(linked)
    assert answer.status_code == 403
    assert "无法核实" in answer.text
    assert await browser.who() is None
    assert await linked.app.journal.head() == before


async def test_a_token_by_a_key_that_nobody_published(linked: Site, provider: Provider) -> None:
    published = provider.jwk
    provider.new_key()
    provider.key_id = published["kid"]
    await signed_in(linked)  # the first keys are read now
    provider.new_key()
    provider.key_id = published["kid"]
    browser, answer = await signed_in(linked)
    assert answer.status_code == 403
    assert await browser.who() is None


async def test_a_key_that_is_new_is_looked_up(linked: Site, provider: Provider) -> None:
    await signed_in(linked)
    provider.new_key()
    browser, answer = await signed_in(linked)
    assert answer.status_code == 303
    assert await browser.who() == {"role": "AUDITOR"}


async def test_an_answer_to_another_browsers_question(linked: Site, provider: Provider) -> None:
    victim, attacker = await linked.browser(base=HTTPS), await linked.browser(base=HTTPS)
    answer = await back_from(await begun(attacker))
    for _ in range(2):
        refused = await victim.get(answer)
        assert refused.status_code == 403
        assert "不是从此浏览器开始" in refused.text
        assert await victim.who() is None
        await begun(victim)  # nor where he has begun one himself
    assert provider.refusals == []  # the code was never sent on


async def test_a_code_works_once_and_in_its_own_browser(linked: Site, provider: Provider) -> None:
    browser = await linked.browser(base=HTTPS)
    answer = await back_from(await begun(browser))
    cookies = dict(browser.client.cookies)
    assert (await browser.get(answer)).status_code == 303
    assert (await browser.get(answer)).status_code == 403  # the cookie is gone with the first
    thief = await linked.browser(base=HTTPS)
    thief.client.cookies.update(cookies)
    refused = await thief.get(answer)
    assert refused.status_code == 403
    assert await thief.who() is None
    assert provider.refusals == ["invalid_grant: code"]


async def test_a_stolen_code_is_useless_without_its_verifier(
    linked: Site, provider: Provider
) -> None:
    victim, attacker = await linked.browser(base=HTTPS), await linked.browser(base=HTTPS)
    code = parse_qs(urlsplit(await back_from(await begun(victim))).query)["code"][0]
    state = parse_qs(urlsplit(await begun(attacker)).query)["state"][0]
    refused = await attacker.get(f"/session/oidc/callback?code={code}&state={state}")
    assert refused.status_code == 403
    assert await attacker.who() is None
    assert provider.refusals == ["invalid_grant: verifier"]


@pytest.mark.parametrize("query", ["", "?code=x", "?error=access_denied", "?state=&code=x", "?%ff"])
async def test_a_callback_that_is_none(linked: Site, query: str) -> None:
    browser = await linked.browser(base=HTTPS)
    for _ in range(2):
        assert (await browser.get(f"/session/oidc/callback{query}")).status_code == 403
        await begun(browser)


async def test_who_declines_is_told_so(linked: Site) -> None:
    browser = await linked.browser(base=HTTPS)
    state = parse_qs(urlsplit(await begun(browser)).query)["state"][0]
    answer = await browser.get(f"/session/oidc/callback?error=access_denied&state={state}")
    assert answer.status_code == 403
    assert "没有在统一身份认证处完成登录" in answer.text


async def test_an_account_is_linked_by_who_is_signed_in(linked: Site, provider: Provider) -> None:
    await linked.account(Role.STAFF, "other")
    provider.subject = "person-8"
    browser = await linked.browser(base=HTTPS)
    await browser.sign_in(name="other")
    page = await browser.form("/account", "/session/oidc/link", {})
    [address] = [
        part.split('"')[0]
        for part in page.text.replace("&amp;", "&").split('href="')
        if part.startswith(provider.issuer)
    ]
    done = await browser.get(await back_from(address))
    assert (done.status_code, done.headers["location"]) == (303, "/account")
    assert "已关联，可用它登录。" in (await browser.get("/account")).text
    fresh, answer = await signed_in(linked)
    assert answer.status_code == 303
    assert await fresh.who() == {"role": "STAFF"}
    # the person of another account cannot be linked to a second one
    provider.subject = "person-7"
    page = await browser.form("/account", "/session/end", {})
    await browser.sign_in(name="other")
    assert page.status_code == 303


async def test_another_site_cannot_link_ones_account(linked: Site) -> None:
    browser = await linked.browser(base=HTTPS)
    await browser.sign_in()
    answer = await browser.client.post(
        "/session/oidc/link", data={}, headers={"sec-fetch-site": "cross-site"}
    )
    assert answer.status_code == 403


async def test_a_provider_that_is_away(app: App, clock: Any) -> None:
    settings = Settings(_env_file=None, oidc_issuer="http://127.0.0.1:1", oidc_client_id=CLIENT)
    known = replace(app, identity_provider=OpenIDConnect(settings, clock))
    site = Site(known, create_web_app(known))
    async with site.opened:
        answer = await (await site.browser()).get("/session/oidc")
        assert answer.status_code == 503
        assert "连不上统一身份认证 http://127.0.0.1:1" in answer.text


async def test_without_a_provider_there_is_no_such_way(site: Site) -> None:
    browser = await site.browser()
    assert "session/oidc" not in (await browser.get("/sign-in")).text
    for path in ("/session/oidc", "/session/oidc/callback"):
        assert (await browser.get(path)).status_code in {403, 404}


def test_an_issuer_in_the_clear_is_refused() -> None:
    with pytest.raises(ValueError, match="oidc_issuer"):
        Settings(_env_file=None, oidc_issuer="http://sso.example")
