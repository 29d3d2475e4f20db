"""Whose accounts and tokens each role may make, and that no more is told of the others."""

from collections.abc import Sequence

import pytest

from chainlink.accounts.model import PUBLIC, Actor, Role
from chainlink.app import App
from chainlink.errors import Forbidden, NotFound
from chainlink.graph.cypher import Query
from tests.factories import SYSTEM, create_account, create_member
from tests.refusals import refusal_of

UNUSED = Query("tests/unused", "MATCH (t:ApiToken) WHERE t.last_used_at IS NULL RETURN t.id AS id")


async def allowed(app: App, actor: Actor, names: Sequence[str]) -> set[str]:
    """Accounts of these that the actor may give a token to; those not are as if they were not."""
    found = set()
    for name in names:
        refusal = await refusal_of(app.accounts.issue_token(actor, name))
        if refusal is None:
            found.add(name)
        else:
            assert (refusal.code, refusal.facts) == ("NOT_FOUND", {"name": name})
    return found


async def test_whose_tokens_each_role_may_issue(app: App) -> None:
    """`accounts, tokens`: its own for enterprises and staff, a secretary's its staff too."""
    people = {
        "staff of ka": (Role.STAFF, ["ka"]),
        "staff of kb": (Role.STAFF, ["kb"]),
        "staff of both": (Role.STAFF, ["ka", "kb"]),
        "secretary of ka": (Role.SECRETARY, ["ka"]),
        "another secretary of ka": (Role.SECRETARY, ["ka"]),
        "auditor": (Role.AUDITOR, []),
        "admin": (Role.ADMIN, []),
    }
    actors = {
        name: await create_account(app, role, name=name, committees=committees)
        for name, (role, committees) in people.items()
    }
    member, _ = await create_member(app)
    everybody = [*people, "nobody of that name"]
    found = {name: await allowed(app, actor, everybody) for name, actor in actors.items()}
    assert found == {
        "staff of ka": {"staff of ka"},
        "staff of kb": {"staff of kb"},
        "staff of both": {"staff of both"},
        "secretary of ka": {"secretary of ka", "staff of ka", "staff of both"},
        "another secretary of ka": {"another secretary of ka", "staff of ka", "staff of both"},
        "auditor": set(),
        "admin": set(people),
    }
    assert await allowed(app, member, everybody) == set()
    assert await allowed(app, PUBLIC, everybody) == set()


async def test_a_token_of_somebody_else_cannot_be_revoked(app: App) -> None:
    await app.accounts.create(SYSTEM, "one", Role.AUDITOR)
    secret = (await app.accounts.issue_token(SYSTEM, "one")).secret
    staff = await create_account(app, Role.STAFF, committees=["ka"])
    before = await app.journal.head()
    [token] = await app.store.read(UNUSED)
    for named in (secret, token["id"]):
        with pytest.raises(NotFound) as refused:
            await app.accounts.revoke_token(staff, named)
        assert (refused.value.key, refused.value.facts) == ("token.unknown", {})
    assert await app.journal.head() == before
    await app.accounts.actor_for(secret)


@pytest.mark.parametrize("role", [Role.ENTERPRISE, Role.STAFF, Role.SECRETARY, Role.AUDITOR])
async def test_only_an_administrator_makes_accounts(app: App, role: Role) -> None:
    actor = await create_account(app, role)
    before = await app.journal.head()
    for wanted in Role:
        with pytest.raises(Forbidden):
            await app.accounts.create(actor, "another", wanted)
    assert await app.journal.head() == before
