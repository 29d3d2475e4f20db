"""Answers as bytes, and those that are kept: a question that nothing changed since costs nothing.

An answer is kept under who asked, in which language and to the letter what, together with the
place where the journal stands and the day; one entry more, or a day, and it is not used again.
"""

import json
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import orjson

MOST_KEPT = 32 * 2**20  # bytes of all answers together
_LARGEST_KEPT = 2**20
_OVERHEAD = 1000  # bytes that an entry takes besides its text

Moment = tuple[tuple[int, str], str]  # where the journal stands, and the day in the district


def written(body: dict[str, Any]) -> bytes:
    """An answer as JSON."""
    try:
        return orjson.dumps(body)
    except TypeError:  # whole numbers of more than 64 bits, which facts of an error may have
        text = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return text.encode()


def tag_of(text: bytes) -> str:
    """A weak ETag (RFC 9110, 8.8.3): the same for the same bytes."""
    return f'W/"{blake2b(text, digest_size=16).hexdigest()}"'


def matches(if_none_match: str | None, tag: str) -> bool:
    """Whether the client has this answer already, weakly compared (RFC 9110, 13.1.2)."""
    if if_none_match is None:
        return False
    opaque = tag.removeprefix("W/")
    offered = [one.strip().removeprefix("W/") for one in if_none_match.split(",")]
    return "*" in offered or opaque in offered


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that may be given again, with its tag if it has one.

    `given` is called each time that it is.
    """

    text: bytes
    moment: Moment
    operation: str | None
    tag: str = ""
    given: Sequence[Callable[[], object]] = ()


class Answers:
    """The answers given last, as many as fit."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._size = 0
        self._kept: OrderedDict[Hashable, tuple[Kept, int]] = OrderedDict()

    def get(self, question: Hashable, moment: Moment) -> Kept | None:
        """The answer, if nothing has changed since."""
        found = self._kept.get(question)
        if found is None or found[0].moment != moment:
            return None
        self._kept.move_to_end(question)
        return found[0]

    def keep(self, question: Hashable, answer: Kept, *, asked: int) -> None:
        """Keep an answer to a question that is `asked` bytes long."""
        size = len(answer.text) + asked + _OVERHEAD
        if size > min(_LARGEST_KEPT, self._most):
            return
        if question in self._kept:
            self._size -= self._kept.pop(question)[1]
        self._kept[question] = (answer, size)
        self._size += size
        while self._size > self._most:
            self._size -= self._kept.popitem(last=False)[1][1]
