"""What may happen to introductions: steps by the table, who is in charge, who joins, disputes."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from chainlink.accounts.model import Actor, Role
from chainlink.accounts.permissions import Action, Resource, allows
from chainlink.clock import Clock
from chainlink.enterprises.model import EnterpriseStatus
from chainlink.enterprises.service import EnterpriseService
from chainlink.errors import Conflict, Forbidden, InvalidInput
from chainlink.graph.port import GraphStore
from chainlink.introductions.access import Subject, require_officer, to_change
from chainlink.introductions.drafts import DisputeDraft, JoinDraft, StepDraft, UpdateDraft
from chainlink.introductions.expiring import expire_unanswered
from chainlink.introductions.joining import joined
from chainlink.introductions.machine import (
    BEFORE_INTRODUCED,
    Taker,
)
from chainlink.introductions.model import (
    Introduction,
    IntroductionView,
)
from chainlink.introductions.moving import move
from chainlink.introductions.reading import CYPHER
from chainlink.introductions.stepping import OWN_WAYS, said_with, transition_for
from chainlink.introductions.views import IntroductionReading
from chainlink.introductions.writing import again, write_changes
from chainlink.journal.service import Change, Journal, Repeatable
from chainlink.settings import Settings

Work = Callable[[Change], Awaitable[Introduction]]


class IntroductionService(IntroductionReading):
    """Changes of introductions; every one is an actor's, checked and noted."""

    def __init__(
        self,
        store: GraphStore,
        journal: Journal,
        clock: Clock,
        settings: Settings,
        enterprises: EnterpriseService,
    ) -> None:
        super().__init__(store, clock, settings)
        self._journal = journal
        self._enterprises = enterprises

    async def change(
        self,
        actor: Actor,
        work: Work,
        operation: str,
        request: str | None,
        said: BaseModel | Mapping[str, Any],
    ) -> IntroductionView:
        """One change of an introduction, answered as its actor sees it."""

        async def whole(change: Change) -> IntroductionView:
            after = await work(change)
            [view] = await self.views(actor, [after], change.transaction)
            return view

        return await self._journal.change(
            actor.account,
            whole,
            repeatable=Repeatable(actor.account, request, operation, said),
            answer=IntroductionView,
        )

    async def step(
        self,
        actor: Actor,
        introduction: str,
        version: int,
        draft: StepDraft,
        *,
        request: str | None = None,
    ) -> IntroductionView:
        """Take a step, whichever it is but those of consents and suggestions.

        Raises NotFound, Forbidden, StaleVersion, Conflict where the state does not allow it,
        InvalidInput naming the facts that lack.
        """
        if draft.step in OWN_WAYS:
            raise InvalidInput.of("step", "introduction.own_way", step=draft.step.value)

        async def work(change: Change) -> Introduction:
            subject = await to_change(actor, change, introduction, version)
            transition = transition_for(actor, subject, draft.step)
            said = await said_with(
                actor, change.transaction, subject, transition, draft, self.today()
            )
            return await move(change, subject.introduction, transition, said)

        content = {"introduction": introduction, "version": version} | _plain(draft)
        return await self.change(actor, work, "stepIntroduction", request, content)

    async def update(
        self,
        actor: Actor,
        introduction: str,
        version: int,
        draft: UpdateDraft,
        *,
        request: str | None = None,
    ) -> IntroductionView:
        """Put somebody in charge, say what comes next and by when; officers only.

        Raises NotFound, Forbidden, StaleVersion, InvalidInput.
        """

        async def work(change: Change) -> Introduction:
            subject = await to_change(actor, change, introduction, version)
            require_officer(actor, subject.taker, "UPDATE")
            before = subject.introduction
            row = {name: getattr(draft, name) for name in draft.model_fields_set}
            if "owner" in row:
                await self._check_owner(change, subject, draft.owner)
            if draft.due_on is not None:
                if draft.due_on < self.today():
                    raise InvalidInput.of("dueOn", "introduction.due_past", value=draft.due_on)
                row["due_on"] = draft.due_on.isoformat()
            written = await write_changes(change, before, row)
            change.record("introduction.updated", "Introduction", before.id, written)
            return await again(change, before)

        content = {"introduction": introduction, "version": version} | _plain(draft)
        return await self.change(actor, work, "updateIntroduction", request, content)

    async def _check_owner(self, change: Change, subject: Subject, owner: str | None) -> None:
        """Whoever is in charge must be able to write it."""
        if owner is None:
            raise InvalidInput.of("owner", "required")
        rows = await change.transaction.read(CYPHER["officer"], id=owner)
        committees = frozenset(row["committee"] for row in rows if row["committee"])
        if rows:
            one = Actor(owner, Role(rows[0]["role"]), committees=committees)
            if allows(one, Action.WRITE, Resource.INTRODUCTIONS, subject.owner):
                return
        raise InvalidInput.of("owner", "introduction.no_officer", value=owner)

    async def dispute(
        self,
        actor: Actor,
        introduction: str,
        version: int,
        draft: DisputeDraft,
        *,
        request: str | None = None,
    ) -> IntroductionView:
        """Say that something is disputed, as a party or an officer; a secretary lifts it.

        Raises NotFound, Forbidden, StaleVersion, InvalidInput, Conflict before the parties were
        introduced, and where it is disputed already or is not.
        """

        async def work(change: Change) -> Introduction:
            subject = await to_change(actor, change, introduction, version)
            before = subject.introduction
            if not draft.disputed:
                require_decision(actor, subject)
            if before.furthest in BEFORE_INTRODUCED:
                raise Conflict("introduction.not_introduced")
            if before.disputed is draft.disputed:
                key = "introduction.disputed" if draft.disputed else "introduction.undisputed"
                raise Conflict(key)
            if draft.disputed and draft.text is None:
                raise InvalidInput.of("text", "required")
            row = {"disputed": draft.disputed, "dispute_text": draft.text}
            written = await write_changes(change, before, row)
            verb = "disputed" if draft.disputed else "dispute_lifted"
            parties = tuple(one.enterprise for one in before.parties)
            change.record(f"introduction.{verb}", "Introduction", before.id, written, parties)
            return await again(change, before)

        content = {"introduction": introduction, "version": version} | _plain(draft)
        return await self.change(actor, work, "disputeIntroduction", request, content)

    async def join(
        self,
        actor: Actor,
        introduction: str,
        version: int,
        draft: JoinDraft,
        *,
        request: str | None = None,
    ) -> IntroductionView:
        """Bring a partner in. Once consent is asked of the others it is asked for this, too.

        Raises NotFound, Forbidden, StaleVersion, InvalidInput, Conflict where the introduction has
        ended or the enterprise is in it.
        """

        async def work(change: Change) -> Introduction:
            subject = await to_change(actor, change, introduction, version)
            require_officer(actor, subject.taker, "JOIN")
            reader = change.transaction
            partner = await self._enterprises.visible_in(actor, reader, draft.enterprise)
            if partner.status is not EnterpriseStatus.APPROVED:
                raise InvalidInput.of("enterprise", "introduction.not_let_in")
            days = self._settings.consent_days
            return await joined(change, subject.introduction, draft, self.today(), days)

        content = {"introduction": introduction, "version": version} | _plain(draft)
        return await self.change(actor, work, "joinIntroduction", request, content)

    async def sweep(self, now: datetime) -> int:
        """End what a party has not answered in time; safe to repeat. How many were ended."""
        return await expire_unanswered(self._store, self._journal, self._settings, now)


def require_decision(actor: Actor, subject: Subject) -> None:
    """What only who decides for a committee may do. Raises Forbidden."""
    if subject.taker is not Taker.OFFICER or not allows(
        actor, Action.DECIDE, Resource.INTRODUCTIONS, subject.owner
    ):
        raise Forbidden("forbidden", action=Action.DECIDE.value, role=actor.role.value)


def _plain(draft: BaseModel) -> dict[str, Any]:
    return draft.model_dump(mode="json", exclude_unset=True)
