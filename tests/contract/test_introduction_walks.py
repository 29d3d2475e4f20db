"""Whatever anybody tries in whatever order: no state off the table, nothing half done, no leak."""

import asyncio
from dataclasses import dataclass
from itertools import count
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chainlink.app import App, build_app
from chainlink.enterprises.disclosure import read_disclosures
from chainlink.errors import ChainlinkError
from chainlink.introductions.drafts import AskDraft, StepDraft, UpdateDraft
from chainlink.introductions.machine import (
    BEFORE_INTRODUCED,
    ENDED,
    TRANSITIONS,
    IntroductionState,
    Step,
    Taker,
)
from chainlink.introductions.model import (
    Consent,
    ConsentState,
    FollowUp,
    Introduction,
    StepTaken,
    agreed,
)
from chainlink.introductions.reading import (
    consents_of,
    follow_ups_of,
    introductions_by_ids,
    steps_of,
)
from chainlink.settings import Settings
from tests.factories import create_member, load_small_reference
from tests.introduction_world import ASKED, Couple, at, build_couple, record_deal
from tests.settable_clock import SettableClock

S = IntroductionState
_numbers = count(2)
PEOPLE = ("staff of ka", "secretary of kb", "seeker", "provider", "stranger", "auditor")
SIDES = ("seeker", "provider")
PARTIES = set(SIDES)

steps = st.tuples(
    st.just("step"),
    st.sampled_from(PEOPLE),
    st.integers(0, 59),
    st.fixed_dictionaries(
        {"side": st.sampled_from((None, *SIDES)), "reason": st.sampled_from((None, "PRICE"))}
    ),
)
answers = st.tuples(
    st.just("answer"),
    st.sampled_from(PEOPLE),
    st.sampled_from(("give", "give", "give", "refuse", "withdraw")),
    st.sampled_from(SIDES),
)
others = st.tuples(
    st.sampled_from(("ask", "ask", "update", "deal", "day", "sweep", "stale")),
    st.sampled_from(PEOPLE),
    st.integers(0, 40),
)
# how far it has come before anybody does anything: else few walks would get there
starts = st.sampled_from(("SHORTLISTED", "CONSENT_PENDING", "INTRODUCED", "MET", "CONTRACT_SIGNED"))


@dataclass(frozen=True)
class Picture:
    """All there is of an introduction."""

    introduction: Introduction
    steps: list[StepTaken]
    consents: list[Consent]
    follow_ups: list[FollowUp]
    edges: set[tuple[str, str, str]]
    head: tuple[int, str]


async def picture(couple: Couple) -> Picture:
    store, id_ = couple.app.store, couple.id
    found = await read_disclosures(store, [couple.seeker.id, couple.provider.id])
    return Picture(
        (await introductions_by_ids(store, [id_]))[id_],
        await steps_of(store, [id_]),
        await consents_of(store, [id_]),
        await follow_ups_of(store, [id_]),
        {
            (one.discloser, one.recipient, one.introduction)
            for several in found.values()
            for one in several
        },
        await couple.app.journal.head(),
    )


async def chosen(couple: Couple, who: str, number: int) -> Step:
    """Three times of four a step that he may take, where there is one; else any."""
    seen = await couple.app.introductions.by_ids(couple.actors[who], [couple.id])
    allowed = [step for one in seen.values() for step in one.allowed_steps]
    ways = allowed if allowed and number % 4 else list(Step)
    return ways[number // 4 % len(ways)]


async def act(couple: Couple, clock: SettableClock, action: tuple[Any, ...]) -> None:
    """What an action does; raises ChainlinkError where it is refused."""
    kind, who, *rest = action
    if kind == "step":
        number, said = rest
        step = await chosen(couple, who, number)
        side = couple.enterprise(said["side"]).id if said["side"] else None
        day = couple.app.introductions.today()
        draft = StepDraft.model_validate(
            {
                "step": step,
                "side": side,
                "reason": said["reason"],
                "happened_on": day,
                "meets_at": at(2028, 1, 1),
            }
        )
        version = await couple.version()
        await couple.app.introductions.step(couple.actors[who], couple.id, version, draft)
    elif kind == "answer":
        verb, side = rest
        if await couple.consents(side):
            said = {} if who == side else {"manner": "CALL", "evidence": "来电"}
            await couple.answer(side, verb, who, **said)
    elif kind == "ask":
        await couple.ask(who)
    elif kind == "update":
        draft_ = UpdateDraft(next_step="回电")
        version = await couple.version()
        await couple.app.introductions.update(couple.actors[who], couple.id, version, draft_)
    elif kind == "stale":
        ask = AskDraft.model_validate(ASKED)
        await couple.app.consents.ask(couple.actors[who], couple.id, 999, ask)
    elif kind == "deal":
        await record_deal(couple, number=next(_numbers))
    elif kind == "day":
        clock.advance(days=rest[0])
    elif kind == "sweep":
        await couple.app.introductions.sweep(clock())


def check_move(before: Picture, after: Picture, action: tuple[Any, ...]) -> None:
    """Every step on record since is one of the table, by somebody who takes it."""
    state = before.introduction.state
    for one in after.steps[len(before.steps) :]:
        takers = {Taker.PARTY} if action[1] in PARTIES else {Taker.OFFICER}
        if action[0] == "sweep":
            takers = {Taker.PLATFORM}
        assert one.from_state is state
        assert any(
            line.step is one.step
            and state in line.origins
            and one.to_state is line.target
            and line.takers & takers
            for line in TRANSITIONS
        ), (one, action)
        state = one.to_state
    assert after.introduction.state is state
    assert before.introduction.state not in ENDED or after.introduction.state is state


def check_whole(couple: Couple, now: Picture) -> None:
    """Edges are those of consents that are given; follow-ups are four and none is lost."""
    assert now.edges == {
        (one.enterprise, recipient, one.introduction)
        for one in now.consents
        if one.state is ConsentState.GIVEN
        for recipient in one.recipients
    }
    introduction = now.introduction
    assert (introduction.introduced_on is not None) is (
        introduction.furthest not in BEFORE_INTRODUCED
    )
    assert len(now.follow_ups) == (4 if introduction.introduced_on else 0)
    given_up = introduction.state in {S.DECLINED, S.WITHDRAWN}
    assert all(one.open is not given_up for one in now.follow_ups)
    if introduction.state in {S.DECLINED, S.WITHDRAWN, S.EXPIRED}:
        assert now.edges == set()


async def check_sight(couple: Couple, now: Picture) -> None:
    """Contacts are read by who has agreed, and no refusal shows to the other side."""
    today = couple.app.introductions.today()
    both = agreed(now.consents, couple.seeker.id, couple.provider.id, today)
    for side, other in (SIDES, SIDES[::-1]):
        actor = couple.actors[side]
        found = await couple.app.enterprises.contacts_of(actor, [couple.enterprise(other).id])
        assert bool(found) is both
        introduction = now.introduction
        if (
            introduction.furthest in BEFORE_INTRODUCED
            and introduction.ended_for != actor.enterprise
        ):
            seen = await couple.app.introductions.by_ids(actor, [couple.id])
            details = await couple.app.introductions.details(actor, [couple.id])
            theirs = couple.enterprise(other).id
            told = [
                *(one.model_dump_json() for one in seen.values()),
                *(one.model_dump_json() for each in details.values() for one in each.steps),
                *(
                    one.model_dump_json()
                    for each in details.values()
                    for one in each.consents
                    if one.enterprise == theirs
                ),
            ]
            text = "".join(told).replace('["REFUSE","DECLINE"]', "")
            assert not {"DECLINE", "REFUSE", "EXPIRE", "PRICE"} & set(
                text.replace('"', " ").replace("D ", " ").split()
            ), text


async def walk(
    couple: Couple, clock: SettableClock, start: str, actions: list[tuple[Any, ...]]
) -> None:
    await begin(couple, clock, start)
    before = await picture(couple)
    for action in actions:
        try:
            await act(couple, clock, action)
        except ChainlinkError:
            assert await picture(couple) == before, action
        after = await picture(couple)
        check_move(before, after, action)
        check_whole(couple, after)
        await check_sight(couple, after)
        before = after


async def begin(couple: Couple, clock: SettableClock, start: str) -> None:
    """The introduction as far as the walk begins."""
    if start in {"SHORTLISTED", "CONSENT_PENDING"}:
        await couple.open()
        if start == "CONSENT_PENDING":
            await couple.ask()
        return
    await couple.introduced()
    if start == "INTRODUCED":
        return
    today = couple.app.introductions.today()
    await couple.step("staff of ka", Step.RECORD_MEETING, happened_on=today)
    if start == "CONTRACT_SIGNED":
        await act(couple, clock, ("deal", "staff of ka", 0))
        await couple.step("staff of ka", Step.SIGN_CONTRACT)


async def built(clock: SettableClock) -> Couple:
    """One platform for all walks: a graph in memory each would take 8 TiB of addresses."""
    app: App = build_app(
        Settings(_env_file=None, graph="ladybug::memory:", graph_memory=256), clock=clock
    )
    await app.prepare()
    await load_small_reference(app)
    return await build_couple(app)


async def renewed(couple: Couple) -> Couple:
    """The same officers with two other enterprises."""
    contact = {"name": "王五"}
    seeking, seeker = await create_member(couple.app, contact=contact)
    providing, provider = await create_member(couple.app, committees=["kb"], contact=contact)
    actors = couple.actors | {"seeker": seeking, "provider": providing}
    return Couple(couple.app, seeker, provider, actors)


def test_no_walk_leaves_the_table() -> None:
    clock = SettableClock()
    with asyncio.Runner() as runner:
        couple = runner.run(built(clock))

        @settings(
            max_examples=20,
            phases=[Phase.generate],  # a walk takes too long to be made shorter
            suppress_health_check=[HealthCheck.too_slow],
        )
        @given(start=starts, actions=st.lists(steps | answers | others, min_size=6, max_size=12))
        def any_walk(start: str, actions: list[tuple[Any, ...]]) -> None:
            fresh = runner.run(renewed(couple))
            runner.run(walk(fresh, clock, start, actions))

        any_walk()
        runner.run(couple.app.close())
