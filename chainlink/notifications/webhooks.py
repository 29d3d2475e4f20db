"""Webhooks: an account's own; the secret is told once and kept nowhere."""

from collections.abc import Sequence

from chainlink.accounts.model import PUBLIC, Actor, Role, Scope
from chainlink.accounts.permissions import Action, Reach, Resource, reach
from chainlink.errors import Conflict, Forbidden, InvalidInput, NotFound
from chainlink.graph.port import GraphReader, GraphStore, Row
from chainlink.identity import new_id
from chainlink.journal.service import Change, Journal, Repeatable
from chainlink.notifications.addresses import AddressRefused
from chainlink.notifications.calling import WebhookCaller
from chainlink.notifications.entries import CYPHER
from chainlink.notifications.model import NotificationKind, Webhook
from chainlink.notifications.signing import Secrets

WEBHOOKS_MOST = 10  # of one account


def require_own(actor: Actor, action: Action) -> None:
    """Raise Forbidden for who has no account of its own to change. An admin has its own too."""
    if actor.account == PUBLIC.account or reach(actor, action, Resource.ACCOUNTS) is Reach.NONE:
        raise Forbidden("forbidden", action=action.value, role=actor.role.value)


def webhook_of(row: Row) -> Webhook:
    """A row of the graph as a webhook."""
    return Webhook(**(row | {"kinds": tuple(row["kinds"] or ())}))


async def webhooks_by_ids(reader: GraphReader, ids: Sequence[str]) -> dict[str, Webhook]:
    """Webhooks by id."""
    rows = await reader.read(CYPHER["webhooks_by_ids"], ids=sorted(set(ids))) if ids else []
    return {row["id"]: webhook_of(row) for row in rows}


class WebhookService:
    """What may happen to webhooks."""

    def __init__(
        self, store: GraphStore, journal: Journal, secrets: Secrets, caller: WebhookCaller
    ) -> None:
        self._store = store
        self._journal = journal
        self._secrets = secrets
        self._caller = caller

    async def create(
        self,
        actor: Actor,
        url: str,
        kinds: Sequence[NotificationKind] = (),
        *,
        request: str | None = None,
    ) -> Webhook:
        """A webhook of the actor's own account; no kinds mean all.

        Raises Forbidden, Conflict where the master secret is not set or there are ten already,
        InvalidInput for a URL that must not be called.
        """
        require_own(actor, Action.WRITE)
        self._secrets.require()
        url = url.strip()

        async def work(change: Change) -> Webhook:
            rows = await change.transaction.read(CYPHER["webhooks_of"], account=actor.account)
            if len(rows) >= WEBHOOKS_MOST:
                raise Conflict("webhook.too_many", most=WEBHOOKS_MOST)
            webhook = Webhook(
                id=new_id(),
                account=actor.account,
                url=url,
                kinds=tuple(dict.fromkeys(kinds)),
                active=True,
                generation=1,
                recorded_at=change.now,
            )
            row = webhook.model_dump(mode="json")
            await change.records.create("Webhook", [row])
            change.record("webhook.created", "Webhook", webhook.id, row)
            return webhook

        await self._check(url)
        said = {"url": url, "kinds": [one.value for one in kinds]}
        return await self._journal.change(
            actor.account,
            work,
            repeatable=Repeatable(actor.account, request, "createWebhook", said),
            answer=Webhook,
        )

    async def _check(self, url: str) -> None:
        try:
            await self._caller.check(url)
        except ValueError:
            raise InvalidInput.of("url", "webhook.url") from None
        except AddressRefused:
            raise InvalidInput.of("url", "webhook.address") from None

    def secret(self, actor: Actor, webhook: Webhook) -> str:
        """What the receiver checks signatures with. Raises NotFound for another account's."""
        require_own(actor, Action.WRITE)
        if webhook.account != actor.account:
            raise NotFound("webhook.unknown")
        return self._secrets.webhook_secret(webhook.id, webhook.generation)

    async def delete(self, actor: Actor, webhook: str, *, request: str | None = None) -> Webhook:
        """Take a webhook away with what was sent to it. Raises Forbidden, NotFound."""
        require_own(actor, Action.WRITE)

        async def work(change: Change) -> Webhook:
            found = await self._own(actor, change.transaction, webhook)
            await change.transaction.write(CYPHER["delete_deliveries"], target=webhook)
            await change.transaction.write(CYPHER["delete_webhook"], id=webhook)
            change.record("webhook.deleted", "Webhook", webhook, {"account": actor.account})
            return found.model_copy(update={"active": False, "disabled_at": change.now})

        return await self._journal.change(
            actor.account,
            work,
            repeatable=Repeatable(actor.account, request, "deleteWebhook", {"webhook": webhook}),
            answer=Webhook,
        )

    async def _own(self, actor: Actor, reader: GraphReader, webhook: str) -> Webhook:
        found = (await webhooks_by_ids(reader, [webhook])).get(webhook)
        if found is None or found.account != actor.account:
            raise NotFound("webhook.unknown")
        return found

    async def get(self, actor: Actor, webhook: str) -> Webhook:
        """One of the actor's own. Raises NotFound."""
        if Scope.READ not in actor.scopes or actor.role is Role.PUBLIC:
            raise NotFound("webhook.unknown")
        return await self._own(actor, self._store, webhook)

    async def listed(self, actor: Actor) -> list[Webhook]:
        """The actor's own, newest first."""
        if Scope.READ not in actor.scopes or actor.role is Role.PUBLIC:
            return []
        rows = await self._store.read(CYPHER["webhooks_of"], account=actor.account)
        return [webhook_of(row) for row in rows]
