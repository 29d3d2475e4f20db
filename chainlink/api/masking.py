"""What the outside learns of an error: expected ones in words, the rest by an id only."""

import logging
from collections.abc import Sequence
from typing import Any

from graphql import GraphQLError

from chainlink.api.context import Context
from chainlink.api.errors import field_messages
from chainlink.api.observation import log
from chainlink.errors import ChainlinkError, InvalidInput
from chainlink.identity import new_id
from chainlink.language import Language, say, sentence


def shown_errors(errors: Sequence[GraphQLError], context: Context) -> list[dict[str, Any]]:
    """Errors of an execution, as they may be told."""
    return [_shown(error, context.language, context.operation) for error in errors]


def _shown(error: GraphQLError, language: Language, operation: str | None) -> dict[str, Any]:
    plain = dict(error.formatted)
    cause = error.original_error
    if isinstance(cause, ChainlinkError):
        return plain | expected(cause, language)
    if error.path is None:  # variables that do not fit their types: nothing has run
        return plain | {"extensions": {"code": "BAD_USER_INPUT"}}
    return plain | unexpected(cause or error, language, operation)


def expected(error: ChainlinkError, language: Language) -> dict[str, Any]:
    """An expected failure as message and extensions."""
    extensions: dict[str, Any] = {"code": error.code}
    if isinstance(error, InvalidInput):
        extensions["fields"] = [
            {"path": one.path, "message": one.message} for one in field_messages(error, language)
        ]
    return {"message": sentence(error, language), "extensions": extensions}


def unexpected(
    error: BaseException, language: Language, operation: str | None = None
) -> dict[str, Any]:
    """An unexpected failure: a generic sentence and an id under which the log has the rest."""
    error_id = new_id()
    log(logging.ERROR, "failure", failure=error, errorId=error_id, operation=operation)
    return {
        "message": say("internal", language, error=error_id),
        "extensions": {"code": "INTERNAL", "errorId": error_id},
    }
