"""Consent (PIPL, article 23): asked of each side, given, refused, withdrawn - each on its own.

Each consent has its own version, so that both sides may answer at once: nothing that one side does
changes what the other one has to name.
"""

from chainlink.accounts.model import Actor
from chainlink.errors import Conflict, Forbidden, InvalidInput
from chainlink.introductions import consent_writing
from chainlink.introductions.access import Subject, speaks_for, to_change
from chainlink.introductions.answering import (
    answer_of,
    ends_by_refusal,
    is_given,
    newest,
    of_party,
    require_open,
    require_same,
)
from chainlink.introductions.asking_parties import ask_parties
from chainlink.introductions.drafts import AnswerDraft, AskDraft
from chainlink.introductions.machine import BY_STEP, Step
from chainlink.introductions.model import (
    CloseReason,
    Consent,
    ConsentState,
    Introduction,
    IntroductionView,
)
from chainlink.introductions.moving import Said, decision, move, side_of
from chainlink.introductions.reading import consents_of
from chainlink.introductions.service import IntroductionService, Work
from chainlink.introductions.stepping import reason_problems
from chainlink.journal.service import Change
from chainlink.matching.learning.decisions import write_decision
from chainlink.matching.learning.outcomes import DecisionKind
from chainlink.settings import Settings


class ConsentService:
    """Asking for consent, and its answers."""

    def __init__(self, introductions: IntroductionService, settings: Settings) -> None:
        self._introductions = introductions
        self._settings = settings

    async def ask(
        self,
        actor: Actor,
        introduction: str,
        version: int,
        draft: AskDraft,
        *,
        request: str | None = None,
    ) -> IntroductionView:
        """Ask parties for their consent, each separately; asking again makes a new one.

        Once they are introduced that is a renewal, and the state stays. Raises NotFound,
        Forbidden, StaleVersion, InvalidInput, Conflict where the introduction has ended.
        """

        async def work(change: Change) -> Introduction:
            days = self._settings.consent_days
            today = self._introductions.today()
            return await ask_parties(actor, change, introduction, version, draft, today, days)

        content = {"introduction": introduction, "version": version}
        content |= draft.model_dump(mode="json", exclude_unset=True)
        return await self._introductions.change(actor, work, "askConsent", request, content)

    async def give(
        self,
        actor: Actor,
        introduction: str,
        version: int,
        draft: AnswerDraft,
        *,
        request: str | None = None,
    ) -> IntroductionView:
        """Consent, for one's own side or as staff were told; `version` is the consent's.

        Raises NotFound, Forbidden, StaleVersion, InvalidInput, Conflict for one that is answered
        already, has run out or belongs to an introduction that has ended.
        """

        async def work(change: Change) -> Introduction:
            asked, before, others = await self._asked(actor, change, introduction, version, draft)
            answer = answer_of(actor, draft)
            await consent_writing.give(change, asked, answer, others)
            side = side_of(before, asked.enterprise)
            if side is not None:
                await write_decision(change, decision(before, side, DecisionKind.ACCEPTED))
            return before

        return await self._change(actor, work, "giveConsent", introduction, version, draft, request)

    async def refuse(
        self,
        actor: Actor,
        introduction: str,
        version: int,
        draft: AnswerDraft,
        *,
        request: str | None = None,
    ) -> IntroductionView:
        """Refuse. What was not introduced yet ends by it, unless a partner is the one who does.

        Raises as `give` does.
        """

        async def work(change: Change) -> Introduction:
            asked, before, _ = await self._asked(actor, change, introduction, version, draft)
            problems = reason_problems(draft.reason, draft.reason_text, needed=False)
            if problems:
                raise InvalidInput(list(problems))
            await consent_writing.refuse(change, asked, answer_of(actor, draft))
            if not ends_by_refusal(before, asked):
                return before
            said = Said(
                self._introductions.today(),
                side=asked.enterprise,
                reason=draft.reason or CloseReason.CONSENT_REFUSED,
                reason_text=draft.reason_text,
            )
            return await move(change, before, BY_STEP[Step.REFUSE], said)

        return await self._change(
            actor, work, "refuseConsent", introduction, version, draft, request
        )

    async def withdraw(
        self,
        actor: Actor,
        introduction: str,
        version: int,
        draft: AnswerDraft,
        *,
        request: str | None = None,
    ) -> IntroductionView:
        """Take consent back, in whatever state: contacts are closed by the next answer.

        All that the party has given in the introduction, or the one that is named; `version` is
        that of the newest of them. Raises NotFound, Forbidden, StaleVersion, InvalidInput,
        Conflict where none stands.
        """

        async def work(change: Change) -> Introduction:
            subject, enterprise = await self._for(actor, change, introduction, draft)
            consents = await consents_of(change.transaction, [introduction])
            given = [one for one in of_party(consents, enterprise, draft) if is_given(one)]
            require_same(newest(given or of_party(consents, enterprise, draft)), version)
            if not given:
                raise Conflict("consent.not_given")
            answer = answer_of(actor, draft)
            for one in given:
                await consent_writing.withdraw(change, one, answer)
            return subject.introduction

        return await self._change(
            actor, work, "withdrawConsent", introduction, version, draft, request
        )

    async def _change(
        self,
        actor: Actor,
        work: Work,
        operation: str,
        introduction: str,
        version: int,
        draft: AnswerDraft,
        request: str | None,
    ) -> IntroductionView:
        content = {"introduction": introduction, "version": version}
        content |= draft.model_dump(mode="json", exclude_unset=True)
        return await self._introductions.change(actor, work, operation, request, content)

    async def _for(
        self, actor: Actor, change: Change, introduction: str, draft: AnswerDraft
    ) -> tuple[Subject, str]:
        """The introduction, and for which party the actor speaks in it."""
        subject = await to_change(actor, change, introduction, None)
        enterprise = draft.enterprise or actor.enterprise
        if enterprise is None:
            raise InvalidInput.of("enterprise", "enterprise.name_one")
        if not subject.introduction.has_party(enterprise):
            raise InvalidInput.of("enterprise", "introduction.no_party")
        if not await speaks_for(actor, change.transaction, subject.introduction, enterprise):
            raise Forbidden("forbidden", action="CONSENT", role=actor.role.value)
        return subject, enterprise

    async def _asked(
        self, actor: Actor, change: Change, introduction: str, version: int, draft: AnswerDraft
    ) -> tuple[Consent, Introduction, list[Consent]]:
        """The consent that waits for an answer, its introduction, and all its consents."""
        subject, enterprise = await self._for(actor, change, introduction, draft)
        consents = await consents_of(change.transaction, [introduction])
        own = of_party(consents, enterprise, draft)
        waiting = [one for one in own if one.state is ConsentState.ASKED]
        one = newest(waiting or own)
        require_open(actor, subject.introduction)
        require_same(one, version)
        if not waiting:
            raise Conflict("consent.answered")
        if one.valid_until < self._introductions.today():
            raise Conflict("consent.over", last=one.valid_until)
        return one, subject.introduction, consents
