"""From categories that may go into one to the enterprises that offer them."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from chainlink.matching.expansion_names import Floats, Ints, Sparse
from chainlink.matching.ranges import ranges

_LOOKED_AT = 400  # places of a ranking in which variety is sought


@dataclass(frozen=True, slots=True)
class Preference:
    """How a list is made: the expert's settings, in units of the categories' scores.

    `variety`: what the second, third … supplier of one and the same category loses, times
    log(place). `rival`: what an enterprise loses that offers the asked category itself.
    """

    variety: float = 0.75
    rival: float = 3.0


@dataclass(frozen=True, eq=False)
class Suppliers:
    """Enterprises in no order, their scores, and the category that speaks most for each."""

    enterprises: Ints
    scores: Floats
    because: Ints


def suppliers(
    categories: Ints, scores: Floats, rivals: Ints, sellers: Sparse, preference: Preference
) -> Suppliers:
    """Everyone who offers one of `categories`; several are worth the sum of their chances.

    `scores` are log-chances up to a constant, `sellers` categories × enterprises.
    """
    starts = sellers.indptr[categories]
    lengths = sellers.indptr[categories + 1] - starts
    who = sellers.indices[ranges(starts, lengths)]
    score, category = np.repeat(scores, lengths), np.repeat(categories, lengths)
    order = np.lexsort((category, -score, who))
    who, score, category = who[order], score[order], category[order]
    first = np.flatnonzero(np.append(True, who[1:] != who[:-1])) if len(who) else np.zeros(0, int)
    top = score.max(initial=0.0)
    chance = np.add.reduceat(np.exp(score - top), first) if len(who) else np.zeros(0)
    total = np.log(np.maximum(chance, 1e-300)) + top
    enterprises, because = who[first].astype(np.int64), category[first]
    rival = np.isin(enterprises, rivals)
    total = total - preference.rival * rival
    return Suppliers(enterprises, _varied(total, because, rival, preference.variety), because)


def _varied(scores: Floats, because: Ints, rival: np.ndarray, variety: float) -> Floats:
    """Scores less what is lost for coming after others that are here for the same category."""
    before: dict[int, int] = defaultdict(int)
    found = scores.copy()
    for place in np.argsort(-scores, kind="stable")[:_LOOKED_AT]:
        if rival[place]:
            continue
        found[place] -= variety * np.log1p(before[int(because[place])])
        before[int(because[place])] += 1
    beyond = np.argsort(-scores, kind="stable")[_LOOKED_AT:]
    # beyond the places looked at nobody may pass those within
    found[beyond] -= variety * np.log1p(_LOOKED_AT)
    return found
