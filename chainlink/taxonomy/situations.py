"""Situations: words that say nothing each by itself and together name a category.

Nobody writes 电梯维保 who is stuck in one: 电梯 and 困人 are what stands there. Among the other
names of a category `电梯 + 困人/坏/年检` says that one word of each group must stand near each
other, in any order; `@研` stands for the group of that name in `CUES`.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, product
from typing import Final

from chainlink.taxonomy.cues import CUES, NOT_CUES

JOINT: Final = " + "
NEAR: Final = 24  # characters, ends included
FAR: Final = 45
_SENTENCE_ENDS: Final = frozenset("。!?\n")
_WALLS: Final = frozenset(";|")  # items of a registry scope have nothing to do with each other
_CONFIDENCE_NEAR: Final = 0.96  # two words that only meet there say more than any one name
_CONFIDENCE_FAR: Final = 0.85
_CONFIDENCE_ACROSS: Final = 0.72  # the end of a sentence stands between
_COMBINATIONS: Final = 64

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Situation:
    """Groups of words of which one each must stand in a text; `category` is a place."""

    category: int
    groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A situation met in a text: how surely, and where its words stand."""

    category: int
    confidence: float
    spans: tuple[Span, ...]


def is_situation(name: str) -> bool:
    """Whether an other name is one of these, not a name to be looked up as it stands."""
    return JOINT in name


def groups_of(name: str) -> tuple[tuple[str, ...], ...]:
    """`焊缝/气孔 + @研` as its groups of words."""
    return tuple(tuple(_words(group)) for group in name.split(JOINT))


def _words(group: str) -> Iterator[str]:
    for word in group.strip().split("/"):
        if word:
            yield from CUES.get(word, (word,))


class SituationTable:
    """All situations of one scheme, ready to be found in texts."""

    def __init__(self, situations: Sequence[Situation]) -> None:
        self._situations = situations
        self._words = {word for one in situations for group in one.groups for word in group}
        self._all = self._words | NOT_CUES
        lengths: dict[str, set[int]] = defaultdict(set)
        for word in self._all:
            lengths[word[0]].add(len(word))
        self._lengths = {start: sorted(of, reverse=True) for start, of in lengths.items()}
        self._by_first: dict[str, list[int]] = defaultdict(list)
        for number, one in enumerate(situations):
            # looked up by the group that is met least often, so that few are tried
            for word in min(one.groups, key=len):
                self._by_first[word].append(number)

    def find(self, text: str) -> list[Found]:
        """The surest meeting of each category whose situation the text (folded) describes."""
        if not self._situations:
            return []
        standing = self._standing(text)
        best: dict[int, Found] = {}
        tried = {number for word in standing for number in self._by_first.get(word, ())}
        for number in sorted(tried):
            one = self._situations[number]
            found = _met(text, one, standing)
            if found is None:
                continue
            known = best.get(one.category)
            if known is None or known.confidence < found.confidence:
                best[one.category] = found
        return list(best.values())

    def _standing(self, text: str) -> dict[str, list[Span]]:
        """Every word with its places; a word inside one of `NOT_CUES` does not stand there."""
        found: dict[str, list[Span]] = defaultdict(list)
        hidden = 0
        for start, letter in enumerate(text):
            for length in self._lengths.get(letter, ()):
                end = start + length
                word = text[start:end]
                if end > len(text) or word not in self._all or not _whole(text, start, end):
                    continue
                if word in self._words and end > hidden:
                    found[word].append((start, end))
                if word in NOT_CUES:
                    hidden = max(hidden, end)
        return found


def _whole(text: str, start: int, end: int) -> bool:
    """Whether Latin letters at the edges are a whole word."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (_latin(text[start]) and _latin(before)) and not (
        _latin(text[end - 1]) and _latin(after)
    )


def _latin(letter: str) -> bool:
    return letter.isascii() and letter.isalpha()


def _met(text: str, one: Situation, standing: dict[str, list[Span]]) -> Found | None:
    places: list[Sequence[Span]] = []
    for group in one.groups:
        found = [span for word in group for span in standing.get(word, ())]
        if not found:
            return None
        places.append(found)
    best: Found | None = None
    for spans in islice(product(*places), _COMBINATIONS):
        confidence = _confidence(text, spans)
        if confidence and (best is None or best.confidence < confidence):
            best = Found(one.category, confidence, spans)
    return best


def _confidence(text: str, spans: tuple[Span, ...]) -> float:
    ordered = sorted(spans)
    if any(end > begin for (_, end), (begin, _) in pairwise(ordered)):
        return 0.0
    start, stop = ordered[0][0], max(end for _, end in ordered)
    between = set(text[start:stop])
    if stop - start > FAR or between & _WALLS:
        return 0.0
    if between & _SENTENCE_ENDS:
        return _CONFIDENCE_ACROSS
    return _CONFIDENCE_NEAR if stop - start <= NEAR else _CONFIDENCE_FAR
