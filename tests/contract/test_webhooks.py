"""Webhooks: signed as the standard says, tried again, never sent where they must not go."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import standardwebhooks
from pydantic import SecretStr

from chainlink.accounts.model import Actor, Role
from chainlink.app import App, build_app
from chainlink.errors import Conflict, Forbidden, InvalidInput, NotFound
from chainlink.graph.cypher import Query
from chainlink.graph.port import GraphStore
from chainlink.language import Language, sentence
from chainlink.notifications.addresses import may_call, networks
from chainlink.notifications.calling import WebhookCaller
from chainlink.notifications.deliveries import DELAYS, LEASE, DeliveryService, delay_after
from chainlink.notifications.mail import Mailer
from chainlink.notifications.model import DeliveryState, NotificationKind
from chainlink.notifications.sending import Sender
from chainlink.notifications.sight import Sight
from chainlink.notifications.signing import Secrets, derived_key
from chainlink.notifications.webhooks import WEBHOOKS_MOST, WebhookService
from chainlink.settings import Settings
from tests.certificates import server_context
from tests.factories import create_account, create_member, load_small_reference
from tests.settable_clock import SettableClock
from tests.webhook_receiver import Receiver, receiving

SECRET = "a master secret of more than thirty-two characters"
Opened = Callable[..., Any]


def settings(**more: Any) -> Settings:
    plain: dict[str, Any] = {
        "secret": SecretStr(SECRET),
        "webhook_private_networks": "127.0.0.0/8",
        "webhook_timeout": 5.0,
    }
    return Settings(_env_file=None, graph="ladybug::memory:", **(plain | more))


def with_names(app: App, *answers: list[str]) -> App:
    """The platform where looking a name up gives these addresses, one list after the other."""
    left = list(answers)

    async def look_up(_host: str, _port: int) -> list[str]:
        return left.pop(0) if len(left) > 1 else left[0]

    secrets, caller = Secrets(app.settings), WebhookCaller(app.settings, look_up)
    sight = Sight(app.store, app.enterprises)
    mailer = Mailer(app.settings)
    sender = Sender(app.store, app.clock, sight, secrets, caller, mailer)
    return replace(
        app,
        webhooks=WebhookService(app.store, app.journal, secrets, caller),
        deliveries=DeliveryService(app.store, app.journal, app.clock, sender),
    )


@pytest.fixture
def opened(store: GraphStore, clock: SettableClock) -> Opened:
    async def opening(**more: Any) -> App:
        built = build_app(settings(**more), store=store, clock=clock)
        await built.journal.prepare()
        await load_small_reference(built)
        await built.notifications.prepare()
        return built

    return opening


@pytest.fixture
async def platform(opened: Opened) -> App:
    built: App = await opened()
    return built


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as found:
        yield found


async def secretary_of(app: App, *committees: str) -> Actor:
    return await create_account(app, Role.SECRETARY, committees=committees or ("ka",))


async def news(app: App, name: str = "兖州新厂") -> None:
    """An enterprise asks to join: one notification for the secretaries of `ka`."""
    await create_member(app, approved=False, name=name)
    await app.notifications.make()


async def states(app: App, actor: Actor) -> list[tuple[str, int, str | None]]:
    found = await app.deliveries.listed(actor)
    return [(one.state.value, one.attempts, one.last_error) for one in found]


async def test_a_message_is_signed_as_the_standard_says_and_names_nobody(
    platform: App, receiver: Receiver, clock: SettableClock
) -> None:
    clock.set(datetime.now(UTC))  # the other program takes nothing that is five minutes old
    secretary = await secretary_of(platform)
    webhook = await platform.webhooks.create(secretary, receiver.url)
    secret = platform.webhooks.secret(secretary, webhook)
    assert secret.startswith("whsec_")
    await news(platform)
    assert await platform.deliveries.deliver() == 1
    [got] = receiver.got
    assert got.path == "/hook?key=a"
    assert got.headers["host"] == f"127.0.0.1:{receiver.port}"
    [seen] = await platform.notifications.listed(secretary)
    assert got.headers["webhook-id"] == seen.notification.id
    assert abs(int(got.headers["webhook-timestamp"]) - platform.clock().timestamp()) < 2
    assert json.loads(got.body) == {
        "type": "ENTERPRISE_WAITING",
        "timestamp": seen.notification.recorded_at,
        "data": {
            "id": seen.notification.id,
            "kind": "ENTERPRISE_WAITING",
            "subject": json.loads(got.body)["data"]["subject"],
            "sentence": {
                "zh": "有一家单位申请归口，请审核。",
                "en": "An enterprise asks to join your committee; please decide.",
            },
        },
    }
    assert "兖州新厂".encode() not in got.body
    assert await states(platform, secretary) == [("DELIVERED", 1, None)]
    assert await platform.deliveries.deliver() == 0
    by_another_program = standardwebhooks.Webhook(secret)
    by_another_program.verify(got.body, got.headers)
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        by_another_program.verify(got.body.replace(b"WAITING", b"LEAVING"), got.headers)


def test_keys_are_derived_as_rfc_5869_shows() -> None:
    key = derived_key(b"\x0b" * 22, bytes(range(13)), bytes(range(0xF0, 0xFA)))
    assert key.hex() == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"


async def test_the_secret_is_kept_nowhere(platform: App, receiver: Receiver) -> None:
    secretary = await secretary_of(platform)
    made = [await platform.webhooks.create(secretary, receiver.url, request="r") for _ in range(2)]
    assert made[0] == made[1]
    secret = platform.webhooks.secret(secretary, made[0])
    other = await platform.webhooks.create(secretary, receiver.url)
    assert platform.webhooks.secret(secretary, other) != secret
    await news(platform)
    await platform.deliveries.deliver()
    kept = [
        *await platform.store.read(Query("w", "MATCH (n:Webhook) RETURN n.url AS a, n.id AS b")),
        *await platform.store.read(Query("r", "MATCH (n:Request) RETURN n.answer AS a")),
        *await platform.journal.entries(0),
    ]
    assert secret.removeprefix("whsec_") not in str(kept)
    assert SECRET not in str(kept)
    assert receiver.url not in str(await platform.journal.entries(0))


async def test_without_a_master_secret_there_are_no_webhooks(opened: Opened) -> None:
    for secret in ("", "too short"):
        app = await opened(secret=SecretStr(secret))
        with pytest.raises(Conflict) as refusal:
            await app.webhooks.create(await secretary_of(app), "https://example.com/")
        assert "CHAINLINK_SECRET" in sentence(refusal.value, Language.ZH)


async def test_what_fails_is_tried_again_later_and_later_and_then_waits_for_a_hand(
    platform: App, receiver: Receiver, clock: SettableClock
) -> None:
    secretary = await secretary_of(platform)
    await platform.webhooks.create(secretary, receiver.url)
    receiver.status = 500
    await news(platform)
    for attempt in range(1, len(DELAYS) + 1):
        assert await platform.deliveries.deliver() == 1
        assert await states(platform, secretary) == [("PENDING", attempt, "HTTP_500")]
        assert await platform.deliveries.deliver() == 0
        [waiting] = await platform.deliveries.listed(secretary)
        delay = delay_after(waiting.id, attempt)
        assert delay is not None
        assert 1 <= delay.total_seconds() / DELAYS[attempt - 1] <= 1.2
        clock.advance(seconds=DELAYS[attempt - 1] - 1)
        assert await platform.deliveries.deliver() == 0
        clock.advance(seconds=DELAYS[attempt - 1] * 0.2 + 2)
    assert await platform.deliveries.deliver() == 1
    assert await states(platform, secretary) == [("DEAD", len(DELAYS) + 1, "HTTP_500")]
    clock.advance(days=30)
    assert await platform.deliveries.deliver() == 0
    [dead] = await platform.deliveries.listed(secretary, state=DeliveryState.DEAD)
    receiver.status = 200
    for _ in range(2):
        again = await platform.deliveries.retry(secretary, dead.id, request="r")
        assert again.state is DeliveryState.PENDING
    assert await platform.deliveries.deliver() == 1
    assert await states(platform, secretary) == [("DELIVERED", 1, None)]
    assert len({got.headers["webhook-id"] for got in receiver.got}) == 1
    with pytest.raises(Conflict):
        await platform.deliveries.retry(secretary, dead.id)


class Killed(Exception):
    pass


async def test_killed_between_sending_and_marking_it_is_sent_again_with_the_same_id(
    platform: App, receiver: Receiver, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    secretary = await secretary_of(platform)
    await platform.webhooks.create(secretary, receiver.url)
    await news(platform)

    async def killed(*_: Any) -> None:
        raise Killed

    monkeypatch.setattr(DeliveryService, "_mark", killed)
    with pytest.raises(Killed):
        await platform.deliveries.deliver()
    monkeypatch.undo()
    assert await platform.deliveries.deliver() == 0  # somebody may be sending it still
    clock.advance(seconds=LEASE.total_seconds() + 1)
    assert await platform.deliveries.deliver() == 1
    assert len(receiver.got) == 2
    assert len({got.headers["webhook-id"] for got in receiver.got}) == 1
    assert await states(platform, secretary) == [("DELIVERED", 2, None)]


async def test_several_processes_send_each_message_once(
    platform: App, receiver: Receiver, store: GraphStore, clock: SettableClock
) -> None:
    secretary = await secretary_of(platform)
    await platform.webhooks.create(secretary, receiver.url)
    for number in range(6):
        await news(platform, f"新{number}厂")
    others = [build_app(settings(), store=store, clock=clock) for _ in range(3)]
    await asyncio.gather(*(one.deliveries.deliver() for one in (platform, *others)))
    assert len(receiver.got) == 6
    assert len({got.headers["webhook-id"] for got in receiver.got}) == 6
    assert [state for state, _, _ in await states(platform, secretary)] == ["DELIVERED"] * 6


async def test_a_receiver_that_is_gone_gets_nothing_more(platform: App, receiver: Receiver) -> None:
    secretary = await secretary_of(platform)
    webhook = await platform.webhooks.create(secretary, receiver.url)
    receiver.status = 410
    await news(platform)
    await platform.deliveries.deliver()
    assert await states(platform, secretary) == [("DEAD", 1, "HTTP_410")]
    [found] = await platform.webhooks.listed(secretary)
    assert (found.active, found.disabled_because) == (False, "HTTP_410")
    await news(platform, "又一家厂")
    assert await platform.deliveries.deliver() == 0
    [dead] = await platform.deliveries.listed(secretary, webhook=webhook.id)
    with pytest.raises(Conflict):
        await platform.deliveries.retry(secretary, dead.id)


async def test_a_redirect_is_not_followed(platform: App, receiver: Receiver) -> None:
    secretary = await secretary_of(platform)
    await platform.webhooks.create(secretary, receiver.url)

    async def elsewhere(writer: asyncio.StreamWriter) -> None:
        writer.write(
            f"HTTP/1.1 302 Found\r\nlocation: {receiver.url}&b\r\ncontent-length: 0\r\n\r\n".encode()
        )

    receiver.answer = elsewhere
    await news(platform)
    await platform.deliveries.deliver()
    assert [got.path for got in receiver.got] == ["/hook?key=a"]
    assert await states(platform, secretary) == [("PENDING", 1, "HTTP_302")]


async def test_of_an_endless_answer_only_the_status_is_read(
    platform: App, receiver: Receiver
) -> None:
    secretary = await secretary_of(platform)
    await platform.webhooks.create(secretary, receiver.url)
    written = 0

    async def endless(writer: asyncio.StreamWriter) -> None:
        nonlocal written
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n")
        while written < 10**9:
            writer.write(bytes(2**16))
            await writer.drain()
            written += 2**16

    receiver.answer = endless
    await news(platform)
    await platform.deliveries.deliver()
    assert await states(platform, secretary) == [("DELIVERED", 1, None)]
    assert written < 2**26


async def test_who_answers_too_slowly_is_not_waited_for(opened: Opened, receiver: Receiver) -> None:
    app = await opened(webhook_timeout=0.3)
    secretary = await secretary_of(app)
    await app.webhooks.create(secretary, receiver.url)

    async def dripping(writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(b"H")
            await writer.drain()
            await asyncio.sleep(0.05)

    receiver.answer = dripping
    await news(app)
    started = asyncio.get_running_loop().time()
    await app.deliveries.deliver()
    assert asyncio.get_running_loop().time() - started < 3
    assert await states(app, secretary) == [("PENDING", 1, "TIMEOUT")]


async def test_a_receiver_that_is_down_is_tried_again_when_it_is_up(
    platform: App, clock: SettableClock
) -> None:
    secretary = await secretary_of(platform)
    async with receiving() as down:
        await platform.webhooks.create(secretary, down.url)
        port = down.port
    await news(platform)
    await platform.deliveries.deliver()
    assert await states(platform, secretary) == [("PENDING", 1, "NO_CONNECTION")]
    clock.advance(seconds=10)
    up = Receiver(port=port)
    async with await asyncio.start_server(up.serve, "127.0.0.1", port):
        await platform.deliveries.deliver()
    assert len(up.got) == 1
    assert await states(platform, secretary) == [("DELIVERED", 2, None)]


PUBLIC = ["8.8.8.8", "1.1.1.1", "2400:3200::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
REFUSED = """
127.0.0.1 127.8.8.8 0.0.0.0 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.1.1
169.254.169.254 100.64.0.1 100.100.100.200 192.0.0.1 192.0.2.1 198.18.0.1 198.51.100.1
203.0.113.1 192.88.99.1 224.0.0.1 240.0.0.1 255.255.255.255 ::1 :: fe80::1 fe80::1%eth0 fc00::1
fd00:ec2::254 fec0::1 ff02::1 2001:db8::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2002:7f00:1::
2002:808:808:: 3fff::1 5f00::1 100::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254
::127.0.0.1 ::8.8.8.8 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::808:808 nonsense
"""


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_called(address: str) -> None:
    assert may_call(address)
    assert not may_call(address, only_allowed=True)


@pytest.mark.parametrize("address", REFUSED.split())
def test_any_other_address_may_not(address: str) -> None:
    assert not may_call(address)


def test_a_network_of_ones_own_may_be_allowed_but_never_a_clouds_metadata() -> None:
    own = networks("10.1.0.0/16, fd12::/16")
    assert may_call("10.1.2.3", own)
    assert may_call("::ffff:10.1.2.3", own)
    assert may_call("fd12::1", own)
    assert not may_call("10.2.0.1", own)
    everything = networks("0.0.0.0/0,::/0")
    for address in ("169.254.169.254", "::ffff:169.254.169.254", "fd00:ec2::254"):
        assert not may_call(address, everything)


async def test_networks_that_are_none_are_refused_at_the_start(opened: Opened) -> None:
    with pytest.raises(InvalidInput):
        await opened(webhook_private_networks="the cellar")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/",
        "//example.com/",
        "https:///x",
        "https://user:word@example.com/",
        "https://a@b.c/",
        "https://example.com/#a",
        "javascript:alert(1)",
        "https://exa\x00mple.com/",
        "https://例子.中国/",
        "https://example.com:0/",
        "https://example.com:99999/",
        "https://a\\b.c/",
    ],
)
async def test_a_text_that_is_no_url_to_be_called_is_refused(platform: App, url: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await platform.webhooks.create(await secretary_of(platform), url)
    assert [one.key for one in refusal.value.fields] == ["webhook.url"]
    assert await platform.webhooks.listed(await secretary_of(platform)) == []


async def test_a_host_that_must_not_be_called_is_refused_when_it_is_named(opened: Opened) -> None:
    app = await opened(webhook_private_networks="10.0.0.0/8")
    secretary = await secretary_of(app)
    for url in (
        "https://127.0.0.1/",
        "https://localhost/",
        "https://0x7f.1/",
        "https://2130706433/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://no-such-host.invalid/",
        "http://8.8.8.8/",  # in the clear through the world
    ):
        with pytest.raises(InvalidInput) as refusal:
            await app.webhooks.create(secretary, url)
        assert [one.key for one in refusal.value.fields] == ["webhook.address"], url
    mixed = with_names(app, ["8.8.8.8", "127.0.0.1"])
    with pytest.raises(InvalidInput):
        await mixed.webhooks.create(secretary, "https://hooks.example/")
    public = with_names(app, ["8.8.8.8"])
    await public.webhooks.create(secretary, "https://hooks.example/")
    within = with_names(app, ["10.1.2.3"])
    await within.webhooks.create(secretary, "http://hooks.example/")


async def test_a_name_that_changes_its_mind_reaches_nothing(
    opened: Opened, receiver: Receiver
) -> None:
    app = await opened(webhook_private_networks="")
    secretary = await secretary_of(app)
    rebound = with_names(app, ["8.8.8.8"], ["127.0.0.1"])
    await rebound.webhooks.create(secretary, f"https://hooks.example:{receiver.port}/")
    await news(rebound)
    await rebound.deliveries.deliver()
    assert receiver.got == []
    assert await states(rebound, secretary) == [("PENDING", 1, "ADDRESS_REFUSED")]


async def test_the_address_judged_is_called_under_the_name_that_was_meant(
    platform: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls, trusted = server_context(tmp_path, "hooks.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    named: list[str | None] = []
    tls.sni_callback = lambda _socket, name, _context: named.append(name)
    secretary = await secretary_of(platform)
    async with receiving(tls) as secure:
        pinned = with_names(platform, ["127.0.0.1"], ["127.0.0.1"], ["8.8.8.8"])
        await pinned.webhooks.create(secretary, f"https://hooks.example:{secure.port}/")
        await news(pinned)
        await pinned.deliveries.deliver()
    assert named == ["hooks.example"]
    [got] = secure.got
    assert got.headers["host"] == f"hooks.example:{secure.port}"
    assert await states(platform, secretary) == [("DELIVERED", 1, None)]


async def test_a_certificate_for_another_name_is_not_taken(
    platform: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls, trusted = server_context(tmp_path, "another.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    secretary = await secretary_of(platform)
    async with receiving(tls) as secure:
        named = with_names(platform, ["127.0.0.1"])
        await named.webhooks.create(secretary, f"https://hooks.example:{secure.port}/")
        await news(named)
        await named.deliveries.deliver()
    assert secure.got == []
    assert await states(platform, secretary) == [("PENDING", 1, "TLS")]


async def test_webhooks_are_an_accounts_own(platform: App, receiver: Receiver) -> None:
    secretary, other = await secretary_of(platform), await secretary_of(platform)
    webhook = await platform.webhooks.create(secretary, receiver.url)
    await news(platform)
    [sent] = await platform.deliveries.listed(secretary)
    assert await platform.webhooks.listed(other) == []
    assert await platform.deliveries.listed(other) == []
    head = await platform.journal.head()
    for refused in (
        platform.webhooks.get(other, webhook.id),
        platform.webhooks.delete(other, webhook.id),
        platform.deliveries.get(other, sent.id),
        platform.deliveries.retry(other, sent.id),
        platform.deliveries.listed(other, webhook=webhook.id),
    ):
        with pytest.raises(NotFound):
            await refused
    with pytest.raises(NotFound):
        platform.webhooks.secret(other, webhook)
    assert await platform.journal.head() == head
    auditor = await create_account(platform, Role.AUDITOR)
    with pytest.raises(Forbidden):
        await platform.webhooks.create(auditor, receiver.url)
    assert await platform.deliveries.deliver() == 1
    gone = await platform.webhooks.delete(secretary, webhook.id, request="r")
    assert not gone.active
    assert await platform.webhooks.delete(secretary, webhook.id, request="r") == gone
    assert await platform.webhooks.listed(secretary) == []
    assert await platform.deliveries.listed(secretary) == []


async def test_an_account_has_ten_at_most(platform: App, receiver: Receiver) -> None:
    secretary = await secretary_of(platform)
    for _ in range(WEBHOOKS_MOST):
        await platform.webhooks.create(secretary, receiver.url)
    with pytest.raises(Conflict):
        await platform.webhooks.create(secretary, receiver.url)


async def test_only_the_kinds_that_are_wanted_are_sent(platform: App, receiver: Receiver) -> None:
    secretary = await secretary_of(platform)
    await platform.webhooks.create(secretary, receiver.url, [NotificationKind.GOOD_MATCH])
    await news(platform)
    assert await platform.deliveries.deliver() == 0
    assert await platform.deliveries.listed(secretary) == []
    assert len(await platform.notifications.listed(secretary)) == 1


async def test_who_may_no_longer_see_the_subject_is_not_sent_it(
    platform: App, receiver: Receiver
) -> None:
    secretary = await secretary_of(platform)
    await platform.webhooks.create(secretary, receiver.url)
    await news(platform)
    await platform.store.transact(
        lambda change: change.write(
            Query("dismissed", "MATCH (a:Account)-[s:SERVES_ON]->(c) WHERE a.id = $id DELETE s"),
            id=secretary.account,
        )
    )
    await platform.deliveries.deliver()
    assert receiver.got == []
    assert await states(platform, secretary) == [("DEAD", 1, "NOT_VISIBLE")]


def test_what_failed_together_comes_apart() -> None:
    delays = {delay_after(f"delivery-{number}", 1) for number in range(50)}
    assert len(delays) == 50
    assert delay_after("x", len(DELAYS) + 1) is None
    assert all(timedelta(seconds=5) <= one <= timedelta(seconds=6) for one in delays if one)
