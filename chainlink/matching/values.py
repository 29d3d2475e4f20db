"""The value of every factor of every meeting, each in 0..1, by its code in the policy."""

from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from chainlink.matching.meeting import MATCH_TYPES, Meetings
from chainlink.matching.model import MatchType
from chainlink.matching.projection.codes import EVIDENCE, Pool
from chainlink.matching.projection.day import Day
from chainlink.matching.ranges import distinct
from chainlink.matching.reach import Reaches
from chainlink.matching.similarity import Wording
from chainlink.taxonomy.markets import ABROAD_UNNAMED
from chainlink.taxonomy.regions import NEARNESS, places_of

Floats = npt.NDArray[np.float64]
HALF_LIFE_DAYS = 180.0
EXPIRES_SOON_DAYS = 30

# Expert estimates of how much a document says beyond the owner's own word.
EVIDENCE_LEVELS = {
    "SELF_CLAIM": 0.0,
    "VISIT": 0.4,
    "PATENT": 0.6,
    "ORDER": 0.7,
    "CERTIFICATE": 0.8,
    "LICENCE": 0.8,
}
_LEVELS = np.array([EVIDENCE_LEVELS[level] for level in EVIDENCE])
CHECKED = 0.2
_CHAIN = MATCH_TYPES.index(MatchType.CHAIN)
_CHANNEL = MATCH_TYPES.index(MatchType.CHANNEL)
_STEPS = np.array(NEARNESS)


def values(day: Day, reaches: Reaches, rows: Meetings, rival: Floats) -> dict[str, Floats]:
    """All factors' values; `rival` is the rivalry of each row's two sides."""
    claims = day.projection.claims
    seeker, provider = rows.seeker_claim, rows.provider_claim
    chain = rows.kind == _CHAIN
    both = np.minimum(_stated(day, seeker), _stated(day, provider))
    left = np.minimum(claims.until_day[seeker], claims.until_day[provider]) - day.number
    return {
        "category_fit": np.where(chain, 0.0, rows.fit),
        "chain_link": np.where(chain, rows.fit, 0.0),
        "text_similarity": _alike(day, seeker, provider),
        "stated_need": claims.need[seeker].astype(np.float64),
        "urgency": claims.urgent[seeker].astype(np.float64),
        "market_fit": _market_fit(day, seeker, provider),
        "first_export": _first_export(day, rows),
        "finished_goods": _finished(reaches, rows.seeker_category),
        "focus": 1.0 / np.maximum(1, claims.count[provider]),
        "proximity": _proximity(day, seeker, provider),
        "freshness": 0.5 ** (np.maximum(0, day.number - both) / HALF_LIFE_DAYS),
        "evidence": np.minimum(
            1.0, _LEVELS[claims.evidence[provider]] + CHECKED * claims.checked[provider]
        ),
        "uncertain_reading": 1.0
        - _surely(rows.seeker_certainty) * _surely(rows.provider_certainty),
        "rival": rival,
        "expiring": (left <= EXPIRES_SOON_DAYS).astype(np.float64),
    }


def _stated(day: Day, claims: npt.NDArray[Any]) -> npt.NDArray[Any]:
    columns = day.projection.claims
    recorded = day.projection.recorded_days(columns.recorded[claims])
    found: npt.NDArray[Any] = np.maximum(columns.from_day[claims], recorded)
    return found


def _alike(day: Day, seeker: npt.NDArray[Any], provider: npt.NDArray[Any]) -> Floats:
    """How alike the two wordings are; the same from both sides."""
    wording = day.projection.claims.wording
    one, other = wording[seeker], wording[provider]
    if len(distinct(one)) > len(distinct(other)):
        one, other = other, one
    if day.similarity is None:
        return day.projection.texts.pairwise(one, other)
    said = day.projection.wordings.values
    found = np.zeros(len(one))
    for wording in distinct(one).tolist():
        rows = np.flatnonzero(one == wording)
        others = [Wording(said[number]) for number in other[rows].tolist()]
        found[rows] = day.similarity.similarities(Wording(said[wording]), others)
    return found


def _surely(certainty: Floats) -> Floats:
    """How sure a category is that was read; one that was ticked is."""
    return np.where(certainty < 0, -certainty, 1.0)


def _market_fit(day: Day, seeker: npt.NDArray[Any], provider: npt.NDArray[Any]) -> Floats:
    """Share of the wanted markets that are served; new markets for who names none."""
    columns, sets = day.projection.claims, day.projection.market_sets.values
    unnamed = day.projection.markets.find(ABROAD_UNNAMED)
    found = np.zeros(len(seeker))
    wanted_sets, served_sets = columns.markets[seeker], columns.markets[provider]
    for row in np.flatnonzero(wanted_sets).tolist():
        wanted, served = sets[wanted_sets[row]] - {day.home}, sets[served_sets[row]]
        if not wanted:
            continue
        if unnamed in served or unnamed in wanted:
            abroad = served - {day.home} or day.exports_of(int(columns.owner[provider[row]]))
            found[row] = 0.5 if abroad else 0.0
        else:
            found[row] = len(wanted & served) / len(wanted)
    return found


def _first_export(day: Day, rows: Meetings) -> Floats:
    """1 where a maker without any export meets a sales channel abroad."""
    whole = np.zeros(len(rows))
    chosen = np.flatnonzero(rows.kind == _CHANNEL)
    if len(chosen) == 0:
        return whole
    seeker, provider = rows.seeker_claim[chosen], rows.provider_claim[chosen]
    columns, sets = day.projection.claims, day.projection.market_sets.values
    enterprises = day.projection.enterprises
    makers = columns.owner[seeker]
    found = enterprises.sector[makers] == day.projection.sectors.find("INDUSTRY")
    abroad = np.array([bool(one - {day.home}) for one in sets])[columns.markets[provider]]
    owners, inverse = np.unique(columns.owner[provider], return_inverse=True)
    found &= abroad | np.array([bool(one) for one in day.exports_of_all(owners)], bool)[inverse]
    owners, inverse = np.unique(makers, return_inverse=True)
    found &= ~np.array([bool(one) for one in day.exports_of_all(owners)], bool)[inverse]
    whole[chosen] = found
    return whole


def _finished(reaches: Reaches, categories: npt.NDArray[Any]) -> Floats:
    kinds, inverse = np.unique(categories, return_inverse=True)
    known = [reaches.finished(one) if one >= 0 else 0.0 for one in kinds.tolist()]
    found: Floats = np.array(known, np.float64)[inverse]
    return found


def _proximity(day: Day, seeker: npt.NDArray[Any], provider: npt.NDArray[Any]) -> Floats:
    """1 in the same county, less in the same prefecture or province: as `regions.nearness`."""
    region, owner = day.projection.enterprises.region, day.projection.claims.owner
    places = _places(day.projection.regions)
    one, other = places[region[owner[seeker]]], places[region[owner[provider]]]
    shared = (one == other) & (one >= 0)
    found: Floats = (shared * _STEPS).max(axis=1)
    return found


_known: WeakKeyDictionary[Pool[str], npt.NDArray[np.int64]] = WeakKeyDictionary()


def _places(regions: Pool[str]) -> npt.NDArray[np.int64]:
    """For each region the numbers of itself, its prefecture and its province; -1 for none."""
    known = _known.get(regions)
    if known is None or len(known) <= len(regions):
        known = _known[regions] = _look_up(regions.values)
    return known


def _look_up(codes: Sequence[str]) -> npt.NDArray[np.int64]:
    numbers: dict[str, int] = {}
    found = np.full((len(codes) + 1, len(_STEPS)), -1, np.int64)
    for row, code in enumerate(codes):
        for column, place in enumerate(places_of(code)):
            if place is not None:
                found[row, column] = numbers.setdefault(place, len(numbers))
    return found
