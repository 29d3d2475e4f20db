"""Notifications, webhooks and deliveries at the GraphQL door: each account's own."""

import strawberry

from chainlink.api.context import Info
from chainlink.api.lookups import FINDERS, node_of
from chainlink.api.relay import (
    PAGE,
    Connection,
    Node,
    Place,
    global_id,
    opened_cursor,
    page,
    page_size,
    raw_id,
)
from chainlink.api.scalars import Instant, instant
from chainlink.errors import NotFound
from chainlink.notifications import model
from chainlink.notifications.sight import Seen
from chainlink.notifications.subjects import subject_id


@strawberry.type
class Notification(Node):
    """News for an account, an enterprise or a committee."""

    found: strawberry.Private[Seen]
    kind: model.NotificationKind
    audience: model.AudienceKind
    recorded_at: Instant
    read_at: Instant | None
    subject_id: strawberry.ID

    @strawberry.field
    def sentence(self, info: Info) -> str:
        """What it says."""
        return self.found.sentence(info.context.language)

    @strawberry.field
    async def subject(self, info: Info) -> Node | None:
        """What it is about."""
        return await node_of(info, self.subject_id)


def notification(seen: Seen) -> Notification:
    """As GraphQL shows it."""
    found = seen.notification
    return Notification(
        id=global_id("Notification", found.id),
        found=seen,
        kind=found.kind,
        audience=found.audience.kind,
        recorded_at=Instant(found.recorded_at),
        read_at=instant(found.read_at),
        subject_id=strawberry.ID(subject_id(found.subject_label, found.subject)),
    )


@strawberry.type
class Webhook(Node):
    """Where an account's notifications are sent."""

    url: str
    kinds: list[model.NotificationKind]
    active: bool
    recorded_at: Instant
    disabled_at: Instant | None
    disabled_because: str | None


def webhook(found: model.Webhook) -> Webhook:
    """As GraphQL shows it."""
    return Webhook(
        id=global_id("Webhook", found.id),
        url=found.url,
        kinds=list(found.kinds),
        active=found.active,
        recorded_at=Instant(found.recorded_at),
        disabled_at=instant(found.disabled_at),
        disabled_because=found.disabled_because,
    )


@strawberry.type
class Delivery(Node):
    """One notification on its way."""

    channel: model.Channel
    state: model.DeliveryState
    attempts: int
    next_at: Instant | None
    last_error: str | None
    recorded_at: Instant
    delivered_at: Instant | None
    notification_id: strawberry.ID | None
    target_id: strawberry.ID | None


def delivery(found: model.Delivery) -> Delivery:
    """As GraphQL shows it; the next attempt only where there will be one."""
    pending = found.state is model.DeliveryState.PENDING
    told = found.channel is not model.Channel.CONFIRMATION
    hooked = found.channel is model.Channel.WEBHOOK
    return Delivery(
        id=global_id("Delivery", found.id),
        channel=found.channel,
        state=found.state,
        attempts=found.attempts,
        next_at=Instant(found.next_at) if pending else None,
        last_error=found.last_error,
        recorded_at=Instant(found.recorded_at),
        delivered_at=instant(found.delivered_at),
        notification_id=global_id("Notification", found.notification) if told else None,
        target_id=global_id("Webhook", found.target) if hooked else None,
    )


@strawberry.type
class MailAddress:
    """Where an account gets notifications by e-mail."""

    address: str | None
    refused_kinds: list[model.NotificationKind]
    active: bool
    recorded_at: Instant | None
    confirmed_at: Instant | None


def mail_address(found: model.MailAddress) -> MailAddress:
    """As GraphQL shows it."""
    return MailAddress(
        address=found.address,
        refused_kinds=list(found.refused_kinds),
        active=found.active,
        recorded_at=Instant(found.recorded_at),
        confirmed_at=instant(found.confirmed_at),
    )


async def notification_node(info: Info, raw: str) -> Node | None:
    """A notification by its id, if it is the viewer's."""
    info.context.keep = False
    found = await info.context.app.notifications.by_ids(info.context.actor, [raw])
    return notification(found[raw]) if raw in found else None


async def webhook_node(info: Info, raw: str) -> Node | None:
    """A webhook by its id, if it is the viewer's."""
    info.context.keep = False
    return webhook(await info.context.app.webhooks.get(info.context.actor, raw))


async def delivery_node(info: Info, raw: str) -> Node | None:
    """A delivery by its id, if it is the viewer's."""
    info.context.keep = False
    return delivery(await info.context.app.deliveries.get(info.context.actor, raw))


@strawberry.type
class NotificationQueries:
    """Questions about what an account is told. The journal hears nothing of it: nothing is kept."""

    @strawberry.field
    async def notifications(
        self,
        info: Info,
        unread: bool | None = False,
        first: int | None = PAGE,
        after: str | None = None,
    ) -> Connection[Notification]:
        """Notifications, newest first."""
        context = info.context
        context.keep = False
        size = page_size(first)
        place = opened_cursor("notifications", (str, int, str), after)
        found = await context.app.notifications.listed(
            context.actor,
            unread=bool(unread),
            first=size + 1,
            after=(str(place[0]), int(place[1]), str(place[2])) if place else None,
        )
        places: list[tuple[Place, Notification]] = []
        for seen in found:
            one = seen.notification
            at = ("notifications", one.recorded_at, one.sequence, one.id)
            places.append((at, notification(seen)))
        return page(places, size, after)

    @strawberry.field
    async def unread_count(self, info: Info) -> int:
        """How many are unread."""
        info.context.keep = False
        return await info.context.app.notifications.unread(info.context.actor)

    @strawberry.field
    async def webhooks(self, info: Info) -> list[Webhook]:
        """The account's own."""
        info.context.keep = False
        return [webhook(one) for one in await info.context.app.webhooks.listed(info.context.actor)]

    @strawberry.field
    async def deliveries(
        self,
        info: Info,
        webhook: strawberry.ID | None = None,
        state: model.DeliveryState | None = None,
        first: int | None = PAGE,
        after: str | None = None,
    ) -> Connection[Delivery]:
        """Deliveries, newest first."""
        context = info.context
        context.keep = False
        size = page_size(first)
        place = opened_cursor("deliveries", (str, str), after)
        try:
            found = await context.app.deliveries.listed(
                context.actor,
                webhook=raw_id("Webhook", webhook) if webhook else None,
                state=state,
                first=size + 1,
                after=(str(place[0]), str(place[1])) if place else None,
            )
        except NotFound:
            found = []
        places: list[tuple[Place, Delivery]] = [
            (("deliveries", one.recorded_at, one.id), delivery(one)) for one in found
        ]
        return page(places, size, after)

    @strawberry.field
    async def mail_address(self, info: Info) -> MailAddress | None:
        """The account's own."""
        info.context.keep = False
        found = await info.context.app.mail_addresses.get(info.context.actor)
        return None if found is None else mail_address(found)


FINDERS["Notification"] = notification_node
FINDERS["Webhook"] = webhook_node
FINDERS["Delivery"] = delivery_node
