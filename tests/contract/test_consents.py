"""Consent: asked of each side separately, given, refused, withdrawn; who reads contacts then."""

import asyncio
import json
from typing import Any

import pytest

from chainlink.app import App
from chainlink.errors import ChainlinkError, Conflict, Forbidden, InvalidInput, StaleVersion
from chainlink.introductions.drafts import AnswerDraft, JoinDraft
from chainlink.introductions.machine import IntroductionState, Step
from chainlink.introductions.model import CloseReason, ConsentState, Manner
from chainlink.matching.learning.outcomes import DecisionKind, Side
from chainlink.matching.learning.reading import read_decisions
from chainlink.matching.model import MatchType
from tests.factories import create_member
from tests.introduction_world import Couple, build_couple
from tests.settable_clock import SettableClock

S, C = IntroductionState, ConsentState
WANG = ("王五", "13800000001", "wang@motor.example")
ZHAO = ("赵六", "13800000002", "zhao@cast.example")


@pytest.fixture
async def couple(app: App) -> Couple:
    return await build_couple(app)


async def test_each_side_is_asked_separately_for_a_purpose_and_a_term(couple: Couple) -> None:
    await couple.open()
    view = await couple.ask(fields=["NAME", "PHONE"])
    assert (view.state, view.version) == (S.CONSENT_PENDING, 2)
    one, other = await couple.consent("seeker"), await couple.consent("provider")
    assert one.id != other.id
    assert (one.recipients, other.recipients) == ((couple.provider.id,), (couple.seeker.id,))
    for each in (one, other):
        assert (each.purpose, each.state, each.version) == ("洽谈电机壳体供货", C.ASKED, 1)
        assert [field.value for field in each.fields] == ["NAME", "PHONE"]
        assert each.valid_until.isoformat() == "2027-11-24"
    asked = await couple.entries("consent.asked")
    assert [entry.enterprises for entry in asked] == [(couple.seeker.id,), (couple.provider.id,)]
    assert "洽谈" not in "".join(entry.facts for entry in asked)


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ({"valid_until": "2026-11-23"}, "validUntil"),
        ({"valid_until": "2027-11-25"}, "validUntil"),
        ({"enterprises": ["somebody"]}, "enterprises.0"),
    ],
)
async def test_what_cannot_be_asked(couple: Couple, said: dict[str, Any], path: str) -> None:
    await couple.open()
    head = await couple.app.journal.head()
    with pytest.raises(InvalidInput) as refused:
        await couple.ask(**said)
    assert [one.path for one in refused.value.fields] == [path]
    assert await couple.app.journal.head() == head


async def test_contacts_are_read_only_while_both_consents_stand(
    couple: Couple, clock: SettableClock
) -> None:
    await couple.open()

    async def read() -> tuple[list[Any], list[Any]]:
        return await couple.contacts("provider", "seeker"), await couple.contacts(
            "seeker", "provider"
        )

    assert await read() == ([], [])
    await couple.ask(fields=["NAME", "EMAIL"])
    assert await read() == ([], [])
    await couple.answer("seeker", "give")
    assert await read() == ([], [])
    await couple.answer("provider", "give")
    shown = ([("王五", None, "wang@motor.example")], [("赵六", None, "zhao@cast.example")])
    assert await read() == shown
    assert await couple.contacts("stranger", "seeker") == []
    await couple.step("staff of ka", Step.INTRODUCE)
    assert await read() == shown
    await couple.answer("provider", "withdraw")
    assert await read() == ([], [])
    assert await couple.contacts("seeker", "seeker") == [WANG]


async def test_a_term_ends_without_anybody_doing_anything(
    couple: Couple, clock: SettableClock
) -> None:
    await couple.open()
    await couple.ask(valid_until="2026-12-31")
    for side in ("seeker", "provider"):
        await couple.answer(side, "give")
    clock.advance(days=37)  # 2026-12-31
    assert await couple.contacts("seeker", "provider") == [ZHAO]
    clock.advance(days=1)
    assert await couple.contacts("seeker", "provider") == []
    with pytest.raises(InvalidInput) as refused:
        await couple.step("staff of ka", Step.INTRODUCE)
    assert [one.path for one in refused.value.fields] == ["consents"]


async def test_a_renewal_after_the_term_needs_both_again(
    couple: Couple, clock: SettableClock
) -> None:
    await couple.introduced()
    clock.advance(days=366)
    assert await couple.contacts("seeker", "provider") == []
    view = await couple.ask()
    assert view.state is S.INTRODUCED
    await couple.answer("seeker", "give")
    assert await couple.contacts("seeker", "provider") == []
    await couple.answer("provider", "give")
    assert await couple.contacts("seeker", "provider") == [ZHAO]
    assert [one.state for one in await couple.consents("seeker")] == [C.REPLACED, C.GIVEN]


async def test_one_sided_consents_of_two_introductions_do_not_add_up(couple: Couple) -> None:
    first = await couple.open()
    await couple.ask()
    await couple.answer("seeker", "give")
    await couple.open(match_type=MatchType.CHANNEL)
    assert couple.id != first
    await couple.ask()
    await couple.answer("provider", "give")
    assert await couple.contacts("provider", "seeker") == []
    assert await couple.contacts("seeker", "provider") == []


async def test_every_reading_is_in_the_journal_of_whom_it_is_about(couple: Couple) -> None:
    await couple.introduced()
    head, _ = await couple.app.journal.head()
    await couple.contacts("seeker", "seeker")
    await couple.contacts("stranger", "seeker")
    await couple.contacts("provider", "seeker")
    await couple.contacts("staff of ka", "seeker")
    entries = await couple.app.journal.entries(head)
    assert [(one.action, one.subject_label, one.subject) for one in entries] == [
        ("contact.read", "Account", couple.actors["provider"].account),
        ("contact.read", "Account", couple.actors["staff of ka"].account),
    ]
    for entry in entries:
        assert entry.enterprises == (couple.seeker.id,)
        assert json.loads(entry.facts) == {"enterprises": [couple.seeker.id]}


async def test_a_hidden_enterprise_is_known_to_whom_it_has_agreed_with(app: App) -> None:
    couple = await build_couple(app, visibility="ANONYMOUS")
    await couple.open()
    await couple.ask()

    async def known() -> bool:
        found = await app.enterprises.visible_by_ids(couple.actors["seeker"], [couple.provider.id])
        return bool(found)

    await couple.answer("seeker", "give")
    assert not await known()
    await couple.answer("provider", "give")
    assert await known()
    found = await app.enterprises.get(couple.actors["seeker"], couple.provider.id)
    assert found.name == "压铸厂"
    await couple.answer("seeker", "withdraw")
    assert not await known()


async def test_staff_record_an_answer_with_its_manner_and_evidence(couple: Couple) -> None:
    await couple.open()
    await couple.ask()
    head = await couple.app.journal.head()
    for said, paths in (
        ({}, ["manner", "evidence"]),
        ({"manner": "ACCOUNT", "evidence": "电话记录"}, ["manner"]),
        ({"manner": "CALL"}, ["evidence"]),
    ):
        with pytest.raises(InvalidInput) as refused:
            await couple.answer("seeker", "give", "staff of ka", **said)
        assert [one.path for one in refused.value.fields] == paths
    with pytest.raises(Forbidden):
        await couple.answer("seeker", "give", "staff of kb", manner="CALL", evidence="说的")
    assert await couple.app.journal.head() == head
    await couple.answer("provider", "give", "staff of kb", manner="PAPER", evidence_digest="a" * 64)
    await couple.answer("seeker", "give", "staff of ka", manner="CALL", evidence="王五来电同意")
    one = await couple.consent("seeker")
    assert (one.state, one.manner, one.evidence) == (C.GIVEN, Manner.CALL, "王五来电同意")
    assert one.decided_by == couple.actors["staff of ka"].account
    entry = (await couple.entries("consent.given"))[-1]
    assert "王五" not in entry.facts
    assert json.loads(entry.facts)["manner"] == "CALL"


async def test_nobody_answers_for_the_other_side(couple: Couple) -> None:
    await couple.open()
    await couple.ask()
    for who in ("provider", "stranger", "auditor"):
        with pytest.raises(ChainlinkError) as refused:
            await couple.answer("seeker", "give", who, manner="CALL", evidence="x")
        assert refused.value.code in {"NOT_FOUND", "FORBIDDEN"}
    assert (await couple.consent("seeker")).state is C.ASKED


async def test_a_refusal_ends_it_and_reads_as_not_pursued_to_the_other(couple: Couple) -> None:
    await couple.open()
    await couple.ask()
    await couple.answer("provider", "give")
    mine = await couple.answer("seeker", "refuse", reason="PRICE")
    assert (mine.state, mine.reason) == (S.DECLINED, CloseReason.PRICE)
    theirs = await couple.seen("provider")
    assert (theirs.state, theirs.reason) == (S.WITHDRAWN, CloseReason.NOT_PURSUED)
    full = await couple.seen("secretary of kb")
    assert (full.state, full.reason) == (S.DECLINED, CloseReason.PRICE)
    app = couple.app
    details = (await app.introductions.details(couple.actors["provider"], [couple.id]))[couple.id]
    assert [one.enterprise for one in details.consents] == [couple.provider.id]
    assert details.consents[0].state is C.ENDED
    assert [one.step for one in details.steps] == [Step.ASK_CONSENT, Step.WITHDRAW]
    last = details.steps[-1]
    assert (last.recorded_by, last.side, last.note) == (None, None, None)
    told = [
        entry for entry in await app.journal.entries(0) if couple.provider.id in entry.enterprises
    ]
    text = "".join(entry.action + entry.facts + entry.actor for entry in told)
    assert "refuse" not in text.lower()
    assert "DECLINED" not in text
    assert couple.actors["seeker"].account not in text
    assert told[-1].action == "consent.ended"


async def test_all_ends_before_introduction_read_alike(
    couple: Couple, clock: SettableClock
) -> None:
    async def refused() -> None:
        await couple.answer("seeker", "refuse")

    async def declined() -> None:
        await couple.step("seeker", Step.DECLINE, reason="CAPACITY")

    async def declined_for() -> None:
        await couple.step("staff of ka", Step.DECLINE, reason="PRICE", side=couple.seeker.id)

    async def withdrawn() -> None:
        await couple.step("secretary of ka", Step.WITHDRAW, reason="OTHER", reason_text="再议")

    async def expired() -> None:
        clock.advance(days=31)
        assert await couple.app.introductions.sweep(clock()) == 1

    seen = []
    for end in (refused, declined, declined_for, withdrawn, expired):
        await couple.open()
        await couple.ask()
        await couple.answer("provider", "give")
        head, _ = await couple.app.journal.head()
        await end()
        view = await couple.seen("provider")
        details = await couple.app.introductions.details(couple.actors["provider"], [couple.id])
        found = details[couple.id]
        entries = [
            (entry.action, entry.actor, entry.facts.replace(entry.subject, ""))
            for entry in await couple.app.journal.entries(head)
            if couple.provider.id in entry.enterprises
        ]
        seen.append(
            (
                view.state,
                view.reason,
                view.reason_text,
                view.version,
                [(one.step, one.to_state, one.note, one.side) for one in found.steps],
                [(one.enterprise, one.state, one.version) for one in found.consents],
                [(action, actor, facts.replace(couple.id, "")) for action, actor, facts in entries],
            )
        )
    assert all(one == seen[0] for one in seen)


async def test_while_pending_the_others_answer_is_not_shown(couple: Couple) -> None:
    await couple.open()
    await couple.ask()

    async def consents(who: str) -> list[tuple[str, ConsentState]]:
        found = await couple.app.introductions.details(couple.actors[who], [couple.id])
        return [(one.enterprise, one.state) for one in found[couple.id].consents]

    mine, theirs = couple.seeker.id, couple.provider.id
    before = await couple.seen("provider")
    await couple.answer("seeker", "give")
    assert await couple.seen("provider") == before
    assert await consents("provider") == [(theirs, C.ASKED)]
    assert await consents("seeker") == [(mine, C.GIVEN)]
    await couple.answer("provider", "give")
    assert sorted(await consents("provider")) == sorted([(mine, C.GIVEN), (theirs, C.GIVEN)])
    await couple.answer("seeker", "withdraw")
    assert await consents("provider") == [(theirs, C.GIVEN)]
    assert await consents("seeker") == [(mine, C.WITHDRAWN)]


async def test_answered_once_and_only_against_its_own_version(couple: Couple) -> None:
    await couple.open()
    await couple.ask()
    consents, actor = couple.app.consents, couple.actors["seeker"]
    with pytest.raises(StaleVersion):
        await consents.give(actor, couple.id, 2, AnswerDraft())
    await couple.answer("seeker", "give")
    for act in (consents.give, consents.refuse):
        with pytest.raises(Conflict, match=r"consent\.answered"):
            await act(actor, couple.id, 2, AnswerDraft())
    await couple.answer("seeker", "withdraw")
    with pytest.raises(Conflict, match=r"consent\.not_given"):
        await couple.answer("seeker", "withdraw")
    await couple.ask()
    await couple.answer("seeker", "give")
    states = [one.state for one in await couple.consents("seeker")]
    assert states == [C.WITHDRAWN, C.GIVEN]


async def test_the_same_answer_sent_again_is_done_once(couple: Couple) -> None:
    await couple.open()
    await couple.ask()
    actor, draft = couple.actors["seeker"], AnswerDraft()
    first = await couple.app.consents.give(actor, couple.id, 1, draft, request="r")
    head = await couple.app.journal.head()
    assert await couple.app.consents.give(actor, couple.id, 1, draft, request="r") == first
    assert await couple.app.journal.head() == head


async def test_what_learning_is_told(couple: Couple, clock: SettableClock) -> None:
    async def told() -> list[tuple[Side, DecisionKind]]:
        found = await read_decisions(couple.app.store)
        return [(one.side, one.kind) for one in sorted(found, key=lambda one: one.decided_at)]

    await couple.open()
    await couple.ask()
    await couple.answer("seeker", "give")
    await couple.answer("provider", "refuse")
    expected = [(Side.SEEKER, DecisionKind.ACCEPTED), (Side.PROVIDER, DecisionKind.DECLINED)]
    assert await told() == expected
    await couple.open()
    await couple.ask()
    await couple.answer("provider", "give")
    clock.advance(days=31)
    await couple.app.introductions.sweep(clock())
    expected += [(Side.PROVIDER, DecisionKind.ACCEPTED), (Side.SEEKER, DecisionKind.NO_ANSWER)]
    assert await told() == expected
    for entry in await couple.entries("decision.recorded"):
        assert len(entry.enterprises) == 1


async def test_what_nobody_answers_ends_after_thirty_days_and_once(
    couple: Couple, clock: SettableClock
) -> None:
    await couple.open()
    await couple.ask()
    await couple.answer("seeker", "give")
    clock.advance(days=29)
    assert await couple.app.introductions.sweep(clock()) == 0
    clock.advance(days=2)
    assert await couple.app.introductions.sweep(clock()) == 1
    assert await couple.app.introductions.sweep(clock()) == 0
    full = await couple.seen("staff of ka")
    assert (full.state, full.reason) == (S.EXPIRED, CloseReason.NO_ANSWER)
    assert (await couple.consent("seeker")).state is C.ENDED
    assert (await couple.consent("provider")).state is C.EXPIRED
    with pytest.raises(Conflict, match=r"introduction\.over"):
        await couple.answer("provider", "give")


async def test_answered_by_both_it_does_not_expire(couple: Couple, clock: SettableClock) -> None:
    await couple.open()
    await couple.ask()
    for side in ("seeker", "provider"):
        await couple.answer(side, "give")
    clock.advance(days=100)
    assert await couple.app.introductions.sweep(clock()) == 0


async def test_withdrawing_the_introduction_closes_what_was_let(couple: Couple) -> None:
    await couple.introduced()
    await couple.step("staff of ka", Step.WITHDRAW, reason="TIMING")
    assert await couple.contacts("seeker", "provider") == []
    assert (await couple.consent("seeker")).state is C.ENDED


async def test_without_a_deal_contacts_stay_until_the_term(couple: Couple) -> None:
    await couple.introduced()
    await couple.step("staff of ka", Step.END_WITHOUT_DEAL, reason="PRICE")
    assert await couple.contacts("seeker", "provider") == [ZHAO]


async def test_both_sides_answer_at_once(couple: Couple) -> None:
    """One gives and takes back while the other gives: each has its own outcome, whole."""
    await couple.open()
    await couple.ask()
    give, withdraw = couple.app.consents.give, couple.app.consents.withdraw
    seeker, provider = couple.actors["seeker"], couple.actors["provider"]
    results = await asyncio.gather(
        give(seeker, couple.id, 1, AnswerDraft()),
        give(provider, couple.id, 1, AnswerDraft()),
        return_exceptions=True,
    )
    assert not [one for one in results if isinstance(one, BaseException)]
    results = await asyncio.gather(
        withdraw(seeker, couple.id, 2, AnswerDraft()),
        withdraw(provider, couple.id, 2, AnswerDraft()),
        withdraw(seeker, couple.id, 2, AnswerDraft()),
        return_exceptions=True,
    )
    failed = [one for one in results if isinstance(one, BaseException)]
    assert [type(one) for one in failed] == [StaleVersion]
    assert await couple.contacts("seeker", "provider") == []
    states = [(await couple.consent(side)).state for side in ("seeker", "provider")]
    assert states == [C.WITHDRAWN, C.WITHDRAWN]


async def test_giving_and_refusing_at_once_has_one_outcome(couple: Couple) -> None:
    await couple.open()
    await couple.ask()
    give, refuse = couple.app.consents.give, couple.app.consents.refuse
    results = await asyncio.gather(
        give(couple.actors["provider"], couple.id, 1, AnswerDraft()),
        refuse(couple.actors["seeker"], couple.id, 1, AnswerDraft()),
        return_exceptions=True,
    )
    assert all(isinstance(one, Conflict) or not isinstance(one, BaseException) for one in results)
    assert not isinstance(results[1], BaseException)
    assert (await couple.seen("admin")).state is S.DECLINED
    assert (await couple.consent("provider")).state is C.ENDED
    assert await couple.contacts("seeker", "provider") == []


async def test_contacts_of_a_partner_that_joins(app: App) -> None:
    couple = await build_couple(app)
    await couple.introduced()
    bank, partner = await create_member(
        app, name="农商银行", sector="FINANCE", contact={"name": "孙七"}
    )
    couple.actors["bank"] = bank
    draft = JoinDraft.model_validate(
        {"enterprise": partner.id, "role": "FINANCE_PARTNER", "purpose": "流动资金"}
    )
    view = await app.introductions.join(
        couple.actors["staff of ka"], couple.id, await couple.version(), draft
    )
    assert [one.role.value for one in view.parties] == ["SEEKER", "PROVIDER", "FINANCE_PARTNER"]
    await app.consents.give(bank, couple.id, 1, AnswerDraft())
    assert await couple.contacts("bank", "seeker") == []
    await couple.answer("seeker", "give")
    assert await couple.contacts("bank", "seeker") == [WANG]
    assert await couple.contacts("bank", "provider") == []
    assert await couple.contacts("seeker", "provider") == [ZHAO]
    refused = await couple.answer("provider", "refuse")
    assert refused.state is S.INTRODUCED
    assert await couple.contacts("bank", "seeker") == [WANG]
