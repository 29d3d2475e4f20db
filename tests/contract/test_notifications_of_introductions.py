"""Notifications of introductions and deals: who hears what, and who never hears a refusal."""

from datetime import timedelta

import pytest

from chainlink.accounts.model import Actor
from chainlink.app import App, build_app
from chainlink.deals.model import Additionality
from chainlink.graph.port import GraphStore
from chainlink.introductions.drafts import UpdateDraft
from chainlink.introductions.model import CloseReason
from chainlink.language import Language
from chainlink.notifications.model import NotificationKind
from chainlink.settings import Settings
from tests.deal_world import introduced_pair, record_deal
from tests.factories import SYSTEM, declare_capability, declare_need, load_small_reference
from tests.introduction_world import build_couple
from tests.settable_clock import SettableClock

K = NotificationKind


@pytest.fixture
async def told(app: App) -> App:
    await app.notifications.prepare()
    return app


async def sentences(app: App, actor: Actor) -> list[str]:
    found = await app.notifications.listed(actor)
    return [one.sentence(Language.ZH) for one in found]


async def kinds(app: App, actor: Actor) -> list[str]:
    return [one.notification.kind.value for one in await app.notifications.listed(actor)]


async def test_both_who_are_asked_for_consent_are_told_and_the_officers_of_the_answers(
    told: App,
) -> None:
    couple = await build_couple(told)
    actors = couple.actors
    await told.notifications.make()
    await couple.open()
    assert await told.notifications.make() == 0  # a committee's shortlist is its own
    await couple.ask()
    assert await told.notifications.make() == 2
    asked = "有一次引荐在征求贵单位对提供联系方式的单独同意，请登录平台答复。"
    for side in ("seeker", "provider"):
        assert await sentences(told, actors[side]) == [asked]
    await couple.answer("seeker", "give")
    await couple.answer("provider", "refuse")
    await told.notifications.make()
    names = f"{couple.seeker.name}与{couple.provider.name}的引荐"
    found = await sentences(told, actors["staff of ka"])
    assert f"{couple.seeker.name}已就{names}表示同意。" in found
    assert f"{couple.provider.name}没有同意{names}；请勿告知另一方。" in found
    for side in ("seeker", "provider"):
        found = await sentences(told, actors[side])
        assert found[0] == "一次引荐没有继续推进。"
        assert set(found) == {"一次引荐没有继续推进。", asked}


@pytest.mark.parametrize("end", ["refuse", "withdraw by the committee", "expire"])
async def test_every_end_before_the_introduction_sounds_the_same_to_the_other_side(
    told: App, clock: SettableClock, end: str
) -> None:
    couple = await build_couple(told)
    await couple.open()
    await couple.ask()
    await couple.answer("seeker", "give")
    await told.notifications.make()
    if end == "refuse":
        await couple.answer("provider", "refuse")
    elif end == "expire":
        clock.advance(days=365)
        assert await told.introductions.sweep(clock()) == 1
    else:
        await couple.step("staff of ka", "WITHDRAW", reason=CloseReason.TIMING)
    await told.notifications.make()
    found = await told.notifications.listed(couple.actors["seeker"])
    ends = [one.notification for one in found if one.notification.kind is K.STATE_CHANGED]
    assert [(one.message, one.facts) for one in ends] == [("notification.STATE_CHANGED.ended", {})]


async def test_a_pair_that_is_spoken_of_already_is_no_new_match(
    store: GraphStore, clock: SettableClock
) -> None:
    settings = Settings(_env_file=None, graph="ladybug::memory:", good_match=1e-9)
    app = build_app(settings, store=store, clock=clock)
    await app.journal.prepare()
    await load_small_reference(app)
    await app.notifications.prepare()
    couple = await build_couple(app)
    await couple.open()
    await declare_need(app, couple.seeker)
    await declare_capability(app, couple.provider, categories=["motor-housings"])
    assert await app.recommendations.for_enterprise(SYSTEM, couple.seeker.id)
    assert await app.notifications.make() == 0


async def test_who_is_introduced_is_told_and_of_every_step_after(told: App) -> None:
    couple = await build_couple(told)
    await couple.introduced()
    await couple.step("staff of ka", "RECORD_MEETING", happened_on=told.introductions.today())
    await told.notifications.make()
    for side in ("seeker", "provider"):
        found = await sentences(told, couple.actors[side])
        assert found[:2] == [
            "一次引荐有了进展：已对接。",
            "一次引荐已经完成，双方可以看到对方的联系方式。",
        ]


async def test_follow_ups_and_next_steps_are_told_on_their_day_to_who_is_in_charge(
    told: App, clock: SettableClock
) -> None:
    couple = await build_couple(told)
    today = told.settings.today(clock())
    await couple.introduced(today)
    due = today + timedelta(days=10)
    staff = couple.actors["staff of ka"]
    draft = UpdateDraft(due_on=due, next_step="约谈")
    await told.introductions.update(staff, couple.id, await couple.version(), draft)
    await told.notifications.make()
    before = len(await kinds(told, staff))
    clock.set_day(due - timedelta(days=1))
    assert await told.notifications.make() == 0
    clock.set_day(due)
    assert await told.notifications.make() == 2  # his own and his committee's
    assert (await kinds(told, staff))[:2] == [K.INTRODUCTION_DUE] * 2
    clock.set_day(today + timedelta(days=95))
    await told.notifications.make()
    assert (await kinds(told, staff))[:2] == [K.FOLLOW_UP_DUE] * 2
    assert len(await kinds(told, staff)) == before + 4
    [said, *_] = await sentences(told, staff)
    assert said.startswith(f"{couple.seeker.name}与{couple.provider.name}的引荐：第 3 个月回访应于")
    clock.set_day(today + timedelta(days=96))
    assert await told.notifications.make() == 0


async def test_a_deal_asks_its_parties_to_confirm_and_then_the_secretary_to_review(
    told: App,
) -> None:
    pair = await introduced_pair(told)
    deal = await record_deal(pair)
    await told.notifications.make()
    parties = (pair.seller_account, pair.maker_account)
    for account in parties:
        assert (await kinds(told, account))[0] == K.DEAL_TO_CONFIRM
    assert K.DEAL_TO_REVIEW not in await kinds(told, pair.secretary)
    for account in parties:
        await told.verifications.confirm(account, deal.deal, 1, Additionality.PROBABLY_WITHOUT)
    await told.notifications.make()
    assert (await kinds(told, pair.secretary))[0] == K.DEAL_TO_REVIEW
    assert K.DEAL_TO_REVIEW not in await kinds(told, pair.staff)
    assert await told.notifications.make() == 0
