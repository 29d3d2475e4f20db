"""For every argument and every field of every input: requests in which that one value is wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
)

WRONG: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 3, 2**31, -(2**63), 10**300, 1.5, 1e308),
    *("", " ", "\0", "x", "'", "易\u202e\ufffe", "😀" * 200, "x" * 100_000, "-1", "NaN", "null"),
    *("2026-02-30", "9999-12-31T23:59:59.999999Z", "0/0", "RW50ZXJwcmlzZTo=", "Q29tbWl0dGVlOmth"),
    *([], [[]], [None], ["x", 1], ["x"] * 2_000, {}, {"id": "x"}, {"": None}, [{}]),
)
_RIGHT: Mapping[str, Any] = {
    **{"String": "铸件", "ID": "x", "Int": 1, "Float": 0.5, "Boolean": True},
    **{"Date": "2026-11-24", "DateTime": "2026-11-24T08:00:00Z", "MinorUnits": "1000"},
}


@dataclass(frozen=True, slots=True)
class WrongRequest:
    """One request, named by the place of its wrong value."""

    place: str
    query: str
    variables: dict[str, Any]


def wrong_requests(schema: GraphQLSchema, each: int) -> Iterator[WrongRequest]:
    """`each` wrong values for each place, in turn, so that few requests try all of them somewhere."""
    turn = count()
    for kind, root in (("query", schema.query_type), ("mutation", schema.mutation_type)):
        assert root is not None
        for name, field in root.fields.items():
            right = {
                argument: _right(one.type)
                for argument, one in field.args.items()
                if is_required_argument(one)
            }
            declared = ", ".join(f"${argument}: {one.type}" for argument, one in field.args.items())
            given = ", ".join(f"{argument}: ${argument}" for argument in field.args)
            call = f"{name}({given})" if given else name
            head = f"{kind} ({declared})" if declared else kind
            query = f"{head} {{ {call} {_selected(field)} }}"
            for place, values in _wrong_arguments(field, right, each, turn):
                yield WrongRequest(f"{root.name}.{name}.{place}", query, values)


def _wrong_arguments(
    field: GraphQLField, right: dict[str, Any], each: int, turn: Iterator[int]
) -> Iterator[tuple[str, dict[str, Any]]]:
    for argument, one in field.args.items():
        for value in _some(each, turn):
            yield argument, right | {argument: value}
        form = get_named_type(one.type)
        if isinstance(form, GraphQLInputObjectType):
            for place, value in _wrong_fields(form, each, turn, depth=0):
                yield f"{argument}.{place}", right | {argument: value}


def _wrong_fields(
    form: GraphQLInputObjectType, each: int, turn: Iterator[int], depth: int
) -> Iterator[tuple[str, dict[str, Any]]]:
    right = _right_form(form)
    for name, one in form.fields.items():
        for value in _some(each, turn):
            yield name, right | {name: value}
        inner = get_named_type(one.type)
        if isinstance(inner, GraphQLInputObjectType) and depth < 2:
            for place, value in _wrong_fields(inner, each, turn, depth + 1):
                whole = [value] if _is_list(one.type) else value
                yield f"{name}.{place}", right | {name: whole}


def _some(each: int, turn: Iterator[int]) -> Iterator[Any]:
    for _ in range(min(each, len(WRONG))):
        yield WRONG[next(turn) % len(WRONG)]


def _is_list(type_: GraphQLInputType) -> bool:
    return isinstance(type_.of_type if isinstance(type_, GraphQLNonNull) else type_, GraphQLList)


def _right_form(form: GraphQLInputObjectType) -> dict[str, Any]:
    needed = {name: one for name, one in form.fields.items() if is_required_input_field(one)}
    return {name: _right(one.type) for name, one in needed.items()}


def _right(type_: GraphQLInputType) -> Any:
    if isinstance(type_, GraphQLNonNull):
        return _right(type_.of_type)
    if isinstance(type_, GraphQLList):
        return [_right(type_.of_type)]
    if isinstance(type_, GraphQLEnumType):
        return next(iter(type_.values))
    if isinstance(type_, GraphQLInputObjectType):
        return _right_form(type_)
    assert isinstance(type_, GraphQLScalarType)
    return _RIGHT[type_.name]


def _selected(field: GraphQLField) -> str:
    """What to ask of the answer: ids, and every failure's sentence."""
    type_ = get_named_type(field.type)
    if isinstance(type_, GraphQLUnionType):
        return "{ __typename ... on Failure { code message } }"
    if isinstance(type_, GraphQLObjectType) and "edges" in type_.fields:
        return "{ edges { cursor } }"
    return "" if is_leaf_type(type_) else "{ __typename }"
