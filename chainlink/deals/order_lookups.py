"""Finding cross-border orders, for who may see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Owner
from chainlink.deals.order_model import CrossBorderOrder
from chainlink.deals.reading import (
    CYPHER,
    Owners,
    current_orders,
    grouped,
    ids_of,
    orders_at,
)
from chainlink.deals.scanning import DealScan
from chainlink.deals.seeing import as_seen, may_see, seen_rows
from chainlink.errors import NotFound
from chainlink.graph.port import GraphReader, GraphStore, Row


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which orders are wanted; an empty string asks for nothing. Days are those of ordering."""

    committee: str = ""  # to which credit of the deal goes
    enterprise: str = ""  # that sells or makes
    verification: str = ""
    destination: str = ""
    since: str = ""
    until: str = ""


class OrderReading:
    """What is known of orders, as far as the actor may know it."""

    def __init__(self, store: GraphStore, owners: Owners) -> None:
        self._store = store
        self.owners = owners

    async def owner(self, reader: GraphReader, order: CrossBorderOrder) -> Owner:
        """The order as the permission table sees it."""
        return (await self.owners.of_orders(reader, [order]))[order.id]

    async def in_force(self, actor: Actor, reader: GraphReader, order: str) -> CrossBorderOrder:
        """The newest version, unmasked. Raises NotFound for one that the actor may not see."""
        found = (await current_orders(reader, [order])).get(order)
        if found is None or not may_see(actor, await self.owner(reader, found)):
            raise NotFound("order.unknown", value=order)
        return found

    async def get(self, actor: Actor, order: str) -> CrossBorderOrder:
        """The newest version of an order as the actor may know it. Raises NotFound."""
        return as_seen(actor, await self.in_force(actor, self._store, order))

    async def seen_at(self, actor: Actor, versions: Sequence[str]) -> list[CrossBorderOrder]:
        """Those of several versions that the actor may see, as he may know them."""
        found = await orders_at(self._store, versions)
        owners = await self.owners.of_orders(self._store, found)
        return [as_seen(actor, one) for one in found if may_see(actor, owners[one.id])]

    async def by_ids(self, actor: Actor, orders: Sequence[str]) -> dict[str, CrossBorderOrder]:
        """Newest versions of those of several orders that the actor may see."""
        seen = await self.seen_at(actor, await ids_of(self._store, "current_orders", orders))
        return {one.order_id: one for one in seen}

    async def histories(
        self, actor: Actor, orders: Sequence[str]
    ) -> dict[str, list[CrossBorderOrder]]:
        """All versions of those of several orders that the actor may see, the newest first."""
        seen = list(await self.by_ids(actor, orders))
        found = await orders_at(self._store, await ids_of(self._store, "order_versions", seen))
        found.sort(key=lambda one: -one.version)
        return {
            order: [as_seen(actor, one) for one in found if one.order_id == order] for order in seen
        }

    async def history(self, actor: Actor, order: str) -> list[CrossBorderOrder]:
        """All versions, the newest first. Raises NotFound."""
        found = await self.histories(actor, [order])
        if order not in found:
            raise NotFound("order.unknown", value=order)
        return found[order]

    async def of_deals(
        self, actor: Actor, deals: Sequence[str]
    ) -> dict[str, list[CrossBorderOrder]]:
        """Orders in force under several deals, the newest first."""
        rows = await grouped(self._store, "orders_of_deals", deals, "belongs_to")
        ids = [one["id"] for few in rows.values() for one in few]
        seen = await self.seen_at(actor, list(dict.fromkeys(ids)))
        seen.sort(key=lambda one: (one.ordered_on, one.recorded_at), reverse=True)
        return {deal: [one for one in seen if one.deal == deal] for deal in deals}

    async def search(
        self, actor: Actor, wanted: OrderFilter, first: int, after: tuple[str, str] | None
    ) -> list[CrossBorderOrder]:
        """Up to `first` orders after a (day, order), the newest day first."""
        place = {"ordered_on": after[0], "order_id": after[1]} if after else None

        async def fetch(last: Row | None, most: int) -> Sequence[Row]:
            begin = last or place or {"ordered_on": "", "order_id": ""}
            return await self._store.read(
                CYPHER["listed_orders"],
                ordered_on=begin["ordered_on"],
                order_id=begin["order_id"],
                verification=wanted.verification,
                destination=wanted.destination,
                since=wanted.since,
                until=wanted.until,
                enterprise=wanted.enterprise,
                most=most,
            )

        scan = DealScan(self._store, self.owners, actor)

        async def sees(rows: Sequence[Row]) -> set[str]:
            seen = await scan.shown_by({row["id"]: (row["seller"], row["maker"]) for row in rows})
            rest = [row for row in rows if row["id"] not in seen]
            if not rest:
                return seen
            deals = await scan.deals()
            seen |= await scan.shown_by({row["id"]: deals[row["deal"]][1] for row in rest})
            credited = await scan.shown_by_credit()
            return seen | {row["id"] for row in rest if deals[row["deal"]][0] in credited}

        async def fits(rows: Sequence[Row]) -> set[str]:
            deals = await scan.deals()
            credited = await scan.credited([wanted.committee])
            return {row["id"] for row in rows if deals[row["deal"]][0] in credited}

        rows = await seen_rows(actor, first, fetch, sees, fits if wanted.committee else None)
        found = await orders_at(self._store, [row["id"] for row in rows])
        return [as_seen(actor, one) for one in found]
