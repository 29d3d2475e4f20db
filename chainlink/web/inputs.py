"""What forms send, as the services' drafts take it; a field's name is the path services name."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from chainlink.errors import InvalidInput
from chainlink.web.bodies import Sent
from chainlink.web.forms import REQUEST_FIELD

_PLACE_IN_A_LIST = re.compile(r"\.\d+$")
_LONGEST_NUMBER = 9  # digits


def request_of(sent: Sent) -> str | None:
    """By which id the same form sent again is known."""
    return sent.text(REQUEST_FIELD, required=False) or None


def version_of(sent: Sent, name: str = "version") -> int:
    """The version that was looked at. Raises InvalidInput."""
    text = sent.text(name)
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER):
        raise InvalidInput.of(name, "not_a_number", value=text)
    return int(text)


def texts_of(sent: Sent, names: Iterable[str]) -> dict[str, Any]:
    """Fields by the names of a draft (`heldOn` is its `held_on`), those left empty as None."""
    return {_snake(name): sent.text(name, required=False).strip() or None for name in names}


def _snake(name: str) -> str:
    return re.sub(r"[A-Z]", lambda found: f"_{found[0].lower()}", name)


@contextmanager
def at_fields() -> Iterator[None]:
    """Let what is wrong with one of several values be told at their field."""
    try:
        yield
    except InvalidInput as refusal:
        fields = [replace(one, path=_PLACE_IN_A_LIST.sub("", one.path)) for one in refusal.fields]
        raise InvalidInput(fields, refusal.key) from refusal
