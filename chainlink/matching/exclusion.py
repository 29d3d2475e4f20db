"""Who is never recommended to whom, whatever the score: masks inside retrieval."""

from typing import Any

import numpy as np
import numpy.typing as npt

from chainlink.matching.meeting import MATCH_TYPES, Meetings
from chainlink.matching.model import MatchType
from chainlink.matching.projection.codes import CLAIM_KINDS, VISIBILITIES
from chainlink.matching.projection.day import Day
from chainlink.matching.ranges import distinct
from chainlink.matching.reach import CATEGORY_KINDS, Reaches
from chainlink.taxonomy.model import CategoryKind

# by match type: whether one who supplies the other already is no news, and whether the two may
# make the same goods
TRADE = np.array(
    [one in {MatchType.SUPPLY, MatchType.CHAIN, MatchType.CHANNEL} for one in MATCH_TYPES]
)
COMPETING = np.array([one in {MatchType.CHAIN, MatchType.CHANNEL} for one in MATCH_TYPES])
RIVALS = 0.5  # share of the smaller one's goods that both make, from which on the two compete
_COMMITTEE = VISIBILITIES.index("COMMITTEE")
_SUPPLY = CLAIM_KINDS.index("SUPPLY")
_GOOD = CATEGORY_KINDS.index(CategoryKind.GOOD)


def allowed(
    day: Day,
    rows: Meetings,
    enterprise: int,
    committees: frozenset[str] | None,
) -> Meetings:
    """Without vetoes, dismissals, shareholding, partners that it has, and hidden claims.

    `committees` are those on whose behalf is asked: claims for the committee only are matched for
    the members of that committee's own officers, and for nobody else; None stands for all.
    """
    if len(rows) == 0:
        return rows
    partner = day.projection.claims.owner[rows.partner_claim()]
    kept = np.ones(len(rows), bool)
    never = [
        day.vetoed(enterprise),
        day.dismissed(enterprise),
        day.linked(enterprise, "HOLDS_SHARES_IN"),
    ]
    for banned, among in (
        (np.concatenate(never), kept),
        (day.linked(enterprise, "SUPPLIES"), TRADE[rows.kind]),
    ):
        if len(banned):
            kept = kept & ~(among & np.isin(partner, banned))
    for claims in (rows.seeker_claim, rows.provider_claim):
        hidden = np.flatnonzero(day.visibility(claims) == _COMMITTEE)
        owners = day.projection.claims.owner[claims[hidden]]
        for owner in distinct(owners).tolist():
            own = day.committees_of(owner)
            if not (own if committees is None else own & committees):
                kept[hidden[owners == owner]] = False
    return rows.take(kept)


def goods_of(
    day: Day, reaches: Reaches, enterprises: npt.NDArray[Any]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Goods that enterprises say they make, each once: place of the enterprise, category."""
    claims, which = day.projection.index.claims_of.of_all(enterprises)
    columns = day.projection.claims
    chosen = np.flatnonzero((columns.kind[claims] == _SUPPLY) & ~columns.need[claims])
    chosen = chosen[day.live(claims[chosen])]
    of, category, _ = day.projection.offered(claims[chosen])
    good = reaches.kinds()[category] == _GOOD
    span = len(day.projection.categories)
    both = distinct(which[chosen][of[good]].astype(np.int64) * span + category[good])
    return both // span, both % span


def rivalry(
    day: Day, reaches: Reaches, enterprise: int, partners: npt.NDArray[Any]
) -> npt.NDArray[np.float64]:
    """Share of the smaller one's goods that the other makes too, 0..1, for each partner."""
    _, own = goods_of(day, reaches, np.array([enterprise]))
    which, category = goods_of(day, reaches, partners)
    count = np.bincount(which, minlength=len(partners))
    shared = np.bincount(which[np.isin(category, own)], minlength=len(partners))
    smaller = np.minimum(count, len(own))
    return np.divide(shared, smaller, out=np.zeros(len(partners)), where=smaller > 0)
