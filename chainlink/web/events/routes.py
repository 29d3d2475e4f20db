"""The pages and forms of sessions."""

from starlette.responses import Response

from chainlink.accounts.permissions import Action, Reach, Resource, require
from chainlink.errors import InvalidInput, NotFound
from chainlink.events.model import AttendanceState, EventDraft
from chainlink.events.reading import owner_of
from chainlink.validation import checked
from chainlink.web.bodies import Sent
from chainlink.web.events.listing import show_events
from chainlink.web.events.one import edit_facts, show_event
from chainlink.web.guests import Guest
from chainlink.web.inputs import at_fields, request_of, texts_of, version_of
from chainlink.web.places import Needs
from chainlink.web.workbench import Workbench

_FIELDS = ("nameZh", "nameEn", "kind", "heldOn", "endsOn", "place", "summary")
_READ = Needs(Resource.EVENTS)
_WRITE = Needs(Resource.EVENTS, Action.WRITE, Reach.COMMITTEE)
# an enterprise registers itself; whether an officer may, the service says
_REGISTER = Needs(Resource.CLAIMS, Action.WRITE)


def _draft(sent: Sent) -> EventDraft:
    values = texts_of(sent, _FIELDS) | {"committees": tuple(sent.several.get("committees", ()))}
    with at_fields():
        return checked(EventDraft, values)


def add_events(workbench: Workbench) -> None:
    """Serve them."""
    app, desk = workbench.app, workbench.desk

    async def listed(guest: Guest) -> Response:
        return await show_events(desk, guest)

    async def one(guest: Guest) -> Response:
        return await show_event(desk, guest)

    async def edit(guest: Guest) -> Response:
        id_ = guest.request.path_params.get("id")
        event = await app.events.get(guest.actor, id_) if id_ else None
        if event:  # read by everybody, written by its hosts
            require(guest.actor, Action.WRITE, Resource.EVENTS, owner_of(event), seen=True)
        return desk.page(guest, "events/edit", **await edit_facts(desk, guest, event))

    async def create(guest: Guest, sent: Sent) -> Response:
        event = await app.events.create(guest.actor, _draft(sent), request=request_of(sent))
        return workbench.done(guest, sent, "event_created", f"/events/{event.id}")

    async def update(guest: Guest, sent: Sent) -> Response:
        event = await app.events.update(
            guest.actor, _id(guest), version_of(sent), _draft(sent), request=request_of(sent)
        )
        return workbench.done(guest, sent, "event_updated", f"/events/{event.id}")

    async def invite(guest: Guest, sent: Sent) -> Response:
        chosen = sent.several.get("enterprises", [])
        with at_fields():
            await app.events.invite(guest.actor, _id(guest), chosen, request=request_of(sent))
        return workbench.done(guest, sent, "event_invited")

    async def register(guest: Guest, sent: Sent) -> Response:
        own = sent.text("enterprise", required=False) or guest.actor.enterprise
        if own is None:
            raise NotFound("not_found")
        await app.events.register(guest.actor, _id(guest), own, request=request_of(sent))
        return workbench.done(guest, sent, "event_registered")

    async def attend(guest: Guest, sent: Sent) -> Response:
        said = sent.text("state", required=False) or AttendanceState.ATTENDED.value
        if said not in set(AttendanceState):
            raise InvalidInput.of("state", "invalid_value", value=said)
        chosen = sent.several.get("enterprises", [])
        with at_fields():
            await app.events.record_attendance(
                guest.actor,
                _id(guest),
                chosen,
                AttendanceState(said),
                request=request_of(sent),
            )
        return workbench.done(guest, sent, "event_attendance")

    workbench.shows("/events", _READ, listed)
    workbench.shows("/events/new", _WRITE, edit)
    workbench.takes("/events/new", _WRITE, create, edit)
    workbench.shows("/events/{id}", _READ, one)
    workbench.shows("/events/{id}/edit", _WRITE, edit)
    workbench.takes("/events/{id}/edit", _WRITE, update, edit)
    workbench.takes("/events/{id}/invite", _WRITE, invite, one)
    workbench.takes("/events/{id}/register", _REGISTER, register, one)
    workbench.takes("/events/{id}/attend", _WRITE, attend, one)


def _id(guest: Guest) -> str:
    return str(guest.request.path_params["id"])
