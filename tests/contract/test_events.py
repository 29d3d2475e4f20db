"""Events: who plans them, who comes, who may know it."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest

from chainlink.accounts.model import Actor, Role, Scope
from chainlink.app import App
from chainlink.errors import (
    ChainlinkError,
    Conflict,
    Forbidden,
    InvalidInput,
    NotFound,
    StaleVersion,
)
from chainlink.events.loading import EventLoader, EventRow
from chainlink.events.model import AttendanceState, Event, EventDraft
from chainlink.events.reading import EventFilter
from chainlink.language import Language, sentence
from chainlink.validation import checked
from tests.factories import SYSTEM, create_account, create_enterprise, create_member
from tests.permission_world import EVERYBODY, World, build_world
from tests.settable_clock import SettableClock


def event_draft(**said: Any) -> EventDraft:
    plain = {
        "name_zh": "农机出海对接会",
        "kind": "MATCHMAKING",
        "held_on": "2026-12-01",
        "committees": ["ka"],
    }
    return checked(EventDraft, plain | said)


@pytest.fixture
async def staff(app: App) -> Actor:
    return await create_account(app, Role.STAFF, committees=["ka"])


async def states(app: App, actor: Actor, event: Event) -> dict[str, str]:
    found = await app.events.attendance(actor, [event])
    return {one.enterprise: one.state.value for one in found}


async def test_an_event_is_created_changed_and_found(app: App, staff: Actor) -> None:
    made = await app.events.create(
        staff, event_draft(place="兖州", ends_on="2026-12-02", committees=["ka", "kb"])
    )
    assert (made.name_zh, made.held_on, made.last_day, made.place) == (
        "农机出海对接会",
        date(2026, 12, 1),
        date(2026, 12, 2),
        "兖州",
    )
    assert (made.committees, made.version, made.recorded_by) == (("ka", "kb"), 1, staff.account)
    assert await app.events.get(staff, made.id) == made
    changed = await app.events.update(staff, made.id, 1, event_draft(kind="SALON"))
    assert (changed.kind, changed.committees, changed.version) == ("SALON", ("ka",), 2)
    assert (changed.place, changed.ends_on) == (None, None)
    with pytest.raises(StaleVersion):
        await app.events.update(staff, made.id, 1, event_draft())
    assert await app.events.get(staff, made.id) == changed


@pytest.mark.parametrize(
    ("said", "path", "key"),
    [
        ({"name_zh": " "}, "nameZh", "required"),
        ({"kind": "PARTY"}, "kind", "not_a_choice"),
        ({"held_on": "soon"}, "heldOn", "not_a_date"),
        ({"ends_on": "2026-11-30"}, "endsOn", "event.ends_before"),
        ({"committees": []}, "committees", "event.host_needed"),
    ],
)
def test_what_no_event_can_be(said: dict[str, Any], path: str, key: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        event_draft(**said)
    assert [(one.path, one.key) for one in refused.value.fields] == [(path, key)]


async def test_a_committee_that_is_not_there_changes_nothing(app: App, staff: Actor) -> None:
    head = await app.journal.head()
    with pytest.raises(InvalidInput) as refused:
        await app.events.create(staff, event_draft(committees=["ka", "kx"]))
    assert [(one.path, one.key) for one in refused.value.fields] == [("committees", "unknown_code")]
    assert await app.journal.head() == head


async def test_events_are_listed_by_day_and_page_by_page(app: App) -> None:
    days = ["2026-12-03", "2026-12-01", "2026-12-02", "2026-12-01"]
    for day in days:
        await app.events.create(SYSTEM, event_draft(held_on=day))
    await app.events.create(SYSTEM, event_draft(held_on="2026-12-09", committees=["kb"]))
    found = await app.events.search(SYSTEM, EventFilter(), 10)
    assert [one.held_on.day for one in found] == [1, 1, 2, 3, 9]
    assert found[:2] == sorted(found[:2], key=lambda one: one.id)
    first = found[0]
    after = (first.held_on.isoformat(), first.id)
    assert await app.events.search(SYSTEM, EventFilter(), 2, after) == found[1:3]
    of_kb = EventFilter(committee="kb")
    assert [one.committees for one in await app.events.search(SYSTEM, of_kb, 10)] == [("kb",)]
    between = EventFilter(from_day=date(2026, 12, 2), until_day=date(2026, 12, 3))
    assert await app.events.search(SYSTEM, between, 10) == found[2:4]


async def test_invited_registered_and_there(app: App, staff: Actor, clock: SettableClock) -> None:
    event = await app.events.create(staff, event_draft())
    own, enterprise = await create_member(app, committees=["kb"])
    other = await create_enterprise(app)
    await app.events.invite(staff, event.id, [enterprise.id, other.id, other.id])
    assert await states(app, staff, event) == {enterprise.id: "INVITED", other.id: "INVITED"}
    await app.events.register(own, event.id, enterprise.id)
    await app.events.invite(staff, event.id, [enterprise.id])  # stays registered
    with pytest.raises(Conflict) as again:
        await app.events.register(own, event.id, enterprise.id)
    assert sentence(again.value, Language.ZH) == "该单位已经报名。"
    with pytest.raises(Conflict, match=r"event\.not_yet"):
        await app.events.record_attendance(staff, event.id, [enterprise.id])
    clock.set_day(date(2026, 12, 1))
    walked_in = await create_enterprise(app)
    await app.events.record_attendance(staff, event.id, [enterprise.id, walked_in.id])
    assert await states(app, staff, event) == {
        enterprise.id: "ATTENDED",
        other.id: "INVITED",
        walked_in.id: "ATTENDED",
    }
    await app.events.record_attendance(staff, event.id, [walked_in.id], AttendanceState.REGISTERED)
    assert (await states(app, staff, event))[walked_in.id] == "REGISTERED"
    clock.set_day(date(2026, 12, 2))
    for attempt in (
        app.events.invite(staff, event.id, [enterprise.id]),
        app.events.register(SYSTEM, event.id, walked_in.id),
    ):
        with pytest.raises(Conflict, match=r"event\.over"):
            await attempt


async def test_who_waits_for_approval_does_not_take_part(app: App, staff: Actor) -> None:
    event = await app.events.create(staff, event_draft())
    waiting, enterprise = await create_member(app, approved=False)
    head = await app.journal.head()
    for attempt in (
        app.events.register(waiting, event.id, enterprise.id),
        app.events.invite(staff, event.id, [enterprise.id]),
    ):
        with pytest.raises(Conflict, match=r"event\.not_approved"):
            await attempt
    assert await app.journal.head() == head


async def test_attendance_is_shown_to_hosts_and_to_each_its_own(app: App) -> None:
    world = await build_world(app)
    event = await app.events.create(SYSTEM, event_draft())
    other = await create_enterprise(app)
    await app.events.invite(SYSTEM, event.id, [world.enterprise.id, other.id])
    both, own = {world.enterprise.id, other.id}, {world.enterprise.id}
    for who, actor in world.actors.items():
        expected = {"own": own} | dict.fromkeys(
            ("staff of ka", "secretary of ka", "auditor", "admin"), both
        )
        found = await states(app, actor, event)
        assert found.keys() == expected.get(who, set()), who
        of_one = await app.events.of_enterprises(actor, [world.enterprise.id])
        assert [one.id for _, one in of_one] == ([event.id] if found else []), who


Attempt = Callable[[Actor], Awaitable[object]]
HOSTS = {"staff of ka", "secretary of ka", "admin"}


def attempts(world: World, event: Event) -> dict[str, tuple[Attempt, set[str]]]:
    events, own = world.app.events, world.enterprise.id
    return {
        "create": (lambda actor: events.create(actor, event_draft()), HOSTS),
        "update": (lambda actor: events.update(actor, event.id, 9, event_draft()), HOSTS),
        "invite": (lambda actor: events.invite(actor, event.id, [own]), HOSTS),
        "register": (lambda actor: events.register(actor, event.id, own), HOSTS | {"own"}),
        "record": (
            lambda actor: events.record_attendance(actor, event.id, [own], AttendanceState.INVITED),
            HOSTS,
        ),
    }


@pytest.mark.parametrize("what", ["create", "update", "invite", "register", "record"])
async def test_who_may_do_what(app: App, what: str) -> None:
    world = await build_world(app)
    event = await app.events.create(SYSTEM, event_draft())
    attempt, allowed = attempts(world, event)[what]
    for who in EVERYBODY:
        head = await app.journal.head()
        try:
            await attempt(world.actors[who])
        except (Forbidden, NotFound):
            assert who not in allowed, who
            assert await app.journal.head() == head, who
        except (Conflict, StaleVersion):  # what he may do comes too late here
            assert who in allowed, who
        else:
            assert who in allowed, who


async def test_a_token_to_read_does_not_register(app: App) -> None:
    event = await app.events.create(SYSTEM, event_draft())
    enterprise = await create_enterprise(app)
    reader = await create_account(app, Role.ADMIN, scopes=[Scope.READ])
    with pytest.raises(Forbidden):
        await app.events.register(reader, event.id, enterprise.id)


async def test_the_public_sees_no_event(app: App) -> None:
    world = await build_world(app)
    event = await app.events.create(SYSTEM, event_draft())
    public = world.actors["public"]
    for attempt in (
        app.events.get(public, event.id),
        app.events.search(public, EventFilter(), 10),
        app.events.get(SYSTEM, "nowhere"),
    ):
        with pytest.raises(NotFound):
            await attempt
    assert await app.events.by_ids(public, [event.id]) == {}


async def test_a_request_that_is_sent_again_is_done_once(app: App, staff: Actor) -> None:
    draft = event_draft()
    first = await app.events.create(staff, draft, request="r1")
    assert await app.events.create(staff, draft, request="r1") == first
    enterprise = await create_enterprise(app)
    for _ in range(2):
        await app.events.register(SYSTEM, first.id, enterprise.id, request="r2")
    actions = [one.action for one in await app.journal.entries(0)]
    assert actions.count("event.created") == 1
    assert actions.count("event.registered") == 1


async def test_loading_writes_once_and_nothing_over(app: App, staff: Actor) -> None:
    enterprise = await create_enterprise(app)
    row = EventRow(
        id="story",
        draft=event_draft(held_on="2025-06-10"),
        attended=(enterprise.uscc,),
        recorded_on=date(2025, 6, 11),
        invented=True,
        source="示例",
    )
    loader = EventLoader(app.journal, app.settings)
    assert await loader.load(SYSTEM, [row]) == 1
    loaded = await app.events.get(staff, "story")
    assert (loaded.invented, loaded.source, loaded.recorded_at) == (
        True,
        "示例",
        "2025-06-10T16:00:00.000000Z",
    )
    assert await states(app, staff, loaded) == {enterprise.id: "ATTENDED"}
    changed = await app.events.update(staff, "story", 1, event_draft(name_zh="改过的名字"))
    assert await loader.load(SYSTEM, [row]) == 0
    assert await app.events.get(staff, "story") == changed
    wrong: list[tuple[EventRow, type[ChainlinkError]]] = [
        (row.model_copy(update={"id": "b", "attended": ("9" * 18,)}), InvalidInput),
        (
            row.model_copy(update={"id": "c", "draft": event_draft(committees=["kx"])}),
            InvalidInput,
        ),
    ]
    for one, refusal in wrong:
        with pytest.raises(refusal):
            await loader.load(SYSTEM, [one])
        with pytest.raises(NotFound):
            await app.events.get(SYSTEM, one.id)
