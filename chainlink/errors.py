"""What can go wrong in a way that a person can act on. This module imports nothing.

An error carries a message key and its facts; the door renders it in the reader's language from
the message catalogues, so that a rule never decides in which words it is told.
"""

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One field that cannot be accepted: where it is, which sentence says why, with which facts."""

    path: str
    key: str
    facts: dict[str, object] = field(default_factory=dict)


class ChainlinkError(Exception):
    """Base of every expected failure; `code` is what programs rely on, `key` what people read."""

    code: ClassVar[str] = "FAILURE"

    def __init__(self, key: str, /, **facts: object) -> None:
        super().__init__(key, facts)
        self.key = key
        self.facts = facts


class NotFound(ChainlinkError):
    """The thing does not exist, or the viewer may not know that it does."""

    code = "NOT_FOUND"


class Conflict(ChainlinkError):
    """The thing exists already, or its state does not allow the step."""

    code = "CONFLICT"


class Forbidden(ChainlinkError):
    """The acting person may see the thing but not do this with it."""

    code = "FORBIDDEN"


class Unauthenticated(ChainlinkError):
    """The credentials sent are unknown, expired or revoked."""

    code = "UNAUTHENTICATED"


class StaleVersion(ChainlinkError):
    """The update was made against a version that is no longer the newest."""

    code = "STALE_VERSION"


class GraphUnavailable(ChainlinkError):
    """The graph cannot be reached or opened; nothing was changed, unless the key says unsure."""

    code = "GRAPH_UNAVAILABLE"


class InvalidInput(ChainlinkError):
    """One or more fields cannot be accepted; each is named in `fields`."""

    code = "INVALID_INPUT"

    def __init__(
        self, fields: "list[FieldProblem] | tuple[FieldProblem, ...]", key: str = "invalid_input"
    ) -> None:
        super().__init__(key, count=len(fields))
        self.fields = tuple(fields)

    @classmethod
    def of(cls, path: str, key: str, /, **facts: object) -> "InvalidInput":
        """One field's problem as an error."""
        return cls([FieldProblem(path, key, facts)])
