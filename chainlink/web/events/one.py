"""`/events/{id}`: one session, who takes part, and the forms for it."""

from typing import Any

from starlette.responses import Response

from chainlink.accounts.model import Role
from chainlink.accounts.permissions import Action, Resource, allows
from chainlink.app import App
from chainlink.enterprises.listing_question import EnterpriseQuestion
from chainlink.events.model import AttendanceState, Event, EventKind
from chainlink.events.reading import owner_of
from chainlink.web.desk import Desk
from chainlink.web.guests import Guest

_FOUND = 10


async def show_event(desk: Desk, guest: Guest) -> Response:
    """The page of one session. Raises NotFound."""
    app, actor = desk.app, guest.actor
    event = await app.events.get(actor, guest.request.path_params["id"])
    hosts = allows(actor, Action.WRITE, Resource.EVENTS, owner_of(event))
    attendance = await app.events.attendance(actor, [event])
    known = await app.enterprises.visible_by_ids(actor, [one.enterprise for one in attendance])
    committees = {one.code: one for one in await app.chains.committees()}
    taking_part = sorted(
        (one for one in attendance if one.enterprise in known),
        key=lambda one: known[one.enterprise].name,
    )
    today = desk.shown(guest).today
    return desk.page(
        guest,
        "events/one",
        event=event,
        hosts=hosts,
        committees=[committees[code] for code in event.committees if code in committees],
        attendance=taking_part,
        known=known,
        states=list(AttendanceState),
        ahead=today <= event.last_day,
        begun=today >= event.held_on,
        own=_own(guest, taking_part),
        said=guest.query.get("q", ""),
        found=await _found(app, guest, event) if hosts else [],
    )


def _own(guest: Guest, attendance: list[Any]) -> AttendanceState | None:
    """How far the reader's own enterprise is in it."""
    own = guest.actor.enterprise
    return next((one.state for one in attendance if own and one.enterprise == own), None)


async def _found(app: App, guest: Guest, event: Event) -> list[Any]:
    """Enterprises by name, to invite or to note as having been there; not those that are in it."""
    said = guest.query.get("q", "").strip()
    if not said:
        return []
    page = await app.enterprises.listed(guest.actor, EnterpriseQuestion(text=said, most=_FOUND))
    return list(page.found)


async def edit_facts(desk: Desk, guest: Guest, event: Event | None) -> dict[str, Any]:
    """What the form of a session needs."""
    shown, actor = desk.shown(guest), guest.actor
    committees = await desk.app.chains.committees()
    mine = [one for one in committees if actor.role is Role.ADMIN or one.code in actor.committees]
    values: dict[str, Any] = {"committees": [one.code for one in mine[:1]]}
    if event is not None:
        values = {
            "nameZh": event.name_zh,
            "nameEn": event.name_en,
            "kind": event.kind.value,
            "heldOn": event.held_on.isoformat(),
            "endsOn": event.ends_on.isoformat() if event.ends_on else None,
            "place": event.place,
            "summary": event.summary,
            "committees": event.committees,
        }
    return {
        "event": event,
        "values": values,
        "kinds": list(EventKind),
        "committees": [(one.code, shown.named(one)) for one in committees],
    }
