"""From a query's selections to functions that turn what resolvers give into the answer."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    SelectionSetNode,
    is_leaf_type,
)
from strawberry.schema.schema_converter import GraphQLCoreConverter

from chainlink.api.compiled.leaves import Leaf, leaf
from chainlink.api.compiled.resolvers import call_of, field_behind
from chainlink.api.compiled.run import Complete, OutOfTheOrdinary, Run
from chainlink.api.compiled.selections import Selections

Step = Callable[[Any, dict[str, Any], Run], None]
Getter = Callable[[Any], Sequence[Any]]


class Planner:
    """Makes plans of one schema; `classes` tells which object type a Python class is."""

    def __init__(
        self,
        schema: GraphQLSchema,
        converter: GraphQLCoreConverter,
        classes: dict[type, GraphQLObjectType],
    ) -> None:
        self._schema = schema
        self._converter = converter
        self._classes = classes

    def object(
        self, type_: GraphQLObjectType, selections: Selections, sets: Sequence[SelectionSetNode]
    ) -> Complete:
        """Completes an object of the type. Raises OutOfTheOrdinary for what plans do not cover."""
        template: dict[str, Any] = {}
        names: list[str] = []
        leaves: list[tuple[str, Leaf]] = []
        steps: list[Step] = []
        for key, nodes in selections.fields(type_, sets).items():
            name = nodes[0].name.value
            template[key] = type_.name if name == "__typename" else None
            if name == "__typename":
                continue
            field = type_.fields.get(name)
            if field is None:  # what the schema says of itself
                raise OutOfTheOrdinary(name)
            behind = field_behind(field)
            bare, null = _bare(field.type)
            if behind.is_basic_field and is_leaf_type(bare):
                names.append(behind.python_name)
                leaves.append((key, leaf(bare, null=null)))
            else:
                steps.append(self._step(key, field, nodes, selections))
        return _object(template, _getter(names), leaves, steps, _check(type_))

    def _step(
        self, key: str, field: GraphQLField, nodes: Sequence[FieldNode], selections: Selections
    ) -> Step:
        behind = field_behind(field)
        complete = self._completion(field.type, nodes, selections)
        if behind.is_basic_field:
            name = behind.python_name

            def read(source: Any, result: dict[str, Any], run: Run) -> None:
                result[key] = complete(getattr(source, name), run)

            return read
        call = call_of(self._converter, field, behind, nodes[0])
        if behind.is_async:

            def wait(source: Any, result: dict[str, Any], run: Run) -> None:
                run.waiting.append((call(source, run), result, key, complete))

            return wait

        def resolve(source: Any, result: dict[str, Any], run: Run) -> None:
            result[key] = complete(call(source, run), run)

        return resolve

    def _completion(
        self, type_: GraphQLOutputType, nodes: Sequence[FieldNode], selections: Selections
    ) -> Complete:
        bare, null = _bare(type_)
        strict = self._strict(bare, nodes, selections)

        def nullable(value: Any, run: Run) -> Any:
            return None if value is None else strict(value, run)

        def needed(value: Any, run: Run) -> Any:
            if value is None:
                raise OutOfTheOrdinary(str(type_))
            return strict(value, run)

        return nullable if null else needed

    def _strict(
        self, bare: GraphQLOutputType, nodes: Sequence[FieldNode], selections: Selections
    ) -> Complete:
        if isinstance(bare, GraphQLList):
            return self._list(bare, nodes, selections)
        if is_leaf_type(bare):
            written = leaf(bare, null=False)
            return lambda value, _run: written(value)
        sets = [one.selection_set for one in nodes if one.selection_set is not None]
        if isinstance(bare, GraphQLObjectType):
            return self.object(bare, selections, sets)
        if isinstance(bare, GraphQLInterfaceType):
            return self._interface(bare, selections, sets)
        raise OutOfTheOrdinary(str(bare))  # unions are what changes give back

    def _list(
        self,
        type_: GraphQLList[GraphQLOutputType],
        nodes: Sequence[FieldNode],
        selections: Selections,
    ) -> Complete:
        item = self._completion(type_.of_type, nodes, selections)

        def items(value: Any, run: Run) -> list[Any]:
            if type(value) is not list and type(value) is not tuple:
                raise OutOfTheOrdinary("list")
            return [item(one, run) for one in value]

        return items

    def _interface(
        self,
        type_: GraphQLInterfaceType,
        selections: Selections,
        sets: Sequence[SelectionSetNode],
    ) -> Complete:
        plans: dict[type, Complete] = {}

        def implementation(class_: type) -> Complete:
            found = self._classes.get(class_)
            if found is None or not self._schema.is_sub_type(type_, found):
                raise OutOfTheOrdinary(class_.__name__)
            plans[class_] = self.object(found, selections, sets)
            return plans[class_]

        def resolved(value: Any, run: Run) -> Any:
            class_ = type(value)
            return (plans.get(class_) or implementation(class_))(value, run)

        return resolved


def _bare(type_: GraphQLOutputType) -> tuple[GraphQLOutputType, bool]:
    """The type without its mark of being needed, and whether null may stand there."""
    return (type_.of_type, False) if isinstance(type_, GraphQLNonNull) else (type_, True)


def _getter(names: Sequence[str]) -> Getter:
    if len(names) == 1:
        [name] = names
        return lambda source: (getattr(source, name),)
    return attrgetter(*names) if names else lambda _source: ()


def _check(type_: GraphQLObjectType) -> Callable[[Any], bool] | None:
    """Whether a value is of the type, where the schema has a test for that."""
    test = type_.is_type_of
    if test is None:
        return None
    own = getattr(type_.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF), "origin", None)
    return lambda value: type(value) is own or test(value, None) is True  # type: ignore[arg-type] # Strawberry's tests do not look at the info


def _object(
    template: dict[str, Any],
    getter: Getter,
    leaves: Sequence[tuple[str, Leaf]],
    steps: Sequence[Step],
    check: Callable[[Any], bool] | None,
) -> Complete:
    if len(template) == len(leaves) and check is None:  # nothing but what stands on the object
        return lambda value, _run: {
            key: written(found)
            for (key, written), found in zip(leaves, getter(value), strict=False)
        }

    def complete(value: Any, run: Run) -> dict[str, Any]:
        if check is not None and not check(value):
            raise OutOfTheOrdinary("type")
        result = template.copy()
        for (key, written), found in zip(leaves, getter(value), strict=False):
            result[key] = written(found)
        for step in steps:
            step(value, result, run)
        return result

    return complete
