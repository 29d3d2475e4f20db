"""A file of cross-border orders: a row is about the seller's order of that number."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chainlink.accounts.model import Actor
from chainlink.deals.loading import PreparedRows, Result, load_rows, named_enterprises
from chainlink.deals.model import DealKind
from chainlink.deals.order_model import OrderDraft
from chainlink.deals.orders import OrderService
from chainlink.deals.reading import CYPHER, current_orders, deals_at
from chainlink.enterprises.loading import Loaded
from chainlink.enterprises.registry import Outcome
from chainlink.errors import InvalidInput
from chainlink.graph.port import GraphReader, GraphStore
from chainlink.journal.service import Change, Journal

_NOT_CONTENT = {"seller", "maker", "source", "invented"}


@dataclass(frozen=True, slots=True)
class OrderRow:
    """A row of a file: seller and maker by code or name, and the deal where it is told."""

    seller: str
    maker: str
    deal: str | None
    draft: OrderDraft
    given: frozenset[str]


class OrderLoader:
    """Loading orders in batches; safe to repeat."""

    def __init__(self, store: GraphStore, journal: Journal, orders: OrderService) -> None:
        self._store = store
        self._journal = journal
        self._orders = orders

    async def prepare(self, rows: Sequence[OrderRow]) -> PreparedRows:
        """Find sellers and makers and look codes up, before the transaction and its lock."""
        said = [one for row in rows for one in (row.seller, row.maker)]
        unknown = {
            place: found
            for place, row in enumerate(rows)
            if (found := await self._orders.unknown_goods(row.draft)) is not None
        }
        return PreparedRows(rows, await named_enterprises(self._store, said), unknown)

    async def commit(
        self, actor: Actor, prepared: PreparedRows, *, keep: bool, dry_run: bool, reason: str
    ) -> list[Result]:
        """Record what is new; with `keep` leave alone what is there, else correct it."""

        async def one(change: Change, place: int, row: OrderRow) -> Loaded:
            if place in prepared.more:
                raise prepared.more[place]
            ends = {
                "seller": prepared.enterprise(row.seller),
                "maker": prepared.enterprise(row.maker),
            }
            whole = replace(row, draft=row.draft.model_copy(update=ends))
            return await self._one(actor, change, whole, keep, reason)

        return await load_rows(self._journal, actor, prepared.rows, one, dry_run=dry_run)

    async def _one(
        self, actor: Actor, change: Change, row: OrderRow, keep: bool, reason: str
    ) -> Loaded:
        reader, draft = change.transaction, row.draft
        rows = await reader.read(
            CYPHER["orders_by_number"], order_number=draft.order_number, seller=draft.seller
        )
        found = await current_orders(reader, [one["order_id"] for one in rows])
        before = next(iter(found.values()), None)
        if before is None:
            deal = row.deal or await _deal(reader, draft)
            made = await self._orders.record_in(actor, change, deal, draft)
            return Loaded(Outcome.CREATED, made.order_id, made.order_number)
        content = row.given & set(OrderDraft.model_fields) - _NOT_CONTENT | {"maker"}
        same = all(getattr(before, name) == getattr(draft, name) for name in content)
        if keep or same:
            return Loaded(Outcome.UNCHANGED, before.order_id, before.order_number)
        stands = {
            name: getattr(before, name)
            for name in OrderDraft.model_fields
            if name not in row.given | {"seller", "maker"}
        }
        made = await self._orders.correct_in(
            actor,
            change,
            before.order_id,
            before.version,
            draft.model_copy(update=stands | {"invented": before.invented}),
            reason,
        )
        return Loaded(Outcome.UPDATED, made.order_id, made.order_number)


async def _deal(reader: GraphReader, draft: OrderDraft) -> str:
    """The one deal that seller and maker, or else one of them, are parties of.

    Raises InvalidInput where there is none or more than one.
    """
    ends = {draft.seller, draft.maker}
    rows = await reader.read(CYPHER["deals_of_enterprises"], ids=sorted(ends))
    found = [
        one
        for one in await deals_at(reader, list(dict.fromkeys(row["id"] for row in rows)))
        if one.kind is not DealKind.LETTER_OF_INTENT
    ]
    closest = [one for one in found if ends <= set(one.parties)] or found
    if len(closest) != 1:
        key = "import.order_several_deals" if closest else "import.order_no_deal"
        raise InvalidInput.of("deal", key, count=len(closest))
    return closest[0].deal
