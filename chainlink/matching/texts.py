"""Texts and how alike they are: character n-grams, rare ones counting more (tf–idf cosine).

Exact: nothing is hashed away and no nearest-neighbour structure guesses. Texts are only ever added,
and what a gram weighs depends on nothing but how many texts there are and how many of them have it,
so an index that grew text by text answers the same as one that is built at once.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from chainlink.matching.grams import counted
from chainlink.matching.growing import Growing
from chainlink.matching.ranges import distinct, ranges
from chainlink.matching.text_weights import Floats, Sorted, of_length_one, ratio, rounded
from chainlink.matching.vocabulary import Codes, Ints, Vocabulary

_CHUNK = 20_000  # texts cut into grams at once, so that a million need no gigabytes
_COMMON = 0.05  # a gram in more of the texts than this finds nobody; it still counts in the cosine
_COMMON_LEAST = 500
_WORTH_COMPARING = 3  # texts compared exactly for each one asked for


class TextIndex:
    """A growing list of distinct texts; a text's row is its place in the order of adding."""

    def __init__(self, texts: Sequence[str] = ()) -> None:
        self._vocabulary = Vocabulary()
        self._starts = Growing(np.int64, [0])
        self._grams = Growing(np.int32)
        self._tf = Growing(np.float32)  # 1 + log of how often the text has the gram
        self._frequency = Growing(np.int32)
        self._rarity = Growing(np.float64)
        self._norms = Growing(np.float64)
        self._total = 0.0
        self._sorted = Sorted(
            0, np.zeros(0, np.int32), np.zeros(0, np.int64), np.zeros(1, np.int64)
        )
        self._asked = np.zeros(0)  # the question's weights by gram; zeros between questions
        self.add(texts)
        self.settle()

    def __len__(self) -> int:
        return len(self._norms)

    def add(self, texts: Sequence[str]) -> None:
        """Append texts; they are found from now on."""
        for place in range(0, len(texts), _CHUNK):
            chunk = texts[place : place + _CHUNK]
            owner, codes, counts = counted(chunk)
            grams = self._vocabulary.add(codes)
            self._frequency.fill_to(len(self._vocabulary))
            np.add.at(self._frequency.array, grams, 1)
            lengths = np.bincount(owner, minlength=len(chunk))
            self._starts.extend(len(self._grams) + np.cumsum(lengths))
            self._grams.extend(grams)
            self._tf.extend(1.0 + np.log(counts))
            self._norms.fill_to(len(self._norms) + len(chunk))
        if texts:
            self._weigh(len(texts))

    def _weigh(self, added: int) -> None:
        """Bring rarities up to the counts, and the lengths of the texts that this touches."""
        total = float(rounded(np.array([len(self)]))[0])
        self._rarity.fill_to(len(self._vocabulary))
        if total != self._total or added > _CHUNK // 10:
            self._total = total
            self._rarity.array[:] = self._rarity_of(self._frequency.array)
            touched = np.arange(len(self))
        else:
            late = np.arange(self._sorted.texts, len(self))
            mine = distinct(self._grams.array[self._starts.array[len(self) - added] :])
            rarity = self._rarity_of(self._frequency.array[mine])
            changed = mine[rarity != self._rarity.array[mine]]
            self._rarity.array[mine] = rarity
            touched = np.union1d(self._sorted.owner[self._posting(changed)[0]], late)
        for place in range(0, len(touched), _CHUNK):
            rows = touched[place : place + _CHUNK]
            found = self._rows(rows)
            owner = np.repeat(np.arange(len(rows)), np.diff(found.indptr))
            squares = np.bincount(owner, weights=found.data**2, minlength=len(rows))
            self._norms.array[rows] = np.sqrt(squares)

    def _rarity_of(self, counts: npt.NDArray[Any]) -> Floats:
        found: Floats = np.log((self._total + 1.0) / (1.0 + rounded(counts))) + 1.0
        return found

    def settle(self) -> None:
        """Sort the texts added so far by their grams; later ones are compared one by one."""
        self.use(self.sorted())

    def sorted(self) -> Sorted:
        """What `use` takes: made in any thread, while texts are asked for and added."""
        texts = len(self)
        starts = self._starts.array[: texts + 1]
        grams = self._grams.array[: starts[-1]]
        return Sorted(
            texts=texts,
            owner=np.repeat(np.arange(texts, dtype=np.int32), np.diff(starts)),
            places=np.argsort(grams, kind="stable"),
            starts=np.append(0, np.cumsum(np.bincount(grams, minlength=1))),
        )

    def use(self, made: Sorted) -> None:
        """Answer from now on with what was sorted."""
        self._sorted = made

    def _posting(self, grams: npt.NDArray[Any]) -> tuple[Codes, Codes]:
        """Places of the settled texts' grams, and which of the asked grams each is of."""
        asked = np.flatnonzero(grams < len(self._sorted.starts) - 1)
        starts = self._sorted.starts[grams[asked]]
        lengths = self._sorted.starts[grams[asked] + 1] - starts
        return self._sorted.places[ranges(starts, lengths)], np.repeat(asked, lengths)

    def _rows(self, rows: npt.NDArray[Any]) -> sparse.csr_array:
        """Weighted grams of some texts, not yet of length one."""
        starts = self._starts.array[rows]
        lengths = self._starts.array[rows + 1] - starts
        places = ranges(starts, lengths)
        grams = self._grams.array[places]
        weights = self._tf.array[places] * self._rarity.array[grams]
        return sparse.csr_array(
            (weights, grams, np.append(0, np.cumsum(lengths))),
            shape=(len(rows), len(self._vocabulary)),
        )

    def _asked_of(self, text: str) -> tuple[Ints, Floats, float]:
        """Known grams of a text, how often it has them, and its length with the unknown ones."""
        _, codes, counts = counted([text])
        grams = self._vocabulary.find(codes)
        known = grams >= 0
        rarity = np.full(len(grams), float(self._rarity_of(np.zeros(1))[0]))
        rarity[known] = self._rarity.array[grams[known]]
        frequencies = (1.0 + np.log(counts)).astype(np.float32).astype(np.float64)
        length = float(np.sqrt(np.sum((frequencies * rarity) ** 2)))
        return grams[known], frequencies[known], length

    def vectors(self, texts: Sequence[str]) -> sparse.csr_array:
        """Texts as rows of length one over the known grams; an empty text is a row of zeros."""
        owner, codes, counts = counted(texts)
        grams = self._vocabulary.find(codes)
        known = grams >= 0
        weights = (1.0 + np.log(counts[known])) * self._rarity.array[grams[known]]
        shape = (len(texts), len(self._vocabulary))
        return of_length_one(sparse.csr_array((weights, (owner[known], grams[known])), shape))

    def matrix(self) -> sparse.csr_array:
        """All texts as rows of length one."""
        return of_length_one(self._rows(np.arange(len(self))))

    def cosines(self, text: str, rows: npt.NDArray[Any]) -> Floats:
        """Cosine of one text with each of some rows, 0..1."""
        return self._compared(*self._asked_of(text), rows)

    def _compared(
        self, grams: Ints, frequencies: Floats, length: float, rows: npt.NDArray[Any]
    ) -> Floats:
        if len(rows) == 0:
            return np.zeros(0)
        which, theirs, frequency = self._said(rows)
        if len(self._asked) < len(self._vocabulary):
            self._asked = np.zeros(len(self._vocabulary) * 2)
        self._asked[grams] = frequencies
        products = (frequency * self._asked[theirs]) * self._rarity.array[theirs] ** 2
        self._asked[grams] = 0.0
        shared = np.bincount(which, weights=products, minlength=len(rows)).astype(np.float64)
        return ratio(shared, self._norms.array[rows] * length)

    def pairwise(self, ones: npt.NDArray[Any], others: npt.NDArray[Any]) -> Floats:
        """Cosine of each row with the one beside it, 0..1; quick where few of `ones` differ."""
        if len(ones) == 0:
            return np.zeros(0)
        asked, inverse = np.unique(ones, return_inverse=True)
        whose, grams, frequencies = self._said(asked)
        keys = whose * len(self._vocabulary) + grams
        order = np.argsort(keys)
        keys, frequencies = keys[order], frequencies[order]
        if len(keys) == 0:
            return np.zeros(len(ones))
        pair, theirs, others_say = self._said(others)
        wanted = inverse[pair] * len(self._vocabulary) + theirs
        places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        shared = np.flatnonzero(keys[places] == wanted)
        pair, rarity = pair[shared], self._rarity.array[theirs[shared]]
        # products that are the same from both sides, summed one by one in the order of the grams'
        # codes: so are the cosines, to the last bit
        products = (others_say[shared] * frequencies[places[shared]]) * rarity**2
        totals = np.bincount(pair, weights=products, minlength=len(ones)).astype(np.float64)
        return ratio(totals, self._norms.array[ones] * self._norms.array[others])

    def _said(self, rows: npt.NDArray[Any]) -> tuple[Codes, Ints, Floats]:
        """Place of the row, gram and weighted frequency of every gram of some rows."""
        starts = self._starts.array[rows]
        lengths = self._starts.array[rows + 1] - starts
        places = ranges(starts, lengths)
        which = np.repeat(np.arange(len(rows)), lengths)
        return which, self._grams.array[places], self._tf.array[places].astype(np.float64)

    def similar(
        self, text: str, most: int, least: float = 0.0
    ) -> tuple[npt.NDArray[np.int64], Floats]:
        """The rows most alike, best first, with their cosines; those above `least` only."""
        grams, frequencies, length = self._asked_of(text)
        weights = frequencies * self._rarity.array[grams]
        rows = self._sharing(grams, weights, most * _WORTH_COMPARING)
        cosines = self._compared(grams, frequencies, length, rows)
        kept = cosines > least
        rows, cosines = rows[kept], cosines[kept]
        order = np.lexsort((rows, -cosines))[:most]
        return rows[order], cosines[order]

    def _sharing(self, grams: Ints, weights: Floats, most: int) -> npt.NDArray[np.int64]:
        """Rows that share most of what is not common to all texts."""
        common = max(_COMMON * len(self), _COMMON_LEAST)
        telling = self._frequency.array[grams] <= common
        if telling.any():
            grams, weights = grams[telling], weights[telling]
        places, asked = self._posting(grams)
        rows = self._sorted.owner[places].astype(np.int64)
        shared = self._tf.array[places] * (weights * self._rarity.array[grams])[asked]
        late = np.arange(self._sorted.texts, len(self))
        if len(late):
            found = self._rows(late)
            query = np.zeros(len(self._vocabulary))
            query[grams] = weights
            rows = np.concatenate((rows, late))
            shared = np.concatenate((shared, found @ query))
        if len(rows) * 4 > len(self):
            totals = np.bincount(rows, weights=shared, minlength=len(self))
            distinct = np.flatnonzero(totals)
            totals = totals[distinct]
        else:
            distinct, inverse = np.unique(rows, return_inverse=True)
            totals = np.bincount(inverse, weights=shared, minlength=len(distinct))
        if len(distinct) > most:
            likely = totals / np.maximum(self._norms.array[distinct], 1e-9)
            distinct = distinct[np.argpartition(-likely, most)[:most]]
        return distinct
