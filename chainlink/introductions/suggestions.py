"""Suggestions that are shortlisted: a decision that learning reads, and an introduction opened."""

import copy
from collections.abc import Awaitable, Callable
from dataclasses import replace

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Reach, Resource, reach
from chainlink.clock import Clock
from chainlink.enterprises.service import EnterpriseService
from chainlink.errors import InvalidInput
from chainlink.events.service import EventService
from chainlink.introductions.asking_parties import ask_parties
from chainlink.introductions.drafts import AskDraft
from chainlink.introductions.machine import IntroductionState
from chainlink.introductions.model import Introduction, IntroductionView
from chainlink.introductions.reading import owner_of
from chainlink.introductions.sight import seen_by
from chainlink.introductions.suggestion_model import Remembered, ShortlistDraft
from chainlink.introductions.suggestion_sides import (
    Meant,
    brokering,
    check_possible,
    decided,
    meant_by,
    parties_of,
)
from chainlink.introductions.writing import open_introduction
from chainlink.journal.service import Change, Journal, Repeatable
from chainlink.matching.learning.decisions import write_decision
from chainlink.matching.learning.outcomes import DecisionKind
from chainlink.matching.learning.showings import ShowingLog
from chainlink.matching.ranking import recommend
from chainlink.matching.service import RecommendationService
from chainlink.settings import Settings

_LOOKED_AT = 100  # places of a ranking in which a suggestion is looked for


class SuggestionService:
    """What enterprises and committees decide on what they are recommended."""

    def __init__(
        self,
        journal: Journal,
        clock: Clock,
        settings: Settings,
        enterprises: EnterpriseService,
        recommendations: RecommendationService,
        showings: ShowingLog,
        events: EventService,
    ) -> None:
        self._journal = journal
        self._clock = clock
        self._settings = settings
        self._enterprises = enterprises
        self._recommendations = recommendations
        self._showings = showings
        self._events = events

    async def shortlist(
        self, actor: Actor, draft: ShortlistDraft, *, request: str | None = None
    ) -> IntroductionView:
        """Open an introduction that remembers what it came from.

        Raises NotFound, Forbidden, InvalidInput, Conflict where one is open already or the two
        must not be introduced.
        """
        work = await self._shortlisting(actor, draft)

        async def whole(change: Change) -> IntroductionView:
            return await self._seen(actor, change, await work(change))

        return await self._journal.change(
            actor.account,
            whole,
            repeatable=Repeatable(actor.account, request, "shortlistMatch", draft),
            answer=IntroductionView,
        )

    async def ask(
        self, actor: Actor, draft: ShortlistDraft, asking: AskDraft, *, request: str | None = None
    ) -> IntroductionView:
        """Shortlist and ask both sides for their consent, both or neither; officers only.

        Raises as `shortlist` does, Forbidden for an enterprise.
        """
        work = await self._shortlisting(actor, draft)
        days = self._settings.consent_days

        async def whole(change: Change) -> IntroductionView:
            opened = await work(change)
            today = self._settings.today(self._clock())
            asked = await ask_parties(actor, change, opened.id, opened.version, asking, today, days)
            return await self._seen(actor, change, asked)

        content = draft.model_dump(mode="json") | {"asking": asking.model_dump(mode="json")}
        return await self._journal.change(
            actor.account,
            whole,
            repeatable=Repeatable(actor.account, request, "askForMatch", content),
            answer=IntroductionView,
        )

    async def _shortlisting(
        self, actor: Actor, draft: ShortlistDraft
    ) -> Callable[[Change], Awaitable[Introduction]]:
        """What shortlisting does within a change; the pair is looked up before it begins."""
        meant = await meant_by(actor, draft, self._showings)
        remembered = meant.remembered if meant.shown else await self._remembered(actor, meant)

        async def work(change: Change) -> Introduction:
            reader = change.transaction
            parties = await parties_of(actor, reader, self._enterprises, meant)
            await check_possible(actor, reader, parties)
            committee = brokering(parties, draft.committee)
            today = self._settings.today(self._clock())
            if draft.due_on is not None and draft.due_on < today:
                raise InvalidInput.of("dueOn", "suggestion.due_past", value=draft.due_on)
            if draft.event is not None:
                await self._events.visible_in(actor, reader, draft.event)
            decision = decided(meant, parties, draft.shown, DecisionKind.ACCEPTED)
            await write_decision(change, decision)
            opened = await open_introduction(
                change,
                seeker=meant.seeker,
                provider=meant.provider,
                match_type=meant.match_type,
                committee=committee,
                owner=actor.account,
                state=IntroductionState.SHORTLISTED,
                shortlisted_by=parties.own or committee,
                today=today,
                event=draft.event,
                shown=draft.shown,
                policy_version=remembered.policy_version,
                rank=remembered.rank,
                score=remembered.score,
            )
            if opened.recorded_at == change.now:  # else what comes next in it is said already
                opened = await _with_next_step(change, opened, draft)
            return opened

        return work

    async def _seen(
        self, actor: Actor, change: Change, introduction: Introduction
    ) -> IntroductionView:
        owner = await owner_of(change.transaction, introduction)
        today = self._settings.today(self._clock())
        view = seen_by(actor, introduction, owner, (), today)
        assert view is not None  # noqa: S101 - who shortlisted it sees it
        return view

    async def _remembered(self, actor: Actor, meant: Meant) -> Remembered:
        """What a pair that is named, as in an inbox, stands at in its asker's ranking today."""
        if reach(actor, Action.WRITE, Resource.INTRODUCTIONS) is Reach.NONE:
            return Remembered()
        view = await self._recommendations.view(None)
        day = copy.copy(view.day)
        day.similarity = None  # wordings are compared within this process, as for an inbox
        everything = reach(actor, Action.READ, Resource.RECOMMENDATIONS) is Reach.ALL
        own = {meant.seeker, meant.provider} & {actor.enterprise}
        scope = None if everything else actor.committees
        for asker in own or (meant.seeker, meant.provider):
            found = recommend(
                day, view.reaches, view.policy, asker, [meant.match_type], scope, _LOOKED_AT
            )
            for one in found:
                if (one.seeker, one.provider) == (meant.seeker, meant.provider):
                    return replace(meant, shown=one).remembered
        return Remembered()


async def _with_next_step(
    change: Change, opened: Introduction, draft: ShortlistDraft
) -> Introduction:
    said = draft.model_dump(mode="json", include={"next_step", "due_on"}, exclude_none=True)
    if not said:
        return opened
    await change.records.update("Introduction", [said | {"id": opened.id}])
    return opened.model_copy(update={"next_step": draft.next_step, "due_on": draft.due_on})
