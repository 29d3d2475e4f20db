"""Providers with and without a record, ranked for a need: what they did, say and are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

from chainlink.matching.experience import Experience, Need, Outcome
from chainlink.matching.experience_kinds import Kinds
from chainlink.matching.experience_profiles import Profiles, relative
from chainlink.matching.experience_terms import Relevance
from chainlink.matching.experience_wording import provinces, subject
from chainlink.matching.texts import TextIndex

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

SENTENCES: Final = {
    "served": "曾承接描述相近的需求 served a need worded like this one",
    "served_subject": "曾承接内容相近的需求 served a need about the same thing",
    "record": "其产品与业绩与需求相符 its offers and record together fit the words",
    "record_subject": "其产品与业绩与需求内容相符 they fit what the need is about",
    "often": "业绩较多 has a longer record",
    "was_there": "曾在同一省份承接需求 served needs in that province",
    "size": "承接过金额相近的需求 served needs of about this budget",
    "profile": "其产品与需求相符 its offers fit what the need is about",
    "offer": "有一项产品与需求相近 one of its offers is worded like the need",
    "local": "与需求同省 its name is of that province",
    "broad_line": "相近需求多由同门类企业承接 its sector serves such needs",
    "line": "相近需求多由同行业企业承接 its line of business serves such needs",
    "sector": "该门类企业常被选用 its sector is often chosen",
    "business": "该行业企业常被选用 its line of business is often chosen",
    "kin": "同类企业承接过相近需求 firms like it served needs like this",
    "kind": "同类型企业常被选用 firms of its kind are often chosen",
    "by_record": "仅以业绩收录 known by its record alone",
}
_NEIGHBOURS: Final = 20
_EVERY: Final = 0.002  # weight of a need unlike the one asked, so that shares are never of nothing
_LEAST_RELEVANCE: Final = 5.0


@dataclass(frozen=True, slots=True)
class Request:
    """A need in words: its text, who asks, and its budget or None."""

    text: str
    seeker: str = ""
    budget: float | None = None

    @property
    def whole(self) -> str:
        """Everything that is said of it."""
        return f"{self.text} {self.seeker}".strip()


@dataclass(frozen=True, slots=True)
class Served:
    """A request and the place of the provider who served it."""

    request: Request
    provider: int
    amount: float | None = None


class Catalogue:
    """Profiles and what is known to have been served; `without` leaves one of those out."""

    def __init__(self, profiles: Profiles, served: Sequence[Served]) -> None:
        self._profiles = profiles
        self._served = list(served)
        self._provider: Ints = np.array([one.provider for one in served], dtype=np.int64)
        self._size = len(profiles.providers)
        wholes = [one.request.whole for one in served]
        subjects = [subject(whole) for whole in wholes]
        self._as_worded, self._by_subject = self._experience(wholes), self._experience(subjects)
        self._records = [self._record(wholes), self._record(subjects)]
        self._there = [provinces(whole) for whole in wholes]
        levels = [[one.industry for one in profiles.providers]]
        self._broad = Kinds([path[0] if path else "" for path in levels[0]])
        self._line = Kinds([path[-1] if path else "" for path in levels[0]])
        self._kind = Kinds([one.kind for one in profiles.providers])
        unlisted = [not one.offers and not one.industry for one in profiles.providers]
        self._by_record = np.array(unlisted, dtype=np.float64)

    def _experience(self, texts: list[str]) -> Experience:
        experience = Experience(TextIndex(texts))
        experience.add(
            [
                Outcome(Need(text), one.provider, 0, one.amount)
                for text, one in zip(texts, self._served, strict=True)
            ]
        )
        return experience

    def _record(self, texts: list[str]) -> tuple[sparse.csr_array, Relevance]:
        own = self._profiles.terms.counts(texts)
        to = sparse.csr_array(
            (np.ones(len(texts)), (self._provider, np.arange(len(texts)))),
            shape=(self._size, len(texts)),
        )
        return own, Relevance(sparse.csr_array(self._profiles.counts + to @ own))

    def values(self, request: Request, without: int | None = None) -> dict[str, Floats]:
        """Each named value of every provider, in the order of the profiles."""
        rows = np.array([n for n in range(len(self._served)) if n != without], dtype=np.int64)
        about = subject(request.whole)
        worded = self._as_worded.cosines(request.whole)[rows]
        alike = self._by_subject.cosines(about)[rows]
        provider = self._provider[rows]
        times = np.bincount(provider, minlength=self._size)
        likeness = alike**2 + _EVERY
        budget = Need(request.text, budget=request.budget)
        sizes = self._as_worded.answer(budget, 1, without=without)
        size = np.zeros(self._size)
        size[sizes.providers] = sizes.column("amount") if len(sizes.providers) else 0.0
        return {
            "served": self._most(provider, worded),
            "served_subject": self._most(provider, alike),
            "record": self._relevance(0, request.whole, without),
            "record_subject": self._relevance(1, about, without),
            "often": np.minimum(np.log1p(times) / 2.4, 1.0),
            "was_there": self._was_there(request.whole, rows),
            "size": size,
            **self._profiles.values(request.text, request.whole),
            "broad_line": self._broad.share(provider, likeness),
            "line": self._line.share(provider, likeness),
            "sector": self._broad.lift(provider),
            "business": self._line.lift(provider),
            "kin": self._kin(provider, alike),
            "kind": self._kind.lift(provider),
            "by_record": self._by_record,
        }

    def _most(self, provider: Ints, values: Floats) -> Floats:
        found = np.zeros(self._size)
        np.maximum.at(found, provider, values)
        return found

    def _relevance(self, which: int, text: str, without: int | None) -> Floats:
        own, relevance = self._records[which]
        scores = relevance.scores(self._profiles.terms.counts([text]))[0]
        if without is not None:
            provider = int(self._provider[without])
            scores[provider] = relevance.without(own[[without]], provider)
        return relative(scores, _LEAST_RELEVANCE)

    def _was_there(self, text: str, rows: Ints) -> Floats:
        there = provinces(text)
        shared = [row for row in rows if there & self._there[row]]
        times = np.bincount(self._provider[shared], minlength=self._size)
        return np.minimum(times / 2.0, 1.0)

    def _kin(self, provider: Ints, alike: Floats) -> Floats:
        near = np.argsort(-alike, kind="stable")[:_NEIGHBOURS]
        weight = alike[near] ** 2
        vectors = self._profiles.vectors
        between = (vectors @ vectors[provider[near]].T).toarray()
        between[provider[near], np.arange(len(near))] = 0.0
        found: Floats = np.clip(between @ weight / max(float(weight.sum()), 1e-9), 0.0, 1.0)
        return found
