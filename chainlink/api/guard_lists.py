"""How long a list may be that a field asks for: by its `first`, or by what such lists are."""

from collections.abc import Mapping
from typing import Any

from graphql import (
    ArgumentNode,
    DocumentNode,
    FieldNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLNonNull,
    IntValueNode,
    VariableNode,
    Visitor,
    is_introspection_type,
    is_list_type,
    visit,
)

from chainlink.api.relay import MOST_PER_PAGE, PAGE

# Lists without `first` are short: factors, hops, stages of a chain, committees of an enterprise.
PLAIN_LIST = 8
# The schema's own lists are long but cheap, and graphql-core bounds how they nest.
INTROSPECTED_LIST = 4


def length_of(
    selection: FieldNode,
    field: GraphQLField,
    parent: GraphQLNamedType | None,
    variables: Mapping[str, Any],
) -> int:
    """By how much what stands under a field is multiplied."""
    if "first" in field.args:
        return _asked(selection, variables)
    type_ = field.type
    plain = type_.of_type if isinstance(type_, GraphQLNonNull) else type_
    if not is_list_type(plain) or parent is None or parent.name.endswith("Connection"):
        return 1  # the edges of a page were counted with the page
    return INTROSPECTED_LIST if is_introspection_type(parent) else PLAIN_LIST


class _Sizes(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_argument(self, node: ArgumentNode, *_: object) -> None:
        if node.name.value == "first" and isinstance(node.value, VariableNode):
            self.names.add(node.value.name.value)


def sizes_asked(document: DocumentNode) -> tuple[str, ...]:
    """The variables by which a document says how long its lists may be."""
    sizes = _Sizes()
    visit(document, sizes)
    return tuple(sorted(sizes.names))


def _asked(selection: FieldNode, variables: Mapping[str, Any]) -> int:
    """The page size asked for; one that cannot be fetches nothing, its resolver refuses it."""
    value: Any = PAGE
    for argument in selection.arguments or ():
        if argument.name.value == "first":
            if isinstance(argument.value, IntValueNode):
                value = argument.value.value
            elif isinstance(argument.value, VariableNode):
                value = variables.get(argument.value.name.value)
    if value is None:
        return PAGE
    try:
        size = int(value)
    except (ValueError, TypeError, OverflowError):
        return 1
    return size if 1 <= size <= MOST_PER_PAGE else 1
