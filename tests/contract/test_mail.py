"""E-mail: to addresses that were proved, through a real mail server, tried again when it is down."""

import re
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from chainlink.accounts.model import Actor, Role
from chainlink.app import App, build_app
from chainlink.errors import Conflict, Forbidden, InvalidInput, NotFound
from chainlink.graph.cypher import Query
from chainlink.graph.declaration import load_schema
from chainlink.graph.pages import Pages
from chainlink.graph.port import GraphStore
from chainlink.language import Language, sentence
from chainlink.notifications.mail import Mailer
from chainlink.notifications.model import Audience, AudienceKind, Notification, NotificationKind
from chainlink.settings import Settings
from tests.certificates import server_context
from tests.factories import SYSTEM, create_account, create_member, load_small_reference
from tests.mail_server import PASSWORD, USER, MailServer, mail_server
from tests.settable_clock import SettableClock

ADDRESS = "secretary@example.com"
Opened = Callable[..., Any]


def settings(port: int, **more: Any) -> Settings:
    plain: dict[str, Any] = {
        "secret": SecretStr("a master secret of more than thirty-two characters"),
        "smtp_host": "localhost",
        "smtp_port": port,
        "smtp_user": USER,
        "smtp_password": SecretStr(PASSWORD),
        "smtp_security": "none",
        "smtp_from": "chainlink@example.com",
        "smtp_timeout": 5.0,
    }
    return Settings(_env_file=None, graph="ladybug::memory:", **(plain | more))


@pytest.fixture
def opened(store: GraphStore, clock: SettableClock) -> Opened:
    async def opening(port: int, **more: Any) -> App:
        built = build_app(settings(port, **more), store=store, clock=clock)
        await built.journal.prepare()
        await load_small_reference(built)
        await built.notifications.prepare()
        return built

    return opening


@pytest.fixture
def graph_dump() -> Callable[[App], Any]:
    async def dump(app: App) -> str:
        """Every node of the graph as text."""
        pages = Pages(app.store)
        return "".join(
            [str(rows) for label in load_schema().node async for rows in pages.nodes(label)]
        )

    return dump


async def secretary_of(app: App) -> Actor:
    return await create_account(app, Role.SECRETARY, committees=["ka"])


async def news(app: App) -> None:
    await create_member(app, approved=False, name="兖州新厂")
    await app.notifications.make()


def text_of(message: EmailMessage) -> str:
    return str(message.get_content())


async def proved(app: App, server: MailServer, actor: Actor, address: str = ADDRESS) -> None:
    await app.mail_addresses.put(actor, address)
    await app.deliveries.deliver()
    _, message = server.taken.pop()
    [code] = set(re.findall(r"\b[A-Z2-7]{16}\b", text_of(message)))
    found = await app.mail_addresses.confirm(actor, f" {code.lower()} ")
    assert found.confirmed_at


async def states(app: App, actor: Actor) -> list[tuple[str, int, str | None]]:
    found = await app.deliveries.listed(actor)
    return [(one.state.value, one.attempts, one.last_error) for one in found]


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_notification_goes_encrypted_to_an_address_that_was_proved(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    tls, trusted = server_context(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    async with mail_server(tls, implicit=security == "tls") as server:
        app = await opened(server.port, smtp_security=security)
        secretary = await secretary_of(app)
        await proved(app, server, secretary)
        await news(app)
        assert await app.deliveries.deliver() == 1
        [(to, message)] = server.taken
        assert server.encrypted == [True, True]
    assert to == ADDRESS
    [seen] = await app.notifications.listed(secretary)
    assert message["Message-ID"] == f"<{seen.notification.id}@example.com>"
    assert message["To"] == ADDRESS
    assert message["Subject"] == "单位待审核 / Enterprise waiting"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "text/plain"
    lines = text_of(message).splitlines()
    assert lines[0] == "有一家单位申请归口，请审核。"
    assert lines[2] == "An enterprise asks to join your committee; please decide."
    assert "兖州新厂" not in message.as_string() + text_of(message)


async def test_a_server_that_cannot_prove_its_name_gets_no_password(
    opened: Opened, tmp_path: Path
) -> None:
    tls, _ = server_context(tmp_path, "localhost")  # signed by nobody that is trusted here
    async with mail_server(tls) as server:
        app = await opened(server.port, smtp_security="starttls")
        secretary = await secretary_of(app)
        await app.mail_addresses.put(secretary, ADDRESS)
        await app.deliveries.deliver()
        assert server.taken == []
    assert await states(app, secretary) == [("PENDING", 1, "MAIL_SERVER")]


async def test_an_address_gets_nothing_before_it_is_proved(opened: Opened) -> None:
    async with mail_server() as server:
        app = await opened(server.port)
        secretary = await secretary_of(app)
        await app.mail_addresses.put(secretary, ADDRESS)
        with pytest.raises(InvalidInput):
            await app.mail_addresses.confirm(secretary, "AAAAAAAAAAAAAAAA")
        await news(app)
        assert await app.deliveries.deliver() == 1
        [(_, message)] = server.taken
        assert message["Subject"].startswith("确认通知邮箱")
        server.taken.clear()
        first = set(re.findall(r"\b[A-Z2-7]{16}\b", text_of(message)))
        await app.mail_addresses.put(secretary, "other@example.com")
        with pytest.raises(InvalidInput):  # the code was for the address before
            await app.mail_addresses.confirm(secretary, first.pop())
        await proved(app, server, secretary, "third@example.com")
        again = await app.mail_addresses.put(secretary, "third@example.com")
        assert again.confirmed_at  # the same address need not be proved twice
        other = await app.mail_addresses.put(secretary, "fourth@example.com")
        assert other.confirmed_at is None


async def test_kinds_that_are_not_wanted_and_addresses_that_are_off_get_nothing(
    opened: Opened,
) -> None:
    async with mail_server() as server:
        app = await opened(server.port)
        secretary = await secretary_of(app)
        await proved(app, server, secretary)
        for refused, active in (([NotificationKind.ENTERPRISE_WAITING], True), ([], False)):
            await app.mail_addresses.put(secretary, ADDRESS, refused, active=active)
            await news(app)
            assert await app.deliveries.deliver() == 0
        await app.mail_addresses.put(secretary, ADDRESS)
        await news(app)
        await app.deliveries.deliver()
        assert [to for to, _ in server.taken] == [ADDRESS]
        await app.mail_addresses.delete(secretary)
        await news(app)
        assert await app.deliveries.deliver() == 0
    assert await app.mail_addresses.get(secretary) is None
    with pytest.raises(NotFound):
        await app.mail_addresses.delete(secretary)


async def test_a_server_that_is_down_gets_the_mail_when_it_is_up(
    opened: Opened, clock: SettableClock
) -> None:
    async with mail_server() as server:
        port = server.port
        app = await opened(port)
        secretary = await secretary_of(app)
        await proved(app, server, secretary)
    await news(app)
    await news(app)
    assert await app.deliveries.deliver() == 2
    assert {one for one in await states(app, secretary) if one[0] != "DELIVERED"} == {
        ("PENDING", 1, "MAIL_SERVER")
    }
    clock.advance(seconds=10)
    async with mail_server(port=port) as server:
        assert await app.deliveries.deliver() == 2
        assert len(server.taken) == 2
    assert {one[0] for one in await states(app, secretary)} == {"DELIVERED"}


async def test_a_recipient_that_is_refused_is_a_dead_letter_and_the_others_get_theirs(
    opened: Opened, clock: SettableClock
) -> None:
    async with mail_server() as server:
        app = await opened(server.port)
        refused, waiting, other = [await secretary_of(app) for _ in range(3)]
        for number, actor in enumerate((refused, waiting, other)):
            await proved(app, server, actor, f"{number}@example.com")
        server.refuses = {"0@example.com": "550 no such user", "1@example.com": "451 later"}
        await news(app)
        assert await app.deliveries.deliver() == 3
        assert (await states(app, refused))[0] == ("DEAD", 1, "SMTP_550")
        assert (await states(app, waiting))[0] == ("PENDING", 1, "SMTP_451")
        assert (await states(app, other))[0] == ("DELIVERED", 1, None)
        server.refuses = {}
        clock.advance(seconds=10)
        assert await app.deliveries.deliver() == 1
        assert [to for to, _ in server.taken] == ["2@example.com", "1@example.com"]


async def test_a_wrong_password_is_told_by_a_code_and_tried_again(opened: Opened) -> None:
    async with mail_server() as server:
        app = await opened(server.port, smtp_password=SecretStr("wrong"))
        secretary = await secretary_of(app)
        await app.mail_addresses.put(secretary, ADDRESS)
        await app.deliveries.deliver()
        assert server.taken == []
    assert await states(app, secretary) == [("PENDING", 1, "MAIL_SIGN_IN")]


@pytest.mark.parametrize(
    "address",
    [
        "a@example.com\nBcc: b@example.com",
        "a@example.com\r\n\r\nhello",
        "a@example.com, b@example.com",
        "a b@example.com",
        "<a@example.com>",
        '"a b"@example.com',
        "a@localhost",
        "a@例子.中国",
        "张三@example.com",
        "@example.com",
        "a@",
        "a" * 65 + "@example.com",
        "",
    ],
)
async def test_what_is_no_plain_address_is_refused(opened: Opened, address: str) -> None:
    app = await opened(25)
    secretary = await secretary_of(app)
    with pytest.raises(InvalidInput) as refusal:
        await app.mail_addresses.put(secretary, address)
    assert [one.path for one in refusal.value.fields] == ["address"]
    assert await app.mail_addresses.get(secretary) is None


def test_no_header_can_be_smuggled_into_a_message() -> None:
    told = Notification(
        id="x>\r\nBcc: b@example.com",
        audience=Audience(AudienceKind.ACCOUNT, "a"),
        kind=NotificationKind.INTRODUCED,
        subject_label="Introduction",
        subject="i",
        sequence=1,
        message="notification.INTRODUCED",
        facts={},
        recorded_at="2026-11-24T08:00:00.000000Z",
    )
    with pytest.raises(ValueError, match="Header values may not contain"):
        Mailer(settings(25)).notice(told, ADDRESS)


async def test_without_a_mail_server_or_a_secret_no_address_is_taken(opened: Opened) -> None:
    for more in ({"smtp_host": ""}, {"smtp_from": ""}, {"secret": SecretStr("")}):
        app = await opened(25, **more)
        with pytest.raises(Conflict) as refusal:
            await app.mail_addresses.put(await secretary_of(app), ADDRESS)
        assert "CHAINLINK_" in sentence(refusal.value, Language.EN)
    auditor = await create_account(app, Role.AUDITOR)
    with pytest.raises(Forbidden):
        await app.mail_addresses.put(auditor, ADDRESS)


async def test_the_address_stands_in_one_place_only(opened: Opened) -> None:
    async with mail_server() as server:
        app = await opened(server.port)
        secretary = await secretary_of(app)
        await app.mail_addresses.put(secretary, ADDRESS, request="r")
        again = await app.mail_addresses.put(secretary, ADDRESS, request="r")
        assert again.address == ADDRESS
        await app.deliveries.deliver()
        assert len(server.taken) == 1
    elsewhere = [
        *await app.store.read(Query("r", "MATCH (n:Request) RETURN n.answer AS a")),
        *await app.store.read(Query("d", "MATCH (n:Delivery) RETURN n.target AS a, n.id AS b")),
        *await app.journal.entries(0),
    ]
    assert ADDRESS not in str(elsewhere)


async def test_an_account_that_is_erased_takes_its_address_and_its_webhooks_along(
    opened: Opened, graph_dump: Callable[[App], Any]
) -> None:
    app = await opened(25, webhook_private_networks="127.0.0.0/8")
    account = await app.accounts.create(SYSTEM, "zhang-san", Role.SECRETARY, committees=["ka"])
    token = await app.accounts.issue_token(SYSTEM, account.name)
    secretary = await app.accounts.actor_for(token.secret)
    await app.mail_addresses.put(secretary, ADDRESS, request="r")
    await app.webhooks.create(secretary, "http://127.0.0.1/zhang", request="s")
    assert ADDRESS in await graph_dump(app)
    await app.accounts.erase(SYSTEM, "zhang-san")
    left = await graph_dump(app)
    assert ADDRESS not in left
    assert "zhang" not in left
