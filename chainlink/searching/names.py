"""What things are called, and the order in which a few characters find them."""

import unicodedata
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_SORTED_ANEW_ABOVE = 500  # changed ones; fewer are put in their places one by one
_EDGE = "\0"  # stands before and after each name; no folded text has it


def folded(text: str) -> str:
    """One spelling of what reads the same: full width, letter case and white space fold."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace(_EDGE, " ")
    return " ".join(plain.split())


@dataclass(frozen=True, slots=True)
class Named:
    """One thing with all that it is found by.

    `parties` are the enterprises that it is between, `version` is what is read of it, if not its
    id.
    """

    place: tuple[int, str, str]  # shorter names first, then by name and id
    id: str
    codes: str
    words: str  # codes included
    parties: tuple[str, ...] = ()
    version: str = ""

    @classmethod
    def of(
        cls,
        id_: str,
        name: str,
        *,
        others: Iterable[str | None] = (),
        codes: Iterable[str | None] = (),
        parties: tuple[str, ...] = (),
        version: str = "",
    ) -> "Named":
        """A thing by its name, its other names and its codes."""
        plain = folded(name)
        exact = _joined([id_, *codes])
        words = _joined([plain, *others]) + exact
        return cls((len(plain), plain, id_), id_, exact, words, parties, version)


def _place(one: Named) -> tuple[int, str, str]:
    return one.place


def _joined(texts: Iterable[str | None]) -> str:
    return "".join(f"{_EDGE}{folded(text)}{_EDGE}" for text in texts if text)


class Names:
    """Things by what they are called, and by the enterprises that they are between."""

    def __init__(self, things: Iterable[Named] = ()) -> None:
        self._by_id = {one.id: one for one in things}
        self._ordered = sorted(self._by_id.values(), key=_place)
        self._of: dict[str, dict[str, Named]] = {}
        for one in self._by_id.values():
            self._group(one)

    def __len__(self) -> int:
        return len(self._by_id)

    def _group(self, one: Named) -> None:
        for party in one.parties:
            self._of.setdefault(party, {})[one.id] = one

    def between(self, enterprises: Iterable[str]) -> Iterator[Named]:
        """Things that enterprises are parties of, in the enterprises' order."""
        return (one for id_ in enterprises for one in self._of.get(id_, {}).values())

    def replace(self, ids: Iterable[str], things: Iterable[Named]) -> None:
        """What the ids stand for now; those without a thing are forgotten."""
        found = {one.id: one for one in things}
        gone = {*ids, *found}
        before = [self._by_id.pop(id_) for id_ in gone if id_ in self._by_id]
        few = len(gone) <= _SORTED_ANEW_ABOVE
        for one in before:
            for party in one.parties:
                self._of[party].pop(one.id, None)
            if few:
                del self._ordered[bisect_left(self._ordered, one.place, key=_place)]
        self._by_id |= found
        for one in found.values():
            self._group(one)
            if few:
                insort(self._ordered, one, key=_place)
        if not few:
            self._ordered = sorted(self._by_id.values(), key=_place)

    def like(self, text: str) -> list[Named]:
        """Things that a folded text is part of a name or code of.

        First those whose code or id it is, then those of which a name or code begins with it,
        then all others; shorter names first.
        """
        whole, beginning = f"{_EDGE}{text}{_EDGE}", f"{_EDGE}{text}"
        exact, first, rest = [], [], []
        for one in self._ordered:
            if text in one.words:
                if whole in one.codes:
                    exact.append(one)
                elif beginning in one.words:
                    first.append(one)
                else:
                    rest.append(one)
        return exact + first + rest
