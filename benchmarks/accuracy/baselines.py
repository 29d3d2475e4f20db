"""Plain rankings that a learned one is set beside, and the figures all of them are given."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.ckg_model import Listed
from chainlink.matching.expansion_names import Floats, Ints, Sparse
from chainlink.matching.learning.evaluation import ndcg_at, reciprocal_rank, success_at

FIRST = 20


def measured(scores: Floats, relevant: Ints, left_out: Ints, rivals: Ints) -> list[float]:
    """Hit, NDCG and competitor share of the first 20, and MRR, over everyone not left out."""
    answers = np.zeros(len(scores), dtype=np.bool_)
    answers[relevant] = True
    rival = np.zeros(len(scores), dtype=np.bool_)
    rival[rivals] = True
    asked = np.ones(len(scores), dtype=np.bool_)
    asked[left_out] = False
    score, answers, rival = scores[asked], answers[asked], rival[asked]
    first = np.argsort(-score, kind="stable")[:FIRST]
    return [
        success_at(score, answers, FIRST),
        ndcg_at(score, answers, FIRST),
        reciprocal_rank(score, answers),
        float(rival[first].mean()),
    ]


def chance(everyone: int, relevant: int) -> float:
    """Hit among the first 20 of a random order."""
    missed = 1.0
    for place in range(FIRST):
        missed *= max(everyone - relevant - place, 0) / (everyone - place)
    return 1.0 - missed


def popularity(offers: Sparse) -> Floats:
    """Whoever offers most."""
    return np.diff(offers.indptr).astype(np.float64)


def named_like(listed: Listed, offers: Sparse) -> Callable[[int], Floats]:
    """Whoever offers what is named most like the product."""
    turned = offers.T.tocsr()
    names = listed.names.rows

    def ranked(product: int) -> Floats:
        cosines = np.asarray((names @ names[[product]].T).todense()).ravel()
        cosines[product] = 0.0
        return greatest(cosines, turned, offers.shape[0])

    return ranked


def by_paths(listed: Listed, upstream: Ints, offers: Sparse) -> Callable[[int], Floats]:
    """Product → its inputs, or those of its broader and narrower kin → who offers them.

    A path counts the less the more sellers end it; one through kin counts half.
    """
    needs = listed.inputs_matrix(upstream).T.tocsr()
    size = len(listed.products)
    broader = listed.kinship_matrix()
    kin = (broader + broader.T).tocsr()
    sellers = np.diff(offers.T.tocsr().indptr)
    rarity = 1.0 / np.log(2.0 + sellers)

    def ranked(product: int) -> Floats:
        start = np.zeros(size)
        start[product] = 1.0
        direct = needs.T @ start
        reached = direct + 0.5 * (needs.T @ (kin.T @ start)) + 0.5 * (kin.T @ direct)
        return np.asarray(offers @ (reached * rarity))

    return ranked


def greatest(values: Floats, sellers: Sparse, enterprises: int) -> Floats:
    """For each enterprise the greatest of its categories' values."""
    found = np.zeros(enterprises)
    where = np.flatnonzero(values)
    rows = sellers[where]
    np.maximum.at(found, rows.indices, np.repeat(values[where], np.diff(rows.indptr)))
    return found


def drawn(everyone: int, count: int, random: np.random.Generator) -> NDArray[np.int64]:
    """So many of everyone, at random: labels that mean nothing."""
    return np.sort(random.choice(everyone, count, replace=False)).astype(np.int64)
