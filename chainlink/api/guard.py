"""Counts what a document asks for before anything of it runs, each fragment once.

A document of 60 fragments that each spread the next twice is a kilobyte long and asks for 2^60
fields. Counting fragment by fragment in the order in which they use each other visits every
selection once, so such a document is refused in the time that it takes to read it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
)
from graphql.type import (
    GraphQLField,
    SchemaMetaFieldDef,
    TypeMetaFieldDef,
    TypeNameMetaFieldDef,
)

from chainlink.api.guard_lists import length_of

# GraphiQL's own introspection needs 15 levels and 97 fields; the widest page of ours 13 and 160.
MOST_DEPTH = 20
MOST_ALIASES = 50
MOST_FIELDS = 2_000  # after fragments are expanded, lists not multiplied
MOST_TOKENS = 4_000
# validation compares these each with each: 280 fragments in one place cost it 1.4 s
MOST_FRAGMENTS = 100
MOST_REPEATS = 20  # of one name in one selection set

_META: dict[str, GraphQLField] = {
    "__schema": SchemaMetaFieldDef,
    "__type": TypeMetaFieldDef,
    "__typename": TypeNameMetaFieldDef,
}


class Refused(Exception):
    """A document that asks for too much: of what (`limit`), and how much is allowed."""

    def __init__(self, limit: str, most: int) -> None:
        super().__init__(limit, most)
        self.limit = limit
        self.most = most


@dataclass(slots=True)
class Count:
    """What a selection set asks for, everything under it included."""

    depth: int = 0
    aliases: int = 0
    fields: int = 0
    cost: int = 0

    def add(self, other: "Count", *, times: int = 1, deeper: int = 0) -> None:
        """Take in what a selection under this one asks for."""
        self.depth = max(self.depth, other.depth + deeper)
        self.aliases += other.aliases
        self.fields += other.fields
        self.cost += other.cost * times


class Guard:
    """The limits of one schema; made once."""

    def __init__(self, schema: GraphQLSchema, most_cost: int) -> None:
        self._schema = schema
        self._most_cost = most_cost

    def check(self, document: DocumentNode, variables: Mapping[str, Any]) -> int:
        """Let pass or raise Refused; returns how many selections were visited.

        A fragment that is not there or spreads itself counts nothing: validation, which comes
        next, refuses it.
        """
        fragments = {
            one.name.value: one
            for one in document.definitions
            if isinstance(one, FragmentDefinitionNode)
        }
        if len(fragments) > MOST_FRAGMENTS:
            raise Refused("fragments", MOST_FRAGMENTS)
        operations = [
            one for one in document.definitions if isinstance(one, OperationDefinitionNode)
        ]
        counting = _Counting(self._schema, {**_defaults(operations), **variables})
        for fragment in _used_first(fragments):
            type_ = self._schema.type_map.get(fragment.type_condition.name.value)
            counting.fragments[fragment.name.value] = counting.of(fragment.selection_set, type_)
        for operation in operations:
            root = self._schema.get_root_type(operation.operation)
            self._compare(counting.of(operation.selection_set, root))
        return counting.visited

    def _compare(self, count: Count) -> None:
        for limit, found, most in (
            ("depth", count.depth, MOST_DEPTH),
            ("aliases", count.aliases, MOST_ALIASES),
            ("fields", count.fields, MOST_FIELDS),
            ("cost", count.cost, self._most_cost),
        ):
            if found > most:
                raise Refused(limit, most)


class _Counting:
    """One document's count under way."""

    def __init__(self, schema: GraphQLSchema, variables: Mapping[str, Any]) -> None:
        self._schema = schema
        self.variables = variables
        self.fragments: dict[str, Count] = {}
        self.visited = 0

    def of(self, selections: SelectionSetNode, type_: GraphQLNamedType | None) -> Count:
        """What a selection set on a type asks for."""
        whole = Count()
        repeats: dict[str, int] = {}
        for selection in selections.selections:
            self.visited += 1
            if isinstance(selection, FragmentSpreadNode):
                name = f"...{selection.name.value}"
                whole.add(self.fragments.get(selection.name.value, Count()))
            elif isinstance(selection, InlineFragmentNode):
                name = "..."
                condition = selection.type_condition
                on = self._schema.type_map.get(condition.name.value) if condition else type_
                whole.add(self.of(selection.selection_set, on))
            elif isinstance(selection, FieldNode):
                name = (selection.alias or selection.name).value
                self._add_field(whole, selection, type_)
            repeats[name] = repeats.get(name, 0) + 1
            if repeats[name] > MOST_REPEATS:
                raise Refused("repeats", MOST_REPEATS)
        return whole

    def _add_field(
        self, whole: Count, selection: FieldNode, type_: GraphQLNamedType | None
    ) -> None:
        whole.add(Count(depth=1, aliases=int(selection.alias is not None), fields=1, cost=1))
        if selection.selection_set is None:
            return
        field = _field(type_, selection.name.value)
        under = get_named_type(field.type) if field else None
        times = length_of(selection, field, type_, self.variables) if field else 1
        whole.add(self.of(selection.selection_set, under), times=times, deeper=1)


def _field(type_: GraphQLNamedType | None, name: str) -> GraphQLField | None:
    if name in _META:
        return _META[name]
    if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
        found: GraphQLField | None = type_.fields.get(name)
        return found
    return None


def _defaults(operations: Iterable[OperationDefinitionNode]) -> dict[str, Any]:
    """What variables are where none are sent; a fragment may be used by several operations."""
    return {
        one.variable.name.value: getattr(one.default_value, "value", None)
        for operation in operations
        for one in operation.variable_definitions or ()
        if one.default_value is not None
    }


def _used_first(fragments: Mapping[str, FragmentDefinitionNode]) -> list[FragmentDefinitionNode]:
    """The fragments so that each comes after those that it spreads; without recursion."""
    spread = {name: list(_spreads(one.selection_set)) for name, one in fragments.items()}
    ordered: list[FragmentDefinitionNode] = []
    seen: set[str] = set()
    for name in fragments:
        path = [] if name in seen else [name]
        seen.add(name)
        while path:
            waiting = spread[path[-1]]
            while waiting and (waiting[-1] in seen or waiting[-1] not in fragments):
                waiting.pop()
            if waiting:
                path.append(waiting[-1])
                seen.add(waiting.pop())
            else:
                ordered.append(fragments[path.pop()])
    return ordered


def _spreads(selections: SelectionSetNode) -> Iterable[str]:
    sets = [selections]
    while sets:
        for selection in sets.pop().selections:
            if isinstance(selection, FragmentSpreadNode):
                yield selection.name.value
            elif isinstance(selection, FieldNode | InlineFragmentNode) and selection.selection_set:
                sets.append(selection.selection_set)
