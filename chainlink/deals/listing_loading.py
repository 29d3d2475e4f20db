"""Deals and orders for the lists out of the graph: all of them, then those that have changed."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from chainlink.deals.listing_facts import DealFacts, OrderFacts, ProvenFacts
from chainlink.deals.listing_rows import DealRow, OrderRow, ProvenRow, deal_rows, order_rows
from chainlink.deals.reading import CYPHER, deals_at, ids_of, orders_at
from chainlink.enterprises.reading import EnterpriseReading
from chainlink.graph.port import GraphStore, Row
from chainlink.journal.following import JournalFollower
from chainlink.listing.following import Followed

_PARTS = ("deals", "orders", "credits", "introductions", "confirmations", "evidence")
_NOBODY: frozenset[str] = frozenset()


class KnownDeals(Followed):
    """What deals and orders are listed by, kept in memory; it stands once it is ready."""

    labels = frozenset({"Deal", "CrossBorderOrder", "DealEvidence", "Enterprise"})
    most_changed = 500

    def __init__(
        self, store: GraphStore, follower: JournalFollower, enterprises: EnterpriseReading
    ) -> None:
        super().__init__(follower)
        self._store = store
        self._enterprises = enterprises
        self.deals = DealFacts({})
        self.orders = OrderFacts({})

    async def load(self) -> None:
        """Read each label once."""
        found = {}
        for part in _PARTS:
            columns = await self._store.read_columns(CYPHER[f"facts_{part}"])
            found[part] = await asyncio.to_thread(columns.to_pylist)
        deals, orders = await asyncio.to_thread(_rows, found)
        committees = await self._committees(_parties(deals, orders))
        self.deals, self.orders = await asyncio.to_thread(_built, committees, deals, orders)

    async def follow(self, subjects: Mapping[str, set[str]], enterprises: set[str]) -> None:
        """Read those that have changed, with the orders under them; then write them down."""
        changed = {label: sorted(ids) for label, ids in subjects.items()}
        proofs = changed.get("DealEvidence", [])
        rows = await self._store.read(CYPHER["proved_by"], ids=proofs) if proofs else []
        proved = [row["about"] for row in rows]
        moved = enterprises if "Enterprise" in changed else set()
        wanted = sorted({*changed.get("Deal", ()), *proved, *self._of(self.deals, moved)})
        versions = await ids_of(self._store, "deal_versions", wanted)
        deals = deal_rows(await deals_at(self._store, versions))
        under = [self.orders.table.ids[row] for row in self._under(wanted)]
        moved_too = self._of(self.orders, moved)
        wanted = sorted({*changed.get("CrossBorderOrder", ()), *proved, *under, *moved_too})
        versions = await ids_of(self._store, "order_versions", wanted)
        orders = order_rows(await orders_at(self._store, versions))
        parties = _parties(deals, orders)
        unknown = self.deals.owned.unknown(parties) | self.orders.owned.unknown(parties)
        committees = await self._committees(enterprises | unknown)
        for facts in (self.deals, self.orders):
            facts.owned.moved(committees)
        self.deals.put(deals)
        self.orders.put(orders, self.deals)

    def _of(self, facts: ProvenFacts, enterprises: set[str]) -> set[str]:
        """Deals or orders that enterprises are in: one may be merged with another."""
        return {facts.table.ids[row] for one in enterprises for row in facts.owned.rows_of(one)}

    def _under(self, deals: Sequence[str]) -> list[int]:
        """Rows of the orders of some deals."""
        rows = {self.deals.table.row(one) for one in deals}
        return [row for row, deal in enumerate(self.orders.table["deal"].tolist()) if deal in rows]

    async def _committees(self, ids: set[str]) -> dict[str, frozenset[str]]:
        owners = await self._enterprises.owners(self._store, sorted(ids))
        return {id_: owner.committees for id_, owner in owners.items()}


def _parties(deals: Sequence[DealRow], orders: Sequence[OrderRow]) -> set[str]:
    found = {party for one in deals for party in one.parties}
    return found | {end for one in orders for end in (one.seller, one.maker)}


def _built(
    committees: Mapping[str, frozenset[str]], deals: Sequence[DealRow], orders: Sequence[OrderRow]
) -> tuple[DealFacts, OrderFacts]:
    concluded, placed = DealFacts(committees), OrderFacts(committees)
    concluded.put(deals)
    placed.put(orders, concluded)
    return concluded, placed


def _rows(found: Mapping[str, Sequence[Row]]) -> tuple[list[DealRow], list[OrderRow]]:
    """What is in force, each with what belongs to it."""
    said: dict[str, dict[str, bool]] = defaultdict(dict)
    hands: dict[str, set[str]] = defaultdict(set)
    stable = {row["id"]: row["stable"] for name in ("deals", "orders") for row in found[name]}
    for name in ("deals", "orders"):
        for row in found[name]:
            hands[row["stable"]].add(row["recorded_by"])
    for row in found["confirmations"]:
        said[row["version"]][row["enterprise"]] = row["additionality"] is not None
        hands[stable.get(row["version"], "")].add(row["recorded_by"])
    for row in found["evidence"]:
        hands[row["about"]].add(row["recorded_by"])
    credited = _grouped(found["credits"], "committee")
    led = _grouped(found["introductions"], "introduction")

    def proven(row: Row) -> ProvenRow:
        return ProvenRow(
            id=row["stable"],
            amount=row["amount"],
            currency=row["currency"],
            verification=row["verification"],
            day=row["day"],
            recorded_at=row["recorded_at"],
            answered=said.get(row["id"], {}),
            hands=frozenset(hands[row["stable"]]),
        )

    deals = [
        DealRow(
            proven(row),
            row["kind"],
            row["title"],
            tuple(row["parties"] or ()),
            tuple(led.get(row["id"], ())),
            frozenset(credited.get(row["id"], _NOBODY)),
        )
        for row in found["deals"]
        if row["superseded_at"] is None
    ]
    plain = ("deal", "seller", "maker", "destination", "incoterm", "customs_mode")
    orders = [
        OrderRow(proven(row), *(row[name] for name in plain))
        for row in found["orders"]
        if row["superseded_at"] is None
    ]
    return deals, orders


def _grouped(rows: Sequence[Row], name: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row["version"]].append(row[name])
    return found
