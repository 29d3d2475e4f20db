"""Accounts and tokens: who gets one, what it may be used for, and when it ends."""

import hashlib
from typing import Any

import pytest

from chainlink.accounts.model import Account, Actor, Role, Scope
from chainlink.app import App
from chainlink.enterprises.claim_model import NEED
from chainlink.errors import (
    Conflict,
    Forbidden,
    InvalidInput,
    NotFound,
    Unauthenticated,
)
from chainlink.graph.cypher import Query
from chainlink.language import Language, sentence
from tests.factories import (
    SYSTEM,
    create_account,
    create_enterprise,
    enterprise_draft,
    need_draft,
)
from tests.settable_clock import SettableClock

TOKENS = Query(
    "tests/tokens",
    "MATCH (t:ApiToken) RETURN t.id AS id, t.digest AS digest, t.last_used_at AS used ORDER BY id",
)


async def account_with_secret(app: App, name: str, **said: Any) -> tuple[Account, str]:
    account = await app.accounts.create(SYSTEM, name, said.pop("role", Role.AUDITOR))
    return account, (await app.accounts.issue_token(SYSTEM, name, **said)).secret


async def test_an_account_speaks_with_its_role_and_its_committees(app: App) -> None:
    account = await app.accounts.create(SYSTEM, "  孙七  ", Role.SECRETARY, committees=["ka", "kb"])
    assert account.name == "孙七"
    token = await app.accounts.issue_token(SYSTEM, "孙七")
    assert await app.accounts.actor_for(token.secret) == Actor(
        account.id, Role.SECRETARY, committees=frozenset({"ka", "kb"})
    )
    found = await app.accounts.by_name(SYSTEM, "孙七")
    assert found.model_copy(update={"committees": tuple(sorted(found.committees))}) == account


async def test_an_enterprise_account_speaks_for_what_it_registered(app: App) -> None:
    _, secret = await account_with_secret(app, "王五", role=Role.ENTERPRISE)
    newcomer = await app.accounts.actor_for(secret)
    assert (newcomer.enterprise, newcomer.approved) == (None, False)
    enterprise = await app.enterprises.register(newcomer, enterprise_draft())
    waiting = await app.accounts.actor_for(secret)
    assert (waiting.enterprise, waiting.approved) == (enterprise.id, False)
    await app.enterprises.approve(SYSTEM, enterprise.id, 1)
    member = await app.accounts.actor_for(secret)
    assert (member.enterprise, member.approved) == (enterprise.id, True)


async def test_an_account_can_be_made_for_an_enterprise_that_stands(app: App) -> None:
    enterprise = await create_enterprise(app)
    account = await app.accounts.create(SYSTEM, "王五", Role.ENTERPRISE, enterprise=enterprise.id)
    token = await app.accounts.issue_token(SYSTEM, account.name)
    actor = await app.accounts.actor_for(token.secret)
    assert (actor.enterprise, actor.approved) == (enterprise.id, True)


async def test_only_a_digest_of_a_token_is_kept(app: App) -> None:
    _, secret = await account_with_secret(app, "one")
    assert secret.startswith("cl_")
    assert len(secret) == 46
    [token] = await app.store.read(TOKENS)
    assert token["digest"] == hashlib.sha256(secret.encode()).hexdigest()
    everything = await app.store.read(Query("tests/all", "MATCH (t:ApiToken) RETURN t AS token"))
    entries = await app.journal.entries(0)
    assert secret not in str(everything) + str(entries)
    assert token["digest"] not in str(entries)


@pytest.mark.parametrize("secret", ["", "cl_unknown", "' OR 1=1", "cl_" + "A" * 43])
async def test_a_token_that_does_not_exist(app: App, secret: str) -> None:
    with pytest.raises(Unauthenticated) as refused:
        await app.accounts.actor_for(secret)
    assert [sentence(refused.value, language) for language in Language] == [
        "访问令牌不存在或已失效，请重新签发。",
        "The access token does not exist or has ended; issue a new one.",
    ]


async def test_the_id_or_digest_of_a_token_is_not_the_token(app: App) -> None:
    await account_with_secret(app, "one")
    [token] = await app.store.read(TOKENS)
    for known in (token["id"], token["digest"]):
        with pytest.raises(Unauthenticated):
            await app.accounts.actor_for(known)


async def test_a_token_ends_on_its_day(app: App, clock: SettableClock) -> None:
    _, secret = await account_with_secret(app, "one", days=30)
    clock.advance(days=29, hours=23, minutes=59)
    await app.accounts.actor_for(secret)
    clock.advance(minutes=1)
    with pytest.raises(Unauthenticated) as refused:
        await app.accounts.actor_for(secret)
    assert sentence(refused.value, Language.ZH) == "访问令牌已到期，请重新签发。"


async def test_a_token_lasts_90_days_where_nothing_else_is_said(
    app: App, clock: SettableClock
) -> None:
    _, secret = await account_with_secret(app, "one")
    clock.advance(days=89)
    await app.accounts.actor_for(secret)
    clock.advance(days=1)
    with pytest.raises(Unauthenticated, match=r"token\.expired"):
        await app.accounts.actor_for(secret)


@pytest.mark.parametrize("by", ["secret", "id"])
async def test_a_revoked_token_ends_at_once(app: App, by: str) -> None:
    account, secret = await account_with_secret(app, "one")
    other = await app.accounts.issue_token(SYSTEM, account.name)
    [token] = [row["id"] for row in await app.store.read(TOKENS) if row["id"] != other.id]
    named = {"secret": secret, "id": token}[by]
    await app.accounts.revoke_token(SYSTEM, named)
    with pytest.raises(Unauthenticated, match=r"token\.unknown"):
        await app.accounts.actor_for(secret)
    assert (await app.accounts.actor_for(other.secret)).account == account.id
    with pytest.raises(NotFound, match=r"token\.unknown"):
        await app.accounts.revoke_token(SYSTEM, named)


async def test_a_token_to_read_with_does_not_write(app: App) -> None:
    _, secret = await account_with_secret(app, "reader", role=Role.ADMIN, scopes=[Scope.READ])
    reader = await app.accounts.actor_for(secret)
    enterprise = await create_enterprise(app)
    assert await app.enterprises.get(reader, enterprise.id) == enterprise
    before = await app.journal.head()
    for attempt in (
        app.enterprises.register(reader, enterprise_draft()),
        app.enterprises.set_opt_out(reader, enterprise.id, 1, True),
        app.claims.declare(reader, NEED, enterprise.id, need_draft()),
        app.accounts.create(reader, "another", Role.ADMIN),
        app.taxonomy.add(reader, [], {}),
    ):
        with pytest.raises(Forbidden):
            await attempt
    with pytest.raises(NotFound):
        await app.accounts.issue_token(reader, "reader")
    with pytest.raises(NotFound):
        await app.accounts.revoke_token(reader, secret)
    assert await app.journal.head() == before


async def test_a_token_to_write_with_does_not_read(app: App) -> None:
    writer = await create_account(app, Role.ADMIN, scopes=[Scope.WRITE])
    enterprise = await create_enterprise(app)
    with pytest.raises(NotFound):
        await app.enterprises.get(writer, enterprise.id)


async def test_the_last_use_is_noted_once_a_minute(app: App, clock: SettableClock) -> None:
    _, secret = await account_with_secret(app, "one")
    uses = []
    for seconds in (0, 30, 31):
        clock.advance(seconds=seconds)
        await app.accounts.actor_for(secret)
        [token] = await app.store.read(TOKENS)
        uses.append(token["used"])
    assert uses[0] == uses[1] < uses[2]
    assert uses[0].startswith("2026-11-24T08:00:00.")
    assert uses[2].startswith("2026-11-24T08:01:01.")


@pytest.mark.parametrize(
    ("said", "path", "key"),
    [
        ({"name": " "}, "name", "required"),
        ({"role": Role.PUBLIC}, "role", "account.role"),
        ({"role": Role.STAFF, "committees": ["ka", "kz"]}, "committees", "unknown_code"),
        ({"role": Role.AUDITOR, "committees": ["ka"]}, "committees", "account.committees_role"),
        ({"role": Role.ENTERPRISE, "enterprise": "none"}, "enterprise", "enterprise.unknown"),
        ({"role": Role.STAFF, "enterprise": "none"}, "enterprise", "account.enterprise_role"),
    ],
)
async def test_an_account_that_cannot_be(
    app: App, said: dict[str, Any], path: str, key: str
) -> None:
    before = await app.journal.head()
    wanted = {"name": "one", "role": Role.AUDITOR} | said
    with pytest.raises(InvalidInput) as refused:
        await app.accounts.create(SYSTEM, **wanted)
    assert [(field.path, field.key) for field in refused.value.fields] == [(path, key)]
    assert await app.journal.head() == before


async def test_a_name_is_taken_once(app: App) -> None:
    await account_with_secret(app, "one")
    with pytest.raises(Conflict) as refused:
        await app.accounts.create(SYSTEM, " one", Role.ADMIN)
    assert sentence(refused.value, Language.ZH) == "账户名“one”已被使用。"


@pytest.mark.parametrize("days", [0, -1, 3651])
async def test_a_token_for_a_time_that_cannot_be(app: App, days: int) -> None:
    await account_with_secret(app, "one", days=3650)
    with pytest.raises(InvalidInput) as refused:
        await app.accounts.issue_token(SYSTEM, "one", days=days)
    [field] = refused.value.fields
    assert (field.path, field.key) == ("days", "out_of_range")
    assert field.facts == {"low": 1, "high": 3650}
