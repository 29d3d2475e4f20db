"""Embeddings against a real HTTP server: what is sent, what is kept, and n-grams when it fails."""

import json
import logging
import socket
import time
from collections.abc import Iterator

import numpy as np
import pytest
from pydantic import SecretStr, ValidationError

from chainlink.matching.embedding_endpoint import EmbeddingEndpoint
from chainlink.matching.embeddings import BATCH, EmbeddingSimilarity, similarity_of
from chainlink.matching.similarity import NgramSimilarity, Similarity, Wording
from chainlink.matching.texts import TextIndex
from chainlink.settings import Settings
from tests.matching.embeddings_server import Answer, EmbeddingsServer, answer_of, serving

TEXTS = ["污水水", "炉火", "水火", "电机"]
WATER, FIRE, BOTH, MOTOR = map(Wording, TEXTS)


@pytest.fixture
def server() -> Iterator[EmbeddingsServer]:
    with serving() as started:
        yield started


@pytest.fixture
def ngrams() -> Similarity:
    return NgramSimilarity(TextIndex([*TEXTS, "电机外壳"]))


class _Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def endpoint(url: str, timeout: float = 2.0, key: str = "") -> EmbeddingEndpoint:
    return EmbeddingEndpoint(url, "bge-m3", key, timeout)


def test_ngrams_say_how_alike_two_texts_are(ngrams: Similarity) -> None:
    found = ngrams.similarities(
        Wording("电机外壳"), [Wording("电机外壳"), MOTOR, FIRE, Wording("")]
    )
    assert found[0] == pytest.approx(1.0)
    assert 0 < found[1] < 1
    assert found[2:].tolist() == [0.0, 0.0]
    assert ngrams.similarities(MOTOR, []).tolist() == []


def test_it_is_off_unless_an_address_is_set(ngrams: Similarity, server: EmbeddingsServer) -> None:
    assert similarity_of(Settings(_env_file=None), ngrams) is ngrams
    settings = Settings(
        _env_file=None,
        embeddings_url=server.url,
        embeddings_model="bge-m3",
        embeddings_key=SecretStr("opens-the-endpoint"),
    )
    assert similarity_of(settings, ngrams).similarities(WATER, [WATER])[0] == pytest.approx(1.0)
    assert "opens-the-endpoint" not in repr(settings)
    with pytest.raises(ValidationError):
        Settings(_env_file=None, embeddings_url="ftp://host")


def test_the_request_is_that_of_the_interface(ngrams: Similarity, server: EmbeddingsServer) -> None:
    similar = EmbeddingSimilarity(endpoint(f"{server.url}/", key="secret"), ngrams)
    found = similar.similarities(WATER, [FIRE, BOTH, Wording(" ")])
    [asked] = server.asked
    assert asked.path == "/v1/embeddings"
    assert asked.body == {
        "model": "bge-m3",
        "input": ["污水水", "炉火", "水火"],
        "encoding_format": "float",
    }
    assert asked.headers["Authorization"] == "Bearer secret"
    assert asked.headers["Content-Type"] == "application/json"
    lengths = {
        name: np.linalg.norm([a, b, 0.5]) for name, a, b in [("w", 4, 0), ("f", 0, 2), ("b", 2, 2)]
    }
    assert found.tolist() == pytest.approx(
        [0.25 / (lengths["w"] * lengths["f"]), 8.25 / (lengths["w"] * lengths["b"]), 0.0], abs=1e-6
    )


def test_without_a_key_none_is_sent(ngrams: Similarity, server: EmbeddingsServer) -> None:
    EmbeddingSimilarity(endpoint(server.url), ngrams).similarities(WATER, [FIRE])
    assert "Authorization" not in server.asked[0].headers


def test_a_text_is_asked_for_once(ngrams: Similarity, server: EmbeddingsServer) -> None:
    similar = EmbeddingSimilarity(endpoint(server.url), ngrams)
    first = similar.similarities(WATER, [FIRE, WATER, FIRE])
    again = similar.similarities(WATER, [FIRE, WATER, FIRE])
    assert server.texts == ["污水水", "炉火"]
    assert first.tolist() == again.tolist()
    similar.similarities(FIRE, [MOTOR])
    assert server.texts == ["污水水", "炉火", "电机"]


def test_the_cache_forgets_what_was_not_used_for_longest(
    ngrams: Similarity, server: EmbeddingsServer
) -> None:
    similar = EmbeddingSimilarity(endpoint(server.url), ngrams, cached=2)
    similar.similarities(WATER, [FIRE])
    similar.similarities(WATER, [WATER])
    similar.similarities(WATER, [MOTOR])  # 炉火 has to go
    similar.similarities(WATER, [MOTOR])
    assert server.texts == ["污水水", "炉火", "电机"]
    similar.similarities(WATER, [FIRE])
    assert server.texts[3:] == ["炉火"]


def test_many_texts_go_in_batches(ngrams: Similarity, server: EmbeddingsServer) -> None:
    similar = EmbeddingSimilarity(endpoint(server.url), ngrams)
    found = similar.similarities(WATER, [Wording(f"水{number}") for number in range(BATCH)])
    assert [len(one.body["input"]) for one in server.asked] == [BATCH, 1]
    assert len(found) == BATCH


def test_private_texts_are_sent_nowhere(ngrams: Similarity, server: EmbeddingsServer) -> None:
    similar = EmbeddingSimilarity(endpoint(server.url), ngrams)
    secret = Wording("不外传的水", private=True)
    for asked, others in ((secret, [WATER]), (WATER, [FIRE, secret])):
        found = similar.similarities(asked, others)
        assert found.tolist() == ngrams.similarities(asked, others).tolist()
    assert server.asked == []


def _lacking(texts: list[str]) -> Answer:
    return answer_of([[1.0, 0.0]] * (len(texts) - 1))


def _uneven(texts: list[str]) -> Answer:
    return answer_of([[1.0] * (place + 1) for place in range(len(texts))])


def _twice(texts: list[str]) -> Answer:
    rows = [{"index": 0, "embedding": [1.0]} for _ in texts]
    return 200, json.dumps({"data": rows}).encode()


BAD_ANSWERS = {
    "500": lambda _: (500, b"{}"),
    "redirect": lambda _: (307, b""),
    "no JSON": lambda _: (200, b"<html>"),
    "not UTF-8": lambda _: (200, b"\xff\xfe"),
    "nothing": lambda _: (200, b""),
    "another form": lambda _: (200, b'{"data": [{"embedding": "AAAA"}]}'),
    "NaN": lambda texts: (200, answer_of([[1.0]] * len(texts))[1].replace(b"1.0", b"NaN")),
    "infinite": lambda texts: (200, answer_of([[1.0]] * len(texts))[1].replace(b"1.0", b"1e999")),
    "no direction": lambda texts: answer_of([[0.0, 0.0]] * len(texts)),
    "no numbers": lambda texts: answer_of([[]] * len(texts)),
    "too few": _lacking,
    "dimensions differ": _uneven,
    "the same index": _twice,
}


@pytest.mark.parametrize("name", BAD_ANSWERS)
def test_after_a_bad_answer_ngrams_answer(
    ngrams: Similarity, server: EmbeddingsServer, name: str
) -> None:
    with serving() as elsewhere:
        server.answer = BAD_ANSWERS[name]
        server.headers = {"Location": f"{elsewhere.url}/embeddings"} if name == "redirect" else {}
        similar = EmbeddingSimilarity(endpoint(server.url), ngrams)
        found = similar.similarities(BOTH, [WATER, MOTOR, BOTH])
        assert elsewhere.asked == []
    assert len(server.asked) == 1
    assert found.tolist() == ngrams.similarities(BOTH, [WATER, MOTOR, BOTH]).tolist()


def test_another_dimension_than_before_is_a_failure(
    ngrams: Similarity, server: EmbeddingsServer
) -> None:
    similar = EmbeddingSimilarity(endpoint(server.url), ngrams)
    similar.similarities(WATER, [FIRE])
    server.answer = lambda texts: answer_of([[1.0, 2.0]] * len(texts))
    found = similar.similarities(WATER, [MOTOR, WATER])
    assert found.tolist() == ngrams.similarities(WATER, [MOTOR, WATER]).tolist()


@pytest.mark.parametrize(("delay", "drip"), [(1.0, 0.0), (0.0, 0.02)])
def test_a_slow_answer_is_not_waited_for(
    ngrams: Similarity, server: EmbeddingsServer, delay: float, drip: float
) -> None:
    server.delay, server.drip = delay, drip
    similar = EmbeddingSimilarity(endpoint(server.url, timeout=0.2), ngrams)
    started = time.monotonic()
    found = similar.similarities(WATER, [BOTH])
    assert time.monotonic() - started < 0.8
    assert found.tolist() == ngrams.similarities(WATER, [BOTH]).tolist()


def test_where_nobody_listens_ngrams_answer(ngrams: Similarity) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    for url in (f"http://127.0.0.1:{port}", "http://[::1", "http://no.such.host.invalid"):
        similar = EmbeddingSimilarity(endpoint(url), ngrams)
        found = similar.similarities(WATER, [WATER])
        assert found[0] == pytest.approx(1.0)


def test_after_a_failure_there_is_a_pause_that_grows(
    ngrams: Similarity, server: EmbeddingsServer, caplog: pytest.LogCaptureFixture
) -> None:
    clock = _Clock()
    similar = EmbeddingSimilarity(endpoint(server.url), ngrams, clock=clock)
    good = similar.similarities(WATER, [FIRE])
    server.answer = BAD_ANSWERS["500"]
    with caplog.at_level(logging.WARNING):
        similar.similarities(WATER, [MOTOR])
        similar.similarities(WATER, [MOTOR])
        assert len(server.asked) == 2
        assert similar.similarities(WATER, [FIRE]).tolist() == good.tolist()  # it is known
        for seconds, requests in ((29.0, 2), (1.0, 3), (59.0, 3), (1.0, 4)):
            clock.now += seconds
            similar.similarities(WATER, [MOTOR])
            assert len(server.asked) == requests
    assert [record.message for record in caplog.records] == [
        "embeddings: HTTP 500; texts are compared by n-grams meanwhile"
    ]
    clock.now += 120.0
    server.answer = server.__class__.answer
    found = similar.similarities(WATER, [MOTOR])
    assert found.tolist() != ngrams.similarities(WATER, [MOTOR]).tolist()
