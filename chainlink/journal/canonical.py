"""Canonical JSON (RFC 8785), at the pace of a file of thousands of rows."""

import json
from collections.abc import Iterable
from types import NoneType
from typing import Any

import rfc8785

_SAFE = 2**53 - 1  # beyond, RFC 8785 refuses an integer (I-JSON, RFC 7493)
_ALWAYS_SAME = {str, bool, NoneType}
_LISTS = {list, tuple}
_NESTED = {dict, *_LISTS}
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def canonical(value: Any) -> bytes:
    """The value in canonical form.

    Without fractions and with ASCII keys the standard library's encoder writes the same bytes in
    an eighth of the time (9 µs instead of 65 for an entry's facts); all else takes rfc8785.
    Raises rfc8785.CanonicalizationError for what JSON cannot say, TypeError for keys that are no
    text.
    """
    return _encode(value).encode() if _same_in_both(value) else rfc8785.dumps(value)


def _same_in_both(value: Any) -> bool:
    parts: Iterable[Any] = (value,)
    if type(value) is dict:
        if not "".join(value).isascii():
            return False
        parts = value.values()
    elif type(value) in _LISTS:
        parts = value
    for one in parts:
        kind = type(one)
        if kind is int:
            if not -_SAFE <= one <= _SAFE:
                return False
        elif kind in _NESTED:
            if not _same_in_both(one):
                return False
        elif kind not in _ALWAYS_SAME:
            return False
    return True
