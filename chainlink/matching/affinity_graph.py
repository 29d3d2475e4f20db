"""What the enterprises of a graph are like, worked out once for all questions."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from chainlink.matching.expansion_graph import ChainGraph, one_hot, ones, place_of
from chainlink.matching.expansion_names import (
    Floats,
    Ints,
    Sparse,
    diagonal,
    of_length_one,
    of_sum_one,
    turned,
)

_ALIKE = 50  # enterprises most alike that each one knows
_BLOCK = 500  # enterprises compared at once
_PRIOR = 20.0  # offers of the average sector that every gram starts from


@dataclass(frozen=True, eq=False)
class End:
    """One end of the names: of categories, and of all that an enterprise offers."""

    names: Sparse  # c × end grams
    words: Sparse  # end grams × e, an enterprise's of length one


@dataclass(frozen=True, eq=False)
class Portraits:
    """Matrices that every question shares.

    e stands for enterprises, c for categories, o for those somebody offers, g for grams.
    """

    offered: Floats  # by e: how many categories
    place: Ints  # by c: the place in o, -1 if nobody offers it
    sellers: Sparse  # o × e
    names: Sparse  # c × g
    names_offered: Sparse  # g × o
    words: Sparse  # g × e: all that an enterprise offers as one text, of length one
    presence: Sparse  # g × e: how surely an enterprise's offers speak of a gram, times its rarity
    own_name: Sparse  # g × e: the enterprise's name
    ends: tuple[End, End]  # how its offers' names begin and how they end
    sector_words: Sparse  # g × finest sector: all that the sector offers as one text, of length one
    tastes: Sparse  # e × o: rare categories more, of length one
    tastes_turned: Sparse
    alike: Sparse  # e × e: the most alike in what they offer
    mixes: tuple[Sparse, ...]  # by level: o × the sectors that offer it, sum one
    sector: Ints  # e × levels, -1 unknown
    speaks_for: Sparse  # g × finest sector: how much a gram tells for it

    @classmethod
    def of(
        cls, graph: ChainGraph, enterprise_names: Sparse, ends: tuple[Sparse, Sparse]
    ) -> "Portraits":
        """Work it out; see `Affinity` for what is asked for."""
        told = ones(graph.offers)
        offered_by = np.bincount(told.indices, minlength=told.shape[1])
        chosen = np.flatnonzero(offered_by)
        offers, every_name = told[:, chosen], sparse.csr_array(graph.names)
        names = every_name[chosen]
        words = of_length_one(offers @ names)
        rare = np.log((1.0 + offers.shape[0]) / (1.0 + offered_by[chosen]))
        tastes = of_length_one(offers @ diagonal(rare))
        levels = [one_hot(graph.sectors[:, level]) for level in range(graph.sectors.shape[1])]
        return cls(
            offered=np.diff(offers.indptr).astype(np.float64),
            place=place_of(chosen, told.shape[1]),
            sellers=turned(offers),
            names=every_name,
            names_offered=turned(names),
            words=turned(words),
            presence=turned(_presence(offers, names)),
            own_name=turned(enterprise_names),
            ends=(_end(told, ends[0]), _end(told, ends[1])),
            sector_words=turned(of_length_one(levels[0].T @ words))
            if levels
            else sparse.csr_array((names.shape[1], 0)),
            tastes=tastes,
            tastes_turned=turned(tastes),
            alike=_most_alike(words),
            mixes=tuple(of_sum_one(offers.T @ level) for level in levels),
            sector=graph.sectors,
            speaks_for=_speaks_for(offers, names, levels[0])
            if levels
            else sparse.csr_array((names.shape[1], 0)),
        )


def _end(offers: Sparse, names: Sparse) -> End:
    return End(sparse.csr_array(names), turned(of_length_one(offers @ names)))


def _presence(offers: Sparse, names: Sparse) -> Sparse:
    """n / (n + 1) of the offers that have a gram, times log(enterprises / those having it).

    BM25's saturation and rarity (Robertson and Walker, 1994) with k = 1 and no length penalty.
    """
    counts = sparse.csr_array(offers @ ones(names))
    having = np.bincount(counts.indices, minlength=counts.shape[1])
    rarity = np.maximum(np.log(counts.shape[0] / (1.0 + having)), 0.0)
    counts.data = counts.data / (counts.data + 1.0)
    return sparse.csr_array(counts @ diagonal(rarity))


def _speaks_for(offers: Sparse, names: Sparse, sectors: Sparse) -> Sparse:
    """log(1 + n / expected) for each gram and sector: a naive Bayes text classifier.

    What is left out is the same for all sectors of one text.
    """
    told = sparse.csr_array(ones(names).T @ of_sum_one(offers.T @ sectors))
    share = np.asarray(sectors.sum(axis=0)).ravel()
    share = share / max(share.sum(), 1.0)
    told.data = np.log1p(told.data / (_PRIOR * share[told.indices]))
    return told


def _most_alike(words: Sparse) -> Sparse:
    """For each enterprise those most alike, itself left out."""
    blocks = []
    across = turned(words)
    for start in range(0, words.shape[0], _BLOCK):
        cosines = (words[start : start + _BLOCK] @ across).toarray()
        rows = np.arange(len(cosines))
        cosines[rows, rows + start] = 0.0
        if cosines.shape[1] > _ALIKE:
            least = np.partition(cosines, -_ALIKE, axis=1)[:, -_ALIKE]
            cosines[cosines < least[:, np.newaxis]] = 0.0
        blocks.append(sparse.csr_array(cosines))
    empty = sparse.csr_array((0, words.shape[0]))
    return sparse.csr_array(sparse.vstack(blocks, format="csr")) if blocks else empty
