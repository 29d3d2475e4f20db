"""The plans of one document, made when they are first needed."""

from collections.abc import Mapping
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLObjectType,
    OperationDefinitionNode,
    OperationType,
)
from graphql.execution.values import VariableValues, get_variable_values
from strawberry import Schema
from strawberry.schema.schema_converter import GraphQLCoreConverter

from chainlink.api.compiled.plans import Planner
from chainlink.api.compiled.resolvers import NO_VARIABLES
from chainlink.api.compiled.run import Complete, OutOfTheOrdinary, Run
from chainlink.api.compiled.selections import Selections, condition_names
from chainlink.api.context import Context

_MOST_PLANS = 16  # of one document: operations times the values of its conditions


class CompiledSchema:
    """What plans need to know of a schema; made once."""

    def __init__(self, schema: Schema) -> None:
        self.graphql = schema._schema
        converter = schema.schema_converter
        self.planner = Planner(self.graphql, converter, _classes(self.graphql.type_map.values()))


def _classes(types: Any) -> dict[type, GraphQLObjectType]:
    """Object types by the one Python class that stands for each."""
    found: dict[type, GraphQLObjectType] = {}
    for type_ in types:
        if isinstance(type_, GraphQLObjectType):
            definition = type_.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
            if definition is not None and not definition.is_graphql_generic:
                found[definition.origin] = type_
    return found


class CompiledDocument:
    """A valid document's plans by operation and by which of its conditions hold."""

    def __init__(self, schema: CompiledSchema, document: DocumentNode) -> None:
        self._schema = schema
        self._document = document
        self._conditions = condition_names(document)
        self._plans: dict[tuple[object, ...], Complete | None] = {}

    async def answer(
        self, operation: OperationDefinitionNode, variables: Mapping[str, Any], context: Context
    ) -> dict[str, Any] | None:
        """The data of a query, or None where graphql-core has to answer it."""
        if operation.operation is not OperationType.QUERY:
            return None
        try:
            return await self._answer(operation, variables, context)
        except Exception:  # graphql-core meets it again, and tells of it
            return None

    async def _answer(
        self, operation: OperationDefinitionNode, variables: Mapping[str, Any], context: Context
    ) -> dict[str, Any] | None:
        values = self._values(operation, variables)
        plan = self._plan(operation, values)
        if plan is None:
            return None
        run = Run(context, values)
        try:
            data: dict[str, Any] = plan(None, run)
        except BaseException:
            run.abandon()
            raise
        await run.finish()
        return data

    def _values(
        self, operation: OperationDefinitionNode, variables: Mapping[str, Any]
    ) -> VariableValues:
        definitions = operation.variable_definitions
        if not definitions:
            return NO_VARIABLES
        values = get_variable_values(self._schema.graphql, definitions, dict(variables))
        if not isinstance(values, VariableValues):
            raise OutOfTheOrdinary("variables")
        return values

    def _plan(self, operation: OperationDefinitionNode, values: VariableValues) -> Complete | None:
        conditions = {name: values.coerced.get(name) for name in self._conditions}
        key = (id(operation), *conditions.values())
        if key not in self._plans:
            if len(self._plans) >= _MOST_PLANS:
                return None
            self._plans[key] = self._made(operation, conditions)
        return self._plans[key]

    def _made(
        self, operation: OperationDefinitionNode, conditions: Mapping[str, Any]
    ) -> Complete | None:
        root = self._schema.graphql.query_type
        selections = Selections(self._schema.graphql, self._document, conditions)
        try:
            if root is None or operation.directives:
                return None
            return self._schema.planner.object(root, selections, [operation.selection_set])
        except OutOfTheOrdinary:
            return None
