"""Decisions on suggestions; failures join the union."""

from typing import Annotated, Any, TypeAlias

import strawberry
from strawberry import UNSET

from chainlink.api.context import Info
from chainlink.api.errors import AnyFailure
from chainlink.api.inputs import Form, enterprise_id, filled, request_of, sent
from chainlink.api.introduction_changes import IntroductionResult
from chainlink.api.introductions import introduction
from chainlink.api.relay import opened_id, raw_id
from chainlink.api.scalars import Day
from chainlink.api.suggestions import Dismissal, dismissal
from chainlink.introductions.suggestion_model import (
    DismissalDraft,
    DismissalReason,
    ShortlistDraft,
    UndoDraft,
)
from chainlink.matching.model import MatchType
from chainlink.validation import checked

DismissalResult: TypeAlias = Annotated[Dismissal | AnyFailure, strawberry.union("DismissalResult")]


@strawberry.input
class ShortlistMatchInput:
    """A pair to be introduced: named, or by what was shown."""

    seeker: strawberry.ID | None = UNSET
    provider: strawberry.ID | None = UNSET
    match_type: MatchType | None = UNSET
    shown: strawberry.ID | None = UNSET
    event: strawberry.ID | None = UNSET
    committee: strawberry.ID | None = UNSET
    next_step: str | None = UNSET
    due_on: Day | None = UNSET
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class DismissMatchInput:
    """A pair not to be suggested any more, and why."""

    reason: DismissalReason
    seeker: strawberry.ID | None = UNSET
    provider: strawberry.ID | None = UNSET
    match_type: MatchType | None = UNSET
    text: str | None = UNSET
    shown: strawberry.ID | None = UNSET
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class UndoDismissalInput:
    """A dismissal to take back: by its id, or by its pair."""

    dismissal: strawberry.ID | None = UNSET
    seeker: strawberry.ID | None = UNSET
    provider: strawberry.ID | None = UNSET
    request_id: strawberry.ID | None = UNSET


def _nameless(id_: str) -> bool:
    """Whether it is the id of an enterprise without a name, which leads nowhere."""
    opened = opened_id(id_)
    return opened is not None and opened[1].startswith("anonymous-")


async def _meant(info: Info, form: Any) -> dict[str, Any]:
    """What was sent, with the graph's ids; of what was shown the nameless side is known."""
    values = filled(sent(form, "request_id"))
    for path in ("seeker", "provider"):
        if path in values and "shown" in values and _nameless(values[path]):
            del values[path]
        elif path in values:
            values[path] = await enterprise_id(info, values[path])
    for path, kind in (("event", "Event"), ("committee", "Committee"), ("dismissal", "Dismissal")):
        if path in values:
            values[path] = raw_id(kind, values[path])
    return values


@strawberry.type
class SuggestionMutations:
    """Decisions on suggestions."""

    @strawberry.mutation
    async def shortlist_match(
        self, info: Info, form: Form[ShortlistMatchInput]
    ) -> IntroductionResult:
        """Open an introduction of a pair."""
        context = info.context
        draft = checked(ShortlistDraft, await _meant(info, form))
        found = await context.app.suggestions.shortlist(
            context.actor, draft, request=request_of(form)
        )
        context.forget()
        return introduction(found)

    @strawberry.mutation
    async def dismiss_match(self, info: Info, form: Form[DismissMatchInput]) -> DismissalResult:
        """Keep a pair apart until something that either says changes."""
        context = info.context
        draft = checked(DismissalDraft, await _meant(info, form))
        found = await context.app.dismissals.dismiss(context.actor, draft, request=request_of(form))
        context.forget()
        return dismissal(found)

    @strawberry.mutation
    async def undo_dismissal(self, info: Info, form: Form[UndoDismissalInput]) -> DismissalResult:
        """Take one's own dismissal back."""
        context = info.context
        draft = checked(UndoDraft, await _meant(info, form))
        found = await context.app.dismissals.undo(context.actor, draft, request=request_of(form))
        context.forget()
        return dismissal(found)
