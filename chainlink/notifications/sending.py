"""One batch of deliveries, each by its channel, to who may still know what it tells of."""

import asyncio
from collections.abc import Sequence
from email.message import EmailMessage

from chainlink.clock import Clock
from chainlink.errors import Conflict
from chainlink.graph.port import GraphStore
from chainlink.notifications.calling import Outcome, WebhookCaller, body_of
from chainlink.notifications.entries import CYPHER
from chainlink.notifications.mail import Mailer, MailUnavailable
from chainlink.notifications.mail_addresses import mail_by_ids
from chainlink.notifications.model import (
    Channel,
    Delivery,
    MailAddress,
    Notification,
    Webhook,
    audiences_of,
)
from chainlink.notifications.sight import Sight
from chainlink.notifications.signing import Secrets
from chainlink.notifications.subjects import subject_id
from chainlink.notifications.targets import actors_by_ids
from chainlink.notifications.webhooks import webhooks_by_ids

AT_ONCE = 8
_NO_TARGET = Outcome("NO_TARGET", final=True)
_NOT_TOLD = Outcome("NOT_VISIBLE", final=True)


class Sender:
    """Sends."""

    def __init__(
        self,
        store: GraphStore,
        clock: Clock,
        sight: Sight,
        secrets: Secrets,
        caller: WebhookCaller,
        mailer: Mailer,
    ) -> None:
        self._store = store
        self._clock = clock
        self._sight = sight
        self._secrets = secrets
        self._caller = caller
        self._mailer = mailer

    async def send(self, deliveries: Sequence[Delivery]) -> dict[str, Outcome]:
        """What came of each, by its id."""
        hooks = await webhooks_by_ids(self._store, _targets(deliveries, Channel.WEBHOOK))
        mail = await mail_by_ids(
            self._store, _targets(deliveries, Channel.MAIL, Channel.CONFIRMATION)
        )
        told = await self._told(deliveries, hooks)
        posted = [one for one in deliveries if one.channel is Channel.WEBHOOK]
        mailed = [one for one in deliveries if one.channel is not Channel.WEBHOOK]
        outcomes = await self._mail(mailed, mail, told) if mailed else {}
        gate = asyncio.Semaphore(AT_ONCE)

        async def post(one: Delivery) -> Outcome:
            async with gate:
                return await self._post(one, hooks.get(one.target), told.get(one.id))

        found = await asyncio.gather(*map(post, posted))
        return outcomes | {one.id: came for one, came in zip(posted, found, strict=True)}

    async def _told(
        self, deliveries: Sequence[Delivery], hooks: dict[str, Webhook]
    ) -> dict[str, Notification]:
        """The notification of each delivery whose account may see it now."""
        account = {
            one.id: hooks[one.target].account if one.target in hooks else one.target
            for one in deliveries
            if one.channel is not Channel.CONFIRMATION
        }
        ids = sorted({one.notification for one in deliveries if one.id in account})
        if not ids:
            return {}
        actors = await actors_by_ids(self._store, list(account.values()))
        rows = await self._store.read(CYPHER["by_ids"], ids=ids)
        known = {row["id"]: Notification.of(row) for row in rows}
        told: dict[str, Notification] = {}
        for id_, actor in actors.items():
            own = set(audiences_of(actor))
            mine = {
                one.id: known[one.notification]
                for one in deliveries
                if account.get(one.id) == id_
                and one.notification in known
                and str(known[one.notification].audience) in own
            }
            seen = await self._sight.of(actor, list(mine.values()))
            visible = {one.notification.id for one in seen}
            told |= {key: one for key, one in mine.items() if one.id in visible}
        return told

    async def _post(
        self, one: Delivery, hook: Webhook | None, notification: Notification | None
    ) -> Outcome:
        if hook is None or not hook.active:
            return _NO_TARGET
        if notification is None:
            return _NOT_TOLD
        try:
            key = self._secrets.webhook_key(hook.id, hook.generation)
        except Conflict:
            return Outcome("NO_SECRET")
        subject = subject_id(notification.subject_label, notification.subject)
        body = body_of(notification, subject)
        sent = int(self._clock().timestamp())
        return await self._caller.post(hook.url, key, notification.id, sent, body)

    async def _mail(
        self,
        deliveries: Sequence[Delivery],
        mail: dict[str, MailAddress],
        told: dict[str, Notification],
    ) -> dict[str, Outcome]:
        if not self._mailer.on:
            return {one.id: Outcome("MAIL_OFF") for one in deliveries}
        outcomes: dict[str, Outcome] = {}
        try:
            async with self._mailer.connected() as client:
                for one in deliveries:
                    message = self._message(one, mail.get(one.target), told.get(one.id))
                    outcomes[one.id] = (
                        message
                        if isinstance(message, Outcome)
                        else await self._mailer.send(client, message)
                    )
        except MailUnavailable as failure:
            return {one.id: Outcome(str(failure)) for one in deliveries} | outcomes
        return outcomes

    def _message(
        self, one: Delivery, to: MailAddress | None, notification: Notification | None
    ) -> EmailMessage | Outcome:
        """The message of a delivery, or why there is none to be sent."""
        if to is None:
            return _NO_TARGET
        if one.channel is Channel.CONFIRMATION:
            try:
                code = self._secrets.mail_code(to.id, to.generation, to.address)
            except Conflict:
                return Outcome("NO_SECRET")
            return self._mailer.confirmation(to.address, code, self._clock())
        if not to.active or to.confirmed_at is None:
            return _NO_TARGET
        return _NOT_TOLD if notification is None else self._mailer.notice(notification, to.address)


def _targets(deliveries: Sequence[Delivery], *channels: Channel) -> list[str]:
    return [one.target for one in deliveries if one.channel in channels]
