"""Where new notifications are to be sent: webhooks and mail addresses of who they are for."""

from collections.abc import Sequence

from chainlink.accounts.model import Actor, Role, Scope
from chainlink.graph.port import GraphReader, Row
from chainlink.notifications.entries import CYPHER
from chainlink.notifications.model import (
    Channel,
    DeliveryState,
    Draft,
    audiences_of,
    delivery_id,
)


async def actors_by_ids(reader: GraphReader, ids: Sequence[str]) -> dict[str, Actor]:
    """Accounts that are active, as the person who would read; they may read and no more."""
    if not ids:
        return {}
    rows = await reader.read(CYPHER["account_actor"], ids=sorted(set(ids)))
    return {
        row["account"]: Actor(
            account=row["account"],
            role=Role(row["role"]),
            enterprise=row["enterprise"],
            approved=row["status"] == "APPROVED",
            committees=frozenset(row["committees"] or ()),
            scopes=frozenset({Scope.READ}),
        )
        for row in rows
        if row["active"]
    }


async def deliveries_of(reader: GraphReader, drafts: Sequence[Draft], now: str) -> list[Row]:
    """Rows of the deliveries that new notifications begin with."""
    if not drafts:
        return []
    hooks = await reader.read(CYPHER["webhooks_active"])
    mail = await reader.read(CYPHER["mail_active"])
    actors = await actors_by_ids(reader, [row["account"] for row in (*hooks, *mail)])
    rows = []
    for channel, target in [
        *((Channel.WEBHOOK, row) for row in hooks),
        *((Channel.MAIL, row) for row in mail),
    ]:
        if target["account"] not in actors:
            continue
        audiences = set(audiences_of(actors[target["account"]]))
        rows += [
            new_delivery(channel, target["id"], draft.id, now)
            for draft in drafts
            if str(draft.audience) in audiences and _wants(channel, target, draft)
        ]
    return rows


def _wants(channel: Channel, target: Row, draft: Draft) -> bool:
    if channel is Channel.MAIL:
        return draft.kind.value not in (target["refused_kinds"] or ())
    return not target["kinds"] or draft.kind.value in target["kinds"]


def new_delivery(channel: Channel, target: str, notification: str, now: str) -> Row:
    """A delivery that is due at once."""
    return {
        "id": delivery_id(channel, target, notification),
        "channel": channel.value,
        "target": target,
        "notification": notification,
        "state": DeliveryState.PENDING.value,
        "attempts": 0,
        "next_at": now,
        "recorded_at": now,
    }
