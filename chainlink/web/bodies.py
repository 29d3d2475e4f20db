"""What a page's form or a program sends: read once, bounded, as texts by name."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from chainlink.errors import InvalidInput

LARGEST = 2**16  # bytes
_MOST_FIELDS = 200
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


class Unreadable(Exception):
    """A body that is none: its HTTP status and the sentence that says why."""

    def __init__(self, status: int, key: str, **facts: object) -> None:
        super().__init__(key)
        self.status = status
        self.key = key
        self.facts = facts


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file of a form, by the name that the browser says it has."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Sent:
    """The fields of a body. Of a form a name that is there several times has the last text."""

    values: Mapping[str, Any]
    by_form: bool
    several: Mapping[str, list[str]]
    files: Mapping[str, SentFile] = field(default_factory=dict)

    def text(self, name: str, *, required: bool = True) -> str:
        """A field that is a text. Raises InvalidInput that names it."""
        value = self.values.get(name)
        if value is None or value == "":
            if required:
                raise InvalidInput.of(name, "required")
            return ""
        if not isinstance(value, str):
            raise InvalidInput.of(name, "not_text")
        return value


NOTHING = Sent({}, by_form=False, several={})


def is_form(request: Request) -> bool:
    """Whether a page's form is sent."""
    return _media_type(request) == FORM


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def read_body(request: Request) -> Sent:
    """The body, by its own word JSON or a form; an empty one of no kind is nothing.

    Raises Unreadable.
    """
    kind = _media_type(request)
    if kind not in {FORM, JSON, ""}:
        raise Unreadable(415, "body.kind")
    body = await _bytes(request)
    if not kind and body:
        raise Unreadable(415, "body.kind")
    if not body:
        return Sent({}, kind == FORM, {})
    try:
        return _form(body) if kind == FORM else _json(body)
    except (ValueError, RecursionError):
        raise Unreadable(400, "body.unreadable") from None


async def _bytes(request: Request) -> bytes:
    parts, length = [], 0
    async for part in request.stream():
        length += len(part)
        if length > LARGEST:
            raise Unreadable(413, "http.too_large", most=LARGEST)
        parts.append(part)
    return b"".join(parts)


def _form(body: bytes) -> Sent:
    pairs = parse_qsl(
        body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
    )
    several: dict[str, list[str]] = {}
    for name, value in pairs:
        several.setdefault(name, []).append(value)
    return Sent({name: values[-1] for name, values in several.items()}, True, several)


def _json(body: bytes) -> Sent:
    found = json.loads(body.decode())
    if not isinstance(found, dict):
        raise Unreadable(400, "body.no_object")
    json.dumps(found, ensure_ascii=False).encode()  # half a character is none
    return Sent(found, False, {})
