"""What providers say of themselves, beside a need: their offers, names and lines of business."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

from chainlink.matching.experience_terms import Relevance, Terms
from chainlink.matching.experience_wording import own_words, provinces, subject
from chainlink.matching.texts import TextIndex

Floats = npt.NDArray[np.float64]

_WORDS_OF_NAME: Final = 2  # times that a name and a line of business count beside one offer
_LEAST_RELEVANCE: Final = 3.0  # a best candidate below it is not taken for a good one


@dataclass(frozen=True, slots=True)
class Provider:
    """A firm: name, what it offers, its line of business from broad to narrow, and what kind of
    firm it is in any other respect (its age, its size: one label)."""

    name: str
    offers: tuple[str, ...] = ()
    industry: tuple[str, ...] = ()
    kind: str = ""


class Profiles:
    """Providers' own words, ready to be compared with a need."""

    def __init__(self, providers: Sequence[Provider], needs: Sequence[str] = ()) -> None:
        self.providers = list(providers)
        names = [own_words(one.name) for one in providers]
        lines = [" ".join(one.industry[-2:]) for one in providers]
        offers = sorted({offer for one in providers for offer in one.offers})
        number = {offer: place for place, offer in enumerate(offers)}
        self._owner = np.repeat(np.arange(len(providers)), [len(one.offers) for one in providers])
        self._offer = np.array([number[o] for one in providers for o in one.offers], dtype=np.int64)
        self.terms = Terms([*offers, *names, *lines, *needs])
        owning = sparse.csr_array(
            (np.ones(len(self._owner)), (self._owner, self._offer)),
            shape=(len(providers), len(offers)),
        )
        own = self.terms.counts(names) + self.terms.counts(lines)
        self.counts = sparse.csr_array(owning @ self.terms.counts(offers) + _WORDS_OF_NAME * own)
        self._relevance = Relevance(self.counts)
        self.index = TextIndex([*offers, *names, *lines])
        self._offers = self.index.vectors(offers)
        whole = owning @ self._offers + _WORDS_OF_NAME * (
            self.index.vectors(names) + self.index.vectors(lines)
        )
        self.vectors = _of_length_one(sparse.csr_array(whole))
        self._provinces = [provinces(one.name) for one in providers]

    def values(self, need: str, place: str) -> dict[str, Floats]:
        """How near each provider's words are to a need's, and whether its name is of the province.

        `place` is any text that names where the need arises.
        """
        wanted = subject(need)
        relevance = self._relevance.scores(self.terms.counts([wanted]))[0]
        alike = (self._offers @ self.index.vectors([wanted]).T).toarray().ravel()
        offer = np.zeros(len(self.providers))
        np.maximum.at(offer, self._owner, alike[self._offer])
        there = provinces(place)
        return {
            "profile": relative(relevance, _LEAST_RELEVANCE),
            "offer": offer,
            "local": np.array([float(bool(there & here)) for here in self._provinces]),
        }


def relative(scores: Floats, least: float) -> Floats:
    """Scores as shares of the best one, or of `least` where nothing is better."""
    found: Floats = scores / max(float(scores.max(initial=0.0)), least)
    return found


def _of_length_one(rows: sparse.csr_array) -> sparse.csr_array:
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return sparse.csr_array(sparse.diags_array(scale) @ rows)
