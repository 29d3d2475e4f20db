"""The list and the board of introductions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from starlette.responses import Response

from chainlink.accounts.model import Actor, Role
from chainlink.app import App
from chainlink.events.reading import EventFilter
from chainlink.introductions.listing_model import LARGEST_PAGE, ListingPage, ListingQuestion
from chainlink.introductions.machine import ENDED, IntroductionState
from chainlink.introductions.model import IntroductionView
from chainlink.introductions.sight import OFFICERS
from chainlink.matching.model import MatchType
from chainlink.web.desk import Desk
from chainlink.web.exporting import exported
from chainlink.web.guests import Guest
from chainlink.web.introductions.asking import ORDERS, question_of
from chainlink.web.introductions.naming import Named, named
from chainlink.web.introductions.offers import next_form
from chainlink.web.introductions.steps import StepForm
from chainlink.web.shown import Shown
from chainlink.web.tables import MOST_EXPORTED, Asked, Column, Kind, Table, asked_of

CARDS = 5  # of a column of the board
_EVENTS = 200  # to choose from


@dataclass(frozen=True, slots=True)
class Row:
    """One introduction in a list."""

    view: IntroductionView
    seeker: str
    provider: str
    committee: str
    next: StepForm | None
    next_name: str | None
    since: date
    late_text: str

    @property
    def link(self) -> str:
        """Its page."""
        return f"/introductions/{self.view.id}"

    @property
    def next_link(self) -> str:
        """The page of the step that comes next."""
        return f"{self.link}/{self.next.word}" if self.next else self.link


_BOTH: tuple[Column[Row], ...] = (
    Column("seeker", lambda row: row.seeker, link=lambda row: row.link, pressed="o"),
    Column("provider", lambda row: row.provider),
    Column("match_type", lambda row: row.view.match_type),
    Column("state", lambda row: row.view.state, sorts=True),
    Column("since", lambda row: row.since, Kind.DAY, sorts=True),
    Column("next", lambda row: row.next_name, link=lambda row: row.next_link, pressed="n"),
)
_OFFICERS: tuple[Column[Row], ...] = (
    Column("due_on", lambda row: row.view.due_on, Kind.DAY, sorts=True),
    Column("late", lambda row: row.late_text or None),
    Column("next_step", lambda row: row.view.next_step),
    Column("committee", lambda row: row.committee),
)
_SEVERAL = {Role.ADMIN, Role.AUDITOR}


async def show_list(desk: Desk, guest: Guest) -> Response:
    """The list, or the file that its address asks for."""
    officer = guest.actor.role in OFFICERS
    sorts = [one for one in ORDERS if officer or one not in {"due_on", "recorded"}]
    asked = asked_of(guest, sorts, "due_on" if officer else "-since")
    question = question_of(guest, asked)
    shown = desk.shown(guest)
    page, views = await _found(desk.app, guest.actor, question, asked)
    rows = await _rows(desk.app, guest.actor, views, shown)
    table = Table("introductions", _columns(guest.actor), rows, page.total, asked)
    if asked.exported:
        return exported(table, shown)
    return desk.page(
        guest,
        "introductions/list",
        table=table,
        total=sum(page.counts.values()),
        counts=page.counts,
        late=await _late(desk.app, guest.actor, question) if question.states else page.overdue,
        **await choices(desk.app, guest, shown),
    )


def _columns(actor: Actor) -> list[Column[Row]]:
    """What the reader is told of; the committee where there is more than his own."""
    if actor.role not in OFFICERS:
        return list(_BOTH)
    own = _OFFICERS if actor.role in _SEVERAL or len(actor.committees) > 1 else _OFFICERS[:-1]
    return [*_BOTH[:5], *own, *_BOTH[5:]]


async def show_board(desk: Desk, guest: Guest) -> Response:
    """The board: the open states side by side, the first few of each."""
    app, actor, shown = desk.app, guest.actor, desk.shown(guest)
    officer = actor.role in OFFICERS
    order = ORDERS["due_on" if officer else "since"]
    question = replace(question_of(guest), order=order, descending=not officer)
    board = await app.introduction_listing.board(actor, question, CARDS)
    ids = [id_ for page in board.values() for id_ in page.ids]
    views = await app.introductions.by_ids(actor, ids)
    rows = {one.view.id: one for one in await _rows(app, actor, list(views.values()), shown)}
    counts: Mapping[IntroductionState, int] = next((one.counts for one in board.values()), {})
    return desk.page(
        guest,
        "introductions/board",
        board={
            state: ([rows[id_] for id_ in page.ids if id_ in rows], page.total)
            for state, page in board.items()
        },
        total=sum(counts.values()),
        counts=counts,
        late=await _late(app, actor, question),
        **await choices(app, guest, shown),
    )


async def _late(app: App, actor: Actor, question: ListingQuestion) -> int:
    whole = replace(question, states=frozenset(), page=1, size=1)
    return (await app.introduction_listing.page(actor, whole)).overdue


async def _found(
    app: App, actor: Actor, question: ListingQuestion, asked: Asked
) -> tuple[ListingPage, list[IntroductionView]]:
    """A page of the table; all of it, up to what one file holds, where it is taken away."""
    page, views = await app.introduction_listing.views(actor, question)
    while asked.exported and len(views) < min(page.total, MOST_EXPORTED):
        question = replace(question, page=question.page + 1, size=LARGEST_PAGE)
        page, more = await app.introduction_listing.views(actor, question)
        if not more:
            break
        views += more
    return page, views


async def _rows(
    app: App, actor: Actor, views: Sequence[IntroductionView], shown: Shown
) -> list[Row]:
    ids = {one.enterprise for view in views for one in view.parties}
    names = await named(app, actor, ids, shown)
    committees = {one.code: shown.named(one) for one in await app.chains.committees()}
    return [_row(view, names, committees, shown) for view in views]


def _row(
    view: IntroductionView, names: Mapping[str, Named], committees: Mapping[str, str], shown: Shown
) -> Row:
    form = next_form(view)
    return Row(
        view=view,
        seeker=names[view.seeker].name,
        provider=names[view.provider].name,
        committee=committees.get(view.committee, view.committee),
        next=form,
        next_name=shown.say(f"page.introductions.do.{form.name}") if form else None,
        since=datetime.fromisoformat(view.state_since).astimezone(shown.zone).date(),
        late_text=_late_text(view, shown),
    )


def _late_text(view: IntroductionView, shown: Shown) -> str:
    """Days since it was due; a follow-up may be overdue where nothing else is."""
    if days := days_late(view, shown.today):
        return shown.say("page.introductions.days_late", days=days)
    return shown.say("page.introductions.look_late") if view.overdue else ""


def days_late(view: IntroductionView, today: date) -> int:
    """Days since the open introduction was due; none where only a follow-up is late."""
    if view.due_on is None or view.state in ENDED:
        return 0
    return max((today - view.due_on).days, 0)


async def choices(app: App, guest: Guest, shown: Shown) -> dict[str, Any]:
    """What the filters offer."""
    events = await app.events.search(guest.actor, EventFilter(), _EVENTS)
    return {
        "officer": guest.actor.role in OFFICERS,
        "states": list(IntroductionState),
        "match_types": [(one.value, shown.label(one)) for one in MatchType],
        "committees": [(one.code, shown.named(one)) for one in await app.chains.committees()],
        "chains": [(one.code, shown.named(one)) for one in await app.chains.chains()],
        "events": [(one.id, shown.named(one)) for one in reversed(events)],
    }
