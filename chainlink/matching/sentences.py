"""Why a recommendation scores as it does: one plain sentence a factor, with the score's numbers.

Whatever a sentence says is read back from the very value that was weighed, so that it cannot say
more than the score knows.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

from chainlink.language import Language, say
from chainlink.matching.model import Factor, Hop, Recommendation
from chainlink.matching.scoring import MOST_EXPOSURE
from chainlink.matching.values import CHECKED, EVIDENCE_LEVELS, HALF_LIFE_DAYS
from chainlink.taxonomy.regions import NEARNESS

_PLACES = ("county", "prefecture", "province")


class Sentence(NamedTuple):
    """What is said of one factor; `contribution` is what it adds to the score.

    `reason` is the text without that number, for where it stands beside.
    """

    code: str
    text: str
    contribution: float
    reason: str


def sentences(recommendation: Recommendation, language: Language) -> list[Sentence]:
    """All factors that say something, the strongest first, whether for or against.

    The base is no reason and is left out; the contributions and the base add up to the score.
    """
    told = _Told(recommendation, language)
    ranked = sorted(recommendation.factors, key=lambda one: (-abs(one.contribution), one.code))
    return [
        Sentence(one.code, told.factor(one), one.contribution, told.reason(one))
        for one in ranked
        if one.code != "base"
    ]


class _Told:
    """The sentences of one recommendation: which variant of a factor's, and what fills it in."""

    def __init__(self, recommendation: Recommendation, language: Language) -> None:
        self._language = language
        self._recommendation = recommendation
        hops = [hop for path in recommendation.paths for hop in path.hops]
        self._seeker = next((hop.to_name for hop in hops if hop.relation == "relation.of"), None)
        self._provider = next(
            (hop.from_name for hop in hops if hop.relation == "relation.of.back"), None
        )
        self._only_words = any(hop.relation == "relation.alike" for hop in hops)
        self._need: Hop | None = hops[0] if hops else None
        self._offer: Hop | None = hops[-1] if hops else None

    def factor(self, factor: Factor) -> str:
        """The reason with what it adds."""
        text = self.reason(factor)
        return self._say("said", text=text, contribution=f"{factor.contribution:+.2f}")

    def reason(self, factor: Factor) -> str:
        """The sentence, or the factor's general meaning where there is none of its own."""
        special = self._special().get(factor.code)
        key, facts = special(factor.value) if special else ("", {})
        key = f"said.{factor.code}{key}"
        known = self._say(key, value=f"{factor.value:.0%}", **facts)
        return known if known != key else self._say(f"factor.{factor.code}.meaning")

    def _special(self) -> dict[str, Callable[[float], tuple[str, dict[str, object]]]]:
        return {
            "category_fit": self._fit,
            "chain_link": lambda _: ("", self._categories()),
            "text_similarity": lambda _: (".only" if self._only_words else "", {}),
            "stated_need": self._stated,
            "finished_goods": lambda _: ("", self._categories()),
            "focus": self._focus,
            "proximity": self._proximity,
            "freshness": lambda value: ("", {"days": round(-math.log2(value) * HALF_LIFE_DAYS)}),
            "evidence": self._evidence,
            "uncertain_reading": lambda value: ("", {"sure": f"{1 - value:.0%}"}),
            "exposure": lambda value: ("", {"times": round(math.expm1(value * MOST_EXPOSURE))}),
        }

    def _categories(self) -> dict[str, object]:
        return {"seeker": self._seeker, "provider": self._provider}

    def _fit(self, _: float) -> tuple[str, dict[str, object]]:
        if self._provider is None:
            return ".any", self._categories()
        return ".same" if self._seeker == self._provider else "", self._categories()

    def _stated(self, _: float) -> tuple[str, dict[str, object]]:
        if self._need is None or self._need.as_of is None:
            return ".undated", {}
        return "", {"day": self._need.as_of, "source": self._say(self._need.source)}

    def _focus(self, value: float) -> tuple[str, dict[str, object]]:
        count = round(1 / value)
        return (".one" if count == 1 else ""), {"count": count}

    def _proximity(self, value: float) -> tuple[str, dict[str, object]]:
        place = min(range(len(NEARNESS)), key=lambda one: abs(NEARNESS[one] - value))
        return f".{_PLACES[place]}", {}

    def _evidence(self, value: float) -> tuple[str, dict[str, object]]:
        level = self._recommendation.evidence
        if level is None or self._offer is None:
            return ".unknown", {}
        checked = value - EVIDENCE_LEVELS[level] > CHECKED / 2
        facts: dict[str, object] = {"source": self._say(self._offer.source)}
        facts["level"] = self._say(f"evidence.{level}")
        if EVIDENCE_LEVELS[level] == 0:
            return ".checked_only", facts
        return (".checked" if checked else ""), facts

    def _say(self, key: str, **facts: object) -> str:
        return say(key, self._language, **facts)
