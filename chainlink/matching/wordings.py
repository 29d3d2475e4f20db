"""Claims that meet by their words, where one of the two says too little to know its category."""

from typing import Any

import numpy as np
import numpy.typing as npt

from chainlink.matching.live import first_live
from chainlink.matching.meeting import NO_CATEGORY, NOBODY, Meetings, joined
from chainlink.matching.own import OWN
from chainlink.matching.projection.day import Day
from chainlink.matching.projection.postings import Postings

EACH = 128  # claims looked at that say the same
LEAST_ALIKE = 0.3  # texts less alike than this say nothing
_ALIKE = 64
_VAGUE = 2000  # claims without a sure category that one of a sure category is compared with


def alike(
    day: Day,
    own: npt.NDArray[Any],
    enterprise: int,
    kinds: npt.NDArray[np.bool_],
    *,
    seeks: bool,
) -> Meetings:
    """Meetings of an enterprise's own claims (rows) with others' in similar words.

    `kinds` chooses claims by the number of their kind; with `seeks` the own ones are needs.
    """
    projection = day.projection
    columns = projection.claims
    own = own[kinds[columns.kind[own]]][:OWN]
    if len(own) == 0:
        return NOBODY
    index = projection.index
    everybody = index.said if seeks else index.asked
    vague = _vague(day, index.vaguely_said if seeks else index.vaguely_asked, enterprise, kinds)
    found = []
    for claim in own.tolist():
        if columns.vague[claim]:
            said = projection.wordings.values[int(columns.wording[claim])]
            rows, _ = projection.texts.similar(said, _ALIKE, LEAST_ALIKE)
            _, others, _ = first_live(day, everybody, rows, EACH)
            others = others[kinds[columns.kind[others]]]
            others = others[columns.owner[others] != enterprise]
        else:
            mine = np.full(len(vague), columns.wording[claim])
            closeness = projection.texts.pairwise(mine, columns.wording[vague])
            others = vague[np.argsort(-closeness, kind="stable")[:_ALIKE]]
            others = others[np.sort(-closeness)[:_ALIKE] < -LEAST_ALIKE]
        found.append(_in_words(claim, others.astype(np.int64), seeks=seeks))
    return joined(found)


def _vague(
    day: Day, postings: Postings, enterprise: int, kinds: npt.NDArray[np.bool_]
) -> npt.NDArray[Any]:
    """Live claims of others of which the category is not known for sure."""
    _, claims, _ = first_live(day, postings, np.zeros(1, np.int64), _VAGUE)
    columns = day.projection.claims
    found: npt.NDArray[Any] = claims[
        kinds[columns.kind[claims]] & (columns.owner[claims] != enterprise)
    ]
    return found


def _in_words(own: int, claims: npt.NDArray[Any], *, seeks: bool) -> Meetings:
    mine = np.full(len(claims), own, np.int64)
    seeker, provider = (mine, claims) if seeks else (claims, mine)
    none, unsaid = np.full(len(claims), NO_CATEGORY), np.ones(len(claims))
    return Meetings(
        seeker, provider, none, none, unsaid, unsaid, np.zeros(len(claims)), none, none,
        np.full(len(claims), seeks), np.zeros(len(claims), np.int8),
    )  # fmt: skip
