"""Likeness by an embeddings model on the user's own network, with n-grams behind it.

Off unless `CHAINLINK_EMBEDDINGS_URL` is set. Whatever goes wrong, the n-grams answer: an answer is
made by one of the two alone, because their numbers do not mean the same.
"""

import hashlib
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from chainlink.matching.embedding_endpoint import EmbeddingEndpoint, EndpointFailure
from chainlink.matching.similarity import Shares, Similarity, Wording
from chainlink.settings import Settings

CACHED: Final = 20_000  # vectors; at 1,024 numbers each 80 MB
BATCH: Final = 64  # texts in one request
LONGEST: Final = 2_000  # characters of a text; models read little more
FIRST_PAUSE: Final = 30.0  # seconds without a request after a failure; doubled by each further one
LONGEST_PAUSE: Final = 600.0

Vector = npt.NDArray[np.float32]
_logger = logging.getLogger(__name__)


def similarity_of(settings: Settings, ngrams: Similarity) -> Similarity:
    """What the settings ask for: n-grams, or embeddings with the n-grams behind them."""
    if not settings.embeddings_url:
        return ngrams
    endpoint = EmbeddingEndpoint(
        settings.embeddings_url,
        settings.embeddings_model,
        settings.embeddings_key.get_secret_value(),
        settings.embeddings_timeout,
    )
    return EmbeddingSimilarity(endpoint, ngrams)


class EmbeddingSimilarity:
    """Cosine of embeddings, kept by the SHA-256 of their text; safe to share between threads."""

    def __init__(
        self,
        endpoint: EmbeddingEndpoint,
        behind: Similarity,
        *,
        cached: int = CACHED,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._endpoint = endpoint
        self._behind = behind
        self._cached = cached
        self._clock = clock
        self._vectors: OrderedDict[bytes, Vector] = OrderedDict()
        self._dimension = 0
        self._lock = threading.Lock()
        self._paused_until = 0.0
        self._pause = 0.0

    def similarities(self, asked: Wording, others: Sequence[Wording]) -> Shares:
        """By embeddings; by n-grams where a wording is private or the endpoint fails."""
        told = [place for place, one in enumerate(others) if one.text.strip()]
        found: Shares = np.zeros(len(others))
        if not told or not asked.text.strip():
            return found  # nothing was said: alike to nothing, and no question to an endpoint
        if asked.private or any(one.private for one in others):
            return self._behind.similarities(asked, others)
        try:
            vectors = self._vectors_of([asked.text, *(others[place].text for place in told)])
        except EndpointFailure as failure:
            self._failed(failure)
            return self._behind.similarities(asked, others)
        if vectors is None:
            return self._behind.similarities(asked, others)
        found[told] = np.stack(vectors[1:]) @ vectors[0]
        return np.clip(found, 0.0, 1.0)

    def _vectors_of(self, texts: Sequence[str]) -> list[Vector] | None:
        """Vectors of texts, asked for where they are not known; None while there is a pause."""
        shortened = [text[:LONGEST] for text in texts]
        keys = [hashlib.sha256(text.encode("utf-8", "replace")).digest() for text in shortened]
        with self._lock:
            known = {key: self._vectors[key] for key in keys if key in self._vectors}
            for key in known:
                self._vectors.move_to_end(key)
            paused = self._clock() < self._paused_until
        missing = {key: text for key, text in zip(keys, shortened, strict=True) if key not in known}
        if missing and paused:
            return None
        wanted = list(missing.items())
        for start in range(0, len(wanted), BATCH):
            batch = wanted[start : start + BATCH]
            rows = self._endpoint.vectors([text for _, text in batch])
            known |= self._kept([key for key, _ in batch], rows)
        return [known[key] for key in keys]

    def _kept(self, keys: Sequence[bytes], rows: npt.NDArray[np.float32]) -> dict[bytes, Vector]:
        with self._lock:
            self._dimension = self._dimension or rows.shape[1]
            if rows.shape[1] != self._dimension:
                dimension, self._dimension = self._dimension, 0
                self._vectors.clear()  # another model may stand there now: start again
                raise EndpointFailure(f"{rows.shape[1]} dimensions instead of {dimension}")
            found = {key: row.copy() for key, row in zip(keys, rows, strict=True)}
            self._vectors.update(found)
            while len(self._vectors) > self._cached:
                self._vectors.popitem(last=False)
            self._pause = 0.0
        return found

    def _failed(self, failure: EndpointFailure) -> None:
        """Ask nothing for a while; the first of several failures is told in the log."""
        with self._lock:
            first = self._pause == 0.0
            self._pause = min(max(FIRST_PAUSE, self._pause * 2), LONGEST_PAUSE)
            self._paused_until = self._clock() + self._pause
        if first:
            _logger.warning("embeddings: %s; texts are compared by n-grams meanwhile", failure)
