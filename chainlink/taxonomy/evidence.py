"""The evidence of one item for the categories of one scheme, and how it adds up."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from chainlink.taxonomy.activities import activities_of, activity_of_division, agreement
from chainlink.taxonomy.likeness import Likeness
from chainlink.taxonomy.names import GENERIC_CONFIDENCE, Name, ReadableCategory, names_of
from chainlink.taxonomy.ngrams import GramIndex, Similar, grams
from chainlink.taxonomy.phrases import (
    DESCRIBES_SHIFTED,
    Intent,
    bare_phrase,
    core_phrases,
    intent_of,
    only_generic,
    roles,
)
from chainlink.taxonomy.situations import Situation, SituationTable, groups_of, is_situation
from chainlink.taxonomy.terms import Match, TermTable
from chainlink.taxonomy.text import fold
from chainlink.taxonomy.wording import GENERIC

LEAST_ALIKE: Final = 0.25
ALSO_ALIKE: Final = 0.6  # a name that looks alike largely repeats what a term of it said
SHORT: Final = 2
WEAK: Final = 0.3  # of the strongest likeness; less is not worth weighing
SHORT_CONFIDENCE: Final = 0.4  # two characters that are no term: 保险
LEAST_TO_COMPARE: Final = 0.45  # materials and the like are looked up, not compared
POINTED_TO: Final = 0.3  # the words around name the kind of offer: 招聘, 贷款, 研发
NEAR: Final = 3
LEAST_KNOWN: Final = 0.2
DESCRIBING_ROLE: Final = 0.9  # a material or process may stand before the head: 铝外壳


@dataclass(slots=True)
class Evidence:
    """What speaks for one category: confidence so far, and the words of the text behind it.
    ``role``: the best part (see ``roles``) that one of these words plays."""

    confidence: float = 0.0
    likeness: float = 0.0
    role: float = 0.0
    terms: list[str] = field(default_factory=list)

    def support_by_likeness(self) -> None:
        """Add the likeness; to a word that only makes a name for something else (面粉 in
        面粉加工设备) it adds nothing."""
        if self.confidence and self.role <= DESCRIBES_SHIFTED:
            self.confidence = max(self.confidence, self.likeness)
        else:
            self.support(self.likeness * (ALSO_ALIKE if self.confidence else 1.0))

    def support(self, confidence: float, term: str = "") -> None:
        """Add a further, mostly independent sign (noisy or)."""
        self.confidence = 1 - (1 - self.confidence) * (1 - confidence)
        if term and term not in self.terms:
            self.terms.append(term)


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
        self.kinds = [category.kind for category in self.categories]
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
        self.situations = SituationTable(
            [
                Situation(place, groups_of(fold(name)))
                for place, category in enumerate(self.categories)
                for name in category.other_zh
                if is_situation(name)
            ]
        )
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
        for item, intent, evidence in zip(items, intents, found, strict=True):
            for place, of_category in evidence.items():
                of_category.support_by_likeness()
                if of_category.terms and intent.points_to(self.categories[place].kind):
                    of_category.support(of_category.confidence * POINTED_TO)
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
                found = evidence.setdefault(bearing.category, Evidence())
                found.role = max(found.role, own_role[number])
        for (category, term), confidence in best.items():
            evidence[category].support(confidence, term)
        return evidence

    def _by_likeness(
        self, seen: _Seen, alike: Similar, known: dict[int, float], evidence: dict[int, Evidence]
    ) -> None:
        strongest: dict[int, tuple[float, Likeness]] = {}
        end = "" if seen.phrase[-2:] in GENERIC else seen.phrase[-2:]
        for name, cosine in alike:
            text = self._names[name]
            owners = self._owners[text]
            shared = len(owners) ** -0.25
            for place, weight in owners:
                near = Likeness(cosine * weight * shared, known.get(place, 0.0), text[-2:] == end)
                strength = near.strength()
                if place not in strongest or strength > strongest[place][0]:
                    strongest[place] = strength, near
        most = 1.0 if len(seen.phrase) > SHORT else SHORT_CONFIDENCE
        if only_generic(seen.phrase):
            most = GENERIC_CONFIDENCE
        start = max(seen.item.find(seen.phrase), 0)
        total = sum(strength**4 for strength, _ in strongest.values())
        least = WEAK * max(strength for strength, _ in strongest.values())
        for place, (strength, near) in strongest.items():
            if strength >= least:
                confidence = min(most, near.confidence(strength**4 / total))
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
