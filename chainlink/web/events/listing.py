"""`/events`: the sessions ahead and those that were."""

from collections.abc import Callable
from datetime import date

from starlette.responses import Response

from chainlink.accounts.permissions import Action, Reach, Resource, reach
from chainlink.errors import InvalidInput
from chainlink.events.model import Event
from chainlink.events.reading import EventFilter
from chainlink.web.desk import Desk
from chainlink.web.exporting import exported
from chainlink.web.guests import Guest
from chainlink.web.tables import MOST_EXPORTED, Column, Kind, Table, asked_of

_SORTS = ("held_on", "name", "kind")


async def show_events(desk: Desk, guest: Guest) -> Response:
    """The page, or the file of what it shows."""
    app, shown = desk.app, desk.shown(guest)
    asked = asked_of(guest, _SORTS, "-held_on")
    wanted = EventFilter(
        from_day=_day(guest, "from"),
        until_day=_day(guest, "until"),
        committee=guest.query.get("committee", ""),
    )
    # a district holds a few hundred sessions a year: all of them are read, then put in order
    found = await app.events.search(guest.actor, wanted, MOST_EXPORTED)
    keys: dict[str, Callable[[Event], str]] = {
        "held_on": lambda one: one.held_on.isoformat(),
        "name": shown.named,
        "kind": lambda one: one.kind.value,
    }
    found.sort(key=keys[asked.sort], reverse=asked.descending)
    committees = {one.code: shown.named(one) for one in await app.chains.committees()}
    columns: list[Column[Event]] = [
        Column("held_on", lambda one: one.held_on, Kind.DAY, sorts=True),
        Column("name", shown.named, sorts=True, link=lambda one: f"/events/{one.id}"),
        Column("kind", lambda one: one.kind, sorts=True),
        Column("place", lambda one: one.place),
        Column(
            "committees",
            lambda one: "、".join(committees.get(code, code) for code in one.committees),
        ),
    ]
    page = found[asked.passed : asked.passed + asked.size]
    table = Table("events", columns, page, len(found), asked)
    if asked.exported:
        return exported(table, shown)
    return desk.page(
        guest,
        "events/list",
        table=table,
        committees=list(committees.items()),
        writes=reach(guest.actor, Action.WRITE, Resource.EVENTS) >= Reach.COMMITTEE,
    )


def _day(guest: Guest, name: str) -> date | None:
    said = guest.query.get(name, "")
    if not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise InvalidInput.of(name, "not_a_date", value=said) from None
