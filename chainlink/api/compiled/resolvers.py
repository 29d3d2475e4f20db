"""Calling the resolvers of Strawberry's fields without what they do not ask for."""

from collections.abc import Callable
from typing import Any

from graphql import FieldNode, GraphQLField, ListValueNode, ObjectValueNode, VariableNode
from graphql.execution.values import VariableValues, get_argument_values
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField

from chainlink.api.compiled.run import OutOfTheOrdinary, Run

NO_VARIABLES = VariableValues({}, {})
Call = Callable[[Any, Run], Any]


def field_behind(field: GraphQLField) -> StrawberryField:
    """Strawberry's field of a GraphQL field. Raises OutOfTheOrdinary where calling it does more."""
    found = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    if not isinstance(found, StrawberryField) or found.extensions:
        raise OutOfTheOrdinary("field")
    if found.is_basic_field and found.default_resolver is not getattr:
        raise OutOfTheOrdinary("resolver")
    return found


def call_of(
    converter: GraphQLCoreConverter, field: GraphQLField, behind: StrawberryField, node: FieldNode
) -> Call:
    """Calls the resolver of a field that has one; arguments are read once a run."""
    resolver = behind.base_resolver
    if resolver is None or not callable(resolver.wrapped_func):
        raise OutOfTheOrdinary("resolver")
    function = resolver.wrapped_func
    place = object()
    parents = [
        one.name for one in (resolver.parent_parameter, resolver.root_parameter) if one is not None
    ]
    info = resolver.info_parameter

    def read(variables: VariableValues) -> dict[str, Any]:
        said = get_argument_values(field, node, variables) if field.args else {}
        registry, config = converter.scalar_registry, converter.config
        return convert_arguments(said, behind.arguments, registry, config)

    written = read(NO_VARIABLES) if _says_all(node) else None

    def arguments(run: Run) -> dict[str, Any]:
        converted = read(run.variables) if written is None else dict(written)
        if info is not None:
            converted[info.name] = run.info
        run.arguments[place] = converted
        return converted

    def with_source(source: Any, run: Run) -> Any:
        return function(source, **(run.arguments.get(place) or arguments(run)))

    def with_parents(source: Any, run: Run) -> Any:
        known = run.arguments.get(place) or arguments(run)
        return function(**known, **dict.fromkeys(parents, source))

    def alone(_source: Any, run: Run) -> Any:
        return function(**(run.arguments.get(place) or arguments(run)))

    if resolver.self_parameter:
        if parents:
            raise OutOfTheOrdinary("resolver")
        return with_source
    return with_parents if parents else alone


def _says_all(node: FieldNode) -> bool:
    """Whether a field's arguments are the same in every run, and nothing that can be changed."""
    changing = VariableNode | ListValueNode | ObjectValueNode
    return not any(isinstance(one.value, changing) for one in node.arguments or ())
