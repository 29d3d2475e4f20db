"""A document before it runs: parsed, counted by the guard, validated, each text once.

All of it is remembered by text. What a list costs depends on the variables, so the guard's count
is remembered by the values of those that say how long a list may be.
"""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    parse,
    validate,
)
from strawberry.extensions import SchemaExtension

from chainlink.api.compiled.queries import CompiledDocument, CompiledSchema
from chainlink.api.guard import MOST_DEPTH, MOST_TOKENS, Guard, Refused
from chainlink.api.guard_lists import sizes_asked

MOST_REMEMBERED = 20_000  # characters; longer texts are not worth their memory
_REMEMBERED = 256
_COUNTS_REMEMBERED = 64  # of one document
MOST_CHARACTERS = 200_000


class Rejected(Exception):
    """A document that will not run: its errors, as GraphQL's specification words them."""

    def __init__(self, code: str, errors: list[GraphQLError]) -> None:
        super().__init__(code)
        self.code = code
        self.errors = errors


@dataclass(slots=True)
class Ready:
    """A document that may run, with the plans of its queries."""

    document: DocumentNode
    plans: CompiledDocument
    sizes: tuple[str, ...]
    counted: dict[tuple[object, ...], Refused | None] = field(default_factory=dict)
    errors: list[GraphQLError] | None = None

    def operation(self, name: str | None) -> OperationDefinitionNode | None:
        """The one to run; None where the name fits none, or none is named among several."""
        found = [
            one
            for one in self.document.definitions
            if isinstance(one, OperationDefinitionNode)
            and (name is None or (one.name is not None and one.name.value == name))
        ]
        return found[0] if len(found) == 1 else None


class Preparation:
    """Documents of one schema, made ready to run."""

    def __init__(self, schema: CompiledSchema, most_cost: int) -> None:
        self._schema = schema
        self._guard = Guard(schema.graphql, most_cost)
        self._known: OrderedDict[str, Ready] = OrderedDict()

    def ready(self, text: str, variables: Mapping[str, Any]) -> Ready:
        """The document, ready to run. Raises Refused by the guard, Rejected by the grammar."""
        found = self._known.get(text)
        if found is None:
            found = self._parsed(text)
        else:
            self._known.move_to_end(text)
        self._count(found, variables)
        if found.errors is None:
            found.errors = validate(self._schema.graphql, found.document)
        if found.errors:
            raise Rejected("GRAPHQL_VALIDATION_FAILED", list(found.errors))
        return found

    def _parsed(self, text: str) -> Ready:
        document = _parse(text)
        plans = CompiledDocument(self._schema, document)
        made = Ready(document, plans, sizes_asked(document))
        if len(text) <= MOST_REMEMBERED:
            self._known[text] = made
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return made

    def _count(self, ready: Ready, variables: Mapping[str, Any]) -> None:
        sizes = tuple(variables.get(name, ...) for name in ready.sizes)
        if not all(one is ... or isinstance(one, int | float | None) for one in sizes):
            self._guard.check(ready.document, variables)  # a text may be too long to be kept
            return
        if sizes not in ready.counted:
            if len(ready.counted) >= _COUNTS_REMEMBERED:
                ready.counted.clear()
            ready.counted[sizes] = self._refusal(ready.document, variables)
        if (refusal := ready.counted[sizes]) is not None:
            raise Refused(refusal.limit, refusal.most)

    def _refusal(self, document: DocumentNode, variables: Mapping[str, Any]) -> Refused | None:
        try:
            self._guard.check(document, variables)
        except Refused as refusal:
            return refusal
        return None


def _parse(text: str) -> DocumentNode:
    try:
        return parse(
            text,
            max_lexical_tokens=MOST_TOKENS,
            max_comments=MOST_TOKENS,
            max_source_length=MOST_CHARACTERS,
        )
    except GraphQLSyntaxError as refusal:
        # graphql-core has one class for all of these, so its words are all there is
        if "nested too deeply" in refusal.message:
            raise Refused("depth", MOST_DEPTH) from None
        if "Parsing aborted" in refusal.message or len(text) > MOST_CHARACTERS:
            raise Refused("tokens", MOST_TOKENS) from None
        raise Rejected("GRAPHQL_PARSE_FAILED", [refusal]) from None


class Prepared(SchemaExtension):
    """Gives the execution the document that was prepared before, so that nothing is done twice."""

    def on_parse(self) -> Iterator[None]:
        """Hand the document over."""
        self.execution_context.graphql_document = self.execution_context.context.document
        yield

    def on_validate(self) -> Iterator[None]:
        """It is valid."""
        self.execution_context.pre_execution_errors = []
        yield
