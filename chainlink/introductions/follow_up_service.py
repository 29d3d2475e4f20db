"""Recording what a look back has shown."""

from typing import Any

from chainlink.accounts.model import Actor
from chainlink.errors import Conflict, InvalidInput, NotFound, StaleVersion
from chainlink.introductions.access import require_officer, to_change
from chainlink.introductions.drafts import FollowUpDraft
from chainlink.introductions.model import FollowUp, Introduction, IntroductionView
from chainlink.introductions.reading import CYPHER, follow_ups_of
from chainlink.introductions.service import IntroductionService
from chainlink.journal.service import Change


class FollowUpService:
    """Follow-ups are planned by themselves; officers do them."""

    def __init__(self, introductions: IntroductionService) -> None:
        self._introductions = introductions

    async def record(
        self,
        actor: Actor,
        follow_up: str,
        version: int,
        draft: FollowUpDraft,
        *,
        request: str | None = None,
    ) -> IntroductionView:
        """A follow-up done, with a note of what was learned; `version` is the follow-up's.

        Raises NotFound, Forbidden, StaleVersion, InvalidInput for a day that cannot be, Conflict
        for one that is done or cancelled.
        """

        async def work(change: Change) -> Introduction:
            subject, before = await self._found(actor, change, follow_up)
            if before.version != version:
                raise StaleVersion("stale", seen=version, newest=before.version)
            if not before.open:
                raise Conflict("follow_up.closed")
            today = self._introductions.today()
            done_on = draft.done_on or today
            if done_on > today:
                raise InvalidInput.of("doneOn", "introduction.future", today=today)
            if subject.introduced_on is not None and done_on < subject.introduced_on:
                raise InvalidInput.of(
                    "doneOn", "introduction.before_last", last=subject.introduced_on
                )
            row: dict[str, Any] = {
                "id": before.id,
                "done_on": done_on.isoformat(),
                "done_by": actor.account,
                "note": draft.note,
                "version": version + 1,
            }
            await change.records.update("FollowUp", [row])
            facts = row | {"introduction": subject.id}
            change.record("follow_up.done", "FollowUp", before.id, facts)
            return subject

        content = {"follow_up": follow_up, "version": version}
        content |= draft.model_dump(mode="json", exclude_unset=True)
        return await self._introductions.change(actor, work, "recordFollowUp", request, content)

    async def _found(
        self, actor: Actor, change: Change, follow_up: str
    ) -> tuple[Introduction, FollowUp]:
        """The follow-up and whose it is, for who may do it. Raises NotFound, Forbidden."""
        rows = await change.transaction.read(CYPHER["follow_up_by_id"], id=follow_up)
        if not rows:
            raise NotFound("follow_up.unknown", value=follow_up)
        introduction = rows[0]["introduction"]
        try:
            subject = await to_change(actor, change, introduction, None)
        except NotFound:
            raise NotFound("follow_up.unknown", value=follow_up) from None
        require_officer(actor, subject.taker, "FOLLOW_UP")
        known = await follow_ups_of(change.transaction, [introduction])
        return subject.introduction, next(one for one in known if one.id == follow_up)
