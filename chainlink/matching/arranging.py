"""From an order of scores to a list for people: small and new firms, and one place to explore.

The list does not depend on how much of it is asked for: the first twenty places are arranged, the
others follow by score.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

PAGE = 20
FLOOR = 2  # of a page are for small or new enterprises, where any are worth it
WORTH = 60  # places among which those are looked for
EXPLORED = 100  # places among which the explored one is drawn


def arranged(
    small: npt.NDArray[np.bool_], draw: int, worn: npt.NDArray[np.bool_] | None = None
) -> tuple[npt.NDArray[np.int64], int | None, float]:
    """The order of places 0..n-1 to show, which of the shown is explored, and its chance.

    `small` says for each place by score whether a small or new enterprise stands there, `worn`
    whether one that had its share of what was shown lately; `draw` is any number, the same for the
    same list on the same day.
    """
    order = np.arange(len(small))
    if worn is not None and worn.any():
        order = _behind(order, worn)
    if len(order) <= PAGE:
        return order, None, 1.0
    page, rest = _with_floor(order, small)
    chances = min(EXPLORED, len(order)) - PAGE
    place = draw % chances
    explored = rest[place]
    shown = np.concatenate((page[:-1], [explored], page[-1:], np.delete(rest, place)))
    return shown, PAGE - 1, 1.0 / chances


def _behind(order: npt.NDArray[np.int64], worn: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Whoever had its share stands behind the page, where enough others are worth it."""
    fresh = order[~worn]
    if len(fresh) < PAGE or fresh[PAGE - 1] >= WORTH:
        return order
    page = fresh[:PAGE]
    return np.concatenate((page, order[~np.isin(order, page)]))


def _with_floor(
    order: npt.NDArray[Any], small: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """A page that has its share of small firms, the last of the others giving way, and the rest."""
    page, rest = order[:PAGE], order[PAGE:]
    # the explored place comes last and may be anybody's, so the floor is kept above it
    lacking = FLOOR - int(small[page[:-1]].sum())
    coming = rest[: WORTH - PAGE][small[rest[: WORTH - PAGE]]][: max(0, lacking)]
    if len(coming) == 0:
        return page, rest
    leaving = page[:-1][~small[page[:-1]]][-len(coming) :]
    kept = page[~np.isin(page, leaving)]
    page = np.concatenate((kept[:-1], coming, kept[-1:]))
    return page, np.sort(np.concatenate((leaving, rest[~np.isin(rest, coming)])))
