"""A document before it runs: parsed, counted by the guard, validated, each text once.

Parsing and validation are remembered by text; the guard counts anew each time, because what a
list costs depends on the variables.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    parse,
    validate,
)
from strawberry.extensions import SchemaExtension

from chainlink.api.guard import MOST_DEPTH, MOST_TOKENS, Guard, Refused

MOST_REMEMBERED = 20_000  # characters; longer texts are not worth their memory
_REMEMBERED = 256
MOST_CHARACTERS = 200_000


class Rejected(Exception):
    """A document that will not run: its errors, as GraphQL's specification words them."""

    def __init__(self, code: str, errors: list[GraphQLError]) -> None:
        super().__init__(code)
        self.code = code
        self.errors = errors


class Preparation:
    """Documents of one schema, made ready to run."""

    def __init__(self, schema: GraphQLSchema, most_cost: int) -> None:
        self._schema = schema
        self._guard = Guard(schema, most_cost)
        self._parsed = lru_cache(_REMEMBERED)(_parse)
        self._validated = lru_cache(_REMEMBERED)(self._validate)

    def document(self, text: str, variables: Mapping[str, Any]) -> DocumentNode:
        """The document, ready to run. Raises Refused by the guard, Rejected by the grammar."""
        short = len(text) <= MOST_REMEMBERED
        document = (self._parsed if short else _parse)(text)
        self._guard.check(document, variables)
        errors = (self._validated if short else self._validate)(document)
        if errors:
            raise Rejected("GRAPHQL_VALIDATION_FAILED", list(errors))
        return document

    def _validate(self, document: DocumentNode) -> tuple[GraphQLError, ...]:
        return tuple(validate(self._schema, document))


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


def operation_of(document: DocumentNode, name: str | None) -> OperationDefinitionNode | None:
    """The one operation to run; None where the name fits none, or none is named among several."""
    found = [
        one
        for one in document.definitions
        if isinstance(one, OperationDefinitionNode)
        and (name is None or (one.name is not None and one.name.value == name))
    ]
    return found[0] if len(found) == 1 else None


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
