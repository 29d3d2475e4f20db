"""The day's work: what is due, waits, meets and ends, to whom it is due."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from chainlink.accounts.model import Role
from chainlink.agenda.model import (
    SECTIONS,
    Agenda,
    ClaimExpiring,
    ConsentWaiting,
    FollowUpDue,
    IntroductionDue,
    Meeting,
    ReadyToIntroduce,
)
from chainlink.app import App
from chainlink.deals.model import Additionality
from chainlink.enterprises.claim_model import NEED
from chainlink.introductions.drafts import DisputeDraft, UpdateDraft
from chainlink.introductions.machine import IntroductionState, Step
from chainlink.introductions.reading import follow_ups_of
from tests.deal_world import deal_draft, introduced_pair
from tests.factories import create_account, create_member, declare_need
from tests.introduction_world import Couple, at, build_couple
from tests.settable_clock import SettableClock

TODAY = date(2026, 11, 24)
OFFICERS = ("staff of ka", "secretary of kb", "auditor", "admin")


async def seen(couple: Couple, who: str, **asked: Any) -> Agenda:
    return await couple.app.agenda.today(couple.actors[who], **asked)


async def filled(couple: Couple, who: str) -> set[str]:
    """Names of the lists in which somebody finds something."""
    agenda = await seen(couple, who)
    assert agenda.totals == await couple.app.agenda.totals(couple.actors[who])
    return {name for name, total in agenda.totals.items() if total}


async def test_nothing_is_due_to_anybody_at_first(app: App) -> None:
    couple = await build_couple(app)
    await couple.open()
    for who in couple.actors:
        assert await filled(couple, who) == set()
    assert set((await seen(couple, "seeker")).totals) == set(SECTIONS)


async def test_what_is_due_and_overdue(app: App, clock: SettableClock) -> None:
    couple = await build_couple(app)
    await couple.open()
    staff = couple.actors["staff of ka"]
    day = TODAY + timedelta(days=8)
    await app.introductions.update(staff, couple.id, 1, UpdateDraft(due_on=day))
    due = IntroductionDue(couple.id, day, IntroductionState.SHORTLISTED)
    assert await filled(couple, "staff of ka") == set()
    clock.advance(days=1)
    for who in OFFICERS:
        assert await filled(couple, who) == {"due_soon"}
        assert (await seen(couple, who)).due_soon.items == (due,)
    clock.advance(days=8)
    for who in OFFICERS:
        agenda = await seen(couple, who)
        assert agenda.overdue.items == (due,)
        assert agenda.introductions == {couple.id: await couple.seen(who)}
    assert await filled(couple, "seeker") == await filled(couple, "stranger") == set()
    somebody = await create_account(app, Role.STAFF, committees=["ka"])
    assert (await app.agenda.today(somebody)).overdue
    assert not (await app.agenda.today(somebody, mine=True)).overdue
    assert (await app.agenda.today(staff, mine=True)).overdue
    await couple.step("staff of ka", Step.WITHDRAW, reason="PRICE")
    assert await filled(couple, "staff of ka") == set()


async def test_consents_wait_for_officers_and_for_who_was_asked(
    app: App, clock: SettableClock
) -> None:
    couple = await build_couple(app)
    await couple.open()
    await couple.ask()
    clock.advance(days=3)
    asked = {}
    for side in ("seeker", "provider"):
        consent = await couple.consent(side)
        expires_on = TODAY + timedelta(days=app.settings.consent_answer_days)
        enterprise = couple.enterprise(side).id
        asked[side] = ConsentWaiting(
            consent.id, couple.id, enterprise, consent.asked_at, expires_on, 3
        )
        assert (await seen(couple, side)).consents.items == (asked[side],)
        assert await filled(couple, side) == {"consents"}
    for who in OFFICERS:
        agenda = await seen(couple, who)
        assert set(agenda.consents.items) == set(asked.values())
        assert not agenda.agreed
    assert await filled(couple, "stranger") == set()
    await couple.answer("seeker", "give")
    assert (await seen(couple, "staff of ka")).consents.items == (asked["provider"],)
    assert await filled(couple, "seeker") == set()
    await couple.answer("provider", "give")
    until = (await couple.consent("seeker")).valid_until
    for who in OFFICERS:
        assert (await seen(couple, who)).agreed.items == (ReadyToIntroduce(couple.id, until),)
        assert await filled(couple, who) == {"agreed"}
    await couple.answer("seeker", "withdraw")
    assert not (await seen(couple, "staff of ka")).agreed


async def test_consents_that_have_run_out_let_nobody_introduce(
    app: App, clock: SettableClock
) -> None:
    couple = await build_couple(app)
    await couple.open()
    await couple.ask(valid_until="2026-12-01")
    for side in ("seeker", "provider"):
        await couple.answer(side, "give")
    clock.set_day(date(2026, 12, 1))
    assert await filled(couple, "staff of ka") == {"agreed"}
    clock.set_day(date(2026, 12, 2))
    assert await filled(couple, "staff of ka") == set()


async def test_follow_ups_meetings_and_disputes(app: App, clock: SettableClock) -> None:
    couple = await build_couple(app)
    await couple.introduced(TODAY)
    await couple.step("staff of ka", Step.SCHEDULE_MEETING, meets_at=at(2026, 11, 26), place="济宁")
    moved = await couple.step(
        "staff of ka", Step.SCHEDULE_MEETING, meets_at=at(2026, 11, 27), place="兖州"
    )
    meeting = Meeting(couple.id, "2026-11-27T01:30:00.000000Z", "兖州")
    for who in (*OFFICERS, "seeker", "provider"):
        assert (await seen(couple, who)).meetings.items == (meeting,), who
        assert await filled(couple, who) == {"meetings"}
    assert not (await seen(couple, "staff of ka", days=2)).meetings
    assert await filled(couple, "stranger") == set()
    draft = DisputeDraft(disputed=True, text="价格")
    await app.introductions.dispute(couple.actors["seeker"], couple.id, moved.version, draft)
    for who in (*OFFICERS, "seeker", "provider"):
        assert (await seen(couple, who)).disputed.items == (couple.id,)
    await couple.step("staff of ka", Step.RECORD_MEETING, happened_on=TODAY)
    assert await filled(couple, "seeker") == {"disputed"}
    clock.advance(days=90)
    [first, *_] = await follow_ups_of(app.store, [couple.id])
    due = FollowUpDue(first.id, couple.id, first.due_on)
    assert (await seen(couple, "staff of ka")).follow_ups.items == (due,)
    assert not (await seen(couple, "seeker")).follow_ups


async def test_claims_that_are_about_to_end(app: App) -> None:
    couple = await build_couple(app)
    need = await declare_need(app, couple.seeker, valid_until="2026-12-10")
    await declare_need(app, couple.seeker, title="别的", valid_until="2027-06-30")
    told = ClaimExpiring(need.claim, couple.seeker.id, "Need", need.title, date(2026, 12, 10))
    for who in ("staff of ka", "auditor", "admin", "seeker"):
        assert (await seen(couple, who)).claims.items == (told,), who
    for who in ("secretary of kb", "provider", "stranger"):
        assert not (await seen(couple, who)).claims, who
    assert not (await seen(couple, "seeker", claim_days=15)).claims
    assert (await seen(couple, "seeker", claim_days=16)).claims
    await app.claims.withdraw(couple.actors["seeker"], NEED, need.claim, 1)
    assert await filled(couple, "seeker") == set()


async def test_deals_wait_for_a_word_and_a_review(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await app.deals.record(pair.staff, deal_draft([pair.introduction]))
    agenda = await app.agenda.today(pair.maker_account)
    assert [one.about for one in agenda.confirmations.items] == [deal.deal]
    assert agenda.deals == {deal.deal: await app.deals.get(pair.maker_account, deal.deal)}
    assert not (await app.agenda.today(pair.secretary)).reviews
    for actor in (pair.maker_account, pair.seller_account):
        await app.verifications.confirm(actor, deal.deal, 1, Additionality.ABOUT_EVEN)
    assert not (await app.agenda.today(pair.maker_account)).confirmations
    agenda = await app.agenda.today(pair.secretary)
    assert [one.about for one in agenda.reviews.items] == [deal.deal]
    assert list(agenda.deals) == [deal.deal]


async def test_lists_are_bounded_and_say_how_long_they_are(app: App) -> None:
    couple = await build_couple(app)
    for number in range(3):
        await declare_need(app, couple.seeker, title=f"需求{number}", valid_until="2026-12-01")
    claims = (await seen(couple, "seeker", most=2)).claims
    assert (len(claims.items), claims.total) == (2, 3)


async def test_who_may_read_nothing_finds_nothing(app: App) -> None:
    couple = await build_couple(app)
    await couple.open()
    await couple.ask()
    await declare_need(app, couple.seeker, valid_until="2026-12-01")
    for who in couple.actors:
        actor = replace(couple.actors[who], scopes=frozenset())
        assert not any((await app.agenda.totals(actor)).values()), who


@pytest.mark.parametrize("role", [Role.STAFF, Role.SECRETARY])
async def test_an_officer_of_no_committee_has_nothing_to_do(app: App, role: Role) -> None:
    couple = await build_couple(app)
    await couple.open()
    await couple.ask()
    await create_member(app)
    actor = await create_account(app, role)
    assert not any((await app.agenda.totals(actor)).values())
