"""Reads what an enterprise writes into categories."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from chainlink.taxonomy.evidence import Evidence, SchemeIndex
from chainlink.taxonomy.names import ReadableCategory
from chainlink.taxonomy.negation import blank_negated
from chainlink.taxonomy.situation_evidence import Told, weigh_situations
from chainlink.taxonomy.text import fold, split_scope

__all__ = ["CategoryReader", "CategoryReading", "ReadableCategory"]

TEXT_LIMIT: Final = 20_000
SENTENCE_PARTS: Final = 3
SENTENCE_LENGTH: Final = 36
SURE_ENOUGH: Final = 0.5
ALIKE_ENOUGH: Final = 0.55  # without a word of the category: of those below, half were wrong
LEAST_SUGGESTED: Final = 0.08
CODE_DIGITS: Final = 2
SAID_LATER: Final = 0.9  # the first sentence says what it is about, the others go into details
_SENTENCE_END: Final = re.compile(r"[。!！?？\n]")


@dataclass(frozen=True, slots=True)
class CategoryReading:
    """One category read from a text. ``confidence`` (0..1) is about the share of such readings
    that are right. ``terms``: the words of the text that led to it; empty if it only looks alike.
    """

    code: str
    scheme: str
    confidence: float
    terms: tuple[str, ...]


class CategoryReader:
    """Reads free text, Chinese or English, into categories of the schemes it was built with."""

    def __init__(self, categories: Iterable[ReadableCategory]) -> None:
        by_scheme: dict[str, list[ReadableCategory]] = defaultdict(list)
        for category in categories:
            by_scheme[category.scheme].append(category)
        self._indexes = {scheme: SchemeIndex(scheme, of) for scheme, of in by_scheme.items()}

    def suggest(
        self, text: str, *, scheme: str | None = None, first: int = 10
    ) -> list[CategoryReading]:
        """The ``first`` most likely categories for a person typing ``text`` (words, or the first
        digits of a code), best first, of one scheme or of all."""
        schemes = list(self._indexes) if scheme is None else [scheme]
        items = _items_of(text)
        readings: list[CategoryReading] = []
        for name in schemes:
            index = self._indexes.get(name)
            if index is not None and items:
                evidence = index.read_items(items, named_only=False)
                readings += _readings(index, text, items, evidence, LEAST_SUGGESTED)
                readings += _by_code(index, items[0])
        readings.sort(key=lambda reading: -reading.confidence)
        surest: dict[tuple[str, str], CategoryReading] = {}
        for reading in readings:
            surest.setdefault((reading.scheme, reading.code), reading)
        return list(surest.values())[:first]

    def read(self, text: str, *, scheme: str = "LOCAL", most: int = 6) -> list[CategoryReading]:
        """The categories of ``scheme`` sure enough to be attached to a claim without asking, best
        first, at most ``most``."""
        return self.read_many([text], scheme=scheme, most=most)[0]

    def read_many(
        self, texts: Sequence[str], *, scheme: str = "LOCAL", most: int = 6
    ) -> list[list[CategoryReading]]:
        """``read`` for many texts at once; every item that repeats is read once."""
        index = self._indexes.get(scheme)
        if index is None:
            return [[] for _ in texts]
        items_of_text = [_items_of(text) for text in texts]
        distinct = list(dict.fromkeys(item for items in items_of_text for item in items))
        evidence_of = dict(zip(distinct, index.read_items(distinct, named_only=True), strict=True))
        read: list[list[CategoryReading]] = []
        for text, items in zip(texts, items_of_text, strict=True):
            found = [evidence_of[item] for item in items]
            readings = _readings(index, text, items, found, SURE_ENOUGH)
            read.append([r for r in readings if r.terms or r.confidence >= ALIKE_ENOUGH][:most])
        return read


def _items_of(text: str) -> list[str]:
    """The items of ``text``; a short sentence also as a whole, for what only its parts together
    say (出口怕收不到钱,想买个保险)."""
    items = [folded for item in split_scope(text[:TEXT_LIMIT]) if (folded := fold(item))]
    if 1 < len(items) <= SENTENCE_PARTS and sum(map(len, items)) <= SENTENCE_LENGTH:
        items.append(",".join(items))
    return items


def _readings(
    index: SchemeIndex,
    text: str,
    items: list[str],
    evidence: list[dict[int, Evidence]],
    least: float,
) -> list[CategoryReading]:
    """Join the evidence of the items of one text, then what the text as a whole describes. What
    only its later sentences speak of counts less than what the first one is about."""
    opening, rest = _opening(text)
    first = {fold(item) for item in split_scope(opening)} if rest else set(items)
    said, added = _joined(items, evidence, first), _joined(items, evidence, set(items) - first)
    whole = f"{fold(blank_negated(opening))}。{fold(blank_negated(rest))}"
    situations = index.situations.find(whole)
    if any(min(met.spans)[0] < len(opening) for met in situations) or any(
        found.confidence >= SURE_ENOUGH for found in said.values()
    ):
        for found in added.values():
            found.confidence *= SAID_LATER
    for place, found in added.items():
        _join(said, place, found)
    told = Told(whole[: len(opening)], whole)
    weigh_situations(told, situations, said, index.kinds)
    readings = [
        CategoryReading(
            index.categories[place].code,
            index.scheme,
            round(min(found.confidence, 0.99), 3),
            tuple(found.terms),
        )
        for place, found in said.items()
        if found.confidence >= least
    ]
    readings.sort(key=lambda reading: -reading.confidence)
    return readings


def _opening(text: str) -> tuple[str, str]:
    """The first sentence of a text, and the rest."""
    parts = _SENTENCE_END.split(text[:TEXT_LIMIT].strip(), maxsplit=1)
    return parts[0], parts[1].replace("\n", "。").strip() if len(parts) > 1 else ""


def _joined(
    items: list[str], evidence: list[dict[int, Evidence]], chosen: set[str]
) -> dict[int, Evidence]:
    joined: dict[int, Evidence] = {}
    for item, of_item in zip(items, evidence, strict=True):
        if item in chosen:
            for place, found in of_item.items():
                _join(joined, place, found)
    return joined


def _join(joined: dict[int, Evidence], place: int, found: Evidence) -> None:
    """The surest item counts, the same category said again in another item a little more;
    earlier items go first among equals."""
    known = joined.get(place)
    if known is None:
        joined[place] = Evidence(found.confidence, terms=list(found.terms))
        return
    low, high = sorted((known.confidence, found.confidence))
    known.confidence = high + (1 - high) * 0.3 * low
    known.terms += [term for term in found.terms if term not in known.terms]


def _by_code(index: SchemeIndex, typed: str) -> list[CategoryReading]:
    if len(typed) < CODE_DIGITS or not typed.isdigit():
        return []
    return [
        CategoryReading(category.code, index.scheme, 0.99 if category.code == typed else 0.9, ())
        for category in index.categories
        if category.code.startswith(typed)
    ]
