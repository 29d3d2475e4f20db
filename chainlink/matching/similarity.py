"""How alike two wordings are: one protocol, and the n-grams that answer it by default."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from chainlink.matching.texts import TextIndex

Shares = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Wording:
    """A text of a claim; a private one is compared in this process and sent nowhere."""

    text: str
    private: bool = False


class Similarity(Protocol):
    """Anything that compares wordings. It never raises: whoever asks gets numbers."""

    def similarities(self, asked: Wording, others: Sequence[Wording]) -> Shares:
        """How alike `asked` is to each of the others, 0..1."""
        ...


class NgramSimilarity:
    """Cosine of character n-grams, rare ones counting more; how rare is told by `index`."""

    def __init__(self, index: TextIndex) -> None:
        self._index = index

    def similarities(self, asked: Wording, others: Sequence[Wording]) -> Shares:
        """Within this process, for any text; what no text of the index has does not count."""
        if not others:
            return np.zeros(0)
        rows = self._index.vectors([asked.text, *(one.text for one in others)])
        found: Shares = np.asarray((rows[1:] @ rows[[0]].T).todense(), dtype=np.float64).ravel()
        return np.clip(found, 0.0, 1.0)
