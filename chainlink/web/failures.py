"""What goes wrong, as a page and as a program is told: status, sentence, fields, headers."""

from collections.abc import Mapping

from chainlink.accounts.identity_provider import IdentityRefused, ProviderUnavailable
from chainlink.accounts.throttling import TooManyRequests
from chainlink.errors import (
    ChainlinkError,
    Conflict,
    Forbidden,
    GraphUnavailable,
    InvalidInput,
    NotFound,
    StaleVersion,
    Unauthenticated,
)
from chainlink.language import Language, say, sentence
from chainlink.web.bodies import Unreadable

Failure = ChainlinkError | Unreadable
_STATUS: Mapping[type[ChainlinkError], int] = {
    InvalidInput: 422,
    Unauthenticated: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    StaleVersion: 409,
    TooManyRequests: 429,
    IdentityRefused: 403,
    ProviderUnavailable: 503,
    GraphUnavailable: 503,
}
_CHALLENGE = 'Bearer realm="chainlink"'
_RETRY_AFTER = "5"  # seconds until a graph that is away is worth asking again


def sentences(failure: Failure, language: Language) -> tuple[str, dict[str, str]]:
    """The failure in one sentence, and what is wrong by field."""
    if isinstance(failure, Unreadable):
        return say(failure.key, language, **failure.facts), {}
    fields = {}
    if isinstance(failure, InvalidInput):
        fields = {one.path: say(one.key, language, **one.facts) for one in failure.fields}
    return sentence(failure, language), fields


def code_of(failure: Failure) -> str:
    """What programs tell it by."""
    return "BAD_REQUEST" if isinstance(failure, Unreadable) else failure.code


def status_of(failure: Failure) -> int:
    """The HTTP status."""
    if isinstance(failure, Unreadable):
        return failure.status
    return next(_STATUS[one] for one in type(failure).__mro__ if one in _STATUS)


def headers_of(failure: Failure) -> dict[str, str]:
    """What the answer's head says besides."""
    if isinstance(failure, TooManyRequests):
        return {"retry-after": str(failure.retry_after)}
    if isinstance(failure, GraphUnavailable):
        return {"retry-after": _RETRY_AFTER}
    return {"www-authenticate": _CHALLENGE} if isinstance(failure, Unauthenticated) else {}
