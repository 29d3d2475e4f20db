"""Plans give what graphql-core gives, or leave the query to it; never anything else."""

import asyncio
import gc
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

import pytest
import strawberry
from graphql import OperationDefinitionNode, parse, validate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chainlink.api.compiled.queries import CompiledDocument, CompiledSchema


@strawberry.enum
class Colour(Enum):
    RED = "red"
    GREEN = "green"


@strawberry.interface
class Thing:
    name: str


@strawberry.type
class Box(Thing):
    colour: Colour
    width: float | None = None
    count: int = 1
    open: bool = True
    words: list[str] | None = None
    broken: str = "whole"

    @strawberry.field
    def inside(self) -> list[Thing]:
        return [Box(name="small", colour=Colour.GREEN), Ball(name="round", bounces=3)]

    @strawberry.field
    async def slowly(self, info: strawberry.Info, times: int = 2, suffix: str | None = None) -> str:
        await asyncio.sleep(0)
        return f"{info.context['greeting']} {self.name}" * times + (suffix or "")


@strawberry.type
class Ball(Thing):
    bounces: int


@strawberry.type
class Pair(Thing):
    of: Thing | None


@strawberry.enum
class Order(Enum):
    UP = 1
    DOWN = 2


@strawberry.input
class Wish:
    colour: Colour = Colour.RED
    names: list[str] = strawberry.field(default_factory=list)


@strawberry.type
class Query:
    @strawberry.field
    def box(self, name: str = "box", width: float | None = 1.5) -> Box:
        return Box(name=name, colour=Colour.RED, width=width, words=["a", "b"])

    @strawberry.field
    async def boxes(self, first: int = 3, order: Order = Order.UP) -> list[Box]:
        numbers = range(first) if order is Order.UP else reversed(range(first))
        return [Box(name=str(n), colour=Colour.GREEN, count=n) for n in numbers]

    @strawberry.field
    def wished(self, wish: Wish) -> list[Box]:
        return [Box(name=name, colour=wish.colour) for name in wish.names]

    @strawberry.field
    async def thing(self, kind: str = "box") -> Thing | None:
        made: dict[str, Callable[[], Thing]] = {
            "box": lambda: Box(name="box", colour=Colour.RED),
            "ball": lambda: Ball(name="ball", bounces=1),
            "pair": lambda: Pair(name="pair", of=Ball(name="ball", bounces=2)),
        }
        return made[kind]() if kind in made else None

    @strawberry.field
    def either(self) -> Box | Ball:
        return Ball(name="ball", bounces=1)

    @strawberry.field
    def spoiled(self, how: str) -> Box | None:
        """Boxes that break what their types say."""
        values: dict[str, dict[str, Any]] = {
            "null": {"name": None},
            "enum": {"colour": "purple"},
            "huge": {"count": 2**40},
            "endless": {"width": float("inf")},
            "text": {"count": "many"},
            "number": {"name": 5, "count": True, "width": 2, "open": 1},
            "least": {"count": -(2**31)},
            "item": {"words": ["a", None]},
            "no list": {"words": 5},
            "iterable": {"words": iter(["a", "b"])},
        }
        return Box(**({"name": "spoiled", "colour": Colour.RED} | values[how]))

    @strawberry.field
    def wrong_class(self) -> Box | None:
        return Ball(name="ball", bounces=1)  # type: ignore[return-value] # that is what is tested

    @strawberry.field
    def fails(self) -> str | None:
        raise ValueError("on purpose")

    @strawberry.field
    async def fails_later(self) -> str:
        await asyncio.sleep(0)
        raise ValueError("on purpose")

    @strawberry.field
    async def nothing(self) -> str:
        return None  # type: ignore[return-value] # that is what is tested

    @strawberry.field
    def where(self, info: strawberry.Info) -> str:
        return str(info.path.key)


SCHEMA = strawberry.Schema(query=Query, types=[Box, Ball, Pair])
CONTEXT: Any = {"greeting": "hello"}


@dataclass
class Both:
    """A query's answer by graphql-core, and the data that its plan gives."""

    data: Any
    errors: list[Any]
    planned: Any


async def both(query: str, schema: strawberry.Schema = SCHEMA, **variables: Any) -> Both:
    document = parse(query)
    compiled = CompiledSchema(schema)
    assert validate(compiled.graphql, document) == []
    [operation] = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    plans = CompiledDocument(compiled, document)
    planned = await plans.answer(operation, variables, CONTEXT)
    again = await plans.answer(operation, variables, CONTEXT)
    assert planned == again
    result = await schema.execute(query, variable_values=variables, context_value=CONTEXT)
    return Both(result.data, list(result.errors or ()), planned)


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("{ box { name colour width count open words broken } }", {}),
        ("{ __typename box { __typename a: name b: name ...F } } fragment F on Box { width }", {}),
        ("{ box { name } box { colour name } box { words } }", {}),
        ("{ box(width: null) { width } }", {}),
        ("query ($w: Float) { box(width: $w) { width } }", {}),
        ("query ($w: Float) { box(width: $w) { width } }", {"w": None}),
        ("query ($w: Float = 9) { box(width: $w) { width } }", {}),
        ("query ($n: String!) { a: box(name: $n) { name } b: box { name } }", {"n": "x"}),
        ("{ boxes { name count } }", {}),
        ("{ boxes(first: 0) { name } }", {}),
        ("{ boxes(order: DOWN) { name slowly } }", {}),
        ("query ($o: Order!) { boxes(order: $o, first: 2) { name } }", {"o": "DOWN"}),
        ('{ boxes(first: 2) { a: slowly(times: 1) b: slowly(suffix: "!") inside { name } } }', {}),
        ('{ wished(wish: {names: ["a", "b"]}) { name colour } }', {}),
        (
            "query ($w: Wish!) { wished(wish: $w) { name colour } }",
            {"w": {"names": ["x"], "colour": "GREEN"}},
        ),
        (
            "query ($n: [String!]!) { wished(wish: {names: $n, colour: GREEN}) { name colour } }",
            {"n": ["y"]},
        ),
        ("{ thing { __typename name ... on Box { colour } ... on Ball { bounces } } }", {}),
        ('{ thing(kind: "ball") { ... on Thing { name } ... on Ball { bounces } } }', {}),
        ('{ thing(kind: "pair") { ... on Pair { of { name ... on Ball { bounces } } } } }', {}),
        ('{ thing(kind: "none") { name } }', {}),
        ("{ box { inside { name ... on Ball { bounces } ... { __typename } } } }", {}),
        ("query ($y: Boolean!) { box { name @skip(if: $y) width @include(if: $y) } }", {"y": True}),
        (
            "query ($y: Boolean!) { box { name @skip(if: $y) width @include(if: $y) } }",
            {"y": False},
        ),
        (
            "query ($y: Boolean = true) { box { name ...F @skip(if: $y) } } fragment F on Box { width }",
            {},
        ),
        ("{ box { name @include(if: false) width @skip(if: false) } }", {}),
        (
            "{ box { ... @include(if: true) { name } ...F ...F } } fragment F on Box { name width }",
            {},
        ),
        ('{ spoiled(how: "number") { name count width open } }', {}),
        ('{ spoiled(how: "least") { count } }', {}),
        ("{ wrongClass { name } }", {}),
    ],
)
async def test_what_has_a_plan_is_answered_by_it_as_by_graphql_core(
    query: str, variables: dict[str, Any]
) -> None:
    answers = await both(query, **variables)
    assert answers.errors == []
    assert answers.planned == answers.data
    assert str(answers.planned) == str(answers.data)  # types and the order of fields too


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("{ __schema { queryType { name } } }", {}),
        ('{ box { name } __type(name: "Box") { name } }', {}),
        ("{ either { ... on Ball { bounces } } }", {}),
        ("{ fails box { name } }", {}),
        ("{ failsLater }", {}),
        ("{ box { name slowly } failsLater fails }", {}),
        ("{ where }", {}),
        ('{ spoiled(how: "null") { name } }', {}),
        ('{ spoiled(how: "enum") { colour } }', {}),
        ('{ spoiled(how: "huge") { count } }', {}),
        ('{ spoiled(how: "endless") { width } }', {}),
        ('{ spoiled(how: "text") { count } }', {}),
        ('{ spoiled(how: "item") { words } }', {}),
        ('{ spoiled(how: "no list") { words } }', {}),
        ('{ spoiled(how: "iterable") { words } }', {}),
        ("query ($n: String!) { box(name: $n) { name } }", {}),
        ("query ($n: String!) { box(name: $n) { name } }", {"n": 5}),
        ("query ($o: Order) { boxes(order: $o) { name } }", {"o": "SIDEWAYS"}),
        ("query ($f: Int) { boxes(first: $f) { name } }", {"f": None}),
        ("query ($y: Boolean) { box { name @skip(if: $y) } }", {"y": None}),
    ],
)
async def test_what_is_out_of_the_ordinary_is_left_to_graphql_core(
    query: str, variables: dict[str, Any]
) -> None:
    document = parse(query)
    compiled = CompiledSchema(SCHEMA)
    [operation] = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    plans = CompiledDocument(compiled, document)
    for _ in range(2):
        assert await plans.answer(operation, variables, CONTEXT) is None


async def test_siblings_of_a_list_are_awaited_together() -> None:
    """What a loader relies on to read all of them in one question."""
    waiting = 0
    most = 0

    @strawberry.type
    class Item:
        @strawberry.field
        async def value(self) -> int:
            nonlocal waiting, most
            waiting += 1
            most = max(most, waiting)
            await asyncio.sleep(0)
            waiting -= 1
            return 1

    @strawberry.type(name="Query")
    class Root:
        @strawberry.field
        def items(self) -> list[Item]:
            return [Item() for _ in range(30)]

    answers = await both("{ items { a: value b: value } }", strawberry.Schema(query=Root))
    assert answers.planned == {"items": [{"a": 1, "b": 1}] * 30}
    assert most == 60


@pytest.mark.parametrize(
    "query",
    ['{ box { slowly } spoiled(how: "null") { name } }', "{ boxes { slowly } nothing }"],
)
async def test_what_will_not_be_awaited_is_closed(query: str) -> None:
    """A coroutine that is left behind would be a warning, which fails this test."""
    document = parse(query)
    [operation] = document.definitions
    assert isinstance(operation, OperationDefinitionNode)
    plans = CompiledDocument(CompiledSchema(SCHEMA), document)
    assert await plans.answer(operation, {}, CONTEXT) is None
    gc.collect()


async def test_a_cancelled_run_ends() -> None:
    started = asyncio.Event()

    @strawberry.type(name="Query")
    class Root:
        @strawberry.field
        async def forever(self) -> int:
            started.set()
            await asyncio.sleep(3600)
            return 1

    document = parse("{ a: forever b: forever }")
    [operation] = document.definitions
    assert isinstance(operation, OperationDefinitionNode)
    plans = CompiledDocument(CompiledSchema(strawberry.Schema(query=Root)), document)
    run = asyncio.create_task(_awaited(plans.answer(operation, {}, CONTEXT)))
    await started.wait()
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run


async def _awaited(answer: Awaitable[Any]) -> Any:
    return await answer


_LEAVES = ["name", "colour", "width", "count", "open", "words", "__typename", "slowly", "broken"]
_conditions = st.sampled_from(["", " @skip(if: $y)", " @include(if: $y)", " @include(if: $n)"])
_leaf = st.builds(
    lambda alias, name, condition: f"{alias}{name}{condition}",
    st.sampled_from(["", "a: ", "b: "]),
    st.sampled_from(_LEAVES),
    _conditions,
)


def _inside(selection: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        selection.map(lambda one: f"inside {{ name ... on Box {{ {one} }} }}"),
        st.builds(lambda one, on: f"...{on} {{ {one} }}", selection, _conditions),
        selection.map(lambda one: f"... on Thing {{ name ... on Box {{ {one} }} }}"),
        st.lists(selection, min_size=1, max_size=3).map(" ".join),
    )


_selections = st.recursive(_leaf, _inside, max_leaves=12)


@given(_selections, _selections, st.booleans(), st.booleans())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
async def test_any_selection_is_answered_alike(one: str, other: str, y: bool, n: bool) -> None:
    query = (
        "query ($y: Boolean!, $n: Boolean = true) "
        f"{{ __typename @skip(if: $y) @include(if: $n) box {{ {one} ...F }} boxes {{ ...F }} }} "
        f"fragment F on Box {{ {other} }}"
    )
    document = parse(query)
    if validate(CompiledSchema(SCHEMA).graphql, document):
        return  # the same name for different things
    answers = await both(query, y=y, n=n)
    assert str(answers.planned) == str(answers.data)
