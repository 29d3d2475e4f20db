"""Changes of events and of who takes part; failures join the union."""

from typing import Annotated, Any, TypeAlias

import strawberry
from pydantic_core import to_jsonable_python
from strawberry import UNSET

from chainlink.api.context import Info
from chainlink.api.errors import AnyFailure
from chainlink.api.events import Event, event
from chainlink.api.inputs import Form, enterprise_id, filled, own_or_named, request_of, sent
from chainlink.api.relay import raw_id
from chainlink.api.scalars import Day
from chainlink.errors import FieldProblem, InvalidInput
from chainlink.events import model
from chainlink.events.model import AttendanceState, EventDraft, EventKind
from chainlink.events.service import MOST_AT_ONCE
from chainlink.validation import checked

EventResult: TypeAlias = Annotated[Event | AnyFailure, strawberry.union("EventResult")]
_NEEDED = {"name_zh", "kind", "held_on", "committees"}


@strawberry.input
class CreateEventInput:
    """A new event."""

    name_zh: str
    kind: EventKind
    held_on: Day
    committees: list[strawberry.ID]
    name_en: str | None = UNSET
    ends_on: Day | None = UNSET
    place: str | None = UNSET
    summary: str | None = UNSET
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class UpdateEventInput:
    """A change of an event: what is not sent keeps its value, what is sent as null is emptied."""

    id: strawberry.ID
    version: int
    name_zh: str | None = UNSET
    kind: EventKind | None = UNSET
    held_on: Day | None = UNSET
    committees: list[strawberry.ID] | None = UNSET
    name_en: str | None = UNSET
    ends_on: Day | None = UNSET
    place: str | None = UNSET
    summary: str | None = UNSET
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class InviteToEventInput:
    """Whom to invite."""

    event: strawberry.ID
    enterprises: list[strawberry.ID]
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class RegisterForEventInput:
    """Who registers."""

    event: strawberry.ID
    enterprise: strawberry.ID | None = UNSET
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class RecordAttendanceInput:
    """Who was there, or how it is set right."""

    event: strawberry.ID
    enterprises: list[strawberry.ID]
    state: AttendanceState | None = UNSET
    request_id: strawberry.ID | None = UNSET


def _said(form: object) -> dict[str, Any]:
    values = sent(form, "request_id", "id", "version")
    if values.get("committees"):
        values["committees"] = [raw_id("Committee", one) for one in values["committees"]]
    return values


def _asked(form: UpdateEventInput) -> dict[str, Any]:
    values = _said(form)
    if emptied := [name for name in _NEEDED if name in values and values[name] is None]:
        paths = {"name_zh": "nameZh", "held_on": "heldOn"}
        raise InvalidInput(
            [FieldProblem(paths.get(name, name), "required") for name in sorted(emptied)]
        )
    return values


async def _enterprises(info: Info, ids: list[strawberry.ID]) -> list[str]:
    if len(ids) > MOST_AT_ONCE:
        raise InvalidInput.of("enterprises", "too_many", max_length=MOST_AT_ONCE)
    return [await enterprise_id(info, one) for one in ids]


def _changed(info: Info, found: model.Event) -> Event:
    info.context.forget()
    return event(found)


@strawberry.type
class EventMutations:
    """Changes of events."""

    @strawberry.mutation
    async def create_event(self, info: Info, form: Form[CreateEventInput]) -> EventResult:
        """A new event."""
        context = info.context
        draft = checked(EventDraft, filled(_said(form)))
        found = await context.app.events.create(context.actor, draft, request=request_of(form))
        return _changed(info, found)

    @strawberry.mutation
    async def update_event(self, info: Info, form: Form[UpdateEventInput]) -> EventResult:
        """A changed event."""
        context = info.context
        asked = _asked(form)
        id_ = raw_id("Event", form.id)
        before = await context.app.events.get(context.actor, id_)
        stands = before.model_dump(include=set(EventDraft.model_fields))
        found = await context.app.events.update(
            context.actor,
            id_,
            form.version,
            checked(EventDraft, stands | asked),
            request=request_of(form),
            asked=to_jsonable_python(asked),
        )
        return _changed(info, found)

    @strawberry.mutation
    async def invite_to_event(self, info: Info, form: Form[InviteToEventInput]) -> EventResult:
        """Invite enterprises to an event."""
        context = info.context
        found = await context.app.events.invite(
            context.actor,
            raw_id("Event", form.event),
            await _enterprises(info, form.enterprises),
            request=request_of(form),
        )
        return _changed(info, found)

    @strawberry.mutation
    async def register_for_event(
        self, info: Info, form: Form[RegisterForEventInput]
    ) -> EventResult:
        """Register an enterprise for an event."""
        context = info.context
        found = await context.app.events.register(
            context.actor,
            raw_id("Event", form.event),
            await own_or_named(info, form.enterprise),
            request=request_of(form),
        )
        return _changed(info, found)

    @strawberry.mutation
    async def record_attendance(self, info: Info, form: Form[RecordAttendanceInput]) -> EventResult:
        """Write down who was there."""
        context = info.context
        found = await context.app.events.record_attendance(
            context.actor,
            raw_id("Event", form.event),
            await _enterprises(info, form.enterprises),
            form.state or AttendanceState.ATTENDED,
            request=request_of(form),
        )
        return _changed(info, found)
