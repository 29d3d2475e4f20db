"""How alike two texts are: cosine of character n-grams, rare ones counting more (tf–idf)."""

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from chainlink.matching.facts import ClaimFact

_LENGTHS = (2, 3)
_TEXT = 2000  # characters of a text that are compared; what comes after adds little


def n_grams(text: str) -> Counter[str]:
    """Character bi- and trigrams within runs of letters and digits."""
    folded = unicodedata.normalize("NFKC", text[:_TEXT]).casefold()
    runs = "".join(c if c.isalnum() else " " for c in folded).split()
    return Counter(
        run[place : place + length]
        for run in runs
        for length in _LENGTHS
        for place in range(len(run) - length + 1)
    )


class Wordings:
    """The texts of all claims of a view, weighed against each other once they are compared."""

    def __init__(self, claims: Iterable[ClaimFact]) -> None:
        self._claims = {claim.id: claim for claim in claims}
        self._grams: dict[str, Counter[str]] = {}
        self._vectors: dict[str, Mapping[str, float]] = {}
        self._idf: dict[str, float] | None = None

    def similarity(self, one: ClaimFact, other: ClaimFact) -> float:
        """Cosine of two claims' texts, 0..1."""
        first, second = self._vector(one), self._vector(other)
        if len(second) < len(first):
            first, second = second, first
        return min(1.0, math.fsum(w * second[g] for g, w in first.items() if g in second))

    def _counted(self, claim: ClaimFact) -> Counter[str]:
        found = self._grams.get(claim.id)
        if found is None:
            found = self._grams[claim.id] = n_grams(f"{claim.title}\n{claim.text}")
        return found

    def _weights(self) -> dict[str, float]:
        if self._idf is None:
            seen: Counter[str] = Counter()
            for claim in self._claims.values():
                seen.update(self._counted(claim).keys())
            total = len(self._claims) + 1
            self._idf = {gram: math.log(total / (1 + count)) + 1 for gram, count in seen.items()}
        return self._idf

    def _vector(self, claim: ClaimFact) -> Mapping[str, float]:
        found = self._vectors.get(claim.id)
        if found is None:
            idf = self._weights()
            raw = {
                gram: (1 + math.log(count)) * idf.get(gram, 1.0)
                for gram, count in self._counted(claim).items()
            }
            norm = math.sqrt(math.fsum(weight * weight for weight in raw.values())) or 1.0
            found = self._vectors[claim.id] = {gram: w / norm for gram, w in raw.items()}
        return found
