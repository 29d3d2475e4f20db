"""Cross-border orders at the doors: recorded and corrected, under a deal."""

from collections.abc import Mapping
from typing import Any

from chainlink.accounts.model import Actor
from chainlink.clock import Clock
from chainlink.deals.customs import unknown_subheading
from chainlink.deals.lookups import DealReading
from chainlink.deals.model import Deal, DealKind, ReportedAs, Verification
from chainlink.deals.order_checks import OrderChecks
from chainlink.deals.order_lookups import OrderReading
from chainlink.deals.order_model import CrossBorderOrder, OrderDraft
from chainlink.deals.proving import confirmers_of_order, reported_as, write_confirmation
from chainlink.deals.reading import orders_at
from chainlink.deals.seeing import as_seen, require_write
from chainlink.enterprises.service import EnterpriseService
from chainlink.errors import Conflict, InvalidInput, StaleVersion
from chainlink.graph.port import GraphReader, GraphStore
from chainlink.identity import new_id
from chainlink.journal.service import Change, Journal, Repeatable
from chainlink.settings import Settings
from chainlink.taxonomy.model import Scheme
from chainlink.taxonomy.service import TaxonomyService


class OrderService(OrderReading):
    """What may happen to cross-border orders."""

    def __init__(
        self,
        store: GraphStore,
        journal: Journal,
        clock: Clock,
        settings: Settings,
        taxonomy: TaxonomyService,
        enterprises: EnterpriseService,
        deals: DealReading,
    ) -> None:
        super().__init__(store, deals.owners)
        self._journal = journal
        self._taxonomy = taxonomy
        self._deals = deals
        self._checks = OrderChecks(clock, settings, enterprises, self)

    async def record(
        self,
        actor: Actor,
        deal: str,
        draft: OrderDraft,
        *,
        request: str | None = None,
        asked: Mapping[str, Any] | None = None,
    ) -> CrossBorderOrder:
        """A new order of a deal; seller or maker that records it has confirmed it.

        Raises NotFound, Forbidden, InvalidInput (codes, days, parties, a first export that is
        none), Conflict for a number that the seller has used, for a later order that is flagged
        as the first export, and for a deal that is but an intent.
        """
        unknown = await self.unknown_goods(draft)

        async def work(change: Change) -> CrossBorderOrder:
            return await self.record_in(actor, change, deal, draft, unknown)

        said = draft.model_dump(mode="json") if asked is None else dict(asked)
        return await self._journal.change(
            actor.account,
            work,
            repeatable=Repeatable(
                actor.account, request, "recordCrossBorderOrder", {"deal": deal, "draft": said}
            ),
            answer=CrossBorderOrder,
        )

    async def unknown_goods(self, draft: OrderDraft) -> InvalidInput | None:
        """What is wrong with the code by the taxonomy, if anything.

        Raised within the change, so that a request sent again is known before it is judged again.
        """
        taxonomy = await self._taxonomy.current()
        listed = {one.code for one in taxonomy.by_id.values() if one.scheme is Scheme.HS}
        unknown = unknown_subheading(draft.hs_code, listed)
        return InvalidInput.of("hsCode", "hs.unknown", value=unknown) if unknown else None

    async def record_in(
        self,
        actor: Actor,
        change: Change,
        deal: str,
        draft: OrderDraft,
        unknown: InvalidInput | None = None,
    ) -> CrossBorderOrder:
        """As `record`, within a change under way."""
        if unknown is not None:
            raise unknown
        under = await self._deal(actor, change.transaction, deal)
        await self._checks.check(actor, change, under, draft, None)
        id_ = await self._write(actor, change, under, draft, new_id(), 1, {})
        [found] = await orders_at(change.transaction, [id_])
        return as_seen(actor, found)

    async def correct(
        self,
        actor: Actor,
        order: str,
        version: int,
        draft: OrderDraft,
        reason: str,
        *,
        request: str | None = None,
        asked: Mapping[str, Any] | None = None,
    ) -> CrossBorderOrder:
        """The next version; the old one stays. Raises as `record`, and StaleVersion."""
        unknown = await self.unknown_goods(draft)

        async def work(change: Change) -> CrossBorderOrder:
            return await self.correct_in(actor, change, order, version, draft, reason, unknown)

        whole = draft.model_dump(mode="json") if asked is None else dict(asked)
        said = {"order": order, "version": version, "draft": whole, "reason": reason}
        return await self._journal.change(
            actor.account,
            work,
            repeatable=Repeatable(actor.account, request, "correctCrossBorderOrder", said),
            answer=CrossBorderOrder,
        )

    async def correct_in(
        self,
        actor: Actor,
        change: Change,
        order: str,
        version: int,
        draft: OrderDraft,
        reason: str,
        unknown: InvalidInput | None = None,
    ) -> CrossBorderOrder:
        """As `correct`, within a change under way."""
        if unknown is not None:
            raise unknown
        reader = change.transaction
        before = await self.in_force(actor, reader, order)
        require_write(actor, await self.owner(reader, before))
        if before.version != version:
            raise StaleVersion("stale", seen=version, newest=before.version)
        under = await self._deal(actor, reader, before.deal)
        await self._checks.check(actor, change, under, draft, order)
        closed = {"id": before.id, "superseded_at": change.now}
        await change.records.update("CrossBorderOrder", [closed])
        evidence = Verification.DOCUMENTED if before.evidence else Verification.SELF_REPORTED
        more = {"correction_text": reason, "verification": evidence.value}
        id_ = await self._write(actor, change, under, draft, order, version + 1, more)
        [found] = await orders_at(reader, [id_])
        return as_seen(actor, found)

    async def _deal(self, actor: Actor, reader: GraphReader, deal: str) -> Deal:
        under = await self._deals.in_force(actor, reader, deal)
        require_write(actor, await self._deals.owner(reader, under))
        if under.kind is DealKind.LETTER_OF_INTENT:
            raise Conflict("order.under_intent")
        return under

    async def _write(
        self,
        actor: Actor,
        change: Change,
        under: Deal,
        draft: OrderDraft,
        order: str,
        version: int,
        more: Mapping[str, Any],
    ) -> str:
        confirmers = confirmers_of_order(draft.seller, draft.maker, under.parties)
        as_ = reported_as(actor, confirmers)
        row = draft.model_dump(mode="json") | {
            "id": new_id(),
            "order_id": order,
            "version": version,
            "deal": under.deal,
            "verification": Verification.SELF_REPORTED.value,
            "reported_as": as_.value,
            "recorded_at": change.now,
            "recorded_by": change.actor,
            **more,
        }
        await change.records.create("CrossBorderOrder", [row])
        for relationship, end in (("SOLD_BY", draft.seller), ("MADE_BY", draft.maker)):
            await change.records.relate(relationship, [{"start": row["id"], "end": end}])
        concerned = tuple(sorted({*under.parties, draft.seller, draft.maker}))
        action = "order.recorded" if version == 1 else "order.corrected"
        change.record(action, "CrossBorderOrder", order, row, concerned)
        if as_ is ReportedAs.PARTY and actor.enterprise is not None:
            await write_confirmation(
                change, "CrossBorderOrder", order, row["id"], actor.enterprise, None
            )
        return str(row["id"])
