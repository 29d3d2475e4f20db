"""Spellings of one provider's name joined as they come, so that its experience is found."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from rapidfuzz import fuzz, process

_SEPARATORS = re.compile(r"[\W_]+")
_LONG_ENOUGH: Final = 6  # letters from which one that differs is a slip, not another name
_TELLING: Final = 9  # letters from which the start of a name says whose it is
_SLIP: Final = 90.0  # of 100, rapidfuzz ratio; stricter than for a person who looks at both


def plain(name: str) -> str:
    """Letters and digits without case and accents, words between single spaces."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _SEPARATORS.sub(" ", letters).strip()


@dataclass
class Spellings:
    """Numbers for providers known by name only, in the order of their first spelling.

    `legal_forms` are patterns of `plain` text that say nothing of who it is, such as a company's
    form before or after its name.
    """

    legal_forms: tuple[re.Pattern[str], ...] = ()
    _number: dict[str, int] = field(default_factory=dict, init=False)
    _keys: list[str] = field(default_factory=list, init=False)
    _by_initial: dict[str, dict[int, str]] = field(
        default_factory=lambda: defaultdict(dict), init=False
    )

    def __len__(self) -> int:
        return len(self._keys)

    @property
    def keys(self) -> list[str]:
        """The first spelling of each, as `key` gives it."""
        return list(self._keys)

    def key(self, name: str) -> str:
        """The distinctive part of a name; all of it if nothing else is left."""
        whole = plain(name)
        core = whole
        for form in self.legal_forms:
            core = form.sub("", core).strip()
        return (core or whole).replace(" ", "")

    def number(self, name: str) -> int:
        """The provider's number; a name unlike all before it is a new provider."""
        key = self.key(name)
        if key not in self._number:
            self._number[key] = self._like(key)
        return self._number[key]

    def _like(self, key: str) -> int:
        known = self._by_initial[key[:1]]
        if len(key) >= _LONG_ENOUGH:
            found = process.extractOne(key, known, scorer=fuzz.ratio, score_cutoff=_SLIP)
            if found is not None:
                return int(found[2])
            for number, other in known.items():
                if min(len(key), len(other)) >= _TELLING and (
                    key.startswith(other) or other.startswith(key)
                ):
                    return number
            known[len(self._keys)] = key
        self._keys.append(key)
        return len(self._keys) - 1
