"""`account …` and `token …`, on either engine."""

import io
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


def test_from_a_password_to_a_link_and_the_end(
    on_graph: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("正确的马电池订书钉好\n"))
    made = on_graph("account", "create", "root", "--role", "ADMIN", "--password-stdin")
    assert (made.code, "/sign-in" in made.out, "马电池" in made.out + made.err) == (0, True, False)

    link = on_graph("account", "reset", "root")
    assert link.code == 0
    [line] = link.out.splitlines()
    assert re.fullmatch(r"/reset/[\w-]{43}", line)  # the path, alone on its line
    assert line not in link.err

    issuer = ("--issuer", "https://sso.example")
    assert on_graph("account", "link", "root", "--subject", "p7", *issuer).code == 0
    again = on_graph("account", "link", "root", "--subject", "p7", *issuer)
    assert (again.code, again.err) == (1, "此身份已关联账户。\n")
    assert on_graph("account", "unlink", "root", "--subject", "p7", *issuer).code == 0

    on_graph("token", "create", "--account", "root", "--scope", "READ")
    listed = on_graph("token", "list", "--account", "root")
    assert listed.code == 0
    assert re.search(r"[0-9a-f-]{36} .* READ .* 从未", listed.out)

    assert on_graph("account", "close", "root").code == 0
    closed = on_graph("account", "reset", "root")
    assert (closed.code, closed.err) == (1, "账户“root”已停用。\n")
    assert on_graph("account", "erase", "root").code == 0
    gone = on_graph("account", "reset", "root")
    assert (gone.code, gone.err) == (1, "没有名为“root”的账户。\n")
    assert on_graph("journal", "verify").code == 0


@pytest.mark.parametrize(
    ("words", "stdin", "code", "said"),
    [
        ("account create a --role ADMIN --password-stdin", "", 2, "标准输入中没有密码。"),
        ("account create a --role ADMIN --password-stdin", "short\n", 1, "password：密码至少"),
        ("account link root --subject x", "", 2, "请用 --issuer"),
        ("account reset nobody", "", 1, "没有名为“nobody”的账户。"),
        ("account close nobody", "", 1, "没有名为“nobody”的账户。"),
        ("account erase nobody", "", 1, "没有名为“nobody”的账户。"),
        ("token list --account nobody", "", 1, "没有名为“nobody”的账户。"),
    ],
)
def test_what_cannot_be_with_passwords_is_one_sentence(
    words: str, stdin: str, code: int, said: str, command: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    command("account", "create", "root", "--role", "ADMIN", graph="ladybug:./graph.lbdb")
    monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
    refused = command(*words.split(), graph="ladybug:./graph.lbdb")
    assert (refused.code, refused.out) == (code, "")
    assert refused.err.startswith(said)
    assert refused.err.count("\n") == 1
