"""A dismissed pair stays away until something that either says changes, and nobody learns why."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from chainlink.accounts.model import Actor, Role
from chainlink.app import App, build_app
from chainlink.enterprises.claim_model import CAPABILITY, NEED, Capability, Need
from chainlink.enterprises.model import Enterprise
from chainlink.errors import Conflict, Forbidden, InvalidInput, NotFound
from chainlink.introductions.suggestion_model import Dismissal, DismissalDraft, UndoDraft
from chainlink.language import Language, sentence
from chainlink.matching.learning.outcomes import DecisionReason
from chainlink.matching.learning.reading import read_decisions
from chainlink.matching.model import MatchType
from chainlink.matching.who import Direction, Who
from chainlink.settings import Settings
from chainlink.validation import checked
from tests.factories import (
    SYSTEM,
    capability_draft,
    create_account,
    create_member,
    declare_capability,
    declare_need,
    need_draft,
)
from tests.settable_clock import SettableClock


@dataclass
class Couple:
    """A motor works of ka that needs housings and makes motors; a caster of kb of housings."""

    app: App
    works: Enterprise
    caster: Enterprise
    need: Need
    capability: Capability
    actors: dict[str, Actor]

    def draft(self, **said: Any) -> DismissalDraft:
        plain = {
            "seeker": self.works.id,
            "provider": self.caster.id,
            "match_type": "SUPPLY",
            "reason": "PRICE",
        }
        return checked(DismissalDraft, plain | said)

    async def dismiss(self, who: str, **said: Any) -> Dismissal:
        return await self.app.dismissals.dismiss(self.actors[who], self.draft(**said))

    async def undo(self, who: str, dismissal: Dismissal) -> Dismissal:
        return await self.app.dismissals.undo(self.actors[who], UndoDraft(dismissal=dismissal.id))


async def build_couple(app: App) -> Couple:
    seeking, works = await create_member(app, name="电机厂")
    providing, caster = await create_member(app, name="压铸厂", committees=["kb"])
    need = await declare_need(app, works)
    await declare_capability(app, works, title="电机", categories=["motors"])
    capability = await declare_capability(
        app, caster, title="电机壳体", categories=["motor-housings"]
    )
    third, _ = await create_member(app, name="别家")
    actors = {
        "works": seeking,
        "caster": providing,
        "third": third,
        "staff of ka": await create_account(app, Role.STAFF, committees=["ka"]),
        "secretary of ka": await create_account(app, Role.SECRETARY, committees=["ka"]),
        "staff of kb": await create_account(app, Role.STAFF, committees=["kb"]),
        "staff of none": await create_account(app, Role.STAFF),
        "auditor": await create_account(app, Role.AUDITOR),
        "admin": SYSTEM,
    }
    return Couple(app, works, caster, need, capability, actors)


@pytest.fixture
async def couple(app: App) -> Couple:
    return await build_couple(app)


async def seen(couple: Couple, app: App | None = None) -> set[str]:
    """Where the two still meet: the lists of both, inboxes of both committees, counted paths."""
    app = app or couple.app
    works, caster = couple.works.id, couple.caster.id
    found = set()
    for one, other in ((works, caster), (caster, works)):
        for match_type in (None, *MatchType):
            listed = await app.recommendations.for_enterprise(SYSTEM, one, match_type=match_type)
            if other in {each.partner for each in listed}:
                found.add("list of works" if one == works else "list of caster")
    for who in ("staff of ka", "staff of kb"):
        for pair in await app.recommendations.inbox(couple.actors[who]):
            ends = {pair.recommendation.enterprise, pair.recommendation.partner}
            if ends == {works, caster}:
                found.add(f"inbox of {who}")
    view = await app.recommendations.view(None)
    counted = Who(view.projection, view.day.taxonomy)
    for one, way, other in (
        (works, Direction.UPSTREAM, caster),
        (caster, Direction.DOWNSTREAM, works),
    ):
        if other in {each.enterprise for each in counted.of(view.day, one, way)}:
            found.add("counted")
    return found


EVERYWHERE = {
    *("list of works", "list of caster", "inbox of staff of ka", "inbox of staff of kb"),
    "counted",
}


@pytest.mark.parametrize("who", ["works", "caster", "staff of ka", "staff of kb", "admin"])
async def test_the_pair_is_gone_from_everywhere_at_once_and_after_a_restart(
    couple: Couple, who: str, clock: SettableClock
) -> None:
    another = build_app(
        Settings(_env_file=None, graph="ladybug::memory:"), store=couple.app.store, clock=clock
    )
    assert await seen(couple) == EVERYWHERE
    assert await seen(couple, another) == EVERYWHERE
    made = await couple.dismiss(who)
    assert await seen(couple) == set()
    assert await seen(couple, another) == set()
    restarted = build_app(
        Settings(_env_file=None, graph="ladybug::memory:"), store=couple.app.store, clock=clock
    )
    assert await seen(couple, restarted) == set()
    await couple.undo(who, made)
    for app in (couple.app, another, restarted):
        assert await seen(couple, app) == EVERYWHERE


Change = Callable[[Couple], Awaitable[object]]
CHANGES: dict[str, Change] = {
    "the seeker declares": lambda couple: declare_need(couple.app, couple.works, title="又一项"),
    "the provider declares": lambda couple: declare_capability(
        couple.app, couple.caster, title="铸铁件", categories=["iron-castings"]
    ),
    "the seeker changes": lambda couple: couple.app.claims.revise(
        SYSTEM, NEED, couple.need.claim, 1, need_draft(text="急")
    ),
    "the provider changes": lambda couple: couple.app.claims.revise(
        SYSTEM,
        CAPABILITY,
        couple.capability.claim,
        1,
        capability_draft(title="电机壳体", categories=["motor-housings"], text="新模具"),
    ),
}


@pytest.mark.parametrize("what", CHANGES)
@pytest.mark.parametrize("who", ["works", "staff of kb"])
async def test_the_pair_comes_back_when_a_claim_of_either_changes(
    couple: Couple, what: str, who: str
) -> None:
    await seen(couple)
    await couple.dismiss(who)
    assert await seen(couple) == set()
    await CHANGES[what](couple)
    assert await seen(couple) == EVERYWHERE
    await couple.dismiss(who)
    assert await seen(couple) == set()


async def test_withdrawing_another_claim_brings_it_back_too(couple: Couple) -> None:
    extra = await declare_capability(couple.app, couple.caster, title="铸铁件")
    await couple.dismiss("works")
    assert await seen(couple) == set()
    await couple.app.claims.withdraw(SYSTEM, CAPABILITY, extra.claim, 1)
    assert await seen(couple) == EVERYWHERE


async def test_a_changed_profile_brings_nobody_back(couple: Couple) -> None:
    await couple.dismiss("works")
    app, caster = couple.app, couple.caster
    out = await app.enterprises.set_opt_out(SYSTEM, caster.id, caster.version, True)
    await app.enterprises.set_opt_out(SYSTEM, caster.id, out.version, False)
    assert await seen(couple) == set()


async def test_an_earlier_day_is_asked_about_as_it_was(
    couple: Couple, clock: SettableClock
) -> None:
    async def partners(day: date) -> list[str]:
        found = await couple.app.recommendations.for_enterprise(
            SYSTEM, couple.works.id, match_type=MatchType.SUPPLY, as_of=day
        )
        return [one.partner for one in found]

    clock.set_day(date(2026, 11, 26))
    await couple.dismiss("works")
    clock.set_day(date(2026, 11, 28))
    await declare_need(couple.app, couple.works, title="又一项")
    assert [await partners(date(2026, 11, day)) for day in (25, 26, 27, 28)] == [
        [couple.caster.id],
        [],
        [],
        [couple.caster.id],
    ]


async def test_a_decision_is_kept_for_learning_with_its_reason(couple: Couple) -> None:
    made = await couple.dismiss("caster", reason="OTHER", text="去年合作不愉快")
    assert (made.dismissed_by, made.reason, made.reason_text) == (
        couple.caster.id,
        "OTHER",
        "去年合作不愉快",
    )
    await couple.dismiss("staff of ka", reason="KNOWN_ALREADY")
    kept = await read_decisions(couple.app.store)
    found = sorted(kept, key=lambda one: one.recorded_at)
    assert [(one.side, one.kind, one.reason) for one in found] == [
        ("PROVIDER", "DECLINED", DecisionReason.OTHER),
        ("COMMITTEE", "DECLINED", DecisionReason.KNOWN_ALREADY),
    ]


async def test_other_reasons_need_words_and_no_words_are_in_the_journal(couple: Couple) -> None:
    for text in (None, " "):
        with pytest.raises(InvalidInput) as refused:
            couple.draft(reason="OTHER", text=text)
        assert [(one.path, one.key) for one in refused.value.fields] == [("text", "dismissal.text")]
    await couple.dismiss("works", reason="OTHER", text="去年合作不愉快")
    facts = " ".join(one.facts for one in await couple.app.journal.entries(0))
    assert "去年" not in facts
    assert '"worded":["reason_text"]' in facts


@pytest.mark.parametrize(
    ("who", "told"), [("works", ["works"]), ("caster", ["caster"]), ("staff of ka", [])]
)
async def test_whose_dismissal_it_was_nobody_else_learns(
    couple: Couple, who: str, told: list[str]
) -> None:
    head, _ = await couple.app.journal.head()
    made = await couple.dismiss(who)
    await couple.undo(who, made)
    entries = await couple.app.journal.entries(head)
    assert [one.action for one in entries] == [
        "decision.recorded",
        "dismissal.recorded",
        "dismissal.undone",
    ]
    ids = tuple(getattr(couple, one).id for one in told)
    assert {one.enterprises for one in entries} == {ids}


async def test_who_may_dismiss_and_who_may_take_it_back(couple: Couple) -> None:
    may_undo = {
        "works": {"works", "admin"},
        "staff of ka": {"staff of ka", "secretary of ka", "admin"},
        "staff of kb": {"staff of kb", "admin"},
    }
    for who in couple.actors:
        head = await couple.app.journal.head()
        if who in {"third", "staff of none", "auditor"}:
            with pytest.raises(Forbidden):
                await couple.dismiss(who)
            assert await couple.app.journal.head() == head, who
    for who, allowed in may_undo.items():
        for other in couple.actors:
            made = await couple.dismiss(who)
            if other in allowed:
                assert (await couple.undo(other, made)).superseded_at is not None
                with pytest.raises(Conflict, match=r"dismissal\.undone"):
                    await couple.undo(other, made)
            else:
                with pytest.raises(Forbidden if other == "auditor" else NotFound):
                    await couple.undo(other, made)


async def test_two_dismissals_and_one_taken_back(couple: Couple) -> None:
    first = await couple.dismiss("works")
    again = await couple.dismiss("works", reason="DISTANCE")  # takes the first one's place
    of_committee = await couple.dismiss("staff of ka")
    dismissals = couple.app.dismissals
    assert await dismissals.dismissals(couple.actors["works"]) == [again]
    assert await dismissals.dismissals(couple.actors["staff of ka"]) == [of_committee]
    assert await dismissals.dismissals(couple.actors["caster"]) == []
    with pytest.raises(Conflict):
        await couple.undo("works", first)
    swapped = UndoDraft(seeker=couple.caster.id, provider=couple.works.id)
    undone = await dismissals.undo(couple.actors["works"], swapped)
    assert undone.id == again.id
    assert await seen(couple) == set()  # the committee's stands
    with pytest.raises(NotFound) as refused:
        await dismissals.undo(couple.actors["works"], swapped)
    assert sentence(refused.value, Language.ZH) == ("没有这一条不予推荐，或它不是您这一方做的。")
    await couple.undo("staff of ka", of_committee)
    assert await seen(couple) == EVERYWHERE


async def test_a_request_that_is_sent_again_is_done_once(couple: Couple) -> None:
    actor, draft = couple.actors["works"], couple.draft()
    dismissals = couple.app.dismissals
    first = await dismissals.dismiss(actor, draft, request="r1")
    head = await couple.app.journal.head()
    assert await dismissals.dismiss(actor, draft, request="r1") == first
    assert await couple.app.journal.head() == head
    undo = UndoDraft(dismissal=first.id)
    undone = await dismissals.undo(actor, undo, request="r2")
    head = await couple.app.journal.head()
    assert await dismissals.undo(actor, undo, request="r2") == undone
    assert await couple.app.journal.head() == head
    with pytest.raises(Conflict, match=r"request\.reused"):
        await dismissals.dismiss(actor, couple.draft(reason="DISTANCE"), request="r1")


async def test_advice_promises_nobody_who_was_dismissed(couple: Couple) -> None:
    before = await couple.app.recommendations.advice(SYSTEM, couple.caster.id)
    await couple.dismiss("works")
    after = await couple.app.recommendations.advice(SYSTEM, couple.caster.id)
    assert sum(one.entered for one in after) <= sum(one.entered for one in before)
    assert [one.entered for one in after] == []
