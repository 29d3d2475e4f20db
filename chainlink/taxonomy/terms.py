"""Which known words stand in a text: longest match, word-aware where the letters are Latin."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

LONGEST_TERM: Final = 60
SHORT_WORD: Final = 3  # letters: gas, bus are no plurals


@dataclass(frozen=True, slots=True)
class Bearing:
    """What a term says for one category: how surely the term, alone, means it (0..1)."""

    category: int
    confidence: float
    describes: bool  # material, grade or process: says something beside another word too


@dataclass(frozen=True, slots=True)
class Match:
    """A known term at ``text[start:end]``."""

    start: int
    end: int
    term: str


class TermTable:
    """Terms and the categories that carry them."""

    def __init__(self) -> None:
        self._weights: dict[str, dict[int, tuple[float, bool]]] = defaultdict(dict)
        self._lengths: dict[str, tuple[int, ...]] = {}
        self._bearings: dict[str, tuple[Bearing, ...]] = {}

    def add(self, term: str, category: int, weight: float, *, describes: bool) -> None:
        """Let ``term`` (folded) speak for ``category``; the strongest weight given counts."""
        term = _singular(term)
        if not term or len(term) > LONGEST_TERM:
            return
        known = self._weights[term].get(category)
        if known is None or known[0] < weight:
            self._weights[term][category] = (weight, describes)

    def freeze(self) -> None:
        """Build the lookup. A term that several categories carry says less for each: its weight
        times the root of its share, so that two equal carriers keep .7 of it each."""
        lengths: dict[str, set[int]] = defaultdict(set)
        for term, carriers in self._weights.items():
            if len(term) > 1:
                lengths[term[:2]].add(len(term))
            total = sum(weight for weight, _ in carriers.values())
            self._bearings[term] = tuple(
                Bearing(category, weight * (weight / total) ** 0.5, describes)
                for category, (weight, describes) in carriers.items()
            )
        self._lengths = {
            start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()
        }
        self._weights.clear()

    def knows(self, term: str) -> bool:
        """Whether ``term`` (folded, singular) is a term."""
        return term in self._bearings

    def known_ends(self, name: str) -> list[str]:
        """The terms that ``name`` ends with."""
        return [name[begin:] for begin in range(len(name) - 1) if self.knows(name[begin:])]

    def bearings(self, term: str) -> tuple[Bearing, ...]:
        """What ``term`` says, for each category that carries it."""
        return self._bearings[term]

    def find(self, text: str) -> list[Match]:
        """The known terms in ``text`` (folded), in order. A term inside a longer one is left out,
        unless it ends it and says more: in Chinese the end is what the thing is."""
        matches: list[Match] = []
        reach = 0
        for start in range(len(text) - 1):
            lengths = self._lengths.get(text[start : start + 2])
            if lengths is None:
                continue
            for length in lengths:
                end = start + length
                if end > reach or (end == reach and self._says_more(text[start:end], matches[-1])):
                    term = text[start:end]
                    if len(term) == length and term in self._bearings and _whole(text, start, end):
                        matches.append(Match(start, end, term))
                        reach = end
                        break
        return _without_bridges(matches)

    def find_alone(self, text: str, bare: str) -> list[Match]:
        """The term of one character (盐, 煤) that ``text`` consists of but for words of trade."""
        if len(bare) != 1 or bare not in self._bearings:
            return []
        start = text.index(bare)
        return [Match(start, start + 1, bare)]

    def _says_more(self, term: str, longer: Match) -> bool:
        bearings = self._bearings.get(term)
        if bearings is None:
            return False
        strongest = max(bearing.confidence for bearing in bearings)
        return strongest > 0.2 + max(b.confidence for b in self._bearings[longer.term])


def _without_bridges(matches: list[Match]) -> list[Match]:
    """Leave out what only bridges two terms that stand side by side: 箱包 in 纸箱包装."""
    kept = []
    for place, match in enumerate(matches):
        before = matches[place - 1].end if place else 0
        after = matches[place + 1].start if place + 1 < len(matches) else match.end
        if not match.start < before <= after < match.end:
            kept.append(match)
    return kept


def _whole(text: str, start: int, end: int) -> bool:
    """Whether Latin letters and digits at the edges are a whole word (a plural s is allowed)."""
    if start and _latin(text[start]) and _latin(text[start - 1]):
        return False
    if end == len(text) or not _latin(text[end - 1]) or not _latin(text[end]):
        return True
    for plural in ("es", "s"):
        after = end + len(plural)
        if text.startswith(plural, end) and (after == len(text) or not _latin(text[after])):
            return True
    return False


def _singular(term: str) -> str:
    if not term.isascii() or len(term) <= SHORT_WORD or not term.endswith("s"):
        return term
    if term.endswith(("ss", "us", "is", "ics")) or not term[-2].isalpha():
        return term
    return term[:-3] + "y" if term.endswith("ies") else term[:-1]


def _latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()
