"""The one request that leaves this process for texts: `POST …/embeddings`, as OpenAI's interface
has it and the servers that people run themselves do too."""

import json
import math
import time
from collections.abc import Sequence
from typing import Final

import httpx
import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, ValidationError

Vectors = npt.NDArray[np.float32]

_MOST_BYTES: Final = 64 * 2**20  # 64 texts of 4,096 numbers need about 6 MiB as JSON


class EndpointFailure(Exception):
    """The endpoint did not answer, or not with one good vector for each text."""


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True)

    index: int
    embedding: list[float]


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True)

    data: list[_Row]


class EmbeddingEndpoint:
    """One model at one address. `timeout`: seconds for a whole request, answer included.

    Proxies of the environment are not used and redirects are not followed, so that texts reach
    the configured host and no other.
    """

    def __init__(self, url: str, model: str, key: str, timeout: float) -> None:
        self._url = f"{url.rstrip('/')}/embeddings"
        self._model = model
        self._timeout = timeout
        self._client = httpx.Client(
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout=timeout,
            trust_env=False,
            follow_redirects=False,
        )

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """One vector of length one for each text, in their order. Raises EndpointFailure."""
        asked: dict[str, object] = {
            "model": self._model,
            "input": list(texts),
            "encoding_format": "float",
        }
        try:
            answer = _Answer.model_validate_json(self._answer(asked))
        except (httpx.HTTPError, httpx.InvalidURL) as failure:
            raise EndpointFailure(type(failure).__name__) from failure
        except ValidationError as failure:
            raise EndpointFailure("no list of embeddings in the answer") from failure
        return _checked(answer, len(texts))

    def _answer(self, asked: dict[str, object]) -> bytes:
        """The body of the answer, read as long as there is time for all of it."""
        until = time.monotonic() + self._timeout
        body = bytearray()
        content = json.dumps(asked, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json"}
        with self._client.stream("POST", self._url, content=content, headers=headers) as response:
            if response.status_code != httpx.codes.OK:
                raise EndpointFailure(f"HTTP {response.status_code}")
            for part in response.iter_bytes():
                body += part
                if time.monotonic() > until:
                    raise EndpointFailure("too slow")
                if len(body) > _MOST_BYTES:
                    raise EndpointFailure("too long an answer")
        return bytes(body)


def _checked(answer: _Answer, wanted: int) -> Vectors:
    rows = sorted(answer.data, key=lambda row: row.index)
    if [row.index for row in rows] != list(range(wanted)):
        raise EndpointFailure(f"{len(rows)} vectors for {wanted} texts")
    if len({len(row.embedding) for row in rows}) != 1:
        raise EndpointFailure("vectors of different dimensions")
    if not all(math.isfinite(number) for row in rows for number in row.embedding):
        raise EndpointFailure("numbers that are not finite")
    found = np.array([row.embedding for row in rows], dtype=np.float64)
    largest = np.abs(found).max(axis=1, keepdims=True, initial=0.0)
    if np.any(largest == 0):
        raise EndpointFailure("a vector without a direction")
    found /= largest  # so that squares of very large or very small numbers stay finite
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    vectors: Vectors = found.astype(np.float32)
    return vectors
