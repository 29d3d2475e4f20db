"""The pages of introductions: every step by its form, kept input, and what stays unseen."""

import csv
import io
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import httpx
import pytest

from chainlink.introductions.drafts import UpdateDraft
from chainlink.introductions.machine import TRANSITIONS, Fact, IntroductionState, Step
from chainlink.introductions.model import CloseReason, ConsentState
from chainlink.web.introductions.progress import Mark, line_of
from chainlink.web.introductions.steps import BY_STEP
from tests.deal_world import deal_draft
from tests.factories import SYSTEM, create_member
from tests.introduction_world import Couple, build_couple
from tests.web.conftest import Site
from tests.web.desks import Desk, Forms, at_desk

TODAY = date(2026, 11, 24)


@dataclass
class World:
    """The two, an open introduction, and desks."""

    site: Site
    couple: Couple
    desks: dict[str, Desk] = field(default_factory=dict)

    @property
    def page(self) -> str:
        return f"/introductions/{self.couple.id}"

    async def desk(self, who: str) -> Desk:
        if who not in self.desks:
            self.desks[who] = await at_desk(self.site, self.couple.actors[who])
        return self.desks[who]

    async def take(self, who: str, word: str, *, alone: bool = True, **said: Any) -> httpx.Response:
        """A step by its form, on its own page or on the introduction's."""
        desk = await self.desk(who)
        return await desk.send(f"{self.page}/{word}" if alone else self.page, word, **said)

    async def answer(self, side: str, verb: str, who: str = "", **said: Any) -> httpx.Response:
        """A consent's answer, on the introduction's page or on the step's for staff."""
        consent = (await self.couple.consent(side)).id
        desk = await self.desk(who or side)
        page = f"{self.page}/{verb}?consent={consent}" if who else self.page
        return await desk.send(page, f"{verb}-{consent}", **said)

    async def introduced(self) -> None:
        """Both have agreed and have been introduced."""
        await self.couple.ask()
        for side in ("seeker", "provider"):
            await self.couple.answer(side, "give")
        await self.couple.step("staff of ka", Step.INTRODUCE)

    async def state(self) -> IntroductionState:
        return (await self.site.app.introductions.get(SYSTEM, self.couple.id)).state


@pytest.fixture
async def world(site: Site) -> World:
    """An introduction that committee ka has shortlisted."""
    found = World(site, await build_couple(site.app))
    await found.couple.open()
    return found


def went(answer: httpx.Response, world: World, done: str) -> bool:
    """Whether the browser is sent back to the introduction, where it is told what was done."""
    place = answer.headers.get("location", "")
    assert answer.status_code == 303, answer.text
    return place.startswith(f"{world.page}?done=introduction_{done}&")


def test_every_step_has_one_form_that_asks_for_its_facts() -> None:
    fields = {
        Fact.BOTH_CONSENTS: "consents",
        Fact.PURPOSE: "purpose",
        Fact.MEETING_TIME: "meetsAt",
        Fact.HAPPENED_ON: "happenedOn",
        Fact.CONTRACT: "step",
        Fact.REASON: "reason",
    }
    own_ways = {Step.SHORTLIST, Step.REFUSE}
    assert set(BY_STEP) == set(Step) - own_ways
    for one in TRANSITIONS:
        if one.step in own_ways:
            continue
        asked = {found.name: found for found in BY_STEP[one.step].fields}
        for fact in one.facts:
            required = asked[fields[fact]].required
            assert required is (fact not in {Fact.BOTH_CONSENTS, Fact.CONTRACT}), one.step


async def test_from_shortlist_to_completed_by_the_pages(world: World) -> None:
    staff, couple = await world.desk("staff of ka"), world.couple
    asked = await world.take("staff of ka", "ask-consent", alone=False, purpose="洽谈电机壳体供货")
    assert went(asked, world, "ask_consent")
    assert "已向各方征求同意。" in await staff.text(asked.headers["location"])
    early = await world.take("staff of ka", "introduce")
    assert early.status_code == 422
    assert 'href="#introduce-consents"' in early.text
    assert 'id="introduce-consents"' in early.text
    assert went(await world.answer("seeker", "give-consent"), world, "give_consent")
    by_call = {"manner": "CALL", "evidence": "11月24日电话，赵六同意"}
    given = await world.answer("provider", "give-consent", "staff of ka", **by_call)
    assert went(given, world, "give_consent")
    assert [(await couple.consent(side)).manner for side in ("seeker", "provider")] == [
        "ACCOUNT",
        "CALL",
    ]
    assert went(await world.take("staff of ka", "introduce"), world, "introduce")
    meeting = {"meetsAt": "2026-11-30T09:30", "place": "兖州区会议室"}
    assert went(
        await world.take("provider", "schedule-meeting", alone=False, **meeting),
        world,
        "schedule_meeting",
    )
    recorded = Forms(await staff.text(f"{world.page}/record-meeting"))
    assert ("happenedOn", "2026-11-24") in recorded.values["record-meeting"]
    assert ("place", "兖州区会议室") in recorded.values["record-meeting"]
    assert went(
        await world.take("staff of ka", "record-meeting", alone=False, note="看了样品"),
        world,
        "record_meeting",
    )
    assert went(await world.take("seeker", "negotiate", alone=False), world, "negotiate")
    assert went(await world.take("staff of ka", "sign-intent"), world, "sign_intent")
    without = await world.take("staff of ka", "sign-contract")
    assert without.status_code == 422
    assert f'href="/deals/new?introduction={couple.id}"' in without.text
    signed = deal_draft([couple.id], signed_on="2026-11-24")
    deal = await couple.app.deals.record(couple.actors["staff of ka"], signed)
    for word in ("sign-contract", "start-fulfilment", "complete"):
        assert went(await world.take("staff of ka", word), world, word.replace("-", "_"))
    assert await world.state() is IntroductionState.COMPLETED
    steps = (await couple.app.introductions.details(SYSTEM, [couple.id]))[couple.id].steps
    assert [one.step.value for one in steps] == [
        *("SHORTLIST", "ASK_CONSENT", "INTRODUCE", "SCHEDULE_MEETING", "RECORD_MEETING"),
        *("NEGOTIATE", "SIGN_INTENT", "SIGN_CONTRACT", "START_FULFILMENT", "COMPLETE"),
    ]
    assert steps[3].meets_at == "2026-11-30T01:30:00.000000Z"  # typed by the district's clock
    assert (steps[3].side, steps[4].side) == (couple.provider.id, None)
    shown = await staff.text(world.page)
    assert f'href="/deals/{deal.deal}">玉米收获机采购</a>' in shown
    assert "5,000,000.00" in shown
    assert "看了样品" in shown


async def test_what_is_refused_keeps_what_was_typed_and_names_the_field(world: World) -> None:
    couple = world.couple
    nothing = await world.take(
        "staff of ka", "ask-consent", alone=False, purpose="洽谈供货", fields=[], enterprises=[]
    )
    assert nothing.status_code == 422
    assert ">洽谈供货</textarea>" in nothing.text
    for name in ("fields", "enterprises"):
        assert f'href="#ask-consent-{name}"' in nothing.text
    await world.introduced()
    no_time = await world.take("staff of ka", "schedule-meeting", place="三楼", note="带样品")
    assert no_time.status_code == 422
    assert 'href="#schedule-meeting-meetsAt"' in no_time.text
    assert 'value="三楼"' in no_time.text
    assert ">带样品</textarea>" in no_time.text
    future = await world.take("staff of ka", "record-meeting", happenedOn="2026-11-25", note="好")
    assert "日期不能晚于今天（2026-11-24）。" in future.text
    assert 'value="2026-11-25"' in future.text
    silent = await world.take("staff of ka", "decline", reason="OTHER")
    assert 'href="#decline-side"' in silent.text
    assert 'href="#decline-reasonText"' in silent.text
    assert '<option value="OTHER" selected>' in silent.text
    unheard = await world.answer("seeker", "withdraw-consent", "staff of ka")
    consent = (await couple.consent("seeker")).id
    assert unheard.status_code == 422
    assert f'href="#withdraw-consent-{consent}-manner"' in unheard.text
    assert await world.state() is IntroductionState.INTRODUCED


async def test_what_is_sent_twice_is_done_once(world: World) -> None:
    await world.introduced()
    staff = await world.desk("staff of ka")
    forms = Forms(await staff.text(f"{world.page}/record-meeting"))
    sent = forms.filled("record-meeting", {"note": "一次"})
    first = await staff.post(forms.actions["record-meeting"], sent)
    again = await staff.post(forms.actions["record-meeting"], sent)
    assert (first.status_code, again.status_code) == (303, 303)
    found = await world.site.app.introductions.details(SYSTEM, [world.couple.id])
    assert [one.note for one in found[world.couple.id].steps].count("一次") == 1
    other = await staff.post(
        forms.actions["record-meeting"], forms.filled("record-meeting", {"requestId": "other"})
    )
    assert other.status_code == 409


async def test_others_introductions_are_not_there(world: World) -> None:
    await world.couple.ask()
    stranger, auditor = await world.desk("stranger"), await world.desk("auditor")
    for path in (world.page, f"{world.page}/give-consent"):
        assert (await stranger.get(path)).status_code == 404
    assert world.couple.id not in await stranger.text("/introductions")
    owned = Forms(await (await world.desk("staff of ka")).text(world.page))
    for name, action in owned.actions.items():
        if action.startswith(world.page):
            token = Forms(await stranger.text("/account")).values
            once = next(
                dict(one)["form_token"] for one in token.values() if dict(one).get("form_token")
            )
            sent = owned.filled(name, {"form_token": once, "note": "x", "text": "x"})
            answer = await stranger.post(action, sent)
            assert answer.status_code in {404, 422}, (name, answer.status_code)
            assert world.couple.seeker.name not in answer.text
    assert await world.state() is IntroductionState.CONSENT_PENDING
    assert "form id=" not in await auditor.text(world.page)
    assert (await auditor.get(f"{world.page}/withdraw")).status_code == 403
    assert (await auditor.get(f"{world.page}/no-such-step")).status_code == 403
    assert (await (await world.desk("admin")).get(f"{world.page}/no-such-step")).status_code == 404


async def test_a_party_sees_only_what_it_is_told(world: World) -> None:
    couple = world.couple
    seeker, provider = await world.desk("seeker"), await world.desk("provider")
    assert (await seeker.get(world.page)).status_code == 404  # a committee's own choice
    draft = UpdateDraft(next_step="私下再问价", due_on=date(2026, 12, 1))
    staff = couple.actors["staff of ka"]
    await couple.app.introductions.update(staff, couple.id, await couple.version(), draft)
    await couple.ask()
    await couple.answer("provider", "give")
    shown = await seeker.text(world.page)
    for hidden in ("私下再问价", "2026年12月1日", "已同意", 'id="next"', 'id="join"'):
        assert hidden not in shown
    assert "是否同意把联系方式给对方？" in shown
    assert "洽谈电机壳体供货" in shown
    assert "2027年11月24日" in shown
    listed = await seeker.text("/introductions")
    assert "私下再问价" not in listed
    assert "到期日" not in listed
    refused = await world.answer("provider", "withdraw-consent")
    assert went(refused, world, "withdraw_consent")
    said = {"reason": CloseReason.PRICE.value, "reasonText": "价格太低"}
    refused = await world.answer("seeker", "refuse-consent", **said)
    assert went(refused, world, "refuse_consent")
    assert "价格太低" in await seeker.text(world.page)
    other = await provider.text(world.page)
    assert "未再推进" in other
    for hidden in ("价格太低", "婉拒", "不同意"):
        assert hidden not in other
    assert (await couple.consent("seeker")).state is ConsentState.REFUSED


async def test_contacts_are_shown_when_both_stand_and_each_look_is_noted(world: World) -> None:
    couple = world.couple
    await couple.ask()
    await couple.answer("seeker", "give")
    seeker = await world.desk("seeker")
    assert "显示联系方式" not in await seeker.text(world.page)
    await couple.answer("provider", "give")
    page = await seeker.text(world.page)
    assert "13800000002" not in page
    forms = Forms(page)
    [show] = [name for name in forms.actions if name.startswith("contacts-")]
    before = len(await couple.entries("contact.read"))
    told = await seeker.post(forms.actions[show], forms.filled(show, {}))
    assert told.status_code == 200
    assert "赵六" in told.text
    assert "13800000002" in told.text
    assert "13800000001" not in told.text
    assert len(await couple.entries("contact.read")) == before + 1
    stranger = forms.filled(show, {"party": couple.actors["stranger"].enterprise or ""})
    other = await seeker.post(forms.actions[show], stranger)
    assert len(await couple.entries("contact.read")) == before + 1
    assert "tel:" not in other.text


async def test_what_goes_beside_the_steps(world: World) -> None:
    couple = world.couple
    await world.introduced()
    staff = await world.desk("staff of ka")
    own_name = (await couple.app.accounts.own(couple.actors["staff of ka"])).name
    next_step = {"nextStep": "送样", "dueOn": "2026-12-05", "owner": own_name}
    sent = await world.take("staff of ka", "next-step", alone=False, **next_step)
    assert went(sent, world, "next_step")
    view = await couple.seen("staff of ka")
    assert (view.next_step, view.due_on) == ("送样", date(2026, 12, 5))
    unknown = await world.take("staff of ka", "next-step", owner="没有这个账户")
    assert 'href="#next-step-owner"' in unknown.text
    emptied = await world.take("staff of ka", "next-step", nextStep="", dueOn="")
    assert went(emptied, world, "next_step")
    assert (await couple.seen("staff of ka")).next_step is None
    _, bank = await create_member(couple.app, name="示例银行", sector="FINANCE")
    joining = {"enterprise": bank.name, "role": "FINANCE_PARTNER", "purpose": "融资洽谈"}
    assert went(await world.take("staff of ka", "join", **joining), world, "join")
    assert bank.name in await staff.text(world.page)
    assert went(await world.take("seeker", "dispute", text="早已认识"), world, "dispute")
    assert 'id="lift-dispute"' not in await staff.text(world.page)
    assert went(await world.take("secretary of ka", "lift-dispute"), world, "lift_dispute")
    [first, *_] = (await couple.app.introductions.details(SYSTEM, [couple.id]))[
        couple.id
    ].follow_ups
    noted = await staff.send(world.page, f"follow-up-{first.id}", note="已小批量供货")
    assert went(noted, world, "follow_up")
    assert "已小批量供货" in await staff.text(world.page)
    assert "已小批量供货" not in await (await world.desk("seeker")).text(world.page)


async def test_ends_are_said_with_their_reason_and_ask_for_no_more(world: World) -> None:
    await world.introduced()
    said = {"reason": "DISTANCE", "reasonText": "运费太高"}
    sent = await world.take("staff of ka", "end-without-deal", **said)
    assert went(sent, world, "end_without_deal")
    page = await (await world.desk("staff of ka")).text(world.page)
    assert "结束原因：距离。 运费太高" in page
    assert 'id="steps"' not in page
    late = await (await world.desk("staff of ka")).get(f"{world.page}/negotiate")
    assert late.status_code == 409
    assert "当前状态为“未成”" in late.text


async def test_the_line_says_where_it_has_been_and_what_lies_ahead(world: World) -> None:
    couple = world.couple
    await world.introduced()
    await couple.step("staff of ka", Step.RECORD_MEETING, happened_on=TODAY)
    staff = couple.actors["staff of ka"]
    details = (await couple.app.introductions.details(staff, [couple.id]))[couple.id]
    line = line_of(await couple.seen("staff of ka"), details.steps)
    marks = {one.state.value: (one.mark, one.day) for one in line}
    assert marks["SHORTLISTED"] == (Mark.DONE, TODAY)
    assert marks["MEETING_SCHEDULED"] == (Mark.SKIPPED, None)
    assert marks["MET"] == (Mark.CURRENT, TODAY)
    assert marks["COMPLETED"] == (Mark.AHEAD, None)
    await couple.step("staff of ka", Step.END_WITHOUT_DEAL, reason=CloseReason.PRICE)
    details = (await couple.app.introductions.details(staff, [couple.id]))[couple.id]
    line = line_of(await couple.seen("staff of ka"), details.steps)
    assert [(one.state.value, one.mark) for one in line[-2:]] == [
        ("MET", Mark.DONE),
        ("NO_DEAL", Mark.ENDED),
    ]
    page = await (await world.desk("staff of ka")).text(world.page)
    assert '<span class="unseen">止于：</span><span class="station">未成</span>' in page


async def test_the_list_puts_what_is_overdue_first_and_filters(world: World) -> None:
    couple = world.couple
    first = couple.id
    await couple.app.introductions.update(
        couple.actors["staff of ka"],
        first,
        await couple.version(),
        UpdateDraft(due_on=date(2026, 11, 25)),
    )
    _, third = await create_member(couple.app, name="铸造厂")
    second = await couple.open(provider=third.id)
    couple.app.clock.advance(days=3)  # type: ignore[attr-defined]  # the tests' clock
    staff = await world.desk("staff of ka")
    text = await staff.text("/introductions")
    assert text.index(first) < text.index(second)
    assert "逾期 2 天" in text
    assert f'href="/introductions/{first}/ask-consent"' in text
    for query, there in {
        "overdue=1": {first},
        "due_before=2026-11-26": {first},
        "enterprise=铸造": {second},
        "committee=kb": set(),
        "match_type=SUPPLY": {first, second},
        "match_type=FINANCE": set(),
        "owner=me": {first, second},
        "state=SHORTLISTED": {first, second},
        "state=MET": set(),
        "state=nonsense&page=x&sort=y": {first, second},
        "disputed=1": set(),
        f"party={third.id}": {second},
    }.items():
        found = await staff.text(f"/introductions?{query}")
        assert {one for one in (first, second) if f'"/introductions/{one}"' in found} == there
    turned = await staff.text("/introductions?sort=-due_on")
    assert 'aria-sort="descending"' in turned
    file = await staff.get("/introductions?overdue=1&as=csv")
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["需方", "供方", "匹配类型", "状态"]
    assert [row[:4] for row in rows[1:]] == [["电机厂", "压铸厂", "供需", "已初选"]]


async def test_the_board_has_a_column_a_state_with_its_first_cards(world: World) -> None:
    couple = world.couple
    for number in range(6):
        _, other = await create_member(couple.app, name=f"第{number}厂")
        await couple.open(provider=other.id)
    staff = await world.desk("staff of ka")
    text = await staff.text("/introductions?view=board&committee=ka")
    assert text.count("<article") == 5
    assert 'id="column-SHORTLISTED">已初选 <span class="count">7</span>' in text
    assert 'href="/introductions?committee=ka&amp;state=SHORTLISTED">全部 7 项 →' in text
    assert "没有符合条件的引荐" in await staff.text("/introductions?view=board&committee=kb")


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_pages_speak_both_languages_and_every_field_has_its_label(
    world: World, language: str
) -> None:
    await world.introduced()
    words = ("", *(f"/{one.word}" for one in BY_STEP.values()), "/next-step", "/join", "/dispute")
    for who in ("staff of ka", "secretary of ka", "seeker"):
        desk = await world.desk(who)
        for path in (
            "/introductions",
            "/introductions?view=board",
            *(world.page + one for one in words),
        ):
            answer = await desk.get(f"{path}{'&' if '?' in path else '?'}lang={language}")
            assert answer.status_code in {200, 409}
            assert "introductions." not in answer.text.replace("introductions.css", "")
            assert "style=" not in answer.text
            assert answer.text.count("<h1") == 1
