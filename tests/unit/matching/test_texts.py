"""Likeness of texts: exact, the same from both sides, and the same however the index grew."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainlink.matching.grams import folded
from chainlink.matching.texts import TextIndex

LETTERS = "钢铁铝压铸件电机外壳ab１2 、-"
texts = st.lists(st.text(LETTERS, max_size=12), min_size=1, max_size=30)


def plain_cosine(index: list[str], one: str, other: str) -> float:
    """The definition, word for word: tf–idf over bi- and trigrams within runs."""

    def grams(text: str) -> dict[str, int]:
        found: dict[str, int] = {}
        for run in folded(text).split():
            for length in (2, 3):
                for place in range(len(run) - length + 1):
                    gram = run[place : place + length]
                    found[gram] = found.get(gram, 0) + 1
        return found

    all_grams = [grams(text) for text in index]

    def weights(text: str) -> dict[str, float]:
        return {
            gram: (1 + math.log(count))
            * (math.log((len(index) + 1) / (1 + sum(gram in of for of in all_grams))) + 1)
            for gram, count in grams(text).items()
        }

    first, second = weights(one), weights(other)
    lengths = [math.sqrt(sum(w * w for w in of.values())) for of in (first, second)]
    if not all(lengths):
        return 0.0
    return sum(w * second.get(gram, 0.0) for gram, w in first.items()) / math.prod(lengths)


def test_width_case_and_punctuation_do_not_count() -> None:
    index = TextIndex(["CNC加工-中心", "ＣＮＣ加工、中心"])
    assert index.pairwise(np.array([0]), np.array([1])) == pytest.approx([1.0], abs=1e-6)


@given(texts)
@settings(deadline=None, max_examples=60)
def test_cosines_are_those_of_the_definition(drawn: list[str]) -> None:
    drawn = drawn[:11]  # up to here counts are not rounded
    index = TextIndex(drawn)
    rows = np.arange(len(drawn))
    for text in drawn:
        expected = [plain_cosine(drawn, text, other) for other in drawn]
        assert index.cosines(text, rows) == pytest.approx(expected, abs=1e-6)


@given(texts)
@settings(deadline=None, max_examples=60)
def test_both_sides_see_the_same_to_the_last_bit(drawn: list[str]) -> None:
    index = TextIndex(drawn)
    ones, others = (grid.ravel() for grid in np.meshgrid(*[np.arange(len(drawn))] * 2))
    assert (index.pairwise(ones, others) == index.pairwise(others, ones)).all()


@given(texts, texts)
@settings(deadline=None, max_examples=60)
def test_an_index_that_grew_is_one_built_at_once(first: list[str], more: list[str]) -> None:
    grown = TextIndex(first)
    for text in more:
        grown.add([text])
    whole = TextIndex(first + more)
    for text in first + more:
        rows, cosines = grown.similar(text, 5)
        wanted_rows, wanted = whole.similar(text, 5)
        assert cosines.tolist() == wanted.tolist()
        assert sorted(rows.tolist()) == sorted(wanted_rows.tolist()) or len(set(wanted)) < 5


@given(texts)
@settings(deadline=None, max_examples=60)
def test_the_most_alike_are_found(drawn: list[str]) -> None:
    index = TextIndex(drawn)
    rows = np.arange(len(drawn))
    for text in drawn:
        everything = sorted(index.cosines(text, rows), reverse=True)
        _, cosines = index.similar(text, 3)
        assert cosines.tolist() == [one for one in everything[:3] if one > 0]


def test_texts_without_a_gram_are_like_nothing() -> None:
    index = TextIndex(["", "铝", "——", "铝压铸"])
    assert index.similar("", 5)[0].tolist() == []
    assert index.similar("铝", 5)[0].tolist() == []
    assert index.pairwise(np.array([0, 1]), np.array([3, 3])).tolist() == [0.0, 0.0]
