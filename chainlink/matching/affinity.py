"""How plausible it is that an enterprise offers a category it has not said it offers.

What an enterprise offers is told by its other offers: whether they are named like the category,
speak its words, are offered by those who offer things like it, and are of the sectors where it is
offered. Each way gives a value; none decides alone (`affinity_values` turns them into factors).
"""

from dataclasses import dataclass

import numpy as np

from chainlink.matching.affinity_graph import Portraits
from chainlink.matching.expansion_graph import ChainGraph
from chainlink.matching.expansion_names import Floats, Ints, Sparse
from chainlink.matching.expansion_rows import greatest, most_alike, nothing, places, push, row

_EACH = 80  # candidates of each way
_NEIGHBOURS = 60  # categories named alike whose sellers are asked
WAYS = (
    "words",
    "presence",
    "named_alike",
    "sells_alike",
    "tastes",
    "company_alike",
    "sector_words",
    "ends_alike",
    "begins_alike",
)


@dataclass(frozen=True, eq=False)
class Plausible:
    """Enterprises that may offer one category, and what speaks for each: one array a signal."""

    enterprises: Ints
    signals: dict[str, Floats]


class Affinity:
    """Answers for one graph; a changed graph needs a new Affinity.

    `enterprise_names` has for each enterprise its name's row over the grams of the graph's names.
    `ends` has for each category the beginnings and the endings of its name (NameVectors of each).
    """

    def __init__(
        self, graph: ChainGraph, enterprise_names: Sparse, ends: tuple[Sparse, Sparse]
    ) -> None:
        self._at = Portraits.of(graph, enterprise_names, ends)
        self._everyone = len(self._at.offered)

    def sellers(self, category: int, each: int = _EACH) -> Plausible:
        """Enterprises not known to offer `category` that may, at most `each` by each way."""
        at = self._at
        grams, weights = row(at.names, category)
        cosines = push(grams, weights, at.names_offered)
        own = int(at.place[category])
        known = row(at.sellers, own) if own >= 0 else nothing()
        if own >= 0:
            cosines[own] = 0.0
        asked, likeness = most_alike(cosines, _NEIGHBOURS, 3.0)
        company, mix = self._neighbours(asked, likeness)
        dense = {
            "words": push(grams, weights, at.words),
            "presence": push(grams, np.full(len(grams), 1.0 / max(len(grams), 1)), at.presence),
            **self._by_offer(cosines),
            "tastes": self._tastes(*company),
            "company_alike": push(*company, at.alike),
            "seller_alike": push(*known, at.alike),
            "own_name": push(grams, weights, at.own_name),
            "begins_alike": push(*row(at.ends[0].names, category), at.ends[0].words),
            "ends_alike": push(*row(at.ends[1].names, category), at.ends[1].words),
            "sector_words": self._sector_words(grams),
            "sector_text": self._of_sector(push(grams, weights, at.sector_words)),
            **mix,
            "offered": at.offered,
        }
        found = self._candidates(known[0], dense, each)
        return Plausible(found, {way: values[found] for way, values in dense.items()})

    def _candidates(self, known: Ints, dense: dict[str, Floats], each: int) -> Ints:
        picked = np.zeros(self._everyone, dtype=np.bool_)
        for way in WAYS:
            picked[greatest(dense[way], each)] = True
        picked[known] = False
        return np.flatnonzero(picked)

    def _by_offer(self, cosines: Floats) -> dict[str, Floats]:
        """The offer named most like the category, and all of them together."""
        named = np.flatnonzero(cosines)
        where, owner = places(named, self._at.sellers)
        who, likeness = self._at.sellers.indices[where], cosines[named][owner]
        most = np.zeros(self._everyone)
        np.maximum.at(most, who, likeness)
        size = len(most)
        return {
            "named_alike": most,
            "sells_alike": np.sqrt(np.bincount(who, likeness**3, size)),
            "sells_about": np.bincount(who, likeness, size).astype(np.float64),
        }

    def _neighbours(
        self, asked: Ints, likeness: Floats
    ) -> tuple[tuple[Ints, Floats], dict[str, Floats]]:
        """Who sells what is named alike, as shares; and how usual each one's sector is there."""
        at = self._at
        lengths = np.diff(at.sellers.indptr)[asked]
        dense = push(asked, likeness / np.maximum(lengths, 1), at.sellers)
        who = np.flatnonzero(dense)
        total = likeness.sum()
        mixes: dict[str, Floats] = {}
        for level, mix in enumerate(at.mixes):
            usual = push(asked, likeness / (total or 1.0), mix)
            mixes[f"sector_{level}"] = _looked_up(usual, at.sector[:, level])
        return (who, dense[who] / (total or 1.0)), mixes

    def _tastes(self, who: Ints, shares: Floats) -> Floats:
        """Whose offers go together with those of the sellers of what is named alike."""
        liked = push(who, shares, self._at.tastes)
        where = np.flatnonzero(liked)
        return push(where, liked[where], self._at.tastes_turned)

    def _sector_words(self, grams: Ints) -> Floats:
        """How much the category's name sounds like what an enterprise's sector offers."""
        share = np.full(len(grams), 1.0 / max(len(grams), 1))
        return self._of_sector(push(grams, share, self._at.speaks_for))

    def _of_sector(self, values: Floats) -> Floats:
        if self._at.sector.shape[1] == 0:
            return np.zeros(self._everyone)
        return _looked_up(values, self._at.sector[:, 0])


def _looked_up(values: Floats, numbers: Ints) -> Floats:
    """The values by number; 0 for the number -1."""
    return np.append(values, 0.0)[numbers]
