"""The claims of a posting that may be met on a day."""

from typing import Any

import numpy as np
import numpy.typing as npt

from chainlink.matching.projection.day import Day
from chainlink.matching.projection.postings import Postings


def first_live(
    day: Day, postings: Postings, groups: npt.NDArray[Any], most: int
) -> tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[Any]]:
    """The first `most` live claims of each group: place of the group, claim, certainty."""
    which, claims, certainty = postings.first_of(groups, most)
    alive = day.live(claims)
    which, claims, certainty = which[alive], claims[alive], certainty[alive]
    short = np.flatnonzero(
        (postings.sizes(groups) > most) & (np.bincount(which, minlength=len(groups)) < most)
    )
    if len(short) == 0:
        return which, claims, certainty
    others = ~np.isin(which, short)
    found = [(which[others], claims[others], certainty[others])]
    for place in short.tolist():
        posting = postings.of(int(groups[place]))
        rows = np.flatnonzero(day.live(posting.claims))[:most]
        found.append((np.full(len(rows), place), posting.claims[rows], posting.certainties[rows]))
    which, claims, certainty = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return which, claims, certainty
