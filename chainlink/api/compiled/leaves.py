"""How scalars and enumerations are written: at once where the value has the very type expected."""

from collections.abc import Callable
from enum import Enum
from math import isfinite
from typing import Any

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLLeafType,
    GraphQLString,
    Undefined,
)

from chainlink.api.compiled.run import OutOfTheOrdinary

Leaf = Callable[[Any], Any]
_INT_MOST = 2**31 - 1  # GraphQL's Int has 32 bits


def leaf(type_: GraphQLLeafType, *, null: bool) -> Leaf:
    """Writes a value of the type as graphql-core does; `null` says whether there may be none.

    The function raises OutOfTheOrdinary, or what the type raises, for what cannot be written.
    """
    strict = _strict(type_)
    if null:
        return lambda value: None if value is None else strict(value)
    return strict


def _strict(type_: GraphQLLeafType) -> Leaf:
    slow = _slow(type_)
    if type_ in {GraphQLString, GraphQLID} or type_.coerce_output_value is str:
        return lambda value: value if type(value) is str else slow(value)
    if type_ is GraphQLFloat:
        return lambda value: value if type(value) is float and isfinite(value) else slow(value)
    if type_ is GraphQLInt:
        return lambda value: (
            value if type(value) is int and -_INT_MOST <= value <= _INT_MOST else slow(value)
        )
    if type_ is GraphQLBoolean:
        return lambda value: value if type(value) is bool else slow(value)
    if isinstance(type_, GraphQLEnumType):
        return _enumeration(type_, slow)
    return slow


def _slow(type_: GraphQLLeafType) -> Leaf:
    coerce = type_.coerce_output_value

    def written(value: Any) -> Any:
        found = None if value is None else coerce(value)
        if found is None or found is Undefined:
            raise OutOfTheOrdinary(type_.name)
        return found

    return written


def _enumeration(type_: GraphQLEnumType, slow: Leaf) -> Leaf:
    class_: type[Enum] | None = getattr(type_, "wrapped_cls", None)
    if class_ is None:
        return slow
    names = {member: slow(member) for member in class_}
    return lambda value: names[value] if type(value) is class_ else slow(value)
