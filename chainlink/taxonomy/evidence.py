"""The evidence of one item for the categories of one scheme, and how it adds up."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import exp, log
from typing import Final, NamedTuple

from chainlink.taxonomy.activities import activities_of, activity_of_division, agreement
from chainlink.taxonomy.names import GENERIC_CONFIDENCE, Name, ReadableCategory, names_of
from chainlink.taxonomy.ngrams import GramIndex, Similar, grams
from chainlink.taxonomy.phrases import (
    Intent,
    bare_phrase,
    core_phrases,
    intent_of,
    only_generic,
    roles,
)
from chainlink.taxonomy.terms import Match, TermTable

LEAST_ALIKE: Final = 0.25
ALSO_ALIKE: Final = 0.6  # a name that looks alike largely repeats what a term of it said
SHORT: Final = 2
SHORT_CONFIDENCE: Final = 0.4  # two characters that are no term: 保险
LEAST_TO_COMPARE: Final = 0.45  # materials and the like are looked up, not compared
NEAR: Final = 3
LEAST_KNOWN: Final = 0.2
DESCRIBING_ROLE: Final = 0.9  # a material or process may stand before the head: 铝外壳


@dataclass(slots=True)
class Evidence:
    """What speaks for one category: confidence so far, and the words of the text behind it."""

    confidence: float = 0.0
    likeness: float = 0.0
    terms: list[str] = field(default_factory=list)

    def support(self, confidence: float, term: str = "") -> None:
        """Add a further, mostly independent sign (noisy or)."""
        self.confidence = 1 - (1 - self.confidence) * (1 - confidence)
        if term and term not in self.terms:
            self.terms.append(term)


class Likeness(NamedTuple):
    """How much the nearest name of a category looks like a phrase, the share of the phrase that
    all its names together know, and whether name and phrase end alike."""

    cosine: float
    known: float
    same_end: bool

    @property
    def strength(self) -> float:
        """For comparing categories with each other."""
        return 0.5 * self.cosine + 0.4 * self.known + 0.1 * self.same_end

    def confidence(self, share: float) -> float:
        """The chance that the category is meant; ``share``: its part in the strength (to the
        fourth power) of all that look like the phrase. The weights are a logistic regression over
        3,700 names of the local taxonomy, each hidden in turn and read by what remains."""
        sum_ = -2.14 + 0.44 * self.cosine + 1.89 * self.known + 0.24 * log(share)
        return 1 / (1 + exp(-(sum_ + 0.7 * self.same_end)))


class _Seen(NamedTuple):
    """A phrase of an item, and what the words around it point to."""

    item: str
    phrase: str
    intent: Intent


class SchemeIndex:
    """The names of the categories of one scheme, ready to be looked up."""

    def __init__(self, scheme: str, categories: Iterable[ReadableCategory]) -> None:
        self.scheme = scheme
        self.categories = _deepest_last(categories)
        self._terms = TermTable()
        self._owners: dict[str, list[tuple[int, float]]] = {}
        self._families = [
            activity_of_division(category.code) if scheme == "GBT4754" else ""
            for category in self.categories
        ]
        for place, names in enumerate(self._distinct_names()):
            for name in names:
                self._terms.add(name.text, place, name.confidence, describes=name.describes)
                if name.confidence >= LEAST_TO_COMPARE:
                    self._owners.setdefault(name.text, []).append((place, name.confidence))
        self._terms.freeze()
        self._names = list(self._owners)
        grams_of = [grams(text) for text in self._names]
        self._alike = GramIndex(grams_of)
        known: list[set[str]] = [set() for _ in self.categories]
        self._ending: dict[str, set[int]] = {}
        for text, found in zip(self._names, grams_of, strict=True):
            for place, _ in self._owners[text]:
                known[place] |= found
                for end in self._terms.known_ends(text):
                    self._ending.setdefault(end, set()).add(place)
        self._known = GramIndex(known)

    def _distinct_names(self) -> list[list[Name]]:
        """The names of every category. Where a broader code of a numbered scheme carries the same
        name as its narrower one, only the narrower keeps it."""
        names = [list(names_of(category)) for category in self.categories]
        if self.scheme == "LOCAL":
            return names
        narrower: dict[str, list[str]] = {}
        for place in range(len(names) - 1, -1, -1):
            code = self.categories[place].code
            kept = []
            for name in names[place]:
                owners = narrower.setdefault(name.text, [])
                if not any(owner != code and owner.startswith(code) for owner in owners):
                    kept.append(name)
                    owners.append(code)
            names[place] = kept
        return names

    def read_items(self, items: list[str], *, named_only: bool) -> list[dict[int, Evidence]]:
        """The evidence of every item (folded) for the categories of this scheme. With
        ``named_only`` items that a term names surely are not compared by n-grams."""
        intents = [intent_of(item) for item in items]
        found = [self._by_terms(*pair) for pair in zip(items, intents, strict=True)]
        phrases: list[str] = []
        askers: list[int] = []
        for place, item in enumerate(items):
            cores = core_phrases(item)
            if named_only and any(self._terms.knows(phrase) for phrase in cores[:3]):
                continue
            for phrase in cores:
                phrases.append(phrase)
                askers.append(place)
        asked = [grams(phrase) for phrase in phrases]
        similar = self._alike.similar(asked, LEAST_ALIKE)
        covered = self._known.covered(asked, LEAST_KNOWN)
        for place, phrase, alike, known in zip(askers, phrases, similar, covered, strict=True):
            if alike:
                seen = _Seen(items[place], phrase, intents[place])
                self._by_likeness(seen, alike, dict(known), found[place])
        for item, evidence in zip(items, found, strict=True):
            for of_category in evidence.values():
                repeats = ALSO_ALIKE if of_category.confidence else 1.0
                of_category.support(of_category.likeness * repeats)
            self._by_activity(item, evidence)
        return found

    def _by_terms(self, item: str, intent: Intent) -> dict[int, Evidence]:
        matches = self._terms.find(item) or self._terms.find_alone(item, bare_phrase(item))
        evidence: dict[int, Evidence] = {}
        if not matches:
            return evidence
        best: dict[tuple[int, str], float] = {}
        own_role = roles(item, matches)
        for number, match in enumerate(matches):
            same = self._ending.get(_head_of(match, matches[number + 1 :]), frozenset[int]())
            for bearing in self._terms.bearings(match.term):
                factor = own_role[number]
                if bearing.describes or bearing.category in same:
                    factor = max(factor, DESCRIBING_ROLE)
                factor *= self._fit(intent, bearing.category, match.start, match.end)
                key = bearing.category, match.term
                best[key] = max(best.get(key, 0.0), bearing.confidence * factor)
        for (category, term), confidence in best.items():
            evidence.setdefault(category, Evidence()).support(confidence, term)
        return evidence

    def _by_likeness(
        self, seen: _Seen, alike: Similar, known: dict[int, float], evidence: dict[int, Evidence]
    ) -> None:
        likenesses: dict[int, Likeness] = {}
        for name, cosine in alike:
            text = self._names[name]
            owners = self._owners[text]
            same_end = text[-2:] == seen.phrase[-2:]
            for place, weight in owners:
                likeness = Likeness(
                    cosine * weight * len(owners) ** -0.25, known.get(place, 0.0), same_end
                )
                best = likenesses.get(place)
                if best is None or likeness.strength > best.strength:
                    likenesses[place] = likeness
        most = 1.0 if len(seen.phrase) > SHORT else SHORT_CONFIDENCE
        if only_generic(seen.phrase):
            most = GENERIC_CONFIDENCE
        start = max(seen.item.find(seen.phrase), 0)
        total = sum(likeness.strength**4 for likeness in likenesses.values())
        for place, likeness in likenesses.items():
            confidence = min(most, likeness.confidence(likeness.strength**4 / total))
            confidence *= self._fit(seen.intent, place, start, start)
            found = evidence.setdefault(place, Evidence())
            found.likeness = max(found.likeness, confidence)

    def _by_activity(self, item: str, evidence: dict[int, Evidence]) -> None:
        if self.scheme != "GBT4754" or not evidence:
            return
        named = activities_of(item)
        for place, found in evidence.items():
            found.confidence *= agreement(named, self._families[place])

    def _fit(self, intent: Intent, place: int, start: int, end: int) -> float:
        if self.scheme != "LOCAL":
            return 1.0
        return intent.factor(self.categories[place].kind, start, end)


def _head_of(match: Match, later: list[Match]) -> str:
    """The known word right after ``match``, which it may describe."""
    if later and later[0].start - match.end <= NEAR and later[0].term != match.term:
        return later[0].term
    return ""


def _deepest_last(categories: Iterable[ReadableCategory]) -> list[ReadableCategory]:
    return sorted(categories, key=lambda category: (len(category.code), category.code))
