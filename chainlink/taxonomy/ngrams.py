"""Which known names look like a phrase: character n-grams, exact, weighted by rarity (idf)."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Similar: TypeAlias = list[tuple[int, float]]

SINGLE_WEIGHT: Final = 1 / 3  # one Chinese character or a number says little
INSIDE_WEIGHT: Final = 0.4  # a Latin word has many triples
UNKNOWN_WEIGHT: Final = 0.5  # n-grams across two words are often new without saying anything
SHORT_WORD: Final = 3  # letters: up to here no plural, below no triples
_INSIDE: Final = "~"
_RUN: Final = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")
_BATCH: Final = 2048


def grams(text: str) -> set[str]:
    """The n-grams of a folded text. Chinese: characters, pairs, triples and the end (the head of
    a Chinese noun is last); Latin: words and triples of letters inside them."""
    found: set[str] = set()
    for run in _RUN.findall(text):
        if run[0].isascii():
            found.update(_latin_grams(run))
        else:
            found.update(run)
            found.update(run[i : i + 2] for i in range(len(run) - 1))
            found.update(run[i : i + 3] for i in range(len(run) - 2))
            found.add(run[-1] + "$")
            found.add(run[-2:] + "$")
    return found


def _latin_grams(word: str) -> list[str]:
    if len(word) > SHORT_WORD and word[-1] == "s" and word[-2] != "s":
        word = word[:-1]
    padded = f" {word} "
    inside = range(len(padded) - 2) if len(word) >= SHORT_WORD else range(0)
    return [word, *(_INSIDE + padded[i : i + 3] for i in inside)]


class GramIndex:
    """Entries, each a set of n-grams, to be compared with phrases.

    ``similar`` is the cosine to a name; ``covered`` the share of a phrase (by squared weight)
    that an entry of many names knows.
    """

    def __init__(self, entries: Iterable[set[str]]) -> None:
        places: dict[str, int] = {}
        rows = [[places.setdefault(gram, len(places)) for gram in entry] for entry in entries]
        counts = Counter(place for row in rows for place in row)
        self._places = places
        self._idf = np.zeros(max(1, len(places)), dtype=np.float64)
        for gram, place in places.items():
            rarity = np.log((1 + len(rows)) / counts[place])
            self._idf[place] = rarity * _share(gram)
        self._unknown = float(np.log(1 + len(rows)))
        columns, owner = _flat(rows)
        shape = (len(rows), len(self._idf))
        values = self._idf[columns] / self._lengths(columns, owner, np.zeros(len(rows)))[owner]
        self._by_gram = csr_matrix((values.astype(np.float32), (columns, owner)), shape[::-1])
        ones = np.ones(len(columns), dtype=np.float32)
        self._carriers = csr_matrix((ones, (columns, owner)), shape[::-1])

    def similar(self, phrases: Sequence[set[str]], least: float) -> Iterator[Similar]:
        """For each phrase (its n-grams) the entries with a cosine of at least ``least``."""
        return self._compare(phrases, least, self._by_gram, squared=False)

    def covered(self, phrases: Sequence[set[str]], least: float) -> Iterator[Similar]:
        """For each phrase (its n-grams) the entries that know at least ``least`` of it (0..1)."""
        return self._compare(phrases, least, self._carriers, squared=True)

    def _compare(
        self, phrases: Sequence[set[str]], least: float, entries: csr_matrix, *, squared: bool
    ) -> Iterator[Similar]:
        for begin in range(0, len(phrases), _BATCH):
            product = self._queries(phrases[begin : begin + _BATCH], squared=squared) @ entries
            kept = np.flatnonzero(product.data >= least)
            columns = product.indices[kept].tolist()
            values = product.data[kept].tolist()
            ends = np.searchsorted(kept, product.indptr).tolist()
            for start, end in pairwise(ends):
                yield list(zip(columns[start:end], values[start:end], strict=True))

    def _queries(self, phrases: Sequence[set[str]], *, squared: bool) -> csr_matrix:
        rows: list[list[int]] = []
        unknown = np.zeros(len(phrases))
        for number, found in enumerate(phrases):
            new = {gram for gram in found if gram not in self._places}
            rows.append([self._places[gram] for gram in found if gram not in new])
            strange = sum(_share(gram) ** 2 for gram in new)
            unknown[number] = strange * (UNKNOWN_WEIGHT * self._unknown) ** 2
        columns, owner = _flat(rows)
        values = self._idf[columns] / self._lengths(columns, owner, unknown)[owner]
        if squared:
            values = values**2
        shape = (len(phrases), len(self._idf))
        return csr_matrix((values.astype(np.float32), (owner, columns)), shape)

    def _lengths(
        self, columns: NDArray[np.int64], owner: NDArray[np.int64], unknown: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        squares = np.bincount(owner, weights=self._idf[columns] ** 2, minlength=len(unknown))
        lengths = np.sqrt(squares + unknown)
        lengths[lengths == 0] = 1
        return lengths


def _flat(rows: list[list[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    columns = np.fromiter((place for row in rows for place in row), dtype=np.int64)
    owner = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    return columns, owner.astype(np.int64)


def _share(gram: str) -> float:
    if gram.startswith(_INSIDE):
        return INSIDE_WEIGHT
    return SINGLE_WEIGHT if len(gram) == 1 or gram.isdigit() else 1.0
