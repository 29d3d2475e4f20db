"""What situations do to the evidence of single words: each adds its category, and the thing that
something is done with (电梯 where one is stuck) is no longer what is wanted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from chainlink.taxonomy.evidence import Evidence
from chainlink.taxonomy.situations import Found, Span

ONLY_TOLD_OF: Final = 0.5
ONLY_ALIKE: Final = 0.75  # a likeness without a common word, where words together said something
BY_THE_WAY: Final = 0.85
THING_ASKED_ABOUT: Final = 0.9  # at most, where the first sentence says what to do with the thing

_THINGS: Final = frozenset({"GOOD", "PROCESS"})
# makers mention in passing which certificates they have and where they export to
_IN_PASSING: Final = frozenset({"CERTIFICATION", "SALES_CHANNEL"})
_MAKER: Final = re.compile("厂(?!里|子|房)|制造|生产(?!线)|现货|自产|年产|月产")


@dataclass(frozen=True, slots=True)
class Told:
    """A text (folded): its first sentence, and all of it."""

    opening: str
    whole: str


def weigh_situations(
    told: Told, situations: Sequence[Found], evidence: dict[int, Evidence], kinds: Sequence[str]
) -> None:
    """Add the situations met in a text to `evidence`, and take from what their words alone said.

    `kinds` are the kinds of offer of the categories, by place.
    """
    if not situations:
        return
    _less_of_what_is_told_of(told.whole, situations, evidence)
    at_first = [found for found in situations if min(found.spans)[0] < len(told.opening)]
    if not _MAKER.search(told.opening) and any(_an_ask(found, kinds) for found in at_first):
        for place, known in evidence.items():
            if kinds[place] in _THINGS:
                known.confidence = min(known.confidence, THING_ASKED_ABOUT)
        situations = [_at_most(found, kinds) for found in situations]
    about = at_first or any(known.confidence >= THING_ASKED_ABOUT for known in evidence.values())
    for found in situations:
        in_passing = about and found not in at_first and kinds[found.category] in _IN_PASSING
        known = evidence.setdefault(found.category, Evidence())
        known.support(found.confidence * (BY_THE_WAY if in_passing else 1.0))
        for start, end in found.spans:
            if told.whole[start:end] not in known.terms:
                known.terms.append(told.whole[start:end])


def _an_ask(found: Found, kinds: Sequence[str]) -> bool:
    return kinds[found.category] not in _THINGS and kinds[found.category] != "CERTIFICATION"


def _at_most(found: Found, kinds: Sequence[str]) -> Found:
    if kinds[found.category] not in _THINGS:
        return found
    return replace(found, confidence=min(found.confidence, THING_ASKED_ABOUT))


def _less_of_what_is_told_of(
    text: str, situations: Sequence[Found], evidence: dict[int, Evidence]
) -> None:
    met = {found.category for found in situations}
    spans = [span for found in situations for span in found.spans]
    for category, known in evidence.items():
        if category in met:
            continue
        if not known.terms:
            known.confidence *= ONLY_ALIKE
        elif all(_told_of(text, term, spans) for term in known.terms):
            known.confidence *= ONLY_TOLD_OF


def _told_of(text: str, term: str, spans: Sequence[Span]) -> bool:
    """Whether `term` stands in `text` only where the words of situations do."""
    start = text.find(term)
    if start < 0:
        return False
    while start >= 0:
        end = start + len(term)
        if not any(begin <= start and end <= stop for begin, stop in spans):
            return False
        start = text.find(term, end)
    return True
