"""What was shown is kept behind the answer's back and shown again exactly, on both engines."""

import asyncio
import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainlink.app import App
from chainlink.errors import Conflict, GraphUnavailable, NotFound
from chainlink.graph.cypher import Query
from chainlink.graph.port import GraphStore
from chainlink.graph.records import Records
from chainlink.matching.learning import showings
from chainlink.matching.learning.reading import read_shown
from chainlink.matching.learning.showing_rows import Given, Question, answer_of, showing_row
from chainlink.matching.learning.showings import ShowingLog
from chainlink.matching.model import Factor, Hop, MatchType, Path, Recommendation
from tests.settable_clock import SettableClock

DAY = date(2026, 11, 24)
QUESTION = Question("asker", "viewer", None, 10, DAY, 7, "expert-1")
COUNT = Query("tests/showings", "MATCH (s:Showing) RETURN count(s) AS total")


def recommendation(rank: int, value: float = 0.1 + 0.2, name: str = "电机外壳") -> Recommendation:
    hop = Hop(
        from_name="电机厂",
        relation="relation.needs",
        to_name=name,
        source="平台声明",
        as_of=DAY,
        confidence=value,
        from_enterprise="asker",
    )
    return Recommendation(
        enterprise="asker",
        partner=f"partner-{rank}",
        match_type=MatchType.SUPPLY,
        seeker="asker",
        provider=f"partner-{rank}",
        rank=rank,
        score=-value / 3,
        probability=1 / 7,
        factors=(Factor(code="category_fit", weight=1.1, value=value, contribution=1.1 * value),),
        paths=(Path(confidence=value, hops=(hop,)),),
        missing=("missing.evidence",),
        policy_version="expert-1",
        exploration=rank == 2,
        anonymous=rank == 1,
        seeker_claim="claim",
    )


ANSWER = tuple(recommendation(rank) for rank in (1, 2, 3))


@pytest.fixture
def log(app: App) -> ShowingLog:
    return ShowingLog(app.store, app.clock)


async def total(store: GraphStore) -> int:
    return int((await store.read(COUNT))[0]["total"])


async def test_what_was_shown_is_shown_again_exactly(log: ShowingLog) -> None:
    showing = log.record(QUESTION, ANSWER)

    assert await log.again(showing) == ANSWER
    assert await log.asker_of(showing) == "asker"


@given(st.floats(-1e300, 1e300), st.text(max_size=20))
def test_any_number_and_any_word_comes_back_as_it_was(value: float, name: str) -> None:
    answer = (recommendation(1, value, name),)
    row = showing_row(Given("x", QUESTION, answer, (1.0,), "2026"))

    assert answer_of("x", row) == answer


async def test_it_is_written_within_a_second_without_being_asked(app: App, log: ShowingLog) -> None:
    log.record(QUESTION, ANSWER)
    assert await total(app.store) == 0
    await asyncio.sleep(1.0)

    assert await total(app.store) == 1
    await log.close()


async def test_closing_writes_what_is_queued(app: App, log: ShowingLog) -> None:
    log.record(QUESTION, ANSWER)
    await log.close()

    assert await total(app.store) == 1
    assert log.lost == 0


async def test_the_same_question_is_recorded_once_in_all_processes(app: App) -> None:
    one, other = (ShowingLog(app.store, app.clock) for _ in range(2))
    first = [one.record(QUESTION, ANSWER) for _ in range(3)]
    await one.flush()
    second = other.record(QUESTION, ANSWER)
    await other.flush()

    assert {*first, second} == {QUESTION.id}
    assert await total(app.store) == 1
    assert one.lost + other.lost == 0


async def test_two_processes_that_write_at_the_same_instant_keep_it_once(app: App) -> None:
    logs = [ShowingLog(app.store, app.clock) for _ in range(4)]
    for number in range(10):
        for one in logs:
            one.record(replace(QUESTION, sequence=number), ANSWER)
        await asyncio.gather(*(one.flush() for one in logs))

    assert await total(app.store) == 10
    assert [one.lost for one in logs] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    "other",
    [
        {"asker": "b"},
        {"viewer": "b"},
        {"match_type": MatchType.CHAIN},
        {"most": 11},
        {"day": date(2026, 11, 25)},
        {"sequence": 8},
        {"policy_version": "learned-1"},
    ],
)
async def test_another_question_is_another_showing(log: ShowingLog, other: dict) -> None:
    asked = replace(QUESTION, **other)

    assert log.record(asked, ANSWER[:1]) != log.record(QUESTION, ANSWER)
    assert await log.again(asked.id) == ANSWER[:1]
    assert await log.again(QUESTION.id) == ANSWER


async def test_learning_reads_each_pair_with_its_place_chance_and_values(
    app: App, log: ShowingLog, clock: SettableClock
) -> None:
    showing = log.record(QUESTION, ANSWER, (1.0, 0.0125, 1.0))
    await log.flush()

    found = await read_shown(app.store)
    assert [one.id for one in found] == [f"{showing}:{rank}" for rank in (1, 2, 3)]
    assert [one.position for one in found] == [1, 2, 3]
    assert [one.propensity for one in found] == [1.0, 0.0125, 1.0]
    assert [one.exploration for one in found] == [False, True, False]
    assert found[0].values == {"category_fit": 0.1 + 0.2}
    assert found[0].pair == ("asker", "partner-1", "SUPPLY")
    assert found[0].policy_version == "expert-1"
    assert found[0].shown_at.startswith("2026-11-24T08:00:00")


async def test_where_nothing_is_said_the_chance_is_the_recommendations_own(
    log: ShowingLog,
) -> None:
    rare = replace(ANSWER[1], propensity=0.25)
    showing = log.record(QUESTION, (ANSWER[0], rare))

    assert [one.propensity for one in await log.pairs(showing)] == [1.0, 0.25]


async def test_a_showing_that_is_not_there_is_said_to_be_unknown(log: ShowingLog) -> None:
    with pytest.raises(NotFound) as refused:
        await log.again("nowhere")
    assert refused.value.key == "showing.unknown"


@pytest.mark.parametrize("damage", ["", "AAAA", "未知", None])
async def test_a_damaged_showing_is_refused_and_left_out_of_learning(
    app: App, log: ShowingLog, damage: str | None
) -> None:
    other = replace(QUESTION, sequence=8)
    for asked in (QUESTION, other):
        log.record(asked, ANSWER)
    await log.flush()
    kept = showing_row(Given("x", other, ANSWER[:2], (1.0, 1.0), "2026"))
    text = kept["answer"] if damage is None else damage
    row = {"id": QUESTION.id, "answer": text, "pairs": damage or ""}
    await app.store.transact(lambda work: Records(work).update("Showing", [row]))

    with pytest.raises(Conflict) as refused:
        await log.again(QUESTION.id)
    assert refused.value.key == "showing.damaged"
    assert {one.showing for one in await read_shown(app.store)} == {other.id}


async def test_a_full_queue_loses_the_newest_and_counts_them(
    log: ShowingLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(showings, "QUEUED_MOST", 2)
    asked = [replace(QUESTION, sequence=number) for number in range(4)]
    for one in asked:
        log.record(one, ANSWER)

    assert log.lost == 2
    assert await log.again(asked[1].id) == ANSWER
    with pytest.raises(NotFound):
        await log.again(asked[2].id)


async def test_a_graph_that_is_away_keeps_the_queue_and_closing_counts_what_is_lost(
    app: App, clock: SettableClock
) -> None:
    away = Away(app.store)
    log = ShowingLog(away, clock)
    log.record(QUESTION, ANSWER)
    with pytest.raises(GraphUnavailable):
        await log.flush()
    away.here = True
    await log.flush()
    assert await log.again(QUESTION.id) == ANSWER
    away.here = False
    log.record(replace(QUESTION, sequence=8), ANSWER)
    await log.close()
    assert log.lost == 1


class Away:
    """A store that cannot be written to until it is here again."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self.here = False

    def __getattr__(self, name: str) -> object:
        if name == "transact" and not self.here:
            raise GraphUnavailable("graph.unreachable", url="away")
        return getattr(self._store, name)


async def test_a_request_does_not_wait_for_its_record(log: ShowingLog) -> None:
    asked = [replace(QUESTION, sequence=number) for number in range(200)]
    times = []
    for one in asked:
        started = time.perf_counter()
        log.record(one, ANSWER)
        times.append(time.perf_counter() - started)
    await log.close()

    assert sorted(times)[100] < 0.001  # 8 µs where nothing else runs
