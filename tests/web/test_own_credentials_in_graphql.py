"""`viewer { name tokens sessions }`: one's own, with their last use, never a secret."""

from chainlink.accounts.model import Role
from tests.factories import SYSTEM
from tests.settable_clock import SettableClock
from tests.web.conftest import NAME, Site

QUERY = """{ viewer { name role
  tokens { id scopes recordedAt expiresAt lastUsedAt revokedAt }
  sessions { id agent recordedAt lastSeenAt expiresAt } } }"""


async def test_ones_own_tokens_and_sessions(site: Site, clock: SettableClock) -> None:
    await site.account(Role.AUDITOR)
    await site.account(Role.ADMIN, "other")
    await site.app.accounts.issue_token(SYSTEM, "other")
    token = await site.app.accounts.issue_token(SYSTEM, NAME)
    browser = await site.browser(**{"user-agent": "Firefox"})
    await browser.sign_in()
    ask = {"query": QUERY}
    first = (await browser.json("POST", "/graphql", ask)).json()["data"]["viewer"]
    assert (first["name"], first["role"]) == (NAME, "AUDITOR")
    [shown], [session] = first["tokens"], first["sessions"]
    assert (shown["id"], shown["scopes"]) == (token.id, ["READ", "WRITE"])
    assert (shown["lastUsedAt"], shown["revokedAt"]) == (None, None)
    assert session["agent"] == "Firefox"
    clock.advance(hours=1)
    program = await site.browser(authorization=f"Bearer {token.secret}")
    seen = (await program.json("POST", "/graphql", ask)).json()["data"]["viewer"]
    assert seen["tokens"][0]["lastUsedAt"].startswith("2026-11-24T09:00:0")
    # the same question again is answered anew: a last use is no change that is followed
    later = (await browser.json("POST", "/graphql", ask)).json()["data"]["viewer"]
    assert later["tokens"][0]["lastUsedAt"] == seen["tokens"][0]["lastUsedAt"]
    for secret in (token.secret, *dict(browser.client.cookies).values()):
        assert secret not in str(later)


async def test_whoever_is_nobody_has_none(site: Site) -> None:
    browser = await site.browser()
    answer = await browser.json("POST", "/graphql", {"query": QUERY})
    assert answer.json() == {"data": {"viewer": None}}
    assert "cookie" in answer.headers["vary"]
