"""`account create`, `token create` and `token revoke`, on either engine."""

import re

import pytest

from chainlink.accounts.model import Role
from chainlink.app import App
from chainlink.errors import Forbidden, InvalidInput
from tests.cli.conftest import Run
from tests.factories import SYSTEM, create_account, create_enterprise


def test_from_an_account_to_a_token_that_ends(on_graph: Run) -> None:
    made = on_graph("account", "create", "root", "--role", "admin")
    assert made.code == 0
    assert "root" in made.out
    assert "ADMIN" in made.out

    issued = on_graph("token", "create", "--account", "root", "--days", 7, "--scope", "READ")
    assert issued.code == 0
    [line] = issued.out.splitlines()
    assert re.fullmatch(r"cl_[\w-]{43}", line)  # the token, alone on its line
    assert line not in issued.err

    assert on_graph("token", "revoke", line).code == 0
    again = on_graph("token", "revoke", line)
    assert (again.code, again.err) == (1, "访问令牌不存在或已失效，请重新签发。\n")


def test_a_token_is_revoked_by_its_id_too(on_graph: Run) -> None:
    on_graph("account", "create", "root", "--role", "ADMIN")
    issued = on_graph("token", "create", "--account", "root")
    [id_] = re.findall(r"[0-9a-f-]{36}", issued.err)
    assert on_graph("token", "revoke", id_).code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("account create root --role ADMIN", "账户名“root”已被使用。"),
        ("account create a --role SECRETARY --committee no", "committees：代码“no”不存在。"),
        ("account create a --role ADMIN --committee no", "committees：角色 ADMIN 不在党委任职"),
        ("account create a --role ENTERPRISE --enterprise no", "没有找到企业“no”"),
        ("token create --account nobody", "没有名为“nobody”的账户。"),
        ("token revoke cl_no", "访问令牌不存在或已失效"),
    ],
)
def test_what_cannot_be_is_one_sentence(words: str, said: str, command: Run) -> None:
    command("account", "create", "root", "--role", "ADMIN", graph="ladybug:./graph.lbdb")
    refused = command(*words.split(), graph="ladybug:./graph.lbdb")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith(said)
    assert refused.err.count("\n") == 1


async def test_an_account_is_bound_to_an_enterprise_that_stands(app: App) -> None:
    enterprise = await create_enterprise(app)
    made = await app.accounts.create(SYSTEM, "owner", Role.ENTERPRISE, enterprise=enterprise.id)
    token = await app.accounts.issue_token(SYSTEM, "owner")
    owner = await app.accounts.actor_for(token.secret)
    assert (made.enterprise, owner.enterprise, owner.approved) == (
        enterprise.id,
        enterprise.id,
        True,
    )
    [entry] = [one for one in await app.journal.entries(0) if one.subject == made.id]
    assert (entry.action, entry.enterprises) == ("account.created", (enterprise.id,))
    assert "owner" not in entry.facts


@pytest.mark.parametrize("role", [one for one in Role if one not in {Role.PUBLIC, Role.ENTERPRISE}])
async def test_only_an_enterprises_account_is_bound(app: App, role: Role) -> None:
    enterprise = await create_enterprise(app)
    head = await app.journal.head()
    with pytest.raises(InvalidInput) as refused:
        await app.accounts.create(SYSTEM, "a", role, enterprise=enterprise.id)
    assert [one.path for one in refused.value.fields] == ["enterprise"]
    assert await app.journal.head() == head


async def test_an_enterprise_that_does_not_exist_is_not_spoken_for(app: App) -> None:
    head = await app.journal.head()
    with pytest.raises(InvalidInput) as refused:
        await app.accounts.create(SYSTEM, "a", Role.ENTERPRISE, enterprise="no")
    assert [(one.path, one.key) for one in refused.value.fields] == [
        ("enterprise", "enterprise.unknown")
    ]
    assert await app.journal.head() == head


async def test_nobody_but_an_administrator_binds(app: App) -> None:
    enterprise = await create_enterprise(app)
    secretary = await create_account(app, Role.SECRETARY, committees=["ka"])
    with pytest.raises(Forbidden):
        await app.accounts.create(secretary, "a", Role.ENTERPRISE, enterprise=enterprise.id)
