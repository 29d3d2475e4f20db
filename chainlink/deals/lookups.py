"""Finding deals, for who may see them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from chainlink.accounts.model import Actor, Role
from chainlink.accounts.permissions import Owner
from chainlink.deals.model import Deal
from chainlink.deals.reading import CYPHER, Owners, current_deals, deals_at, grouped, ids_of
from chainlink.deals.scanning import DealScan
from chainlink.deals.seeing import as_seen, may_see, seen_rows
from chainlink.errors import NotFound
from chainlink.graph.port import GraphReader, GraphStore, Row


@dataclass(frozen=True, slots=True)
class DealFilter:
    """Which deals are wanted; an empty string asks for nothing. Days are those of signing."""

    committee: str = ""  # to which credit goes
    enterprise: str = ""  # that is a party
    kind: str = ""
    verification: str = ""
    since: str = ""
    until: str = ""


class DealReading:
    """What is known of deals, as far as the actor may know it."""

    def __init__(self, store: GraphStore, owners: Owners) -> None:
        self._store = store
        self.owners = owners

    async def owner(self, reader: GraphReader, deal: Deal) -> Owner:
        """The deal as the permission table sees it."""
        return (await self.owners.of_deals(reader, [deal]))[deal.id]

    async def in_force(self, actor: Actor, reader: GraphReader, deal: str) -> Deal:
        """The newest version, unmasked. Raises NotFound for one that the actor may not see."""
        found = (await current_deals(reader, [deal])).get(deal)
        if found is None or not may_see(actor, await self.owner(reader, found)):
            raise NotFound("deal.unknown", value=deal)
        return found

    async def get(self, actor: Actor, deal: str) -> Deal:
        """The newest version of a deal as the actor may know it. Raises NotFound."""
        return as_seen(actor, await self.in_force(actor, self._store, deal))

    async def by_ids(self, actor: Actor, deals: Sequence[str]) -> dict[str, Deal]:
        """Newest versions of those of several deals that the actor may see."""
        seen = await self.seen_at(actor, await ids_of(self._store, "current_deals", deals))
        return {one.deal: one for one in seen}

    async def histories(self, actor: Actor, deals: Sequence[str]) -> dict[str, list[Deal]]:
        """All versions of those of several deals that the actor may see, the newest first."""
        seen = list(await self.by_ids(actor, deals))
        found = await deals_at(self._store, await ids_of(self._store, "deal_versions", seen))
        found.sort(key=lambda one: -one.version)
        return {deal: [as_seen(actor, one) for one in found if one.deal == deal] for deal in seen}

    async def history(self, actor: Actor, deal: str) -> list[Deal]:
        """All versions, the newest first. Raises NotFound."""
        found = await self.histories(actor, [deal])
        if deal not in found:
            raise NotFound("deal.unknown", value=deal)
        return found[deal]

    async def of_introductions(
        self, actor: Actor, introductions: Sequence[str]
    ) -> dict[str, list[Deal]]:
        """Deals in force that several introductions led to, the newest first."""
        return await self._grouped(actor, "deals_of_introductions", introductions)

    async def of_enterprises(
        self, actor: Actor, enterprises: Sequence[str]
    ) -> dict[str, list[Deal]]:
        """Deals in force that several enterprises are parties of, the newest first."""
        return await self._grouped(actor, "deals_of_enterprises", enterprises)

    async def _grouped(
        self, actor: Actor, question: str, ids: Sequence[str]
    ) -> dict[str, list[Deal]]:
        rows = await grouped(self._store, question, ids, "belongs_to")
        seen = await self.seen_at(actor, [one["id"] for few in rows.values() for one in few])
        by_id = {one.id: one for one in seen}
        return {
            id_: sorted(
                (by_id[one["id"]] for one in rows.get(id_, ()) if one["id"] in by_id),
                key=lambda one: (one.signed_on, one.recorded_at),
                reverse=True,
            )
            for id_ in ids
        }

    async def seen_at(self, actor: Actor, versions: Sequence[str]) -> list[Deal]:
        """Those of several versions that the actor may see, as he may know them."""
        found = await deals_at(self._store, list(dict.fromkeys(versions)))
        owners = await self.owners.of_deals(self._store, found)
        return [as_seen(actor, one) for one in found if may_see(actor, owners[one.id])]

    async def search(
        self, actor: Actor, wanted: DealFilter, first: int, after: tuple[str, str] | None
    ) -> list[Deal]:
        """Up to `first` deals after a (day, deal), the newest day first."""
        own = (actor.enterprise or "-") if actor.role is Role.ENTERPRISE else ""
        place = {"signed_on": after[0], "deal": after[1]} if after else None

        async def fetch(last: Row | None, most: int) -> Sequence[Row]:
            begin = last or place or {"signed_on": "", "deal": ""}
            return await self._store.read(
                CYPHER["listed_deals"],
                signed_on=begin["signed_on"],
                deal=begin["deal"],
                kind=wanted.kind,
                verification=wanted.verification,
                since=wanted.since,
                until=wanted.until,
                enterprise=wanted.enterprise,
                own=own,
                most=most,
            )

        scan = DealScan(self._store, self.owners, actor)

        async def sees(rows: Sequence[Row]) -> set[str]:
            seen = await scan.shown_by({row["id"]: row["parties"] for row in rows})
            rest = {row["id"] for row in rows} - seen
            return seen | (rest & await scan.shown_by_credit() if rest else set())

        async def fits(rows: Sequence[Row]) -> Collection[str]:
            return await scan.credited([wanted.committee])

        rows = await seen_rows(actor, first, fetch, sees, fits if wanted.committee else None)
        found = await deals_at(self._store, [row["id"] for row in rows])
        return [as_seen(actor, one) for one in found]
