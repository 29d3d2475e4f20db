"""Media types: which one a client sends, which one it wants back."""

from email.message import Message
from functools import lru_cache

RESPONSE_JSON = "application/graphql-response+json"
PLAIN_JSON = "application/json"
_OFFERED = (PLAIN_JSON, RESPONSE_JSON)  # where a client likes both alike, the one that all know


@lru_cache(256)
def content_type_of(header: str) -> tuple[str, str]:
    """Media type and charset of a header; UTF-8 where none is named."""
    message = Message()
    message["content-type"] = header or "application/octet-stream"
    charset = message.get_param("charset", "utf-8")
    return message.get_content_type(), str(charset).lower()


@lru_cache(256)
def wanted_type(accept: str | None) -> str | None:
    """The offered media type that an `Accept` header likes best; None where it takes neither.

    Qualities and wild cards as in RFC 9110, 12.5.1; the more exact range decides for a type.
    """
    if accept is None or not accept.strip():
        return PLAIN_JSON
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    qualities = {offered: _quality(offered, ranges) for offered in _OFFERED}
    best = max(qualities.values())
    if best <= 0:
        return None
    liked = [offered for offered in _OFFERED if qualities[offered] == best]
    named = [one for one in liked if one in {name for name, _ in ranges}]
    return (named or liked)[0]


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return name, min(max(float(parameter[2:]), 0.0), 1.0)
            except ValueError:
                return name, 0.0
    return name, 1.0


def _quality(offered: str, ranges: list[tuple[str, float]]) -> float:
    exactness = [offered, offered.partition("/")[0] + "/*", "*/*"]
    for name in exactness:
        found = [quality for wanted, quality in ranges if wanted == name]
        if found:
            return max(found)
    return 0.0
