"""Which fields a selection set asks of an object type (GraphQL, CollectFields)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLAbstractType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    is_abstract_type,
)

from chainlink.api.compiled.run import OutOfTheOrdinary

_CONDITIONS = {"skip": False, "include": True}  # the value with which the selection stays


class Selections:
    """The selections of one operation, where the variables of its conditions have these values."""

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, conditions: Mapping[str, Any]
    ) -> None:
        self._schema = schema
        self._conditions = conditions
        self._fragments = {
            one.name.value: one
            for one in document.definitions
            if isinstance(one, FragmentDefinitionNode)
        }

    def fields(
        self, type_: GraphQLObjectType, sets: Sequence[SelectionSetNode]
    ) -> dict[str, list[FieldNode]]:
        """The fields by the name that each answers under, in the order of the answer."""
        collected: dict[str, list[FieldNode]] = {}
        spread: set[str] = set()
        for selections in sets:
            self._collect(type_, selections, collected, spread)
        return collected

    def _collect(
        self,
        type_: GraphQLObjectType,
        selections: SelectionSetNode,
        collected: dict[str, list[FieldNode]],
        spread: set[str],
    ) -> None:
        for selection in selections.selections:
            if not self._asked(selection.directives or ()):
                continue
            if isinstance(selection, FieldNode):
                key = (selection.alias or selection.name).value
                collected.setdefault(key, []).append(selection)
            elif isinstance(selection, InlineFragmentNode):
                condition = selection.type_condition
                if condition is None or self._fits(type_, condition.name.value):
                    self._collect(type_, selection.selection_set, collected, spread)
            elif isinstance(selection, FragmentSpreadNode):
                name = selection.name.value
                if name in spread:
                    continue
                spread.add(name)
                fragment = self._fragments[name]
                if self._fits(type_, fragment.type_condition.name.value):
                    self._collect(type_, fragment.selection_set, collected, spread)

    def _fits(self, type_: GraphQLObjectType, condition: str) -> bool:
        found = self._schema.type_map[condition]
        if found is type_:
            return True
        if not is_abstract_type(found):
            return False
        abstract: GraphQLAbstractType = found
        return self._schema.is_sub_type(abstract, type_)

    def _asked(self, directives: Collection[DirectiveNode]) -> bool:
        for directive in directives:
            kept = _CONDITIONS.get(directive.name.value)
            if kept is None:
                raise OutOfTheOrdinary(directive.name.value)
            [argument] = directive.arguments or ()
            value = argument.value
            found = (
                self._conditions[value.name.value]
                if isinstance(value, VariableNode)
                else getattr(value, "value", None)
            )
            if not isinstance(found, bool):
                raise OutOfTheOrdinary(directive.name.value)
            if found is not kept:
                return False
        return True


def condition_names(document: DocumentNode) -> tuple[str, ...]:
    """Variables that decide which fields are asked for."""
    names: set[str] = set()
    sets = [
        one.selection_set
        for one in document.definitions
        if isinstance(one, OperationDefinitionNode | FragmentDefinitionNode)
    ]
    while sets:
        for selection in sets.pop().selections:
            for directive in selection.directives or ():
                for argument in directive.arguments or ():
                    if isinstance(argument.value, VariableNode):
                        names.add(argument.value.name.value)
            under = getattr(selection, "selection_set", None)
            if under is not None:
                sets.append(under)
    return tuple(sorted(names))
