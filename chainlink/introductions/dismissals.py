"""Dismissals: a pair is kept apart until a claim of either changes (`Day.dismissed`).

Whose dismissal it was, its other side never learns: not from its journal, not from the door.
"""

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Reach, Resource, reach
from chainlink.enterprises.service import EnterpriseService
from chainlink.errors import Conflict, Forbidden, InvalidInput, NotFound
from chainlink.graph.port import GraphReader, GraphStore
from chainlink.identity import new_id
from chainlink.introductions.reading import CYPHER
from chainlink.introductions.suggestion_model import Dismissal, DismissalDraft, UndoDraft
from chainlink.introductions.suggestion_sides import decided, meant_by, parties_of
from chainlink.journal.service import Change, Journal, Repeatable
from chainlink.matching.learning.decisions import write_decision
from chainlink.matching.learning.outcomes import DecisionKind, DecisionReason
from chainlink.matching.learning.showings import ShowingLog

MOST_LISTED = 1000


class DismissalService:
    """Dismissing pairs, and taking it back."""

    def __init__(
        self,
        store: GraphStore,
        journal: Journal,
        enterprises: EnterpriseService,
        showings: ShowingLog,
    ) -> None:
        self._store = store
        self._journal = journal
        self._enterprises = enterprises
        self._showings = showings

    async def dismiss(
        self, actor: Actor, draft: DismissalDraft, *, request: str | None = None
    ) -> Dismissal:
        """Keep a pair apart, in all match types and both directions, until a claim changes.

        Raises NotFound, Forbidden, InvalidInput.
        """
        meant = await meant_by(actor, draft, self._showings)

        async def work(change: Change) -> Dismissal:
            parties = await parties_of(actor, change.transaction, self._enterprises, meant)
            reason = DecisionReason(draft.reason.value)
            decision = decided(meant, parties, draft.shown, DecisionKind.DECLINED)
            await write_decision(change, decision.model_copy(update={"reason": reason}))
            by = parties.own or min(parties.committees, default=actor.account)
            for before in await _between(change.transaction, meant.seeker, meant.provider):
                if before.dismissed_by == by:
                    await _close(change, before, "dismissal.replaced")
            id_ = new_id()
            row = {
                "id": id_,
                "reason": draft.reason.value,
                "reason_text": draft.text,
                "dismissed_by": by,
                "recorded_at": change.now,
            }
            ends = {"start": meant.seeker, "end": meant.provider}
            await change.records.relate("DISMISSES", [row | ends])
            concerned = (parties.own,) if parties.own else ()
            change.record("dismissal.recorded", "DISMISSES", id_, row | ends, concerned)
            return Dismissal.model_validate(
                row | {"seeker": meant.seeker, "provider": meant.provider}
            )

        return await self._journal.change(
            actor.account,
            work,
            repeatable=Repeatable(actor.account, request, "dismissMatch", draft),
            answer=Dismissal,
        )

    async def undo(
        self, actor: Actor, draft: UndoDraft, *, request: str | None = None
    ) -> Dismissal:
        """Take one's own dismissal back, by its id or by its pair.

        Raises InvalidInput, NotFound where there is none, Forbidden, Conflict where it was taken
        back already.
        """

        async def work(change: Change) -> Dismissal:
            found = await self._meant_dismissal(actor, change.transaction, draft)
            if not _is_of(actor, found, Action.WRITE):
                raise Forbidden("forbidden", action=Action.WRITE.value, role=actor.role.value)
            if found.superseded_at is not None:
                raise Conflict("dismissal.undone")
            return await _close(change, found, "dismissal.undone")

        return await self._journal.change(
            actor.account,
            work,
            repeatable=Repeatable(actor.account, request, "undoDismissal", draft),
            answer=Dismissal,
        )

    async def dismissal(self, actor: Actor, id_: str) -> Dismissal:
        """A dismissal of the actor's own enterprise or committees. Raises NotFound."""
        return await _dismissal_in(actor, self._store, id_)

    async def dismissals(self, actor: Actor) -> list[Dismissal]:
        """Dismissals of the actor's own enterprise or committees that stand, the latest first."""
        granted = reach(actor, Action.READ, Resource.INTRODUCTIONS)
        if granted is Reach.NONE:
            return []
        whose = {actor.enterprise or ""} if granted is Reach.OWN else actor.committees
        rows = await self._store.read(
            CYPHER["dismissals_by"],
            whose=sorted(whose) or [""],
            everybody=granted is Reach.ALL,
            most=MOST_LISTED,
        )
        return [Dismissal(**row) for row in rows]

    async def _meant_dismissal(
        self, actor: Actor, reader: GraphReader, draft: UndoDraft
    ) -> Dismissal:
        if draft.dismissal is not None:
            return await _dismissal_in(actor, reader, draft.dismissal)
        if draft.seeker is None or draft.provider is None:
            raise InvalidInput.of("dismissal", "dismissal.name_one")
        own = [
            one
            for one in await _between(reader, draft.seeker, draft.provider)
            if _is_of(actor, one, Action.READ)
        ]
        if not own:
            raise NotFound("dismissal.unknown")
        return own[-1]


async def _between(reader: GraphReader, seeker: str, provider: str) -> list[Dismissal]:
    """Dismissals of two that were not taken back, whichever of them is which side."""
    rows = []
    for one, other in ((seeker, provider), (provider, seeker)):
        rows += await reader.read(CYPHER["dismissals_between"], seeker=one, provider=other)
    return sorted((Dismissal(**row) for row in rows), key=lambda one: (one.recorded_at, one.id))


async def _dismissal_in(actor: Actor, reader: GraphReader, id_: str) -> Dismissal:
    rows = await reader.read(CYPHER["dismissal_by_id"], id=id_)
    found = Dismissal(**rows[0]) if rows else None
    if found is None or not _is_of(actor, found, Action.READ):
        raise NotFound("dismissal.unknown")
    return found


def _is_of(actor: Actor, dismissal: Dismissal, action: Action) -> bool:
    """Whether it is the actor's side that dismissed, as far as the permission table lets him."""
    granted = reach(actor, action, Resource.INTRODUCTIONS)
    if granted is Reach.OWN:
        return dismissal.dismissed_by == actor.enterprise
    return granted is Reach.ALL or (
        granted is Reach.COMMITTEE and dismissal.dismissed_by in actor.committees
    )


async def _close(change: Change, dismissal: Dismissal, action: str) -> Dismissal:
    ends = {"seeker": dismissal.seeker, "provider": dismissal.provider}
    await change.transaction.write(
        CYPHER["close_dismissal"], id=dismissal.id, now=change.now, **ends
    )
    own = tuple({*ends.values()} & {dismissal.dismissed_by})
    change.record(action, "DISMISSES", dismissal.id, ends, own)
    return dismissal.model_copy(update={"superseded_at": change.now})
