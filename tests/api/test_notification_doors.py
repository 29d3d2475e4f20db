"""Notifications, webhooks and mail addresses through the GraphQL door."""

import asyncio
from typing import Any

import pytest
from pydantic import SecretStr

from chainlink.accounts.model import Role, Scope
from chainlink.api.relay import global_id
from chainlink.app import App, build_app
from chainlink.graph.port import GraphStore
from chainlink.notifications.deliveries import DELAYS
from chainlink.settings import Settings
from tests.api.conftest import FAILURES, Door
from tests.factories import create_account, create_member, load_small_reference
from tests.settable_clock import SettableClock
from tests.webhook_receiver import receiving

LIST = """query ($unread: Boolean, $first: Int, $after: String) {
  unreadCount
  notifications(unread: $unread, first: $first, after: $after) {
    pageInfo { hasNextPage endCursor }
    edges { node { id kind audience recordedAt readAt sentence subjectId
      subject { id ... on Enterprise { name } } } }
  } }"""


@pytest.fixture
async def app(store: GraphStore, clock: SettableClock) -> App:
    settings = Settings(
        _env_file=None,
        graph="ladybug::memory:",
        secret=SecretStr("a master secret of more than thirty-two characters"),
        webhook_private_networks="127.0.0.0/8",
        smtp_host="127.0.0.1",
        smtp_port=1,
        smtp_from="chainlink@example.com",
    )
    built = build_app(settings, store=store, clock=clock)
    await built.journal.prepare()
    await load_small_reference(built)
    await built.notifications.prepare()
    return built


async def change(
    door: Door, mutation: str, selection: str, input: dict[str, Any], **more: Any
) -> dict[str, Any]:
    form = mutation[0].upper() + mutation[1:] + "Input"
    document = (
        f"mutation Change($input: {form}!) {{ result: {mutation}(input: $input) "
        f"{{ __typename {FAILURES} ... on {selection} }} }}"
    )
    result: dict[str, Any] = (await door.ask(document, input=input, **more))["result"]
    return result


async def listed(door: Door, token: str, **more: Any) -> list[dict[str, Any]]:
    data = await door.ask(LIST, token=token, **more)
    return [edge["node"] for edge in data["notifications"]["edges"]]


async def test_an_account_reads_its_notifications_in_its_language_and_marks_them(
    door: Door,
) -> None:
    secretary = await door.token(Role.SECRETARY, committees=["ka"])
    _, enterprise = await create_member(door.app, approved=False, name="兖州新厂")
    await create_member(door.app, approved=False, name="兖州二厂")
    await door.app.notifier.once()
    data = await door.ask(LIST, token=secretary, first=1, language="en")
    assert data["unreadCount"] == 2
    page = data["notifications"]
    assert page["pageInfo"]["hasNextPage"]
    after = page["pageInfo"]["endCursor"]
    [older] = await listed(door, secretary, first=1, after=after)
    id_ = older.pop("id")
    assert older.pop("recordedAt").endswith("Z")
    assert older == {
        "kind": "ENTERPRISE_WAITING",
        "audience": "SECRETARIES",
        "readAt": None,
        "sentence": "兖州新厂申请归口，请审核。",
        "subjectId": global_id("Enterprise", enterprise.id),
        "subject": {"id": global_id("Enterprise", enterprise.id), "name": "兖州新厂"},
    }
    read = "NotificationsRead { marked unreadCount }"
    form = {"ids": [id_], "requestId": "r"}
    for _ in range(2):
        result = await change(door, "markNotificationsRead", read, form, token=secretary)
        assert result == {"__typename": "NotificationsRead", "marked": 1, "unreadCount": 1}
    assert len(await listed(door, secretary, unread=True)) == 1
    node = await door.ask(
        "query ($id: ID!) { node(id: $id) { ... on Notification { readAt } } }",
        id=id_,
        token=secretary,
    )
    assert node["node"]["readAt"]
    form = {"until": "2027-01-01T08:00:00+08:00"}
    result = await change(door, "markNotificationsRead", read, form, token=secretary)
    assert (result["marked"], result["unreadCount"]) == (1, 0)


async def test_nobody_reads_what_is_for_others(door: Door) -> None:
    secretary = await door.token(Role.SECRETARY, committees=["ka"])
    await create_member(door.app, approved=False)
    await door.app.notifier.once()
    [one] = await listed(door, secretary)
    by_id = "query ($id: ID!) { node(id: $id) { id } }"
    assert (await door.ask(by_id, id=one["id"], token=secretary))["node"]
    for role, committees in (
        (Role.STAFF, ["ka"]),
        (Role.SECRETARY, ["kb"]),
        (Role.ADMIN, []),
        (Role.AUDITOR, []),
        (Role.ENTERPRISE, []),
    ):
        token = await door.token(role, committees=committees)
        data = await door.ask(LIST, token=token)
        assert (data["unreadCount"], data["notifications"]["edges"]) == (0, [])
        assert (await door.ask(by_id, id=one["id"], token=token))["node"] is None
    data = await door.ask(LIST)
    assert (data["unreadCount"], data["notifications"]["edges"]) == (0, [])


async def test_a_webhook_is_made_listed_used_retried_and_deleted(
    door: Door, clock: SettableClock
) -> None:
    secretary = await door.token(Role.SECRETARY, committees=["ka"])
    other = await door.token(Role.SECRETARY, committees=["ka"])
    async with receiving() as receiver:
        receiver.status = 500
        form = {"url": receiver.url, "kinds": ["ENTERPRISE_WAITING"], "requestId": "r"}
        shown = "CreatedWebhook { secret webhook { id url kinds active } }"
        made = await change(door, "createWebhook", shown, form, token=secretary)
        assert made["secret"].startswith("whsec_")
        webhook = made["webhook"]
        assert webhook["url"] == receiver.url
        assert webhook["kinds"] == ["ENTERPRISE_WAITING"]
        assert await change(door, "createWebhook", shown, form, token=secretary) == made
        data = await door.ask("{ webhooks { id url kinds active } }", token=secretary)
        assert data["webhooks"] == [webhook]
        assert (await door.ask("{ webhooks { id } }", token=other))["webhooks"] == []
        await create_member(door.app, approved=False)
        for _ in range(len(DELAYS) + 1):
            await door.app.notifier.once()
            clock.advance(days=2)
        query = """query ($webhook: ID, $state: DeliveryState) {
          deliveries(webhook: $webhook, state: $state) { edges { node {
            id channel state attempts nextAt lastError targetId notificationId } } } }"""
        dead = {"webhook": webhook["id"], "state": "DEAD"}
        data = await door.ask(query, token=secretary, **dead)
        [[delivery]] = [[edge["node"] for edge in data["deliveries"]["edges"]]]
        assert (delivery["state"], delivery["attempts"]) == ("DEAD", 10)
        assert (delivery["lastError"], delivery["nextAt"]) == ("HTTP_500", None)
        assert delivery["targetId"] == webhook["id"]
        assert (await door.ask(query, token=other, **dead))["deliveries"]["edges"] == []
        receiver.status = 200
        retry = {"id": delivery["id"]}
        shown = "Delivery { state attempts }"
        result = await change(door, "retryDelivery", shown, retry, token=other)
        assert result["__typename"] == "NotFound"
        result = await change(door, "retryDelivery", shown, retry, token=secretary)
        assert result == {"__typename": "Delivery", "state": "PENDING", "attempts": 0}
        await door.app.notifier.once()
        data = await door.ask(query, token=secretary)
        assert data["deliveries"]["edges"][0]["node"]["state"] == "DELIVERED"
        shown = "Webhook { active }"
        form = {"id": webhook["id"]}
        result = await change(door, "deleteWebhook", shown, form, token=other)
        assert result["__typename"] == "NotFound"
        result = await change(door, "deleteWebhook", shown, form, token=secretary)
        assert result == {"__typename": "Webhook", "active": False}
        assert (await door.ask("{ webhooks { id } }", token=secretary))["webhooks"] == []


async def test_what_cannot_be_is_refused_in_a_sentence(door: Door) -> None:
    secretary = await door.token(Role.SECRETARY, committees=["ka"])
    reader = await door.token(Role.SECRETARY, committees=["ka"], scopes=[Scope.READ])
    head = await door.app.journal.head()
    shown = "CreatedWebhook { secret }"
    result = await change(door, "createWebhook", shown, {"url": "ftp://a"}, token=secretary)
    assert result["__typename"] == "InvalidInput"
    assert [one["path"] for one in result["fields"]] == ["url"]
    for token in (reader, None, await door.token(Role.AUDITOR)):
        for mutation, selection, form in (
            ("createWebhook", shown, {"url": "https://8.8.8.8/"}),
            ("deleteWebhook", "Webhook { id }", {"id": "x"}),
            ("retryDelivery", "Delivery { id }", {"id": "x"}),
            ("setMailAddress", "MailAddress { address }", {"address": "a@example.com"}),
            ("confirmMailAddress", "MailAddress { address }", {"code": "x"}),
            ("deleteMailAddress", "MailAddress { address }", {}),
        ):
            result = await change(door, mutation, selection, form, token=token)
            assert result["__typename"] == "Forbidden", mutation
    read = "NotificationsRead { marked }"
    for wrong in ({}, {"ids": ["x"], "until": "2026-01-01"}, {"until": "soon"}):
        result = await change(door, "markNotificationsRead", read, wrong, token=secretary)
        assert result["__typename"] == "InvalidInput", wrong
    result = await change(door, "markNotificationsRead", read, {"ids": ["x"]}, token=reader)
    assert result["__typename"] == "Forbidden"
    assert (await door.app.journal.head())[0] <= head[0] + 2  # the auditor's account and token


async def test_a_mail_address_is_set_and_shown_to_its_account_only(door: Door) -> None:
    secretary = await door.token(Role.SECRETARY, committees=["ka"])
    other = await door.token(Role.SECRETARY, committees=["ka"])
    shown = "MailAddress { address refusedKinds active confirmedAt }"
    form = {"address": " a@example.com ", "refusedKinds": ["GOOD_MATCH"]}
    result = await change(door, "setMailAddress", shown, form, token=secretary)
    assert result == {
        "__typename": "MailAddress",
        "address": "a@example.com",
        "refusedKinds": ["GOOD_MATCH"],
        "active": True,
        "confirmedAt": None,
    }
    query = "{ mailAddress { address recordedAt } }"
    data = await door.ask(query, token=secretary)
    assert data["mailAddress"]["address"] == "a@example.com"
    assert (await door.ask(query, token=other))["mailAddress"] is None
    result = await change(door, "confirmMailAddress", shown, {"code": "A" * 16}, token=secretary)
    assert [one["path"] for one in result["fields"]] == ["code"]
    result = await change(door, "deleteMailAddress", shown, {}, token=secretary)
    assert result["address"] is None
    assert (await door.ask(query, token=secretary))["mailAddress"] is None


async def test_what_was_marked_is_not_answered_from_what_was_kept(door: Door) -> None:
    secretary = await door.token(Role.SECRETARY, committees=["ka"])
    await create_member(door.app, approved=False)
    await door.app.notifier.once()
    [one] = await listed(door, secretary)
    assert one["readAt"] is None
    actor = await door.app.accounts.actor_for(secretary)
    await door.app.notifications.mark_read(actor, until="2027-01-01T00:00:00.000000Z")
    [one] = await listed(door, secretary)
    assert one["readAt"]


async def test_rounds_go_on_by_themselves_until_they_are_stopped(
    store: GraphStore, clock: SettableClock
) -> None:
    settings = Settings(_env_file=None, graph="ladybug::memory:", notify_every=0.01)
    app = build_app(settings, store=store, clock=clock)
    await app.journal.prepare()
    await load_small_reference(app)
    await app.notifications.prepare()
    secretary = await create_account(app, Role.SECRETARY, committees=["ka"])
    await create_member(app, approved=False)
    assert await app.notifications.listed(secretary) == []
    app.notifier.start()
    try:
        async with asyncio.timeout(20):
            while not await app.notifications.listed(secretary):  # noqa: ASYNC110 - see below
                await asyncio.sleep(0.01)  # rounds tell nobody that they have been
    finally:
        await app.notifier.stop()
    await create_member(app, approved=False)
    await asyncio.sleep(0.05)
    assert len(await app.notifications.listed(secretary)) == 1
