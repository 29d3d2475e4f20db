"""What a document may ask for, counted before it runs and in time linear to its length."""

from typing import Any

import pytest
from graphql import get_introspection_query, parse
from hypothesis import given
from hypothesis import strategies as st

from chainlink.api.compiled.queries import CompiledSchema
from chainlink.api.guard import (
    MOST_ALIASES,
    MOST_DEPTH,
    MOST_FIELDS,
    MOST_FRAGMENTS,
    MOST_REPEATS,
    MOST_TOKENS,
    Guard,
    Refused,
)
from chainlink.api.preparation import Preparation, Rejected
from chainlink.api.schema import build_schema
from tests.api.conftest import Door

SCHEMA = build_schema().graphql
COST = 20_000
ANY = 10**100


def preparation(cost: int) -> Preparation:
    return Preparation(CompiledSchema(build_schema()), cost)


def visited(document: str, *, cost: int = COST, **variables: Any) -> int:
    return Guard(SCHEMA, cost).check(parse(document), variables)


def refusal(document: str, cost: int = COST, **variables: Any) -> str:
    """By which limit a document is refused, as a request would be."""
    with pytest.raises(Refused) as caught:
        preparation(cost).ready(document, variables)
    return caught.value.limit


def doublings(number: int, *, shift: int = 0) -> str:
    """Fragments that each spread the next twice: two to the power of `number` fields."""
    order = [(place * 7 + shift) % number for place in range(number)]  # used before and after
    fragments = [
        f"fragment F{n} on Category {{ a: broader {{ ...F{n + 1} }} b: broader {{ ...F{n + 1} }} }}"
        for n in order
    ]
    last = f"fragment F{number} on Category {{ code }}"
    return "\n".join(["{ categories { edges { node { ...F0 } } } }", *fragments, last])


@pytest.mark.parametrize("number", [10, 60, 90])
def test_doubling_fragments_are_refused(number: int) -> None:
    assert refusal(doublings(number)) in {"depth", "aliases"}


def test_flat_doubling_is_refused_too() -> None:
    """Without a level or an alias: every fragment spreads the next twice where it stands."""
    fragments = "\n".join(
        f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(60)
    )
    document = "{ ...F0 }\n" + fragments + "\nfragment F60 on Query { __typename }"
    assert refusal(document) == "fields"


@given(st.integers(1, 4), st.integers(0, 6))
def test_every_selection_is_visited_once_in_whatever_order(number: int, shift: int) -> None:
    document = doublings(number, shift=shift)
    assert visited(document, cost=ANY) == 4 + 4 * number + 1


def test_sixty_doublings_are_refused_over_http(plain_door_body: dict[str, Any]) -> None:
    [error] = plain_door_body["errors"]
    assert error["extensions"] == {
        "code": "QUERY_TOO_COMPLEX",
        "limit": "depth",
        "most": MOST_DEPTH,
    }
    assert error["message"] == f"查询嵌套超过 {MOST_DEPTH} 层；请拆成几次查询。"
    assert "data" not in plain_door_body


@pytest.fixture
async def plain_door_body(plain_door: Door) -> dict[str, Any]:
    return await plain_door.send(doublings(60))


def nested(levels: int) -> str:
    middle = levels - 4
    broader = "broader { " * middle + "code " + "} " * middle
    return f"{{ categories {{ edges {{ node {{ {broader} }} }} }} }}"


def test_depth_is_counted_through_fragments() -> None:
    assert visited(nested(MOST_DEPTH), cost=ANY) == MOST_DEPTH
    assert refusal(nested(MOST_DEPTH + 1), cost=ANY) == "depth"
    half = MOST_DEPTH // 2
    chain = "broader { " * half
    document = (
        f"{{ categories {{ edges {{ node {{ ...A }} }} }} }}"
        f"fragment A on Category {{ {chain} ...B {'}' * half} }}"
        f"fragment B on Category {{ {chain} code {'}' * half} }}"
    )
    assert refusal(document, cost=ANY) == "depth"


def test_aliases_are_counted_after_fragments_are_expanded() -> None:
    many = " ".join(f"a{n}: __typename" for n in range(MOST_ALIASES))
    visited(f"{{ {many} }}")
    assert refusal(f"{{ {many} last: __typename }}") == "aliases"
    half = " ".join(f"a{n}: code" for n in range(MOST_ALIASES // 2 + 1))
    document = "{ chains { ...A } chain(code: 1) { ...A } } fragment A on Chain { " + half + " }"
    assert refusal(document) == "aliases"


def test_fields_are_counted_after_fragments_are_expanded() -> None:
    fields = "code name nameZh nameEn summaryZh"
    spreads = "\n".join(
        f"fragment F{n} on Chain {{ {'...F' + str(n + 1) + ' '} {fields} }}" for n in range(10)
    )
    document = "{ chains { ...F0 } }" + spreads + "fragment F10 on Chain { code }"
    visited(document)
    tripled = "\n".join(
        f"fragment F{n} on Chain {{ {('...F' + str(n + 1) + ' ') * 3} {fields} }}"
        for n in range(10)
    )
    document = "{ chains { ...F0 } }" + tripled + "fragment F10 on Chain { code }"
    assert refusal(document, cost=10**9) == "fields"
    assert MOST_FIELDS < 5 * (3**6)


CLAIMS = """query ($first: Int, $many: Int = 100) { enterprises(first: %s) { edges { node {
  name capabilities(first: %s) { edges { node { title } } } } } } }"""


@pytest.mark.parametrize(
    ("outer", "inner", "variables", "refused"),
    [
        ("50", "20", {}, False),  # 50 x (4 + 20 x 3)
        ("100", "100", {}, True),
        ("$first", "$first", {"first": 100}, True),
        ("$first", "$first", {"first": 20}, False),
        ("$first", "$first", {}, False),
        ("$many", "$many", {}, True),
        ("$many", "$many", {"many": 20}, False),
        ("$many", "$many", {"many": None}, False),
        ("$many", "$first", {"first": "100"}, True),
        ("101", "100", {}, False),  # 101 is refused by its own field, and fetches nothing
        ("0", "100", {}, False),
    ],
)
def test_lists_multiply_what_stands_in_them(
    outer: str, inner: str, variables: dict[str, Any], refused: bool
) -> None:
    document = CLAIMS % (outer, inner)
    if refused:
        assert refusal(document, **variables) == "cost"
    else:
        visited(document, **variables)


def test_lists_multiply_through_fragments_and_defaults() -> None:
    document = """query ($many: Int = 100) { enterprises(first: $many) { edges { node { ...A } } } }
      fragment A on Enterprise { capabilities(first: $many) { edges { node { title } } } }"""
    assert refusal(document) == "cost"
    visited(document, many=10)


def test_plain_lists_multiply_too_but_edges_do_not_multiply_twice() -> None:
    visited("{ chains { stages { categories { label } } } }")
    assert refusal("{ chains { stages { categories { label } } } }", cost=500) == "cost"
    visited("{ categories(first: 100) { edges { node { code } } } }")
    Guard(SCHEMA, 301 + 1).check(
        parse("{ categories(first: 100) { edges { node { code } } } }"), {}
    )


def test_the_setting_is_the_limit() -> None:
    document = "{ categories(first: 100) { edges { node { code } } } }"
    assert refusal(document, cost=300) == "cost"
    preparation(301).ready(document, {})


def test_one_name_over_and_over_is_refused() -> None:
    """Validation compares each with each: 4,000 of them would take it seconds."""
    visited("{ " + "__typename " * MOST_REPEATS + "}")
    assert refusal("{ " + "__typename " * (MOST_REPEATS + 1) + "}") == "repeats"
    assert refusal("{ " + "... { __typename } " * (MOST_REPEATS + 1) + "}") == "repeats"


def test_long_texts_are_refused_before_they_are_read_to_the_end() -> None:
    assert refusal("{ " + "a " * MOST_TOKENS + "}") == "tokens"
    assert refusal("{ __typename }" + "\n#" * 5000) == "tokens"
    assert refusal("{ __typename }" + " " * 300_000) == "tokens"
    assert refusal("{ a " * 300) == "depth"
    assert refusal("{ a " * 3000) == "depth"
    assert refusal('{ chain(code: "' + "x" * 300_000 + '") { code } }') == "tokens"


def test_introspection_is_allowed_as_tools_ask_for_it() -> None:
    for document in (
        get_introspection_query(),
        get_introspection_query(
            specified_by_url=True,
            directive_is_repeatable=True,
            schema_description=True,
            input_value_deprecation=True,
        ),
    ):
        preparation(COST).ready(document, {})


@pytest.mark.parametrize(
    "document",
    [
        "{ ...A } fragment A on Query { ...A }",
        "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
        "{ ...Missing }",
        "{ nothing { of: this { kind } } }",
        "{ ... on Nothing { a } }",
        "fragment A on Query { __typename }",
        "subscription { a }",
        "type Query { a: Int }",
    ],
)
def test_what_the_guard_cannot_count_validation_refuses(document: str) -> None:
    with pytest.raises(Rejected) as caught:
        preparation(COST).ready(document, {})
    assert caught.value.code == "GRAPHQL_VALIDATION_FAILED"


def test_more_fragments_than_any_page_needs_are_refused() -> None:
    def chain(number: int) -> str:
        fragments = (f"fragment F{n} on Query {{ ...F{n + 1} }}" for n in range(number))
        return "{ ...F0 }" + "".join(fragments) + f"fragment F{number} on Query {{ __typename }}"

    assert visited(chain(MOST_FRAGMENTS - 1)) == MOST_FRAGMENTS + 1
    assert refusal(chain(MOST_FRAGMENTS)) == "fragments"
