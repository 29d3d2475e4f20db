"""Expected failures as members of every mutation's union, in the viewer's language."""

from collections.abc import Callable
from typing import Any, TypeAlias

import strawberry
from strawberry.types.field import StrawberryField

from chainlink import errors
from chainlink.api.context import Info
from chainlink.language import Language, say, sentence


@strawberry.interface
class Failure:
    """What every expected failure says."""

    code: str
    message: str


@strawberry.type(name="FieldProblem")
class FieldMessage:
    """One field that cannot be accepted."""

    path: str
    message: str


@strawberry.type(name="InvalidInput")
class InvalidInputFailure(Failure):
    """Fields cannot be accepted."""

    fields: list[FieldMessage]


@strawberry.type(name="NotFound")
class NotFoundFailure(Failure):
    """Not there, or not the viewer's to see."""


@strawberry.type(name="Conflict")
class ConflictFailure(Failure):
    """There already, or its state does not allow the step."""


@strawberry.type(name="Forbidden")
class ForbiddenFailure(Failure):
    """Seen, but not the viewer's to do."""


@strawberry.type(name="StaleVersion")
class StaleVersionFailure(Failure):
    """Made against a version that is no longer the newest."""


AnyFailure: TypeAlias = (
    InvalidInputFailure | NotFoundFailure | ConflictFailure | ForbiddenFailure | StaleVersionFailure
)
Expected: TypeAlias = (
    errors.InvalidInput | errors.NotFound | errors.Conflict | errors.Forbidden | errors.StaleVersion
)

_MEMBERS: dict[type[errors.ChainlinkError], Callable[..., AnyFailure]] = {
    errors.NotFound: NotFoundFailure,
    errors.Conflict: ConflictFailure,
    errors.Forbidden: ForbiddenFailure,
    errors.StaleVersion: StaleVersionFailure,
}


def field_messages(error: errors.InvalidInput, language: Language) -> list[FieldMessage]:
    """Each field's problem as a sentence."""
    return [
        FieldMessage(path=one.path, message=say(one.key, language, **one.facts))
        for one in error.fields
    ]


class FailuresAsMembers(strawberry.ExceptionHandler[Expected, Any]):
    """Gives a mutation's expected failure back as a member of its union.

    It acts wherever a field's union has `InvalidInput`, which every mutation's has.
    """

    error_type = InvalidInputFailure

    def handle(self, exception: Expected, *, field: StrawberryField, info: Info) -> AnyFailure:
        """The failure as GraphQL shows it."""
        language = info.context.language
        message = sentence(exception, language)
        if isinstance(exception, errors.InvalidInput):
            return InvalidInputFailure(
                code=exception.code, message=message, fields=field_messages(exception, language)
            )
        return _MEMBERS[type(exception)](code=exception.code, message=message)
