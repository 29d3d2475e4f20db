"""Sentences by key from `zh/*.po` and `en/*.po`, one file a room, read with Babel's own reader."""

import io
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib import resources

from babel.messages.pofile import read_po

from chainlink.errors import ChainlinkError

_LONGEST_SHOWN = 200


class Language(StrEnum):
    """The languages that every text for people exists in."""

    ZH = "zh"
    EN = "en"

    @classmethod
    def accepted(cls, header: str | None) -> "Language":
        """The better of the two for an `Accept-Language` header (RFC 9110, 12.5.4)."""
        best, best_quality = cls.ZH, 0.0
        for part in (header or "").split(","):
            tag, _, parameter = part.strip().partition(";")
            primary = tag.partition("-")[0].lower()
            try:
                quality = float(parameter.partition("=")[2]) if "=" in parameter else 1.0
            except ValueError:
                quality = 0.0
            if primary in cls._value2member_map_ and quality > best_quality:
                best, best_quality = cls(primary), quality
        return best


@cache
def catalogue(language: Language) -> Mapping[str, str]:
    """All sentences of one language by key."""
    files = resources.files(__package__).joinpath(language.value).iterdir()
    return {
        str(message.id): str(message.string)
        for file in files
        if file.name.endswith(".po")
        for message in read_po(io.BytesIO(file.read_bytes()), locale=language.value)
        if message.id
    }


def say(key: str, language: Language, /, **facts: object) -> str:
    """The sentence for `key` with its facts filled in. A key that is missing shows as itself."""
    template = catalogue(language).get(key)
    if template is None:
        return key
    return template.format_map({name: _shown(value) for name, value in facts.items()})


def _shown(value: object) -> object:
    """A value as part of a sentence; an endless one would bury it."""
    text = str(value)
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"


def sentence(error: ChainlinkError, language: Language) -> str:
    """What an expected failure says to people."""
    return say(error.key, language, **error.facts)
