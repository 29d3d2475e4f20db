"""Recording what was decided on a pair, and what came of it."""

from datetime import datetime

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Reach, Resource, reach, require
from chainlink.clock import instant_text
from chainlink.enterprises.service import EnterpriseService
from chainlink.errors import Forbidden, InvalidInput, NotFound
from chainlink.identity import new_id
from chainlink.journal.service import Change, Journal, Repeatable
from chainlink.matching.learning.outcomes import Decision, DecisionKind, DecisionReason, Side
from chainlink.matching.learning.showings import ShowingLog
from chainlink.matching.model import MatchType
from chainlink.validation import StrictDraft

_REPORTS = {DecisionKind.MET, DecisionKind.DEAL, DecisionKind.NO_DEAL}
_REFUSALS = {DecisionKind.DECLINED, DecisionKind.NO_ANSWER, DecisionKind.NO_DEAL}


class DecisionDraft(StrictDraft):
    """A decision as it is sent; `shown` is a shown pair's id, `decided_at` now where it is left
    out. A committee that has ACCEPTED has shortlisted, one that DECLINED has dismissed.
    """

    seeker: str
    provider: str
    match_type: MatchType
    side: Side
    kind: DecisionKind
    reason: DecisionReason | None = None
    shown: str | None = None
    decided_at: datetime | None = None


class DecisionService:
    """Decisions of both sides and of committees; each is a change in the journal."""

    def __init__(
        self, journal: Journal, enterprises: EnterpriseService, showings: ShowingLog
    ) -> None:
        self._journal = journal
        self._enterprises = enterprises
        self._showings = showings

    async def record(
        self, actor: Actor, draft: DecisionDraft, *, request: str | None = None
    ) -> Decision:
        """Keep a decision; a later one of the same side takes its place in learning.

        A side decides for itself or its committee's officers do so on its behalf; a committee's
        decision and its reports are its officers' for either side. Raises NotFound, Forbidden,
        InvalidInput.
        """
        # before the change: the log may have to write the showing, and there is one writer
        await self.check(draft)

        async def work(change: Change) -> Decision:
            await self._require(actor, change, draft)
            return await write_decision(change, draft)

        return await self._journal.change(
            actor.account,
            work,
            repeatable=Repeatable(actor.account, request, "recordDecision", draft),
            answer=Decision,
        )

    async def _require(self, actor: Actor, change: Change, draft: DecisionDraft) -> None:
        """Both enterprises must be seen; the one that is spoken for must be the actor's."""
        owners = {}
        for side, id_ in ((Side.SEEKER, draft.seeker), (Side.PROVIDER, draft.provider)):
            await self._enterprises.visible_in(actor, change.transaction, id_)
            owners[side] = await self._enterprises.owner(change.transaction, id_)
        if draft.side is not Side.COMMITTEE:
            owner = owners[draft.side]
            require(actor, Action.WRITE, Resource.INTRODUCTIONS, owner, seen=True)
            return
        if reach(actor, Action.WRITE, Resource.INTRODUCTIONS) is Reach.OWN:
            raise Forbidden("forbidden", action=Action.WRITE.value, role=actor.role.value)
        try:
            require(actor, Action.WRITE, Resource.INTRODUCTIONS, owners[Side.SEEKER], seen=True)
        except Forbidden:
            require(actor, Action.WRITE, Resource.INTRODUCTIONS, owners[Side.PROVIDER], seen=True)

    async def check(self, draft: DecisionDraft) -> None:
        """Raises InvalidInput for a decision that cannot be; to be asked before a change begins."""
        if draft.seeker == draft.provider:
            raise InvalidInput.of("provider", "decision.itself")
        if draft.side is Side.COMMITTEE and draft.kind is DecisionKind.NO_ANSWER:
            raise InvalidInput.of("kind", "decision.no_answer")
        if draft.reason is not None and draft.kind not in _REFUSALS:
            raise InvalidInput.of("reason", "decision.reason")
        if draft.shown is None:
            return
        showing = draft.shown.rpartition(":")[0]
        try:
            shown = {one.id: one for one in await self._showings.pairs(showing)}.get(draft.shown)
        except NotFound:
            shown = None
        if shown is None or shown.pair != (draft.seeker, draft.provider, draft.match_type.value):
            raise InvalidInput.of("shown", "decision.not_shown", value=draft.shown)


async def write_decision(change: Change, draft: DecisionDraft) -> Decision:
    """A decision as part of a change, whose maker has checked it and may decide it."""
    decision = Decision(
        id=new_id(),
        recorded_at=change.now,
        recorded_by=change.actor,
        **(draft.model_dump() | {"decided_at": _decided_at(draft, change.now)}),
    )
    row = decision.model_dump(mode="json")
    await change.records.create("Decision", [row])
    change.record("decision.recorded", "Decision", decision.id, row, _concerned(draft))
    return decision


def _decided_at(draft: DecisionDraft, now: str) -> str:
    if draft.decided_at is None:
        return now
    if draft.decided_at.tzinfo is None:
        raise InvalidInput.of("decidedAt", "decision.zone")
    decided_at = instant_text(draft.decided_at)
    if decided_at > now:
        raise InvalidInput.of("decidedAt", "decision.future")
    return decided_at


def _concerned(draft: DecisionDraft) -> tuple[str, ...]:
    """Whose journal shows it: a refusal is never shown to the other side, nor a committee's
    choice to either."""
    if draft.kind in _REPORTS:
        return (draft.seeker, draft.provider)
    if draft.side is Side.COMMITTEE:
        return ()
    return (draft.seeker if draft.side is Side.SEEKER else draft.provider,)
