"""What one side's own answers say of a pair beyond how it usually answers.

Two readings, both leaving out the pair's own events: do those who judge as the asked does like the
asker (`like_minded`), and does the asked say yes rather to askers of this kind (`own_taste`).
Values lie in 0..1 and are 0.5 where nothing is known.
"""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from chainlink.matching.acceptance import Floats, History, Ids

_COMMON: Final = 5.0  # askers in common at which half of an agreement is believed
_NEIGHBOURS: Final = 1.0  # the same for agreements added up over neighbours
_NOISE: Final = 0.15  # variance of an answer that nothing explains
_LEVEL: Final = 0.05  # variance of how high anybody's answers lie


def like_minded(history: History, asker: ArrayLike, asked: ArrayLike) -> Floats:
    """Whether those who judged other askers as the asked did judged this asker better than others.

    Neighbourhood collaborative filtering on answers less each giver's own mean, which is taken
    without the asker of the pair.
    """
    askers, givers = np.asarray(asker, dtype=np.int64), np.asarray(asked, dtype=np.int64)
    value = np.full(len(askers), 0.5)
    matrix = _Answers(history)
    for one, pairs in _groups(askers):
        value[pairs] = 0.5 + matrix.opinion(one, givers[pairs]) / 2
    return value


def own_taste(
    history: History,
    traits_of_events: ArrayLike,
    asker: ArrayLike,
    asked: ArrayLike,
    traits: ArrayLike,
    spread: float = 0.1,
) -> Floats:
    """Whether the asked has said yes rather to askers with the traits of this one.

    One row of standardised traits per event of `history` and per pair; the asked's own slopes are
    normal with mean 0 and deviation `spread`, and so the value is the posterior mean of what they
    add to the chance of a yes (Gaussian process with a linear kernel), from 0.5.
    """
    askers, givers = np.asarray(asker, dtype=np.int64), np.asarray(asked, dtype=np.int64)
    known, wanted = _columns(traits_of_events), _columns(traits)
    order = np.argsort(history.asked, kind="stable")
    sorted_givers = history.asked[order]
    value = np.full(len(askers), 0.5)
    for one, pairs in _groups(givers):
        first, last = np.searchsorted(sorted_givers, [one, one + 1])
        events = order[first:last]
        for pair in pairs:
            kept = events[history.asker[events] != askers[pair]]
            value[pair] += _slope(history, known[kept], kept, wanted[pair], spread)
    found: Floats = np.clip(value, 0.0, 1.0)
    return found


def _slope(
    history: History, known: Floats, events: NDArray[np.intp], wanted: Floats, spread: float
) -> float:
    if len(events) < 2:
        return 0.0
    middle = known.mean(axis=0)
    kernel = spread**2 * (known - middle) @ (known - middle).T
    noise = np.diag(_NOISE / np.maximum(history.weight[events], 1e-9))
    answers = history.outcome[events] - history.usual.mean
    explained = np.linalg.solve(kernel + _LEVEL + noise, answers)
    return float(spread**2 * (wanted - middle) @ (known - middle).T @ explained)


def _columns(values: ArrayLike) -> Floats:
    found = np.asarray(values, dtype=np.float64)
    return found[:, None] if found.ndim == 1 else found


def _groups(ids: Ids) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """Every id and the places where it stands."""
    order = np.argsort(ids, kind="stable")
    for places in np.split(order, np.flatnonzero(np.diff(ids[order])) + 1):
        if len(places):
            yield int(ids[places[0]]), places


class _Answers:
    """Givers' answers (rows) about askers (columns): weighted means where they met repeatedly."""

    def __init__(self, history: History) -> None:
        heard = history.weight > 0
        self._givers, row = np.unique(history.asked[heard], return_inverse=True)
        self._askers, column = np.unique(history.asker[heard], return_inverse=True)
        shape, weight = (len(self._givers), len(self._askers)), history.weight[heard]
        self._answer = _table(weight * history.outcome[heard], row, column, shape)
        total = _table(weight, row, column, shape)
        self._answer.data /= total.data
        self._met = total
        self._met.data = np.ones_like(total.data)
        self._usual = history.usual.mean

    def opinion(self, asker: int, givers: Ids) -> Floats:
        """For each of `givers`, what the like-minded found of `asker`: -1..1, 0 unknown."""
        found = np.zeros(len(givers))
        known = np.isin(givers, self._givers)
        column = int(np.searchsorted(self._askers, asker))
        if not known.any() or column == len(self._askers) or self._askers[column] != asker:
            return found
        judges = np.flatnonzero(self._met[:, [column]].toarray()[:, 0])
        if len(judges) > 1:
            found[known] = self._by_agreement(
                np.searchsorted(self._givers, givers[known]), judges, column
            )
        return found

    def _by_agreement(self, rows: NDArray[Any], judges: NDArray[Any], column: int) -> Floats:
        shared = np.setdiff1d(self._met[rows].indices, [column])
        mine, i_met, _ = self._centred(rows, shared, column)
        theirs, they_met, judged = self._centred(judges, shared, column)
        found = np.zeros(len(rows))
        for place, row in enumerate(rows):
            near = judges != row
            heard = they_met[near]
            if len(heard) < 2:
                continue
            general = theirs[near].sum(axis=0) / np.maximum(heard.sum(axis=0), 1.0)
            my_own = (mine[place] - general) * i_met[place]
            agreement = ((theirs[near] - general) * heard) @ my_own
            agreement /= heard @ i_met[place] + _COMMON
            surprise = judged[near] - judged[near].mean()
            found[place] = agreement @ surprise / (np.abs(agreement).sum() + _NEIGHBOURS)
        return found

    def _centred(
        self, rows: NDArray[Any], shared: NDArray[Any], column: int
    ) -> tuple[Floats, Floats, Floats]:
        """Answers of `rows` about the `shared` columns and about `column`, each less the row's
        mean without `column`; and where there is an answer."""
        answers, met = self._answer[rows], self._met[rows]
        about, asked_of_it = (table[:, [column]].toarray()[:, 0] for table in (answers, met))
        # one answer of the usual kind steadies the mean of those who gave few
        mean = (answers.sum(axis=1) - about + self._usual) / (met.sum(axis=1) - asked_of_it + 1)
        where = met[:, shared].toarray()
        return (answers[:, shared].toarray() - mean[:, None]) * where, where, about - mean


def _table(data: Floats, row: NDArray[Any], column: NDArray[Any], shape: tuple[int, int]) -> Any:
    return sparse.coo_array((data, (row, column)), shape=shape).tocsr()
