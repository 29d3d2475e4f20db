"""Notifications: made from the journal and the calendar, once each, for who may see the subject."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from chainlink.accounts.model import Actor, Role, Scope, system_actor
from chainlink.app import App, build_app
from chainlink.enterprises.claim_model import CAPABILITY
from chainlink.enterprises.model import Enterprise
from chainlink.errors import Forbidden, InvalidInput
from chainlink.graph.cypher import Query
from chainlink.graph.port import GraphStore
from chainlink.language import Language
from chainlink.notifications.model import NotificationKind
from chainlink.notifications.service import NotificationService
from chainlink.settings import Settings
from tests.factories import (
    SYSTEM,
    capability_draft,
    create_account,
    create_enterprise,
    create_member,
    declare_capability,
    declare_need,
    load_small_reference,
)
from tests.settable_clock import SettableClock

K = NotificationKind


@pytest.fixture
async def told(store: GraphStore, clock: SettableClock) -> App:
    """A platform that tells of every match, so that the small reference is enough."""
    settings = Settings(_env_file=None, graph="ladybug::memory:", good_match=1e-9)
    built = build_app(settings, store=store, clock=clock)
    await built.journal.prepare()
    await load_small_reference(built)
    await built.notifications.prepare()
    return built


async def sentences(app: App, actor: Actor, **more: Any) -> list[str]:
    found = await app.notifications.listed(actor, **more)
    return [one.sentence(Language.ZH) for one in found]


async def kinds(app: App, actor: Actor) -> list[str]:
    return [one.notification.kind.value for one in await app.notifications.listed(actor)]


async def officer(app: App, role: Role, *committees: str) -> Actor:
    return await create_account(app, role, committees=committees)


async def test_who_waits_is_told_to_the_secretaries_asked(told: App) -> None:
    secretary, staff = [await officer(told, role, "ka") for role in (Role.SECRETARY, Role.STAFF)]
    elsewhere = await officer(told, Role.SECRETARY, "kb")
    newcomer, enterprise = await create_member(told, approved=False, name="兖州新厂")
    await create_enterprise(told, name="已通过的厂")
    assert await told.notifications.make() == 1
    assert await sentences(told, secretary) == ["兖州新厂申请归口，请审核。"]
    [seen] = await told.notifications.listed(secretary)
    assert seen.notification.subject == enterprise.id
    assert seen.sentence(Language.EN) == "兖州新厂 asks to join your committee; please decide."
    for other in (staff, elsewhere, newcomer, SYSTEM):
        assert await kinds(told, other) == []
    assert await told.notifications.make() == 0


async def test_what_was_before_the_platform_told_is_not_news(app: App) -> None:
    secretary = await officer(app, Role.SECRETARY, "ka")
    await create_member(app, approved=False)
    assert await app.notifications.make() == 0
    _, second = await create_member(app, approved=False)
    assert await app.notifications.make() == 1
    [seen] = await app.notifications.listed(secretary)
    assert seen.notification.subject == second.id


class Cut(Exception):
    pass


async def test_a_crash_while_writing_loses_nothing_and_doubles_nothing(
    told: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    secretary = await officer(told, Role.SECRETARY, "ka")
    await create_member(told, approved=False)
    whole = NotificationService._write

    async def cut(*arguments: Any) -> int:
        await whole(*arguments)
        raise Cut  # written, but its transaction did not end

    monkeypatch.setattr(NotificationService, "_write", cut)
    with pytest.raises(Cut):
        await told.notifications.make()
    assert await kinds(told, secretary) == []
    monkeypatch.undo()
    assert await told.notifications.make() == 1
    assert await kinds(told, secretary) == [K.ENTERPRISE_WAITING]


async def test_several_processes_at_once_tell_once(
    told: App, store: GraphStore, clock: SettableClock
) -> None:
    secretary = await officer(told, Role.SECRETARY, "ka")
    for _ in range(5):
        await create_member(told, approved=False)
    others = [build_app(told.settings, store=store, clock=clock) for _ in range(4)]
    made = await asyncio.gather(*(one.notifications.make() for one in (told, *others)))
    assert sum(made) == 5
    assert await kinds(told, secretary) == [K.ENTERPRISE_WAITING] * 5


async def test_a_notification_is_shown_while_its_subject_may_be_seen(told: App) -> None:
    secretary = await officer(told, Role.SECRETARY, "ka")
    _, enterprise = await create_member(told, approved=False)
    await told.notifications.make()
    assert len(await kinds(told, secretary)) == 1
    await told.enterprises.reject(SYSTEM, enterprise.id, enterprise.version)
    profile = await told.enterprises.get(SYSTEM, enterprise.id)
    assert profile.status == "REJECTED"
    # who asked committee ka is its secretary's business still; another committee's he never was
    moved = Actor(secretary.account, Role.SECRETARY, committees=frozenset({"kb"}))
    assert await kinds(told, moved) == []
    assert await told.notifications.unread(moved) == 0
    reading_nothing = Actor(
        secretary.account, Role.SECRETARY, committees=secretary.committees, scopes=frozenset()
    )
    assert await kinds(told, reading_nothing) == []


async def expiring(app: App, enterprise: Enterprise, until: date) -> None:
    await declare_capability(app, enterprise, title="铝压铸件", valid_until=until.isoformat())


async def test_a_claim_that_ends_is_told_30_and_7_days_before(
    told: App, clock: SettableClock
) -> None:
    member, enterprise = await create_member(told)
    other, _ = await create_member(told)
    today = told.settings.today(clock())
    until = today + timedelta(days=60)
    await expiring(told, enterprise, until)
    told_on = []
    for days in range(61):
        clock.set_day(today + timedelta(days=days))
        if made := await told.notifications.make():
            told_on.append((60 - days, made))
    assert told_on == [(30, 1), (7, 1)]
    assert (
        await sentences(told, member)
        == [f"能力“铝压铸件”的有效期至 {until}；仍然属实的话请续期。"] * 2
    )
    assert await kinds(told, other) == []


async def test_days_without_the_platform_are_caught_up_with(
    told: App, clock: SettableClock
) -> None:
    member, enterprise = await create_member(told)
    today = told.settings.today(clock())
    await expiring(told, enterprise, today + timedelta(days=60))
    await expiring(told, enterprise, today + timedelta(days=14))  # its end is known from the start
    assert await told.notifications.make() == 0
    clock.set_day(today + timedelta(days=50))
    assert await told.notifications.make() == 1
    assert await kinds(told, member) == [K.CLAIM_EXPIRING]


async def test_a_renewed_claim_is_told_of_anew_and_a_withdrawn_one_not(
    told: App, clock: SettableClock
) -> None:
    member, enterprise = await create_member(told)
    today = told.settings.today(clock())
    soon = {"valid_until": (today + timedelta(days=40)).isoformat()}
    claim = await declare_capability(told, enterprise, **soon)
    gone = await declare_capability(told, enterprise, title="铸铁件", **soon)
    await told.claims.withdraw(SYSTEM, CAPABILITY, gone.claim, gone.version)
    await told.notifications.make()
    clock.set_day(today + timedelta(days=12))
    assert await told.notifications.make() == 1
    renewed = capability_draft(valid_until=(today + timedelta(days=80)).isoformat())
    await told.claims.revise(SYSTEM, CAPABILITY, claim.claim, claim.version, renewed)
    assert await told.notifications.make() == 0
    clock.set_day(today + timedelta(days=52))
    assert await told.notifications.make() == 1
    assert len(await kinds(told, member)) == 2


async def matched(app: App) -> tuple[Actor, Enterprise, Actor, Enterprise]:
    maker, works = await create_member(app, name="铸造厂")
    buyer, motors = await create_member(app, name="电机厂")
    await declare_capability(app, works, title="电机壳体", categories=["motor-housings"])
    await declare_need(app, motors)
    return maker, works, buyer, motors


async def test_a_new_good_match_is_told_to_both_sides_and_their_committee(told: App) -> None:
    staff = await officer(told, Role.STAFF, "ka")
    maker, _, buyer, _ = await matched(told)
    await told.notifications.make()
    assert await sentences(told, maker) == ["铸造厂有一家新的合适伙伴：电机厂（供需）。"]
    assert await sentences(told, buyer) == ["电机厂有一家新的合适伙伴：铸造厂（供需）。"]
    assert sorted(await sentences(told, staff)) == sorted(
        await sentences(told, maker) + await sentences(told, buyer)
    )
    await declare_need(told, (await told.enterprises.find(SYSTEM, "电机厂")).id, title="还要壳体")
    assert await told.notifications.make() == 0  # the pair was told before


async def test_who_is_matched_without_its_name_is_told_without_it(told: App) -> None:
    staff = await officer(told, Role.STAFF, "ka")
    buyer, motors = await create_member(told, name="电机厂")
    _, works = await create_member(told, name="隐名厂")
    await declare_need(told, motors)
    await declare_capability(
        told, works, title="壳体", categories=["motor-housings"], visibility="ANONYMOUS"
    )
    await told.notifications.make()
    assert await sentences(told, buyer) == ["有一家新的合适伙伴（供需），请登录平台查看。"]
    assert "电机厂有一家新的合适伙伴：隐名厂（供需）。" in await sentences(told, staff)


async def test_a_draft_of_its_own_and_files_bring_no_matches(told: App) -> None:
    _, works = await create_member(told)
    buyer, motors = await create_member(told)
    seed = system_actor("seed")
    await declare_need(told, motors, actor=seed)
    await declare_capability(told, works, categories=["motor-housings"], visibility="PRIVATE")
    assert await told.notifications.make() == 0
    assert await kinds(told, buyer) == []


async def test_at_most_three_new_matches_a_day_and_recipient(
    told: App, clock: SettableClock
) -> None:
    buyer, motors = await create_member(told)
    for number in range(5):
        _, works = await create_member(told, name=f"铸造{number}厂", committees=["kb"])
        await declare_capability(told, works, title="壳体", categories=["motor-housings"])
    await told.notifications.make()
    assert await kinds(told, buyer) == []
    await declare_need(told, motors)
    await told.notifications.make()
    assert await kinds(told, buyer) == [K.GOOD_MATCH] * 3
    await declare_need(told, motors, title="再找壳体")
    await told.notifications.make()
    assert len(await kinds(told, buyer)) == 3
    clock.advance(days=1)
    await declare_need(told, motors, title="还找壳体")
    await told.notifications.make()
    assert len(await kinds(told, buyer)) == 5


async def test_nothing_counts_as_shown_by_being_told(told: App) -> None:
    await matched(told)
    await told.notifications.make()
    await told.showings.close()
    found = await told.store.read(Query("showings", "MATCH (s:Showing) RETURN count(s.id) AS n"))
    assert found == [{"n": 0}]


async def test_lists_go_on_where_a_page_ended_and_know_what_was_read(told: App) -> None:
    secretary = await officer(told, Role.SECRETARY, "ka")
    colleague = await officer(told, Role.SECRETARY, "ka")
    for number in range(7):
        await create_member(told, approved=False, name=f"新{number}厂")
    await told.notifications.make()
    whole = await told.notifications.listed(secretary)
    pages = []
    after = None
    while found := await told.notifications.listed(secretary, first=3, after=after):
        pages.append([one.notification.id for one in found])
        last = found[-1].notification
        after = (last.recorded_at, last.sequence, last.id)
    assert [len(one) for one in pages] == [3, 3, 1]
    paged = [id_ for one in pages for id_ in one]
    assert paged == [one.notification.id for one in whole]
    head = await told.journal.head()
    assert await told.notifications.mark_read(secretary, ids=pages[0]) == 3
    assert await told.notifications.mark_read(secretary, ids=pages[0]) == 0
    assert await told.notifications.unread(secretary) == 4
    assert await told.notifications.unread(colleague) == 7
    unread = await told.notifications.listed(secretary, unread=True)
    assert [one.notification.id for one in unread] == pages[1] + pages[2]
    now = whole[0].notification.recorded_at
    assert await told.notifications.mark_read(secretary, until=now) == 4
    assert await told.notifications.unread(secretary) == 0
    assert all(one.notification.read_at for one in await told.notifications.listed(secretary))
    assert await told.journal.head() == head


async def test_marking_is_for_ones_own_and_says_nothing_of_others(told: App) -> None:
    secretary = await officer(told, Role.SECRETARY, "ka")
    elsewhere = await officer(told, Role.SECRETARY, "kb")
    await create_member(told, approved=False)
    await told.notifications.make()
    [seen] = await told.notifications.listed(secretary)
    assert await told.notifications.mark_read(elsewhere, ids=[seen.notification.id]) == 0
    assert await told.notifications.by_ids(elsewhere, [seen.notification.id]) == {}
    assert await told.notifications.unread(secretary) == 1
    reader = Actor(secretary.account, Role.SECRETARY, scopes=frozenset({Scope.READ}))
    with pytest.raises(Forbidden):
        await told.notifications.mark_read(reader, ids=["x"])
    for wrong in ({}, {"ids": ["x"], "until": "2026-01-01T00:00:00.000000Z"}):
        with pytest.raises(InvalidInput):
            await told.notifications.mark_read(secretary, **wrong)


async def test_a_repeated_request_is_answered_as_at_first(told: App) -> None:
    secretary = await officer(told, Role.SECRETARY, "ka")
    await create_member(told, approved=False)
    await told.notifications.make()
    until = "2027-01-01T00:00:00.000000Z"
    for _ in range(2):
        assert await told.notifications.mark_read(secretary, until=until, request="r") == 1
