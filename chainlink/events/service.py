"""What may happen to events: they are planned, people are invited, come, and are written down."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Owner, Resource, allows, require
from chainlink.clock import Clock
from chainlink.enterprises.model import EnterpriseStatus
from chainlink.enterprises.service import EnterpriseService
from chainlink.errors import Conflict, InvalidInput, StaleVersion
from chainlink.events.model import AttendanceState, Event, EventDraft
from chainlink.events.reading import EventReading, attendance_at, owner_of
from chainlink.events.writing import check_committees, write_attendance, write_event, write_hosts
from chainlink.graph.port import GraphStore
from chainlink.identity import new_id
from chainlink.journal.service import Change, Journal, Repeatable
from chainlink.settings import Settings

MOST_AT_ONCE = 200


class EventService(EventReading):
    """Events of committees, and enterprises at them."""

    def __init__(
        self,
        store: GraphStore,
        journal: Journal,
        clock: Clock,
        settings: Settings,
        enterprises: EnterpriseService,
    ) -> None:
        super().__init__(store)
        self._journal = journal
        self._clock = clock
        self._settings = settings
        self._enterprises = enterprises

    async def create(self, actor: Actor, draft: EventDraft, *, request: str | None = None) -> Event:
        """A new event of committees, one of which is the actor's.

        Raises Forbidden, InvalidInput for a committee that does not exist.
        """

        async def work(change: Change) -> Event:
            hosts = _hosts(draft)
            require(actor, Action.WRITE, Resource.EVENTS, hosts, seen=True)
            await check_committees(change.transaction, draft.committees)
            id_ = new_id()
            await write_event(change, id_, draft)
            return await self.visible_in(actor, change.transaction, id_)

        return await self._change(actor, work, "createEvent", request, draft)

    async def update(
        self,
        actor: Actor,
        event: str,
        version: int,
        draft: EventDraft,
        *,
        request: str | None = None,
        asked: Mapping[str, Any] | None = None,
    ) -> Event:
        """Replace what is said of an event; one of its hosts stays the actor's.

        `asked` is what was sent where a door completed the draft from what stands: by it a
        repeated request is recognised. Raises NotFound, Forbidden, InvalidInput, StaleVersion.
        """

        async def work(change: Change) -> Event:
            before = await self._for_change(actor, change, event)
            if before.version != version:
                raise StaleVersion("stale", seen=version, newest=before.version)
            require(actor, Action.WRITE, Resource.EVENTS, _hosts(draft), seen=True)
            await check_committees(change.transaction, draft.committees)
            said = draft.model_dump(mode="json", exclude={"committees"})
            row = said | {"id": event, "version": version + 1}
            await change.records.update("Event", [row])
            if set(draft.committees) != set(before.committees):
                await write_hosts(change, event, draft.committees)
            facts = row | {"committees": sorted(draft.committees)}
            change.record("event.updated", "Event", event, facts)
            return await self.visible_in(actor, change.transaction, event)

        content = draft.model_dump(mode="json") if asked is None else dict(asked)
        return await self._change(
            actor, work, "updateEvent", request, {"id": event, "version": version, **content}
        )

    async def invite(
        self, actor: Actor, event: str, enterprises: Sequence[str], *, request: str | None = None
    ) -> Event:
        """Invite enterprises; who is invited already, or further than that, stays as it is.

        By officers of a hosting committee. Raises NotFound, Forbidden, InvalidInput, Conflict for
        an enterprise that is not approved or an event that is over.
        """
        named = _named(enterprises)

        async def work(change: Change) -> Event:
            found = await self._for_change(actor, change, event)
            self._still_ahead(found)
            there = await attendance_at(change.transaction, event)
            new = [one for one in named if one not in there]
            await self._take_part(actor, change, new)
            await write_attendance(change, event, new, AttendanceState.INVITED)
            return found

        content = {"event": event, "enterprises": named}
        return await self._change(actor, work, "inviteToEvent", request, content)

    async def register(
        self, actor: Actor, event: str, enterprise: str, *, request: str | None = None
    ) -> Event:
        """An enterprise registers itself, or officers of its committee or of a host do it.

        Raises NotFound, Forbidden, Conflict where it is registered or was there already, is not
        approved, or the event is over.
        """

        async def work(change: Change) -> Event:
            found = await self.visible_in(actor, change.transaction, event)
            await self._enterprises.visible_in(actor, change.transaction, enterprise)
            owner = await self._enterprises.owner(change.transaction, enterprise)
            if not allows(actor, Action.WRITE, Resource.EVENTS, owner_of(found)):
                require(actor, Action.WRITE, Resource.CLAIMS, owner, seen=True)
            await self._take_part(actor, change, [enterprise])
            self._still_ahead(found)
            there = (await attendance_at(change.transaction, event)).get(enterprise)
            if there is not None and there.state is not AttendanceState.INVITED:
                raise Conflict("event.registered_already")
            await write_attendance(change, event, [enterprise], AttendanceState.REGISTERED)
            return found

        content = {"event": event, "enterprise": enterprise}
        return await self._change(actor, work, "registerForEvent", request, content)

    async def record_attendance(
        self,
        actor: Actor,
        event: str,
        enterprises: Sequence[str],
        state: AttendanceState = AttendanceState.ATTENDED,
        *,
        request: str | None = None,
    ) -> Event:
        """Write down who was there, or set right what was written down wrongly.

        By officers of a hosting committee. Raises NotFound, Forbidden, InvalidInput, Conflict for
        who is said to have been there before the event's day.
        """
        named = _named(enterprises)

        async def work(change: Change) -> Event:
            found = await self._for_change(actor, change, event)
            ahead = self._settings.today(self._clock()) < found.held_on
            if state is AttendanceState.ATTENDED and ahead:
                raise Conflict("event.not_yet", day=found.held_on)
            there = await attendance_at(change.transaction, event)
            await self._take_part(actor, change, [one for one in named if one not in there])
            changed = [one for one in named if one not in there or there[one].state is not state]
            await write_attendance(change, event, changed, state)
            return found

        content = {"event": event, "enterprises": named, "state": state.value}
        return await self._change(actor, work, "recordAttendance", request, content)

    async def _change(
        self,
        actor: Actor,
        work: Callable[[Change], Awaitable[Event]],
        operation: str,
        request: str | None,
        content: EventDraft | Mapping[str, Any],
    ) -> Event:
        repeatable = Repeatable(actor.account, request, operation, content)
        return await self._journal.change(actor.account, work, repeatable=repeatable, answer=Event)

    async def _for_change(self, actor: Actor, change: Change, event: str) -> Event:
        found = await self.visible_in(actor, change.transaction, event)
        require(actor, Action.WRITE, Resource.EVENTS, owner_of(found), seen=True)
        return found

    def _still_ahead(self, event: Event) -> None:
        if event.last_day < self._settings.today(self._clock()):
            raise Conflict("event.over", day=event.last_day)

    async def _take_part(self, actor: Actor, change: Change, enterprises: Iterable[str]) -> None:
        """Newcomers at an event must be seen by the actor, and approved."""
        for one in enterprises:
            found = await self._enterprises.visible_in(actor, change.transaction, one)
            if found.status is not EnterpriseStatus.APPROVED:
                raise Conflict("event.not_approved", name=found.name)


def _hosts(draft: EventDraft) -> Owner:
    return Owner(committees=frozenset(draft.committees))


def _named(enterprises: Sequence[str]) -> list[str]:
    named = list(dict.fromkeys(enterprises))
    if not named:
        raise InvalidInput.of("enterprises", "required")
    if len(named) > MOST_AT_ONCE:
        raise InvalidInput.of("enterprises", "too_many", max_length=MOST_AT_ONCE)
    return named
