"""Deals and orders out of the graph, with all that belongs to them, and whose they are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from chainlink.accounts.permissions import Owner
from chainlink.deals.model import Confirmation, Credit, Deal, Evidence, YearAmount
from chainlink.deals.order_model import CrossBorderOrder
from chainlink.enterprises.reading import EnterpriseReading
from chainlink.graph.cypher import Queries
from chainlink.graph.port import GraphReader, Row

CYPHER = Queries(__package__ or "")


async def ids_of(reader: GraphReader, question: str, ids: Sequence[str]) -> list[str]:
    """Ids of versions that a statement finds for several ids."""
    if not ids:
        return []
    return [row["id"] for row in await reader.read(CYPHER[question], ids=list(ids))]


async def grouped(
    reader: GraphReader, question: str, ids: Sequence[str], by: str
) -> dict[str, list[Row]]:
    """Rows that a statement finds for several ids, by what they belong to."""
    found: dict[str, list[Row]] = defaultdict(list)
    if ids:
        for row in await reader.read(CYPHER[question], ids=list(ids)):
            found[row.pop(by)].append(row)
    return found


async def _proofs(reader: GraphReader, rows: Sequence[Row], stable: str) -> dict[str, Row]:
    """Confirmations of versions and evidence of what they are versions of, by version."""
    confirmed = await grouped(reader, "confirmations_of", [row["id"] for row in rows], "about")
    proved = await grouped(
        reader, "evidence_of", list(dict.fromkeys(row[stable] for row in rows)), "about"
    )
    return {
        row["id"]: {
            "confirmations": tuple(Confirmation(**one) for one in confirmed[row["id"]]),
            "evidence": tuple(Evidence(**one) for one in proved[row[stable]]),
        }
        for row in rows
    }


async def deals_at(reader: GraphReader, versions: Sequence[str]) -> list[Deal]:
    """Versions of deals by their ids, in the order asked for."""
    if not versions:
        return []
    rows = await reader.read(CYPHER["deals_by_versions"], ids=list(versions))
    ids = [row["id"] for row in rows]
    introductions = await grouped(reader, "introductions_of", ids, "about")
    credits_ = await grouped(reader, "credits_of", ids, "about")
    proofs = await _proofs(reader, rows, "deal")
    found = {
        row["id"]: Deal(
            **(row | proofs[row["id"]] | _lists(row)),
            introductions=tuple(one["introduction"] for one in introductions[row["id"]]),
            credits=tuple(Credit(**one) for one in credits_[row["id"]]),
        )
        for row in rows
    }
    return [found[id_] for id_ in versions if id_ in found]


def _lists(row: Row) -> dict[str, Any]:
    return {
        "parties": tuple(row["parties"] or ()),
        "expected": tuple(YearAmount.of(one) for one in row["expected"] or ()),
        "received": tuple(YearAmount.of(one) for one in row["received"] or ()),
    }


async def orders_at(reader: GraphReader, versions: Sequence[str]) -> list[CrossBorderOrder]:
    """Versions of orders by their ids, in the order asked for."""
    if not versions:
        return []
    rows = await reader.read(CYPHER["orders_by_versions"], ids=list(versions))
    proofs = await _proofs(reader, rows, "order_id")
    found = {row["id"]: CrossBorderOrder(**(row | proofs[row["id"]])) for row in rows}
    return [found[id_] for id_ in versions if id_ in found]


async def current_deals(reader: GraphReader, deals: Sequence[str]) -> dict[str, Deal]:
    """Newest versions of deals by the ids that stay the same; unknown ones are absent."""
    found = await deals_at(reader, await ids_of(reader, "current_deals", deals))
    return {one.deal: one for one in found}


async def current_orders(reader: GraphReader, orders: Sequence[str]) -> dict[str, CrossBorderOrder]:
    """Newest versions of orders by the ids that stay the same; unknown ones are absent."""
    found = await orders_at(reader, await ids_of(reader, "current_orders", orders))
    return {one.order_id: one for one in found}


class Owners:
    """Whose deals and orders are, as the permission table sees it."""

    def __init__(self, enterprises: EnterpriseReading) -> None:
        self._enterprises = enterprises

    async def committees(self, reader: GraphReader, ids: Sequence[str]) -> frozenset[str]:
        """The committees of several enterprises together."""
        owners = await self._enterprises.owners(reader, list(dict.fromkeys(ids)))
        return frozenset().union(*(one.committees for one in owners.values()))

    async def of_deals(self, reader: GraphReader, deals: Sequence[Deal]) -> dict[str, Owner]:
        """By version: the parties, their committees and those that the credit goes to."""
        return await self.of_rows(
            reader,
            {one.id: one.parties for one in deals},
            {one.id: [line.committee for line in one.credits] for one in deals},
        )

    async def of_orders(
        self, reader: GraphReader, orders: Sequence[CrossBorderOrder]
    ) -> dict[str, Owner]:
        """By version: those of the deal with seller and maker, and their committees."""
        ends = {one.id: (one.deal, one.seller, one.maker) for one in orders}
        return await self.of_order_ends(reader, ends)

    async def of_order_ends(
        self, reader: GraphReader, ends: Mapping[str, tuple[str, str, str]]
    ) -> dict[str, Owner]:
        """As `of_orders`, of versions' deal, seller and maker."""
        deals = list(dict.fromkeys(deal for deal, _, _ in ends.values()))
        under = await current_deals(reader, deals)
        return await self.of_rows(
            reader,
            {
                id_: (*under[deal].parties, seller, maker)
                for id_, (deal, seller, maker) in ends.items()
            },
            {
                id_: [line.committee for line in under[deal].credits]
                for id_, (deal, _, _) in ends.items()
            },
        )

    async def of_rows(
        self,
        reader: GraphReader,
        parties: Mapping[str, Sequence[str]],
        credited: Mapping[str, Sequence[str]],
    ) -> dict[str, Owner]:
        """Owners by id from parties and credited committees by id."""
        all_of_them = list(dict.fromkeys(one for few in parties.values() for one in few))
        owners = await self._enterprises.owners(reader, all_of_them)
        return {
            id_: Owner(
                parties=frozenset(few),
                committees=frozenset(credited.get(id_, ())).union(
                    *(owners[one].committees for one in few)
                ),
            )
            for id_, few in parties.items()
        }
