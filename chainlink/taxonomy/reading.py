"""Reads what an enterprise writes into categories."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from chainlink.taxonomy.evidence import Evidence, SchemeIndex
from chainlink.taxonomy.names import ReadableCategory
from chainlink.taxonomy.text import fold, split_scope

__all__ = ["CategoryReader", "CategoryReading", "ReadableCategory"]

TEXT_LIMIT: Final = 20_000
SENTENCE_PARTS: Final = 3
SENTENCE_LENGTH: Final = 36
SURE_ENOUGH: Final = 0.5
ALIKE_ENOUGH: Final = 0.55  # without a word of the category: of those below, half were wrong
LEAST_SUGGESTED: Final = 0.08
CODE_DIGITS: Final = 2


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
                readings += _readings(index, items, evidence, LEAST_SUGGESTED)
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
        for items in items_of_text:
            readings = _readings(index, items, [evidence_of[item] for item in items], SURE_ENOUGH)
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
    index: SchemeIndex, items: list[str], evidence: list[dict[int, Evidence]], least: float
) -> list[CategoryReading]:
    """Join the evidence of the items of one text: the surest item counts, the same category said
    again in another item a little more; earlier items go first among equals."""
    joined: dict[int, Evidence] = {}
    for of_item in evidence:
        for place, found in of_item.items():
            known = joined.get(place)
            if known is None:
                joined[place] = Evidence(found.confidence, terms=list(found.terms))
                continue
            low, high = sorted((known.confidence, found.confidence))
            known.confidence = high + (1 - high) * 0.3 * low
            known.terms += [term for term in found.terms if term not in known.terms]
    readings = [
        CategoryReading(
            index.categories[place].code,
            index.scheme,
            round(min(found.confidence, 0.99), 3),
            tuple(found.terms),
        )
        for place, found in joined.items()
        if found.confidence >= least
    ]
    readings.sort(key=lambda reading: -reading.confidence)
    return readings


def _by_code(index: SchemeIndex, typed: str) -> list[CategoryReading]:
    if len(typed) < CODE_DIGITS or not typed.isdigit():
        return []
    return [
        CategoryReading(category.code, index.scheme, 0.99 if category.code == typed else 0.9, ())
        for category in index.categories
        if category.code.startswith(typed)
    ]
