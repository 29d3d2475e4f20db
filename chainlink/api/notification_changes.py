"""Changes of what an account is told and where; failures join the union."""

from datetime import UTC, datetime
from typing import Annotated, TypeAlias

import strawberry
from strawberry import UNSET

from chainlink.api.context import Info
from chainlink.api.errors import AnyFailure
from chainlink.api.inputs import Form, request_of
from chainlink.api.notifications import (
    Delivery,
    MailAddress,
    Webhook,
    delivery,
    mail_address,
    webhook,
)
from chainlink.api.relay import raw_id
from chainlink.api.scalars import Instant
from chainlink.clock import instant_text
from chainlink.errors import InvalidInput
from chainlink.notifications.model import NotificationKind


@strawberry.type
class NotificationsRead:
    """What was marked."""

    marked: int
    unread_count: int


@strawberry.type
class CreatedWebhook:
    """A new webhook with its secret."""

    webhook: Webhook
    secret: str


NotificationsReadResult: TypeAlias = Annotated[
    NotificationsRead | AnyFailure, strawberry.union("NotificationsReadResult")
]
CreatedWebhookResult: TypeAlias = Annotated[
    CreatedWebhook | AnyFailure, strawberry.union("CreatedWebhookResult")
]
WebhookResult: TypeAlias = Annotated[Webhook | AnyFailure, strawberry.union("WebhookResult")]
DeliveryResult: TypeAlias = Annotated[Delivery | AnyFailure, strawberry.union("DeliveryResult")]
MailAddressResult: TypeAlias = Annotated[
    MailAddress | AnyFailure, strawberry.union("MailAddressResult")
]


@strawberry.input
class MarkNotificationsReadInput:
    """Which have been read: by ids, or all up to an instant."""

    ids: list[strawberry.ID] | None = UNSET
    until: Instant | None = UNSET
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class CreateWebhookInput:
    """A new webhook."""

    url: str
    kinds: list[NotificationKind] | None = UNSET
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class DeleteWebhookInput:
    """The webhook to delete."""

    id: strawberry.ID
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class RetryDeliveryInput:
    """The dead letter to send again."""

    id: strawberry.ID
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class SetMailAddressInput:
    """An address, and what is not wanted there."""

    address: str
    refused_kinds: list[NotificationKind] | None = UNSET
    active: bool | None = UNSET
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class ConfirmMailAddressInput:
    """The code that was sent."""

    code: str
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class DeleteMailAddressInput:
    """Nothing but the key of the request."""

    request_id: strawberry.ID | None = UNSET


def _instant(said: str | None) -> str | None:
    """An instant as the graph writes it. Raises InvalidInput for what is none."""
    if not said:
        return None
    try:
        moment = datetime.fromisoformat(said.replace("Z", "+00:00"))
        return instant_text(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        raise InvalidInput.of("until", "notification.instant") from None


@strawberry.type
class NotificationMutations:
    """Changes of what an account is told, and where."""

    @strawberry.mutation
    async def mark_notifications_read(
        self, info: Info, form: Form[MarkNotificationsReadInput]
    ) -> NotificationsReadResult:
        """Mark notifications as read."""
        context = info.context
        marked = await context.app.notifications.mark_read(
            context.actor,
            ids=[raw_id("Notification", one) for one in form.ids or ()],
            until=_instant(form.until or None),
            request=request_of(form),
        )
        unread = await context.app.notifications.unread(context.actor)
        return NotificationsRead(marked=marked, unread_count=unread)

    @strawberry.mutation
    async def create_webhook(
        self, info: Info, form: Form[CreateWebhookInput]
    ) -> CreatedWebhookResult:
        """A new webhook."""
        context = info.context
        found = await context.app.webhooks.create(
            context.actor, form.url, form.kinds or (), request=request_of(form)
        )
        secret = context.app.webhooks.secret(context.actor, found)
        return CreatedWebhook(webhook=webhook(found), secret=secret)

    @strawberry.mutation
    async def delete_webhook(self, info: Info, form: Form[DeleteWebhookInput]) -> WebhookResult:
        """Delete a webhook."""
        context = info.context
        found = await context.app.webhooks.delete(
            context.actor, raw_id("Webhook", form.id), request=request_of(form)
        )
        return webhook(found)

    @strawberry.mutation
    async def retry_delivery(self, info: Info, form: Form[RetryDeliveryInput]) -> DeliveryResult:
        """Send a dead letter again."""
        context = info.context
        found = await context.app.deliveries.retry(
            context.actor, raw_id("Delivery", form.id), request=request_of(form)
        )
        return delivery(found)

    @strawberry.mutation
    async def set_mail_address(
        self, info: Info, form: Form[SetMailAddressInput]
    ) -> MailAddressResult:
        """Set the address."""
        context = info.context
        found = await context.app.mail_addresses.put(
            context.actor,
            form.address,
            form.refused_kinds or (),
            active=form.active is not False,
            request=request_of(form),
        )
        return mail_address(found)

    @strawberry.mutation
    async def confirm_mail_address(
        self, info: Info, form: Form[ConfirmMailAddressInput]
    ) -> MailAddressResult:
        """Confirm the address."""
        context = info.context
        found = await context.app.mail_addresses.confirm(
            context.actor, form.code, request=request_of(form)
        )
        return mail_address(found)

    @strawberry.mutation
    async def delete_mail_address(
        self, info: Info, form: Form[DeleteMailAddressInput]
    ) -> MailAddressResult:
        """Delete the address."""
        context = info.context
        await context.app.mail_addresses.delete(context.actor, request=request_of(form))
        return MailAddress(
            address=None, refused_kinds=[], active=False, recorded_at=None, confirmed_at=None
        )
