"""The table of steps: what it says is what the diagram draws, and nothing hangs in the air."""

import re

from hypothesis import given
from hypothesis import strategies as st

from chainlink.introductions.machine import (
    BEFORE_INTRODUCED,
    BY_STEP,
    ENDED,
    PROGRESS,
    TRANSITIONS,
    Fact,
    IntroductionState,
    Step,
    Taker,
    allowed,
    drawn,
)

S = IntroductionState


def test_every_step_stands_once_in_the_table() -> None:
    assert [one.step for one in TRANSITIONS] == list(Step)
    assert list(BY_STEP) == list(Step)


def test_nothing_leads_out_of_an_end_and_everything_else_can_end() -> None:
    for state in S:
        reached = {one.target for taker in Taker for one in allowed(state, taker)}
        if state in ENDED:
            assert reached == set()
        else:
            assert S.NO_DEAL in reached or S.WITHDRAWN in reached


def test_no_step_goes_back() -> None:
    for one in TRANSITIONS:
        for origin in one.origins:
            if one.target in PROGRESS:
                assert PROGRESS.index(one.target) >= PROGRESS.index(origin), one


def test_contacts_and_contracts_have_their_facts_whichever_way_is_taken() -> None:
    """Nobody is introduced without both consents, nothing is signed without a contract."""
    for one in TRANSITIONS:
        crosses = one.target not in BEFORE_INTRODUCED | ENDED and one.origins & BEFORE_INTRODUCED
        assert not crosses or Fact.BOTH_CONSENTS in one.facts
        signed = {S.CONTRACT_SIGNED, S.IN_FULFILMENT, S.COMPLETED}
        assert not (one.target in signed and one.origins - signed) or Fact.CONTRACT in one.facts


def test_what_only_officers_do() -> None:
    for_parties = {one.step for one in TRANSITIONS if Taker.PARTY in one.takers}
    assert for_parties == {
        Step.SHORTLIST,
        Step.SCHEDULE_MEETING,
        Step.RECORD_MEETING,
        Step.NEGOTIATE,
        Step.REFUSE,
        Step.DECLINE,
    }


def test_the_diagram_has_each_arrow_of_the_table_and_no_other() -> None:
    arrows = set(re.findall(r"  ([A-Z_]+) --> ([A-Z_]+): ([A-Z_]+)", drawn()))
    assert arrows == {
        (origin.value, one.target.value, one.step.value)
        for one in TRANSITIONS
        for origin in one.origins
    }
    ends = set(re.findall(r"  ([A-Z_]+) --> \[\*\]", drawn()))
    assert ends == {state.value for state in ENDED}


@given(st.lists(st.integers(0, 30), max_size=30))
def test_any_walk_stays_on_the_table(choices: list[int]) -> None:
    state, been = S.SUGGESTED, []
    for choice in choices:
        ways = [one for taker in Taker for one in allowed(state, taker)]
        if not ways:
            assert state in ENDED
            break
        state = ways[choice % len(ways)].target
        been.append(state)
    progress = [PROGRESS.index(one) for one in been if one in PROGRESS]
    assert progress == sorted(progress)
