"""Deals at the doors: recorded and corrected."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from chainlink.accounts.model import Actor
from chainlink.clock import Clock
from chainlink.deals.crediting import Settled, settle
from chainlink.deals.drafts import DealDraft, likeness_key
from chainlink.deals.lookups import DealReading
from chainlink.deals.model import Deal, ReportedAs, Verification
from chainlink.deals.proving import reported_as, write_confirmation
from chainlink.deals.reading import CYPHER, Owners, current_deals, deals_at
from chainlink.deals.seeing import as_seen, may_see, require_write
from chainlink.enterprises.service import EnterpriseService
from chainlink.errors import Conflict, InvalidInput, StaleVersion
from chainlink.graph.port import GraphReader, GraphStore
from chainlink.identity import new_id, new_ids
from chainlink.journal.service import Change, Journal, Repeatable
from chainlink.settings import Settings

_COLUMNS = {
    *("kind", "title", "amount", "currency", "rate", "rate_on", "rate_source", "signed_on"),
    *("source", "invented"),
}


class DealService(DealReading):
    """What may happen to deals."""

    def __init__(
        self,
        store: GraphStore,
        journal: Journal,
        clock: Clock,
        settings: Settings,
        enterprises: EnterpriseService,
    ) -> None:
        super().__init__(store, Owners(enterprises))
        self._journal = journal
        self._clock = clock
        self._settings = settings

    async def record(
        self,
        actor: Actor,
        draft: DealDraft,
        *,
        request: str | None = None,
        asked: Mapping[str, Any] | None = None,
    ) -> Deal:
        """A new deal of introductions that were made; a side that records it has confirmed it.

        Raises NotFound, Forbidden, InvalidInput as `settle` does and for days in the future,
        Conflict for a deal between the same parties of the same kind, amount and day.
        """

        async def work(change: Change) -> Deal:
            return await self.record_in(actor, change, draft)

        said = draft.model_dump(mode="json", exclude_defaults=True) if asked is None else asked
        return await self._journal.change(
            actor.account,
            work,
            repeatable=Repeatable(actor.account, request, "recordDeal", said),
            answer=Deal,
        )

    async def record_in(self, actor: Actor, change: Change, draft: DealDraft) -> Deal:
        """As `record`, within a change under way."""
        self._check_days(draft)
        settled = await settle(actor, change.transaction, draft)
        await self._may_write(actor, change.transaction, settled)
        await self._no_other(actor, change.transaction, draft, settled, None)
        id_ = await self._write(actor, change, draft, settled, new_id(), 1, {})
        [found] = await deals_at(change.transaction, [id_])
        return as_seen(actor, found)

    async def correct(
        self,
        actor: Actor,
        deal: str,
        version: int,
        draft: DealDraft,
        reason: str,
        *,
        request: str | None = None,
        asked: Mapping[str, Any] | None = None,
    ) -> Deal:
        """The next version; the old one stays, and what was confirmed of it counts no more.

        `asked` is what was sent where a door completed the draft from what stands.
        Raises as `record`, and StaleVersion.
        """

        async def work(change: Change) -> Deal:
            return await self.correct_in(actor, change, deal, version, draft, reason)

        whole = draft.model_dump(mode="json") if asked is None else dict(asked)
        said = {"deal": deal, "version": version, "draft": whole, "reason": reason}
        return await self._journal.change(
            actor.account,
            work,
            repeatable=Repeatable(actor.account, request, "correctDeal", said),
            answer=Deal,
        )

    async def correct_in(
        self, actor: Actor, change: Change, deal: str, version: int, draft: DealDraft, reason: str
    ) -> Deal:
        """As `correct`, within a change under way."""
        reader = change.transaction
        before = await self.in_force(actor, reader, deal)
        require_write(actor, await self.owner(reader, before))
        if before.version != version:
            raise StaleVersion("stale", seen=version, newest=before.version)
        self._check_days(draft)
        settled = await settle(actor, reader, draft)
        await self._may_write(actor, reader, settled)
        await self._no_other(actor, reader, draft, settled, deal)
        closed = {"id": before.id, "superseded_at": change.now}
        await change.records.update("Deal", [closed])
        evidence = Verification.DOCUMENTED if before.evidence else Verification.SELF_REPORTED
        more = {"correction_text": reason, "verification": evidence.value}
        answered = _with_answer(draft, before, actor.enterprise)
        id_ = await self._write(actor, change, answered, settled, deal, version + 1, more)
        [found] = await deals_at(reader, [id_])
        return as_seen(actor, found)

    def _check_days(self, draft: DealDraft) -> None:
        """Nothing is signed, received or exchanged before it has happened."""
        today: date = self._settings.today(self._clock())
        for path, day in (("signedOn", draft.signed_on), ("rateOn", draft.rate_on)):
            if day is not None and day > today:
                raise InvalidInput.of(path, "deal.future", value=str(day), today=str(today))
        for place, one in enumerate(draft.received):
            if one.year > today.year:
                raise InvalidInput.of(f"received.{place}.year", "deal.received_later")

    async def _may_write(self, actor: Actor, reader: GraphReader, settled: Settled) -> None:
        credited = [one.committee for one in settled.credits]
        owners = await self.owners.of_rows(reader, {"": settled.parties}, {"": credited})
        require_write(actor, owners[""], seen=True)

    async def _no_other(
        self,
        actor: Actor,
        reader: GraphReader,
        draft: DealDraft,
        settled: Settled,
        own: str | None,
    ) -> None:
        """One deal is counted once, whoever records it first."""
        rows = await reader.read(CYPHER["like_deals"], key=likeness_key(draft, settled.parties))
        others = [row["deal"] for row in rows if row["deal"] != own]
        if not others:
            return
        other = (await current_deals(reader, others))[others[0]]
        if not may_see(actor, await self.owner(reader, other)):
            raise Conflict("deal.exists_elsewhere")
        raise Conflict(
            "deal.exists", deal=other.deal, title=other.title or "", signed_on=str(other.signed_on)
        )

    async def _write(
        self,
        actor: Actor,
        change: Change,
        draft: DealDraft,
        settled: Settled,
        deal: str,
        version: int,
        more: Mapping[str, Any],
    ) -> str:
        """A version with its credit, its introductions and, where a side records it, its word."""
        as_ = reported_as(actor, settled.parties)
        row = draft.model_dump(mode="json", include=_COLUMNS) | {
            "id": new_id(),
            "deal": deal,
            "version": version,
            "parties": list(settled.parties),
            "likeness_key": likeness_key(draft, settled.parties),
            "expected": [one.stored() for one in draft.expected],
            "received": [one.stored() for one in draft.received],
            "verification": Verification.SELF_REPORTED.value,
            "reported_as": as_.value,
            "recorded_at": change.now,
            "recorded_by": change.actor,
            **more,
        }
        await change.records.create("Deal", [row])
        lines = [
            {"id": id_, "deal": row["id"], **one.model_dump()}
            for id_, one in zip(new_ids(len(settled.credits)), settled.credits, strict=True)
        ]
        await change.records.create("Credit", lines)
        await change.records.relate(
            "LED_TO", [{"start": one, "end": row["id"]} for one in settled.introductions]
        )
        told = [
            f"{one.introduction}|{one.committee}|{one.event or ''}|{one.share}"
            for one in settled.credits
        ]
        facts = row | {"introductions": list(settled.introductions), "credits": told}
        action = "deal.recorded" if version == 1 else "deal.corrected"
        change.record(action, "Deal", deal, facts, settled.parties)
        if as_ is ReportedAs.PARTY and actor.enterprise is not None:
            await write_confirmation(
                change, "Deal", deal, row["id"], actor.enterprise, draft.additionality
            )
        return str(row["id"])


def _with_answer(draft: DealDraft, before: Deal, enterprise: str | None) -> DealDraft:
    """What a side answered of the version before, where it says nothing else."""
    if draft.additionality is not None:
        return draft
    answers = [one.additionality for one in before.confirmations if one.enterprise == enterprise]
    return draft.model_copy(update={"additionality": answers[0] if answers else None})
