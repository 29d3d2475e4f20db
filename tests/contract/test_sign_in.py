"""Signing in by a password: what opens a session, what it does not tell, and when it is over."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from chainlink.accounts import passwords
from chainlink.accounts.model import Actor, Role
from chainlink.accounts.passwords import Passwords
from chainlink.accounts.sessions import Browser, SessionService
from chainlink.accounts.throttling import Throttle, TooManyRequests
from chainlink.app import App
from chainlink.errors import Conflict, InvalidInput, NotFound, Unauthenticated
from chainlink.graph.cypher import Query
from chainlink.graph.declaration import load_schema
from chainlink.language import Language, sentence
from tests.factories import SYSTEM, create_account
from tests.refusals import code_of
from tests.settable_clock import SettableClock

HOME, AWAY = Browser("192.0.2.1", "Firefox"), Browser("198.51.100.7")
PASSWORD = "正确的马电池订书钉好"
WRONG = "another battery staple"


async def create(app: App, name: str = "孙七", role: Role = Role.AUDITOR, **more: Any) -> Actor:
    account = await app.accounts.create(SYSTEM, name, role, password=PASSWORD, **more)
    return Actor(account.id, role, committees=frozenset(account.committees))


async def everything(app: App) -> str:
    """All that the graph holds, as text."""
    found = [
        await app.store.read(
            Query(
                "tests/all",
                f"MATCH (n:{label}) RETURN " + ", ".join(f"n.{p} AS {p}" for p in node.properties),
            )
        )
        for label, node in load_schema().node.items()
    ]
    return str(found)


async def test_a_session_speaks_for_its_account(app: App) -> None:
    await create(app, role=Role.SECRETARY, committees=["ka"])
    found = await app.sessions.sign_in(" 孙七 ", PASSWORD, HOME)
    actor, _ = await app.sessions.holder_of(found.secret)
    assert (actor.account, actor.role, actor.committees) == (
        found.account.id,
        Role.SECRETARY,
        {"ka"},
    )
    assert found.secret.startswith("cs_")
    assert len(found.secret) == 46


async def test_the_same_password_typed_in_other_codes_is_the_same(app: App) -> None:
    await app.accounts.create(SYSTEM, "one", Role.AUDITOR, password="Ａｎｇｓｔｒöｍ １２")
    await app.sessions.sign_in("one", "Angstro\u0308m 12", HOME)


async def test_no_secret_is_kept_or_told(app: App) -> None:
    actor = await create(app)
    found = await app.sessions.sign_in("孙七", PASSWORD, HOME)
    link = await app.credentials.issue_link(SYSTEM, "孙七")
    graph = await everything(app)
    assert "$argon2id$" in graph
    for secret in (PASSWORD, found.secret, found.device, link.secret):
        assert secret not in graph
    entries = [one for one in await app.journal.entries(0) if "ccount" not in one.subject_label]
    text = str(entries)
    digests = await app.store.read(
        Query(
            "tests/digests",
            "MATCH (s:SignInSession) RETURN s.digest AS a, s.device AS b, s.agent AS c",
        )
    )
    assert "argon2" not in text
    for value in digests[0].values():
        assert value not in text
    assert {one.action for one in entries} >= {"password.set", "session.started", "reset.issued"}
    assert actor.account in text


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("孙七", WRONG),
        ("孙七", ""),
        ("孙七", PASSWORD + "x"),
        ("孙七", PASSWORD * 1000),
        ("nobody", PASSWORD),
        ("", PASSWORD),
        ("x" * 10_000, PASSWORD),
        ("closed", PASSWORD),
        ("without", PASSWORD),
    ],
)
async def test_what_is_wrong_is_not_told(app: App, name: str, password: str) -> None:
    await create(app)
    await create(app, "closed")
    await app.accounts.close(SYSTEM, "closed")
    await create_account(app, Role.AUDITOR, name="without")
    before = await app.journal.head()
    with pytest.raises(Unauthenticated) as refused:
        await app.sessions.sign_in(name, password, HOME)
    assert [sentence(refused.value, language) for language in Language] == [
        "账户名或密码不正确。",
        "The account name or the password is wrong.",
    ]
    assert await app.journal.head() == before


class Counting(Passwords):
    """Counts what it costs: hashes compared."""

    compared = 0

    def _verified(self, hashed: str, plain: str) -> bool:
        self.compared += 1
        return super()._verified(hashed, plain)


def counted_sessions(app: App, hasher: Passwords, throttle: Throttle) -> SessionService:
    return SessionService(app.store, app.journal, app.clock, hasher, throttle)


async def test_an_unknown_account_costs_what_a_wrong_password_costs(app: App) -> None:
    await create(app)
    await create_account(app, Role.AUDITOR, name="without")
    hasher = Counting(32, 1)
    sessions = counted_sessions(app, hasher, Throttle())
    for name in ("孙七", "nobody", "without", ""):
        hasher.compared = 0
        with pytest.raises(Unauthenticated):
            await sessions.sign_in(name, WRONG, HOME)
        assert hasher.compared == 1


async def test_a_hash_of_other_parameters_is_made_again_at_the_next_sign_in(app: App) -> None:
    await create(app)
    hashes = Query("tests/hashes", "MATCH (p:Credential) RETURN p.hash AS hash")
    [before] = await app.store.read(hashes)
    dearer = counted_sessions(app, Passwords(64, 2), Throttle())
    await dearer.sign_in("孙七", PASSWORD, HOME)
    [after] = await app.store.read(hashes)
    assert "m=32,t=1" in before["hash"]
    assert "m=64,t=2" in after["hash"]
    await dearer.sign_in("孙七", PASSWORD, HOME)
    assert await app.store.read(hashes) == [after]


async def test_a_session_ends_where_it_is_not_used(app: App, clock: SettableClock) -> None:
    await create(app)
    found = await app.sessions.sign_in("孙七", PASSWORD, HOME)
    for _ in range(3):
        clock.advance(hours=11, minutes=58)
        await app.sessions.holder_of(found.secret)
    clock.advance(hours=12)
    with pytest.raises(Unauthenticated, match=r"session\.over"):
        await app.sessions.holder_of(found.secret)


async def test_a_session_ends_after_two_weeks_in_any_case(app: App, clock: SettableClock) -> None:
    await create(app)
    found = await app.sessions.sign_in("孙七", PASSWORD, HOME)
    for _ in range(27):
        clock.advance(hours=11, minutes=59)
        _, until = await app.sessions.holder_of(found.secret)
        assert until <= found.expires_at
    clock.advance(hours=13)
    with pytest.raises(Unauthenticated):
        await app.sessions.holder_of(found.secret)
    actor = Actor(found.account.id, Role.AUDITOR)
    assert await app.sessions.sessions_of(actor) == []


async def test_when_it_was_seen_is_noted_once_a_minute(app: App, clock: SettableClock) -> None:
    actor = await create(app)
    found = await app.sessions.sign_in("孙七", PASSWORD, HOME)
    seen = []
    for seconds in (0, 30, 31):
        clock.advance(seconds=seconds)
        await app.sessions.holder_of(found.secret)
        seen += [one.last_seen_at for one in await app.sessions.sessions_of(actor)]
    assert seen[0] == seen[1] < seen[2]
    assert seen[2].startswith("2026-11-24T08:01:01.")


async def test_a_session_that_is_ended_is_over_at_once(app: App) -> None:
    await create(app)
    found = await app.sessions.sign_in("孙七", PASSWORD, HOME)
    other = await app.sessions.sign_in("孙七", PASSWORD, HOME)
    await app.sessions.end(found.secret)
    await app.sessions.end(found.secret)
    with pytest.raises(Unauthenticated):
        await app.sessions.holder_of(found.secret)
    await app.sessions.holder_of(other.secret)


async def test_the_session_that_a_browser_had_ends_with_the_new_one(app: App) -> None:
    await create(app)
    first = await app.sessions.sign_in("孙七", PASSWORD, HOME)
    again = Browser(HOME.address, session=first.secret)
    second = await app.sessions.sign_in("孙七", PASSWORD, again)
    assert second.secret != first.secret
    with pytest.raises(Unauthenticated):
        await app.sessions.holder_of(first.secret)


async def test_nobody_ends_somebody_elses_session(app: App) -> None:
    await create(app)
    other = await create(app, "other", Role.STAFF, committees=["ka"])
    found = await app.sessions.sign_in("孙七", PASSWORD, HOME)
    with pytest.raises(NotFound):
        await app.sessions.end_one(other, found.session)
    await app.sessions.holder_of(found.secret)


async def test_of_a_thousand_wrong_tries_ten_are_looked_at(app: App) -> None:
    await create(app)
    hasher = Counting(32, 1)
    sessions = counted_sessions(app, hasher, Throttle())
    tries = (sessions.sign_in("孙七", f"{WRONG} {n}", AWAY) for n in range(1000))
    found = await asyncio.gather(*tries, return_exceptions=True)
    refused = [one for one in found if isinstance(one, TooManyRequests)]
    assert (len(refused), hasher.compared) == (990, 10)
    with pytest.raises(TooManyRequests) as said:
        await sessions.sign_in("孙七", PASSWORD, AWAY)  # the right one does not get in either
    assert 0 < said.value.retry_after <= 900
    assert sentence(said.value, Language.ZH) == "尝试次数过多，请在 15 分钟后再试。"


async def test_nobody_is_locked_out_by_others_where_he_has_signed_in_before(app: App) -> None:
    await create(app)
    known = await app.sessions.sign_in("孙七", PASSWORD, HOME)
    hasher = Counting(32, 1)
    sessions = counted_sessions(app, hasher, Throttle())
    for number in range(200):  # from everywhere, the owner's own network included
        address = HOME.address if number < 20 else f"198.51.{number // 250}.{number % 250}"
        with pytest.raises((Unauthenticated, TooManyRequests)):
            await sessions.sign_in("孙七", WRONG, Browser(address))
    assert hasher.compared == 100
    with pytest.raises(TooManyRequests):
        await sessions.sign_in("孙七", PASSWORD, Browser("203.0.113.200"))
    own = Browser("203.0.113.200", device=known.device)
    await sessions.sign_in("孙七", PASSWORD, own)
    for _ in range(10):  # with his browser one may not try for ever either
        with pytest.raises(Unauthenticated):
            await sessions.sign_in("孙七", WRONG, own)
    with pytest.raises(TooManyRequests):
        await sessions.sign_in("孙七", PASSWORD, own)


async def test_a_browser_known_to_one_account_is_not_to_another(app: App) -> None:
    await create(app)
    await create(app, "other")
    known = await app.sessions.sign_in("other", PASSWORD, AWAY)
    sessions = counted_sessions(app, Passwords(32, 1), Throttle())
    for number in range(10):  # nor is one that says it is known
        device = known.device if number % 2 else f"made up {number}"
        with pytest.raises(Unauthenticated):
            await sessions.sign_in("孙七", WRONG, Browser(AWAY.address, device=device))
    for device in (known.device, "made up"):
        with pytest.raises(TooManyRequests):
            await sessions.sign_in("孙七", WRONG, Browser(AWAY.address, device=device))


async def test_an_address_that_tries_many_accounts_is_stopped(app: App) -> None:
    hasher = Counting(32, 1)
    sessions = counted_sessions(app, hasher, Throttle())
    for number in range(60):  # one subscriber of IPv6 has more addresses than anybody can count
        with pytest.raises((Unauthenticated, TooManyRequests)):
            await sessions.sign_in(f"account-{number}", WRONG, Browser(f"2001:db8::{number:x}"))
    assert hasher.compared == 50
    with pytest.raises(Unauthenticated):
        await sessions.sign_in("account-1", WRONG, Browser("2001:db8:0:1::1"))


async def test_signing_in_rightly_is_charged_to_nobody(app: App) -> None:
    await create(app)
    for _ in range(60):
        await app.sessions.sign_in("孙七", PASSWORD, AWAY)


async def test_a_new_password_ends_all_other_sessions(app: App) -> None:
    actor = await create(app, role=Role.STAFF)
    here, there = [await app.sessions.sign_in("孙七", PASSWORD, HOME) for _ in range(2)]
    await app.credentials.change(actor, PASSWORD, WRONG, session=here.session)
    await app.sessions.holder_of(here.secret)
    with pytest.raises(Unauthenticated):
        await app.sessions.holder_of(there.secret)
    with pytest.raises(Unauthenticated):
        await app.sessions.sign_in("孙七", PASSWORD, HOME)
    await app.sessions.sign_in("孙七", WRONG, HOME)


async def test_a_password_is_changed_by_who_knows_the_old_one(app: App) -> None:
    actor = await create(app, role=Role.STAFF)
    before = await app.journal.head()
    for _ in range(10):
        with pytest.raises(InvalidInput) as refused:
            await app.credentials.change(actor, WRONG, "a new one, long enough")
        assert [(one.path, one.key) for one in refused.value.fields] == [("old", "password.wrong")]
    with pytest.raises(TooManyRequests):
        await app.credentials.change(actor, PASSWORD, "a new one, long enough")
    assert await app.journal.head() == before


async def test_two_changes_at_once_leave_one_password(app: App) -> None:
    actor = await create(app, role=Role.STAFF)
    new = ["the first new one", "the second new one"]
    found = await asyncio.gather(
        *(app.credentials.change(actor, PASSWORD, one) for one in new), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in found) == ["Conflict", "NoneType"]
    right = new[found.index(None)]
    await app.sessions.sign_in("孙七", right, HOME)


@pytest.mark.parametrize(
    ("password", "key"),
    [
        ("", "required"),
        ("短", "password.short"),
        ("123456789", "password.short"),
        ("x" * 129, "password.long"),
        ("x" * 1_000_000, "password.long"),
        ("half \ud800 a character", "password.characters"),
        ("PassWord123", "password.common"),
        ("aaaaaaaaaaaa", "password.common"),
        ("ababababababab", "password.common"),
        ("12345678901", "password.common"),
        ("qwertyuiopas", "password.common"),
        ("zhangwei_account", "password.common"),
        ("ZHANGWEI_ACCOUNT1", "password.common"),
        ("chainlink2026", "password.common"),
    ],
)
def test_passwords_that_are_none(password: str, key: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        passwords.checked(password, "zhangwei_account")
    [field] = refused.value.fields
    assert (field.path, field.key) == ("password", key)
    assert "value" not in field.facts


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "correcthorse",
        "十个汉字也可以作密码",
        "🐴🔋📎✅🚲🌾🏭🚢📦🧾",
        "x1!y" * 30,
    ],
)
def test_passwords_of_any_script(password: str) -> None:
    assert passwords.checked(password, "zhangwei_account") == password


async def test_a_link_sets_the_password_once(app: App) -> None:
    await create(app)
    session = await app.sessions.sign_in("孙七", PASSWORD, HOME)
    link = await app.credentials.issue_link(SYSTEM, "孙七")
    assert (await app.credentials.link_opens(link.secret)).name == "孙七"
    with pytest.raises(InvalidInput):
        await app.credentials.use_link(link.secret, "short")
    await app.credentials.use_link(link.secret, WRONG)
    with pytest.raises(Unauthenticated):
        await app.sessions.holder_of(session.secret)
    await app.sessions.sign_in("孙七", WRONG, HOME)
    for use in (app.credentials.use_link(link.secret, PASSWORD), app.credentials.link_opens("x")):
        with pytest.raises(NotFound, match=r"reset\.unknown"):
            await use


async def test_a_link_used_twice_at_once_works_once(app: App) -> None:
    await create(app)
    link = await app.credentials.issue_link(SYSTEM, "孙七")
    uses = (app.credentials.use_link(link.secret, f"new password {n}") for n in range(5))
    found = await asyncio.gather(*uses, return_exceptions=True)
    assert sum(isinstance(one, NotFound) for one in found) == 4


async def test_a_link_ends_after_a_day_or_with_the_next(app: App, clock: SettableClock) -> None:
    await create(app)
    first = await app.credentials.issue_link(SYSTEM, "孙七")
    second = await app.credentials.issue_link(SYSTEM, "孙七")
    with pytest.raises(NotFound):
        await app.credentials.link_opens(first.secret)
    clock.advance(hours=23, minutes=59)
    await app.credentials.link_opens(second.secret)
    clock.advance(minutes=1)
    with pytest.raises(NotFound):
        await app.credentials.use_link(second.secret, WRONG)


async def test_who_may_send_whom_a_link_and_close_whose_account(app: App) -> None:
    people: dict[str, tuple[Role, list[str]]] = {
        "staff of ka": (Role.STAFF, ["ka"]),
        "staff of kb": (Role.STAFF, ["kb"]),
        "secretary of ka": (Role.SECRETARY, ["ka"]),
        "auditor": (Role.AUDITOR, []),
        "admin": (Role.ADMIN, []),
    }
    actors = {
        name: await create(app, name, role, committees=served)
        for name, (role, served) in people.items()
    }
    may = {
        (who, whom)
        for who, actor in actors.items()
        for whom in people
        if await code_of(app.credentials.issue_link(actor, whom)) is None
    }
    assert may == {("secretary of ka", "staff of ka")} | {("admin", whom) for whom in people}
    with pytest.raises(NotFound):
        await app.accounts.close(actors["secretary of ka"], "staff of kb")
    with pytest.raises(NotFound):
        await app.accounts.erase(actors["secretary of ka"], "staff of ka")
    await app.accounts.close(actors["secretary of ka"], "staff of ka")
    with pytest.raises(Conflict):
        await app.credentials.issue_link(SYSTEM, "staff of ka")


async def test_a_closed_account_has_neither_sessions_nor_tokens(app: App) -> None:
    await create(app)
    session = await app.sessions.sign_in("孙七", PASSWORD, HOME)
    token = await app.accounts.issue_token(SYSTEM, "孙七")
    link = await app.credentials.issue_link(SYSTEM, "孙七")
    await app.accounts.close(SYSTEM, "孙七")
    for attempt in (
        app.sessions.holder_of(session.secret),
        app.accounts.actor_for(token.secret),
        app.credentials.link_opens(link.secret),
    ):
        assert await code_of(attempt) in {"UNAUTHENTICATED", "NOT_FOUND"}
    with pytest.raises(Conflict):
        await app.accounts.close(SYSTEM, "孙七")


async def test_a_token_is_listed_with_its_last_use(app: App, clock: SettableClock) -> None:
    actor = await create(app, role=Role.STAFF)
    first = await app.accounts.issue_token(SYSTEM, "孙七")
    second = await app.accounts.issue_token(SYSTEM, "孙七")
    clock.advance(hours=1)
    await app.accounts.actor_for(first.secret)
    await app.accounts.revoke_token(actor, second.id)
    newest, oldest = await app.accounts.own_tokens(actor)
    assert (newest.id, newest.last_used_at, bool(newest.revoked_at)) == (second.id, None, True)
    assert (oldest.id, oldest.revoked_at) == (first.id, None)
    assert str(oldest.last_used_at).startswith("2026-11-24T09:00:0")
    assert await app.accounts.tokens_of(SYSTEM, "孙七") == [newest, oldest]


async def test_sessions_older_than_browsers_keep_cookies_are_forgotten(
    app: App, clock: SettableClock
) -> None:
    await create(app)
    await app.sessions.sign_in("孙七", PASSWORD, HOME)
    clock.advance(days=timedelta(days=401).days)
    await app.sessions.sign_in("孙七", PASSWORD, HOME)
    rows = await app.store.read(Query("tests/n", "MATCH (s:SignInSession) RETURN count(s) AS n"))
    assert rows == [{"n": 1}]
