"""The chain graph as arrays, and what is worked out from it once for all questions."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from chainlink.matching.expansion_names import (
    Floats,
    Ints,
    Sparse,
    diagonal,
    of_length_one,
    of_sum_one,
    turned,
)

_USES = 0.7  # what a category goes into, beside what goes into it, when two are compared
_SECTORS = 0.5  # and the sectors of those that offer it


@dataclass(frozen=True, eq=False)
class ChainGraph:
    """Who offers what, what goes into what, what is called how, who is of which sector.

    `offers`: enterprises × categories. `input_to`: categories × the categories they go into.
    `names`: categories × grams, rows of length one. `sectors`: enterprises × levels, the finest
    first, numbered from 0 at each level; -1 where unknown.
    """

    offers: Sparse
    input_to: Sparse
    names: Sparse
    sectors: Ints

    def __post_init__(self) -> None:
        size = self.names.shape[0]
        if self.input_to.shape != (size, size) or self.offers.shape[1] != size:
            raise ValueError(f"offers and input_to must have the {size} categories of names")
        if self.sectors.ndim != 2 or self.sectors.shape[0] != self.offers.shape[0]:
            raise ValueError("sectors must have a row for each enterprise of offers")


@dataclass(frozen=True, eq=False)
class Prepared:
    """Matrices that every question about one graph shares.

    c stands for all categories, o for those somebody offers, i for those something goes into:
    answers are sought among o by way of i, and nothing else need be looked at.
    """

    offered: Ints  # the categories o
    place_offered: Ints  # by c: the place in o, -1 if nobody offers it
    place_consumer: Ints  # by c: the place in i, -1 if nothing goes into it
    served: Floats  # by o: how many offer it
    used: Floats  # by o: how many categories it goes into
    needs: Sparse  # c × c, a category's inputs
    goes_into: Sparse  # c × c, its outputs
    taken: Sparse  # i × o, inputs
    names: Sparse  # c × grams
    names_consumers: Sparse  # grams × i
    names_offered: Sparse  # grams × o
    profiles: Sparse  # c × grams, inputs, outputs, sectors: what makes two alike
    profiles_consumers: Sparse  # the same × i
    uses: Sparse  # c × i, outputs, of length one
    uses_offered: Sparse  # i × o
    sellers: Sparse  # c × enterprises
    shares: Sparse  # enterprises × o, sum one
    sectors: tuple[Sparse, ...]  # by level: c × the sectors that offer it, sum one
    flows: tuple[Floats, ...]  # by level: sector × the sectors its inputs come from, sum one
    bought: Sparse  # finest sector × o: inputs of what it offers

    @classmethod
    def of(cls, graph: ChainGraph) -> "Prepared":
        """Work it out; costs one pass over the graph, about a second for 10^5 categories."""
        needs = ones(graph.input_to.T)
        goes_into = ones(graph.input_to)
        offers = ones(graph.offers)
        names = sparse.csr_array(graph.names)
        size = needs.shape[0]
        outputs = np.diff(needs.indptr)
        served = np.bincount(offers.indices, minlength=size).astype(np.float64)
        used = np.bincount(needs.indices, minlength=size).astype(np.float64)
        offered, consumers = np.flatnonzero(served), np.flatnonzero(outputs)
        rarity = np.log1p(max(len(consumers), 1) / (1.0 + used))
        inputs = of_length_one(needs @ diagonal(rarity))
        uses = of_length_one(goes_into @ diagonal(np.log1p(size / (1.0 + outputs))))
        levels = [one_hot(graph.sectors[:, level]) for level in range(graph.sectors.shape[1])]
        sectors = tuple(of_sum_one(offers.T @ level) for level in levels)
        profile = [names, inputs, uses * _USES, *(one * _SECTORS for one in sectors[:1])]
        profiles = sparse.csr_array(sparse.hstack(profile, format="csr"))
        return cls(
            offered=offered,
            place_offered=place_of(offered, size),
            place_consumer=place_of(consumers, size),
            served=served[offered],
            used=used[offered],
            needs=needs,
            goes_into=goes_into,
            taken=needs[consumers][:, offered],
            names=names,
            names_consumers=turned(names[consumers]),
            names_offered=turned(names[offered]),
            profiles=profiles,
            profiles_consumers=turned(profiles[consumers]),
            uses=sparse.csr_array(uses[:, consumers]),
            uses_offered=turned(uses[offered][:, consumers]),
            sellers=turned(offers),
            shares=sparse.csr_array(of_sum_one(offers)[:, offered]),
            sectors=sectors,
            flows=tuple(_flow(one, needs) for one in sectors),
            bought=_bought(levels, offers, needs, offered),
        )


def place_of(chosen: Ints, size: int) -> Ints:
    """By number: the place among the chosen, -1 for who is not."""
    found = np.full(size, -1, dtype=np.int64)
    found[chosen] = np.arange(len(chosen))
    return found


def _bought(levels: list[Sparse], offers: Sparse, needs: Sparse, offered: Ints) -> Sparse:
    if not levels:
        return sparse.csr_array((0, len(offered)))
    mixed = of_sum_one(of_sum_one(levels[0].T @ offers) @ needs)
    return sparse.csr_array(mixed[:, offered])


def _flow(sectors: Sparse, needs: Sparse) -> Floats:
    return np.asarray(of_sum_one(sectors.T @ needs @ sectors).toarray())


def ones(matrix: Sparse) -> Sparse:
    """The same places, each 1; listed twice is listed once."""
    found = sparse.csr_array(matrix, dtype=np.float64, copy=True)
    found.sum_duplicates()
    found.eliminate_zeros()
    found.data[:] = 1.0
    return found


def one_hot(sector: Ints) -> Sparse:
    """A row each, 1 in the column of its sector; a row of zeros where it is not known."""
    known = np.flatnonzero(sector >= 0)
    width = int(sector.max(initial=-1)) + 1
    return sparse.csr_array(
        (np.ones(len(known)), (known, sector[known])), shape=(len(sector), width)
    )
