"""Finding events and who took part, as far as the actor may know it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chainlink.accounts.model import Actor, Role
from chainlink.accounts.permissions import Action, Owner, Resource, allows, require
from chainlink.errors import NotFound
from chainlink.events.model import Attendance, Event
from chainlink.graph.cypher import Queries
from chainlink.graph.port import GraphReader, GraphStore, Row
from chainlink.validation import EARLIEST, LATEST

CYPHER = Queries(__package__ or "")
_SEES_ALL = {Role.AUDITOR, Role.ADMIN}


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events are wanted, by the day on which they begin; an empty committee asks for all."""

    from_day: date | None = None
    until_day: date | None = None
    committee: str = ""


async def events_by_ids(reader: GraphReader, ids: Sequence[str]) -> dict[str, Event]:
    """Events by id; unknown ids are absent."""
    if not ids:
        return {}
    rows = await reader.read(CYPHER["by_ids"], ids=list(ids))
    return {one.id: one for one in await _with_hosts(reader, rows)}


async def _with_hosts(reader: GraphReader, rows: Sequence[Row]) -> list[Event]:
    if not rows:
        return []
    hosts: dict[str, list[str]] = defaultdict(list)
    for row in await reader.read(CYPHER["hosts_of"], ids=[row["id"] for row in rows]):
        hosts[row["event"]].append(row["committee"])
    return [Event(**row, committees=tuple(hosts[row["id"]])) for row in rows]


async def attendance_at(reader: GraphReader, event: str) -> dict[str, Attendance]:
    """Who takes part in one event, by enterprise, whoever may know it."""
    rows = await reader.read(CYPHER["attendance_of_events"], ids=[event])
    return {row["enterprise"]: Attendance(**row) for row in rows}


def owner_of(event: Event) -> Owner:
    """The event as the permission table sees it: its hosts'."""
    return Owner(committees=frozenset(event.committees))


class EventReading:
    """What is known of events."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store

    async def get(self, actor: Actor, event: str) -> Event:
        """One event by id. Raises NotFound."""
        return await self.visible_in(actor, self._store, event)

    async def visible_in(self, actor: Actor, reader: GraphReader, event: str) -> Event:
        """As `get`, read where the change that asks is reading."""
        found = await events_by_ids(reader, [event])
        if event not in found or not allows(actor, Action.READ, Resource.EVENTS):
            raise NotFound("event.unknown", value=event)
        return found[event]

    async def by_ids(self, actor: Actor, ids: Sequence[str]) -> dict[str, Event]:
        """Those of several events that the actor may see."""
        if not allows(actor, Action.READ, Resource.EVENTS):
            return {}
        return await events_by_ids(self._store, ids)

    async def search(
        self, actor: Actor, wanted: EventFilter, first: int, after: tuple[str, str] | None = None
    ) -> list[Event]:
        """Up to `first` events after a (day, id), the earliest first. Raises NotFound."""
        require(actor, Action.READ, Resource.EVENTS)
        rows = await self._store.read(
            CYPHER["listed"],
            from_day=(wanted.from_day or EARLIEST).isoformat(),
            until_day=(wanted.until_day or LATEST).isoformat(),
            committee=wanted.committee,
            after_day=after[0] if after else "",
            after_id=after[1] if after else "",
            first=first,
        )
        return await _with_hosts(self._store, rows)

    async def attendance(self, actor: Actor, events: Sequence[Event]) -> list[Attendance]:
        """Who takes part: all of it for officers of a host, of others only the actor's own."""
        if not events or not allows(actor, Action.READ, Resource.EVENTS):
            return []
        open_ = {one.id for one in events if _sees_all_of(actor, one)}
        rows = await self._store.read(
            CYPHER["attendance_of_events"], ids=[one.id for one in events]
        )
        found = [Attendance(**row) for row in rows]
        return [one for one in found if one.event in open_ or one.enterprise == actor.enterprise]

    async def of_enterprises(
        self, actor: Actor, enterprises: Sequence[str]
    ) -> list[tuple[Attendance, Event]]:
        """What enterprises took part in, the latest first: as far as `attendance` shows it."""
        if not enterprises or not allows(actor, Action.READ, Resource.EVENTS):
            return []
        rows = await self._store.read(
            CYPHER["attendance_of_enterprises"], ids=list(dict.fromkeys(enterprises))
        )
        events = await events_by_ids(self._store, sorted({row["event"] for row in rows}))
        found = [
            Attendance(**{name: row[name] for name in Attendance.model_fields}) for row in rows
        ]
        return [
            (one, events[one.event])
            for one in found
            if one.enterprise == actor.enterprise or _sees_all_of(actor, events[one.event])
        ]


def _sees_all_of(actor: Actor, event: Event) -> bool:
    return actor.role in _SEES_ALL or bool(actor.committees & set(event.committees))
