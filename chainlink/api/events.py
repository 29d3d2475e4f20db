"""Events as GraphQL shows them, with who took part as far as the viewer may know it."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import strawberry

from chainlink.api.chains import Committee, committee
from chainlink.api.context import Info
from chainlink.api.enterprises import Enterprise
from chainlink.api.extending import add_fields
from chainlink.api.relay import (
    PAGE,
    Connection,
    Node,
    Place,
    global_id,
    opened_cursor,
    page,
    page_size,
    position,
    raw_id,
)
from chainlink.api.scalars import Day, Instant, day
from chainlink.api.shown_parties import parties_shown
from chainlink.errors import Forbidden, InvalidInput, NotFound
from chainlink.events import model
from chainlink.events.model import AttendanceState, EventKind
from chainlink.events.reading import EventFilter
from chainlink.language import Language


@strawberry.type
class Event(Node):
    """A session, salon or meeting that committees host."""

    found: strawberry.Private[model.Event]
    name_zh: str
    name_en: str | None
    kind: EventKind
    held_on: Day
    ends_on: Day | None
    place: str | None
    summary: str | None
    source: str | None
    example: bool
    version: int
    recorded_at: Instant

    @strawberry.field
    def name(self, info: Info) -> str:
        """Its name in the viewer's language."""
        return (self.name_en if info.context.language is Language.EN else None) or self.name_zh

    @strawberry.field
    async def committees(self, info: Info) -> list[Committee]:
        """The committees that host it."""
        known = {one.code: one for one in await info.context.loaders.committees()}
        return [committee(known[code]) for code in self.found.committees if code in known]

    @strawberry.field
    async def attendance(
        self, info: Info, first: int | None = PAGE, after: str | None = None
    ) -> Connection["EventAttendance"]:
        """Who takes part: all of them for the hosts, of others only the viewer's own."""
        found = await info.context.loaders.attendance.load(self.found)
        return await _attendance_page(info, [(one, self.found) for one in found], first, after)


@strawberry.type
class EventAttendance:
    """An enterprise at an event."""

    event: Event
    enterprise: Enterprise
    state: AttendanceState
    recorded_at: Instant


def event(found: model.Event) -> Event:
    """An event that the viewer may see."""
    return Event(
        id=global_id("Event", found.id),
        found=found,
        name_zh=found.name_zh,
        name_en=found.name_en,
        kind=found.kind,
        held_on=Day(found.held_on.isoformat()),
        ends_on=day(found.ends_on),
        place=found.place,
        summary=found.summary,
        source=found.source,
        example=found.invented,
        version=found.version,
        recorded_at=Instant(found.recorded_at),
    )


async def event_of(info: Info, raw: str) -> Node | None:
    """The event of an id. Raises NotFound."""
    return event(await info.context.app.events.get(info.context.actor, raw))


async def _attendance_page(
    info: Info,
    found: Sequence[tuple[model.Attendance, model.Event]],
    first: int | None,
    after: str | None,
) -> Connection[EventAttendance]:
    size, passed = page_size(first), position("attendance", after)
    window = found[passed : passed + size + 1]
    shown = await parties_shown(info, [one.enterprise for one, _ in window])
    places: list[tuple[Place, EventAttendance]] = [
        (
            ("attendance", passed + number),
            EventAttendance(
                event=event(at),
                enterprise=shown[one.enterprise],
                state=one.state,
                recorded_at=Instant(one.recorded_at),
            ),
        )
        for number, (one, at) in enumerate(window, start=1)
    ]
    return page(places, size, after)


async def _events_of(
    root: strawberry.Parent[Enterprise],
    info: Info,
    first: int | None = PAGE,
    after: str | None = None,
) -> Connection[EventAttendance]:
    found = await info.context.loaders.attended.load(root.key) if root.key else []
    return await _attendance_page(info, found, first, after)


add_fields(Enterprise, events=_events_of)


def _asked_day(path: str, value: str | None) -> date | None:
    try:
        return None if value is None else date.fromisoformat(value)
    except ValueError:
        raise InvalidInput.of(path, "not_a_date", value=value) from None


@strawberry.type
class EventQueries:
    """Questions about events."""

    @strawberry.field
    async def event(
        self, info: Info, id_: Annotated[strawberry.ID, strawberry.argument(name="id")]
    ) -> Event | None:
        """One event by its global id."""
        try:
            found = await info.context.app.events.get(info.context.actor, raw_id("Event", id_))
        except NotFound:
            return None
        return event(found)

    @strawberry.field
    async def events(
        self,
        info: Info,
        from_: Annotated[Day | None, strawberry.argument(name="from")] = None,
        to: Day | None = None,
        committee: strawberry.ID | None = None,
        first: int | None = PAGE,
        after: str | None = None,
    ) -> Connection[Event]:
        """Events by the day on which they begin, the earliest first."""
        size = page_size(first)
        place = opened_cursor("events", (str, str), after)
        wanted = EventFilter(
            from_day=_asked_day("from", from_),
            until_day=_asked_day("to", to),
            committee=raw_id("Committee", committee) if committee else "",
        )
        try:
            found = await info.context.app.events.search(
                info.context.actor,
                wanted,
                size + 1,
                (str(place[0]), str(place[1])) if place else None,
            )
        except (NotFound, Forbidden):
            found = []
        places: list[tuple[Place, Event]] = [
            (("events", one.held_on.isoformat(), one.id), event(one)) for one in found
        ]
        return page(places, size, after)
