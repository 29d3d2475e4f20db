"""Follow-ups: planned in the change that introduces, done with a note, never lost; overdue lists."""

from datetime import date

import pytest

from chainlink.app import App
from chainlink.errors import Conflict, Forbidden, InvalidInput, NotFound, StaleVersion
from chainlink.introductions.drafts import FollowUpDraft, UpdateDraft
from chainlink.introductions.follow_ups import months_after
from chainlink.introductions.machine import Step
from chainlink.introductions.model import FollowUp
from chainlink.introductions.reading import follow_ups_of
from chainlink.introductions.views import IntroductionFilter
from tests.introduction_world import Couple, build_couple
from tests.settable_clock import SettableClock

KA = "staff of ka"


@pytest.fixture
async def couple(app: App) -> Couple:
    return await build_couple(app)


async def planned(couple: Couple) -> list[FollowUp]:
    return await follow_ups_of(couple.app.store, [couple.id])


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 24), 3, date(2027, 2, 24)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 1, 31), 24, date(2028, 1, 31)),
    ],
)
def test_months_are_those_of_the_calendar(day: date, months: int, expected: date) -> None:
    assert months_after(day, months) == expected


async def test_four_are_planned_with_the_introduction(couple: Couple) -> None:
    await couple.introduced()
    assert [(one.months, one.due_on) for one in await planned(couple)] == [
        (3, date(2027, 2, 24)),
        (6, date(2027, 5, 24)),
        (12, date(2027, 11, 24)),
        (24, date(2028, 11, 24)),
    ]


async def test_done_with_a_note_and_once(couple: Couple, clock: SettableClock) -> None:
    await couple.introduced()
    [first, *_] = await planned(couple)
    clock.advance(days=100)
    service, actor = couple.app.follow_ups, couple.actors[KA]
    draft = FollowUpDraft(note="已小批量供货")
    with pytest.raises(StaleVersion):
        await service.record(actor, first.id, 2, draft)
    for day in (date(2027, 12, 1), date(2026, 11, 23)):
        with pytest.raises(InvalidInput) as refused:
            await service.record(actor, first.id, 1, draft.model_copy(update={"done_on": day}))
        assert [one.path for one in refused.value.fields] == ["doneOn"]
    await service.record(actor, first.id, 1, draft)
    [done, *rest] = await planned(couple)
    assert (done.note, done.done_on, done.version) == ("已小批量供货", date(2027, 3, 4), 2)
    assert all(one.open for one in rest)
    with pytest.raises(Conflict, match=r"follow_up\.closed"):
        await service.record(actor, first.id, 2, draft)
    details = await couple.app.introductions.details(couple.actors["seeker"], [couple.id])
    [seen, *_] = details[couple.id].follow_ups
    assert (seen.done_on, seen.note, seen.done_by) == (date(2027, 3, 4), None, None)


async def test_who_does_them(couple: Couple) -> None:
    await couple.introduced()
    [first, *_] = await planned(couple)
    record, draft = couple.app.follow_ups.record, FollowUpDraft(note="x")
    for who in ("seeker", "auditor"):
        with pytest.raises(Forbidden):
            await record(couple.actors[who], first.id, 1, draft)
    for who, id_ in (("stranger", first.id), ("stranger", "nothing"), (KA, "nothing")):
        with pytest.raises(NotFound) as refused:
            await record(couple.actors[who], id_, 1, draft)
        assert (refused.value.key, refused.value.facts) == ("follow_up.unknown", {"value": id_})


@pytest.mark.parametrize(("step", "kept"), [("WITHDRAW", False), ("END_WITHOUT_DEAL", True)])
async def test_given_up_they_are_cancelled_without_a_deal_they_stay(
    couple: Couple, step: str, kept: bool
) -> None:
    await couple.introduced()
    await couple.step(KA, step, reason="PRICE")
    assert [one.open for one in await planned(couple)] == [kept] * 4


async def test_a_party_that_declines_cancels_them(couple: Couple) -> None:
    await couple.introduced()
    await couple.step("provider", Step.DECLINE, reason="CAPACITY")
    assert [one.open for one in await planned(couple)] == [False] * 4


async def test_overdue_is_what_should_have_been_done_before_today(
    couple: Couple, clock: SettableClock
) -> None:
    await couple.introduced()
    version = await couple.version()
    draft = UpdateDraft(due_on=date(2026, 12, 1))
    await couple.app.introductions.update(couple.actors[KA], couple.id, version, draft)

    async def late(who: str = KA) -> bool:
        wanted = IntroductionFilter(overdue=True)
        actor = couple.actors[who]
        found = await couple.app.introductions.search(actor, wanted, passed=0, most=9)
        [one] = await couple.app.introductions.search(actor, IntroductionFilter(), passed=0, most=9)
        assert bool(found) is bool(one.overdue)
        return bool(found)

    clock.set_day(date(2026, 12, 1))
    assert not await late()
    clock.set_day(date(2026, 12, 2))
    assert await late()
    assert not await late("seeker")
    await couple.step(KA, Step.END_WITHOUT_DEAL, reason="PRICE")
    assert not await late()
    clock.set_day(date(2027, 2, 24))
    assert not await late()
    clock.set_day(date(2027, 2, 25))
    assert await late()
    [first, *_] = await planned(couple)
    await couple.app.follow_ups.record(couple.actors[KA], first.id, 1, FollowUpDraft(note="没有成"))
    assert not await late()
