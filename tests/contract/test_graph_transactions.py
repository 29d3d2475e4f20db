"""What every engine promises of a change: whole or not at all, and hidden until it is whole."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from prometheus_client import REGISTRY

from chainlink.errors import Conflict
from chainlink.graph.cypher import Query
from chainlink.graph.port import GraphReader, GraphStore, GraphTransaction
from chainlink.graph.records import Records

CODES = Query("tests/codes", "MATCH (m:Market) RETURN m.code AS code ORDER BY code")
ADD = Query("tests/add", "CREATE (:Market {code: $code, name_zh: $code, name_en: $code})")
NONSENSE = Query("tests/nonsense", "MATCH (m:Market) SET m.code = no_such_function(m.code)")


async def codes(reader: GraphReader) -> list[str]:
    return [row["code"] for row in await reader.read(CODES)]


async def add(store: GraphStore, *wanted: str) -> None:
    async def work(transaction: GraphTransaction) -> None:
        for code in wanted:
            await transaction.write(ADD, code=code)

    await store.transact(work)


async def fail_as_a_rule_does(_: GraphTransaction) -> None:
    raise Conflict("enterprise.exists", value="x")


async def fail_as_a_bug_does(_: GraphTransaction) -> None:
    raise ZeroDivisionError


async def fail_as_the_engine_does(transaction: GraphTransaction) -> None:
    await transaction.write(NONSENSE)


async def fail_by_a_key_that_is_taken(transaction: GraphTransaction) -> None:
    await transaction.write(ADD, code="AA")


@pytest.mark.parametrize(
    ("fail", "error"),
    [
        (fail_as_a_rule_does, Conflict),
        (fail_as_a_bug_does, ZeroDivisionError),
        (fail_as_the_engine_does, Exception),
        (fail_by_a_key_that_is_taken, Exception),
    ],
)
async def test_a_change_that_fails_leaves_nothing_behind(
    store: GraphStore,
    fail: Callable[[GraphTransaction], Awaitable[None]],
    error: type[Exception],
) -> None:
    await add(store, "AA")

    async def work(transaction: GraphTransaction) -> None:
        await transaction.write(ADD, code="BB")
        await fail(transaction)

    with pytest.raises(error):
        await store.transact(work)
    assert await codes(store) == ["AA"]
    await add(store, "CC")
    assert await codes(store) == ["AA", "CC"]


async def test_a_change_that_is_cancelled_leaves_nothing_behind(store: GraphStore) -> None:
    written = asyncio.Event()

    async def work(transaction: GraphTransaction) -> None:
        await transaction.write(ADD, code="AA")
        written.set()
        await asyncio.Event().wait()

    changing = asyncio.create_task(store.transact(work))
    await written.wait()
    changing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await changing
    assert await codes(store) == []
    await add(store, "BB")
    assert await codes(store) == ["BB"]


async def test_a_change_cancelled_at_any_moment_is_whole_or_absent(store: GraphStore) -> None:
    for moment in range(40):
        code = f"{moment:02}"
        changing = asyncio.create_task(add(store, f"A{code}", f"B{code}"))
        for _ in range(moment):
            await asyncio.sleep(0)
        changing.cancel()
        await asyncio.sleep(0)
        changing.cancel()  # who waits for the end of a cancelled change may lose patience too
        await asyncio.wait([changing])
        assert changing.cancelled() or changing.exception() is None
        found = {one[0] for one in await codes(store) if one[1:] == code}
        assert found in (set(), {"A", "B"}), f"cancelled after {moment} steps"
    await add(store, "ZZ")
    assert "ZZ" in await codes(store)


async def test_one_that_waits_for_its_turn_can_be_cancelled(store: GraphStore) -> None:
    first_is_in, go_on = asyncio.Event(), asyncio.Event()

    async def first(transaction: GraphTransaction) -> None:
        await transaction.write(ADD, code="AA")
        first_is_in.set()
        await go_on.wait()

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(store.transact(first))
        await first_is_in.wait()
        waiting = asyncio.create_task(add(store, "AA"))
        await asyncio.sleep(0.05)
        waiting.cancel()
        await asyncio.wait([waiting])
        go_on.set()
    assert waiting.cancelled()
    assert await codes(store) == ["AA"]


async def test_a_change_sees_itself_and_nobody_else_sees_it_before_it_is_done(
    store: GraphStore,
) -> None:
    await add(store, "AA")

    async def work(transaction: GraphTransaction) -> tuple[list[str], list[str]]:
        await transaction.write(ADD, code="BB")
        return await codes(transaction), await codes(store)

    inside, outside = await store.transact(work)
    assert inside == ["AA", "BB"]
    assert outside == ["AA"]
    assert await codes(store) == ["AA", "BB"]


async def test_what_a_change_returns_is_what_its_work_returned(store: GraphStore) -> None:
    async def work(_: GraphTransaction) -> int:
        return 7

    assert await store.transact(work) == 7


async def test_values_come_back_as_they_went_in(store: GraphStore) -> None:
    values = {
        "text": "玉米收获机 “1.5” 🌽 \\n'\"",
        "number": 2**53,
        "part": 0.1,
        "yes": True,
        "many": ["甲", "", "b"],
    }
    columns = ", ".join(f"${name} AS {name}" for name in values)
    assert await store.read(Query("tests/echo", f"RETURN {columns}"), **values) == [values]


async def test_rows_keep_their_order(store: GraphStore) -> None:
    rows = [{"code": f"{number:04}", "name_zh": "x", "name_en": "x"} for number in range(300)]

    async def work(transaction: GraphTransaction) -> None:
        await Records(transaction).create("Market", reversed(rows))

    await store.transact(work)
    backwards = Query("tests/order", "MATCH (m:Market) RETURN m.code AS code ORDER BY code DESC")
    assert [row["code"] for row in await store.read(backwards)] == [
        row["code"] for row in reversed(rows)
    ]


async def test_each_engine_runs_its_own_words_where_it_has_them(
    store: GraphStore, engine: str
) -> None:
    own = {name: f"RETURN 'words of {name}' AS found" for name in ("ladybug", "neo4j")}
    query = Query("tests/own", "RETURN 'common words' AS found", own)
    common = Query("tests/common", "RETURN 'common words' AS found", {"other": "nonsense"})

    async def work(transaction: GraphTransaction) -> list[str]:
        answers = [
            await transaction.read(query),
            await transaction.write(query),
            await store.read(query),
            await store.read(common),
        ]
        return [rows[0]["found"] for rows in answers]

    assert await store.transact(work) == [f"words of {engine}"] * 3 + ["common words"]


def counted(kind: str, engine: str, name: str) -> float:
    labels = {"engine": engine, "query": name}
    return REGISTRY.get_sample_value(f"chainlink_graph_query_{kind}", labels) or 0.0


async def test_every_statement_is_timed_under_its_name(store: GraphStore, engine: str) -> None:
    def state() -> list[float]:
        return [
            counted("seconds_count", engine, "tests/codes"),
            counted("seconds_count", engine, "tests/add"),
            counted("seconds_count", engine, "tests/nonsense"),
            counted("failures_total", engine, "tests/nonsense"),
        ]

    before = state()

    async def work(transaction: GraphTransaction) -> None:
        await transaction.write(ADD, code="AA")
        await codes(transaction)
        await codes(store)
        await transaction.write(NONSENSE)

    with pytest.raises(Exception, match=r"(?i)no_such_function"):
        await store.transact(work)
    assert [now - then for now, then in zip(state(), before, strict=True)] == [2, 1, 1, 1]
    assert counted("seconds_sum", engine, "tests/codes") > 0


async def test_the_engine_says_its_name_and_version(store: GraphStore, engine: str) -> None:
    name = {"ladybug": "LadybugDB ", "neo4j": "Neo4j/"}[engine]
    assert (await store.version()).startswith(name)
    assert store.dialect == engine
    assert store.one_process is (engine == "ladybug")
