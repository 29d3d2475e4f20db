"""Introductions: the steps and their facts, who takes them, versions, disputes, who is in charge."""

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from chainlink.accounts.model import Role
from chainlink.app import App
from chainlink.errors import (
    ChainlinkError,
    Conflict,
    Forbidden,
    InvalidInput,
    NotFound,
    StaleVersion,
)
from chainlink.introductions.drafts import DisputeDraft, JoinDraft, StepDraft, UpdateDraft
from chainlink.introductions.machine import IntroductionState, Step
from chainlink.introductions.model import CloseReason, ConsentState
from chainlink.introductions.views import IntroductionFilter
from chainlink.matching.learning.outcomes import DecisionKind, Side
from chainlink.matching.learning.reading import read_decisions
from tests.factories import SYSTEM, create_account, create_enterprise, create_member
from tests.introduction_world import Couple, at, build_couple, record_deal
from tests.settable_clock import SettableClock

S = IntroductionState
KA = "staff of ka"


@pytest.fixture
async def couple(app: App) -> Couple:
    return await build_couple(app)


def paths(refusal: ChainlinkError) -> list[str]:
    assert isinstance(refusal, InvalidInput)
    return [one.path for one in refusal.fields]


async def test_from_a_shortlist_to_the_last_delivery(couple: Couple, clock: SettableClock) -> None:
    view = await couple.introduced()
    assert (view.state, view.introduced_on) == (S.INTRODUCED, date(2026, 11, 24))
    view = await couple.step(
        "seeker", Step.SCHEDULE_MEETING, meets_at=at(2026, 12, 1), place="兖州会展中心"
    )
    assert view.state is S.MEETING_SCHEDULED
    clock.advance(days=7)
    view = await couple.step("provider", Step.RECORD_MEETING, happened_on=date(2026, 12, 1))
    view = await couple.step("provider", Step.NEGOTIATE)
    view = await couple.step(KA, Step.SIGN_INTENT, happened_on=date(2026, 12, 1))
    await record_deal(couple)
    view = await couple.step(KA, Step.SIGN_CONTRACT)
    view = await couple.step(KA, Step.START_FULFILMENT)
    view = await couple.step("secretary of kb", Step.COMPLETE)
    assert (view.state, view.allowed_steps) == (S.COMPLETED, ())
    details = (await couple.app.introductions.details(SYSTEM, [couple.id]))[couple.id]
    assert [one.to_state for one in details.steps] == [
        *(S.SHORTLISTED, S.CONSENT_PENDING, S.INTRODUCED, S.MEETING_SCHEDULED, S.MET),
        *(S.NEGOTIATING, S.INTENT_SIGNED, S.CONTRACT_SIGNED, S.IN_FULFILMENT, S.COMPLETED),
    ]
    assert details.steps[3].meets_at == "2026-12-01T01:30:00.000000Z"
    kinds = [
        (one.side, one.kind)
        for one in sorted(await read_decisions(couple.app.store), key=lambda one: one.decided_at)
    ]
    assert kinds == [
        (Side.SEEKER, DecisionKind.ACCEPTED),
        (Side.PROVIDER, DecisionKind.ACCEPTED),
        (Side.PROVIDER, DecisionKind.MET),
        (Side.COMMITTEE, DecisionKind.DEAL),
        (Side.COMMITTEE, DecisionKind.DEAL),
    ]


async def test_it_remembers_the_suggestion_it_came_from(couple: Couple) -> None:
    await couple.open(shown="showing:3", policy_version="rules-1", rank=3, score=0.75)
    full = await couple.seen(KA)
    assert (full.policy_version, full.rank, full.score) == ("rules-1", 3, 0.75)
    assert full.committee == "ka"
    await couple.ask()
    theirs = await couple.seen("provider")
    assert (theirs.policy_version, theirs.rank, theirs.score) == (None, None, None)


@pytest.mark.parametrize(
    ("step", "said", "expected"),
    [
        ("SCHEDULE_MEETING", {}, ["meetsAt"]),
        ("SCHEDULE_MEETING", {"meets_at": at(2026, 12, 1).replace(tzinfo=None)}, ["meetsAt"]),
        ("RECORD_MEETING", {}, ["happenedOn"]),
        ("RECORD_MEETING", {"happened_on": date(2026, 11, 25)}, ["happenedOn"]),
        ("RECORD_MEETING", {"happened_on": date(2026, 11, 23)}, ["happenedOn"]),
        ("WITHDRAW", {}, ["reason"]),
        ("WITHDRAW", {"reason": "NO_ANSWER"}, ["reason"]),
        ("WITHDRAW", {"reason": "OTHER"}, ["reasonText"]),
        ("DECLINE", {"reason": "PRICE"}, ["side"]),
        ("DECLINE", {"reason": "PRICE", "side": "somebody"}, ["side"]),
        ("END_WITHOUT_DEAL", {"happened_on": date(2026, 12, 1)}, ["happenedOn", "reason"]),
    ],
)
async def test_a_step_demands_its_facts(
    couple: Couple, step: str, said: dict[str, Any], expected: list[str]
) -> None:
    await couple.introduced()
    head = await couple.app.journal.head()
    with pytest.raises(InvalidInput) as refused:
        await couple.step(KA, step, **said)
    assert paths(refused.value) == expected
    assert await couple.app.journal.head() == head


async def test_an_intent_is_no_contract(couple: Couple) -> None:
    await couple.introduced()
    await couple.step(KA, Step.RECORD_MEETING, happened_on=date(2026, 11, 24))
    for deal in (None, "LETTER_OF_INTENT"):
        if deal:
            await record_deal(couple, deal)
        with pytest.raises(InvalidInput) as refused:
            await couple.step(KA, Step.SIGN_CONTRACT)
        assert paths(refused.value) == ["step"]
    await record_deal(couple, "PURCHASE_ORDER")
    assert (await couple.step(KA, Step.SIGN_CONTRACT)).state is S.CONTRACT_SIGNED


async def test_nobody_is_introduced_before_both_have_consented(couple: Couple) -> None:
    await couple.open()
    with pytest.raises(Conflict, match=r"introduction\.not_now"):
        await couple.step(KA, Step.INTRODUCE)
    await couple.ask()
    await couple.answer("seeker", "give")
    with pytest.raises(InvalidInput) as refused:
        await couple.step(KA, Step.INTRODUCE)
    assert paths(refused.value) == ["consents"]
    await couple.answer("provider", "give")
    assert (await couple.step(KA, Step.INTRODUCE)).state is S.INTRODUCED


async def test_who_takes_which_step(couple: Couple) -> None:
    await couple.introduced()
    expected = {
        KA: ["SCHEDULE_MEETING", "RECORD_MEETING", "DECLINE", "WITHDRAW", "END_WITHOUT_DEAL"],
        "seeker": ["SCHEDULE_MEETING", "RECORD_MEETING", "DECLINE"],
        "auditor": [],
    }
    expected |= {"staff of kb": expected[KA], "provider": expected["seeker"]}
    for who, steps in expected.items():
        assert list((await couple.seen(who)).allowed_steps) == steps
    version = await couple.version()
    for who, step in (("seeker", "WITHDRAW"), ("auditor", "WITHDRAW"), ("seeker", "EXPIRE")):
        draft = StepDraft.model_validate({"step": step, "reason": "PRICE"})
        with pytest.raises((Forbidden, Conflict)):
            await couple.app.introductions.step(couple.actors[who], couple.id, version, draft)
    assert await couple.version() == version


async def test_strangers_find_nothing_by_any_way(couple: Couple) -> None:
    await couple.introduced()
    service, stranger = couple.app.introductions, couple.actors["stranger"]
    for id_ in (couple.id, "nothing"):
        with pytest.raises(NotFound) as refused:
            await service.get(stranger, id_)
        assert refused.value.facts == {"value": id_}
        with pytest.raises(NotFound) as refused:
            await service.step(stranger, id_, 1, StepDraft(step=Step.NEGOTIATE))
        assert refused.value.facts == {"value": id_}
    assert await service.search(stranger, IntroductionFilter(), passed=0, most=9) == []
    assert await service.of_enterprise(stranger, couple.seeker.id) == []
    assert await service.details(stranger, [couple.id]) == {}


async def test_a_committees_shortlist_is_its_own(couple: Couple) -> None:
    await couple.open()
    for side in ("seeker", "provider"):
        with pytest.raises(NotFound):
            await couple.seen(side)
    assert (await couple.seen("staff of kb")).state is S.SHORTLISTED
    await couple.step(KA, Step.WITHDRAW, reason="NOT_RELEVANT")
    for side in ("seeker", "provider"):
        with pytest.raises(NotFound):
            await couple.seen(side)
    opened = await couple.entries("introduction.")
    assert [one.enterprises for one in opened] == [(), ()]


async def test_who_shortlists_itself_sees_it_and_the_other_does_not(couple: Couple) -> None:
    await couple.open(shortlisted_by=couple.seeker.id)
    assert (await couple.seen("seeker")).state is S.SHORTLISTED
    with pytest.raises(NotFound):
        await couple.seen("provider")
    with pytest.raises(Conflict, match=r"introduction\.exists"):
        await couple.open(shortlisted_by=couple.seeker.id)
    with pytest.raises(Conflict, match=r"introduction\.exists"):
        await couple.open()
    first = await couple.seen("seeker")
    again = await couple.open(shortlisted_by=couple.provider.id)
    assert again == first.id
    assert await couple.seen("seeker") == first
    assert (await couple.seen("provider")).state is S.SHORTLISTED
    details = await couple.app.introductions.details(couple.actors["provider"], [again])
    assert [one.side for one in details[again].steps] == [couple.provider.id]


async def test_a_new_one_may_be_opened_when_the_last_has_ended(couple: Couple) -> None:
    first = await couple.open()
    await couple.step(KA, Step.WITHDRAW, reason="TIMING")
    assert await couple.open() != first


async def test_a_party_is_told_nothing_that_is_the_committees_own(couple: Couple) -> None:
    await couple.introduced()
    version = await couple.version()
    draft = UpdateDraft(next_step="催一下对方", due_on=date(2026, 12, 1))
    await couple.app.introductions.update(couple.actors[KA], couple.id, version, draft)
    theirs = await couple.seen("seeker")
    told = (theirs.owner, theirs.next_step, theirs.due_on, theirs.overdue, theirs.recorded_at)
    assert told == (None,) * 5
    full = await couple.seen("secretary of ka")
    assert (full.next_step, full.due_on, full.overdue) == ("催一下对方", date(2026, 12, 1), False)
    assert (await couple.entries("introduction.updated"))[0].enterprises == ()


async def test_who_is_in_charge_is_an_officer_concerned(couple: Couple) -> None:
    await couple.open()
    service, actor = couple.app.introductions, couple.actors[KA]
    other = await create_account(couple.app, Role.STAFF, committees=["kb"])
    view = await service.update(actor, couple.id, 1, UpdateDraft(owner=other.account))
    assert view.owner == other.account
    auditor, seeker = couple.actors["auditor"], couple.actors["seeker"]
    for nobody in (auditor.account, seeker.account, "nobody", None):
        with pytest.raises(InvalidInput) as refused:
            await service.update(actor, couple.id, 2, UpdateDraft(owner=nobody))
        assert paths(refused.value) == ["owner"]
    with pytest.raises(InvalidInput) as refused:
        await service.update(actor, couple.id, 2, UpdateDraft(due_on=date(2026, 11, 23)))
    assert paths(refused.value) == ["dueOn"]


async def test_a_party_does_not_manage_it(couple: Couple) -> None:
    await couple.introduced()
    version, seeker = await couple.version(), couple.actors["seeker"]
    with pytest.raises(Forbidden):
        await couple.app.introductions.update(seeker, couple.id, version, UpdateDraft())
    draft = JoinDraft.model_validate({"enterprise": "x", "role": "FINANCE_PARTNER"})
    with pytest.raises(Forbidden):
        await couple.app.introductions.join(seeker, couple.id, version, draft)
    with pytest.raises(Forbidden):
        await couple.ask("seeker")


async def test_a_change_against_an_older_version_is_refused(couple: Couple) -> None:
    await couple.introduced()
    with pytest.raises(StaleVersion):
        await couple.app.introductions.step(
            couple.actors[KA], couple.id, 1, StepDraft(step=Step.WITHDRAW, reason=CloseReason.PRICE)
        )


async def test_a_dispute_is_raised_by_a_party_and_lifted_by_a_secretary(couple: Couple) -> None:
    service = couple.app.introductions
    await couple.open()
    await couple.ask()
    raised, lifted = DisputeDraft(text="没有按约到场"), DisputeDraft(disputed=False)

    async def dispute(who: str, draft: DisputeDraft) -> Any:
        return await service.dispute(couple.actors[who], couple.id, await couple.version(), draft)

    with pytest.raises(Conflict, match="not_introduced"):
        await dispute(KA, raised)
    for side in ("seeker", "provider"):
        await couple.answer(side, "give")
    await couple.step(KA, Step.INTRODUCE)
    with pytest.raises(InvalidInput):
        await dispute("seeker", DisputeDraft())
    assert (await dispute("seeker", raised)).disputed
    assert (await couple.seen(KA)).dispute_text == "没有按约到场"
    assert (await couple.seen("provider")).dispute_text is None
    with pytest.raises(Conflict, match=r"introduction\.disputed"):
        await dispute(KA, raised)
    for who in ("seeker", KA):
        with pytest.raises(Forbidden):
            await dispute(who, lifted)
    assert not (await dispute("secretary of ka", lifted)).disputed


async def test_a_partner_joins_and_is_asked(couple: Couple) -> None:
    await couple.introduced()
    bank, partner = await create_member(couple.app, name="农商银行", sector="FINANCE")
    service, actor = couple.app.introductions, couple.actors[KA]
    version = await couple.version()
    said = {"enterprise": partner.id, "role": "FINANCE_PARTNER"}
    with pytest.raises(InvalidInput) as refused:
        await service.join(actor, couple.id, version, JoinDraft.model_validate(said))
    assert paths(refused.value) == ["purpose"]
    said["purpose"] = "流动资金贷款"
    as_seeker = JoinDraft.model_validate(said | {"role": "SEEKER"})
    with pytest.raises(InvalidInput) as refused:
        await service.join(actor, couple.id, version, as_seeker)
    assert paths(refused.value) == ["role"]
    await service.join(actor, couple.id, version, JoinDraft.model_validate(said))
    with pytest.raises(Conflict, match="party_already"):
        await service.join(actor, couple.id, version + 1, JoinDraft.model_validate(said))
    asked = [one.state for one in await couple.consents("seeker")]
    assert asked == [ConsentState.GIVEN, ConsentState.ASKED]
    assert (await service.get(bank, couple.id)).state is S.INTRODUCED
    assert list((await service.get(bank, couple.id)).allowed_steps) == [
        Step.SCHEDULE_MEETING,
        Step.RECORD_MEETING,
    ]


async def test_lists_show_what_each_may_see_and_no_more(couple: Couple) -> None:
    await couple.introduced()
    first = couple.id
    third = await create_enterprise(couple.app, committees=["kb"])
    second = await couple.open(provider=third.id)
    unseen = await create_enterprise(couple.app, committees=["kb"])
    foreign = await couple.open(seeker=third.id, provider=unseen.id, committee="kb")

    async def listed(who: str, **said: Any) -> list[str]:
        found = await couple.app.introductions.search(
            couple.actors[who], IntroductionFilter(**said), passed=0, most=50
        )
        return [one.id for one in found]

    assert await listed("staff of ka") == [second, first]
    assert await listed("staff of kb") == [foreign, second, first]
    assert await listed("auditor") == [foreign, second, first]
    assert await listed("auditor", committee="kb") == [foreign]
    assert await listed("admin", state=S.INTRODUCED) == [first]
    assert await listed("seeker") == [first]
    assert await listed("stranger") == []
    page = await couple.app.introductions.search(
        couple.actors["auditor"], IntroductionFilter(), passed=1, most=1
    )
    assert [one.id for one in page] == [second]


async def test_a_filter_finds_a_hidden_end_by_what_is_shown_of_it_only(couple: Couple) -> None:
    await couple.open()
    await couple.ask()
    await couple.answer("seeker", "refuse")

    async def found(who: str, state: IntroductionState) -> bool:
        wanted = IntroductionFilter(state=state)
        return bool(
            await couple.app.introductions.search(couple.actors[who], wanted, passed=0, most=9)
        )

    assert await found("seeker", S.DECLINED)
    assert not await found("seeker", S.WITHDRAWN)
    assert not await found("provider", S.DECLINED)
    assert await found("provider", S.WITHDRAWN)
    mine = await couple.app.introductions.of_enterprise(couple.actors["provider"], couple.seeker.id)
    assert [one.state for one in mine] == [S.WITHDRAWN]


async def test_two_of_staff_act_at_once_and_one_is_told_to_look_again(couple: Couple) -> None:
    await couple.introduced()
    version, service = await couple.version(), couple.app.introductions
    results: Sequence[Any] = await asyncio.gather(
        service.step(
            couple.actors[KA],
            couple.id,
            version,
            StepDraft(step=Step.RECORD_MEETING, happened_on=date(2026, 11, 24)),
        ),
        service.step(
            couple.actors["staff of kb"],
            couple.id,
            version,
            StepDraft(step=Step.WITHDRAW, reason=CloseReason.PRICE),
        ),
        service.update(couple.actors[KA], couple.id, version, UpdateDraft(next_step="回电")),
        return_exceptions=True,
    )
    failed = [one for one in results if isinstance(one, BaseException)]
    assert [type(one) for one in failed] == [StaleVersion, StaleVersion]
    assert await couple.version() == version + 1


async def test_the_same_step_sent_again_is_taken_once(couple: Couple) -> None:
    await couple.introduced()
    version, draft = await couple.version(), StepDraft(step=Step.WITHDRAW, reason=CloseReason.PRICE)
    service, actor = couple.app.introductions, couple.actors[KA]
    first = await service.step(actor, couple.id, version, draft, request="r-1")
    head = await couple.app.journal.head()
    assert await service.step(actor, couple.id, version, draft, request="r-1") == first
    assert await couple.app.journal.head() == head
