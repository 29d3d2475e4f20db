"""Identifiers of versions in eighteen bytes each: a random UUID and the version's number."""

import uuid
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

WIDTH = "S18"
_UUID, _BYTES = 36, 18
_HYPHENS = (8, 13, 18, 23)
_DIGITS = [place for place in range(_UUID) if place not in _HYPHENS]
_VALUES = np.full(256, 255, np.uint8)
_VALUES[np.frombuffer(b"0123456789abcdef", np.uint8)] = np.arange(16)


class Identifiers:
    """To bytes and back, as `uuid:version`; others are remembered beside their digest."""

    def __init__(self) -> None:
        self._other: dict[bytes, str] = {}

    def pack(self, texts: Sequence[str]) -> npt.NDArray[np.bytes_]:
        """Eighteen bytes of each."""
        found = np.zeros((len(texts), _BYTES), np.uint8)
        usual = np.array([len(text) == _UUID + 2 and text.isascii() for text in texts], bool)
        if usual.any():
            joined = "".join(texts[place] for place in np.flatnonzero(usual).tolist())
            letters = np.frombuffer(joined.encode(), np.uint8).reshape(-1, _UUID + 2)
            digits = _VALUES[letters[:, _DIGITS]]
            version = _VALUES[letters[:, _UUID + 1]]
            right = (digits < 16).all(axis=1) & (version < 10)
            right &= (letters[:, _HYPHENS] == ord("-")).all(axis=1)
            right &= letters[:, _UUID] == ord(":")
            rows = np.flatnonzero(usual)
            found[rows, :16] = digits[:, 0::2] * 16 + digits[:, 1::2]
            found[rows, 17] = version
            usual[rows[~right]] = False
        for place in np.flatnonzero(~usual).tolist():
            found[place] = np.frombuffer(self._packed(texts[place]), np.uint8)
        return found.view(WIDTH).ravel()

    def _packed(self, text: str) -> bytes:
        name, _, number = text.partition(":")
        try:
            packed = uuid.UUID(name).bytes + int(number).to_bytes(2, "big")
        except (ValueError, OverflowError):
            packed = b""
        if packed and self.unpack(packed) == text:
            return packed
        packed = uuid.uuid5(uuid.NAMESPACE_OID, text).bytes + b"\xff\xff"
        self._other[packed] = text
        return packed

    def unpack(self, packed: Any) -> str:
        """The identifier as text."""
        value = bytes(packed).ljust(_BYTES, b"\0")
        known = self._other.get(value)
        if known is not None:
            return known
        digits = value[:16].hex()
        groups = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
        return f"{'-'.join(groups)}:{int.from_bytes(value[16:], 'big')}"


def numbers_of(packed: npt.NDArray[np.bytes_]) -> npt.NDArray[np.uint64]:
    """The first eight bytes of packed identifiers as numbers."""
    if len(packed) == 0:
        return np.zeros(0, np.uint64)
    letters = np.ascontiguousarray(packed).view(np.uint8).reshape(-1, _BYTES)
    found: npt.NDArray[np.uint64] = np.ascontiguousarray(letters[:, :8]).view(np.uint64).ravel()
    return found
