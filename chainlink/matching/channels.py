"""Sales channels abroad and makers with goods: a match that needs no stated need.

A channel abroad meets a maker with goods that it does not sell in those markets yet.
"""

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from chainlink.matching.live import first_live
from chainlink.matching.meeting import LEAST_FIT, NO_CATEGORY, NOBODY, Meetings, joined
from chainlink.matching.own import Own
from chainlink.matching.projection.codes import CLAIM_KINDS
from chainlink.matching.projection.day import Day
from chainlink.matching.reach import CATEGORY_KINDS, handled_as, sold_as
from chainlink.matching.retrieval import Retrieval
from chainlink.taxonomy.model import CategoryKind
from chainlink.taxonomy.regions import nearness

UNSAID_GOODS = 0.5  # a channel that names no goods may sell these as well as any others
_MAKERS = 4096  # supplies looked at for a channel that names no goods, those near it first
_CHANNELS = 1024
_CHANNEL = CLAIM_KINDS.index("SALES_CHANNEL")
_SUPPLY = CLAIM_KINDS.index("SUPPLY")
_GOOD = CATEGORY_KINDS.index(CategoryKind.GOOD)


def channel_meetings(retrieval: Retrieval) -> Meetings:
    """Of a channel with makers, and of a maker with channels."""
    return joined([_makers_for(retrieval), _channels_for(retrieval)])


def sells_abroad(day: Day, channels: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Whether channels lead abroad: by the markets they name, or where their owners export."""
    columns, sets = day.projection.claims, day.projection.market_sets.values
    named = columns.markets[channels]
    abroad = {number: bool(sets[number] - {day.home}) for number in set(named.tolist())}
    found = np.array([abroad[number] for number in named.tolist()], bool)
    silent = np.flatnonzero(named == 0)
    exports = day.exports_of_all(columns.owner[channels[silent]])
    found[silent] = [bool(one) for one in exports]
    return found


def _goods(retrieval: Retrieval, own: Own) -> Own:
    kinds = retrieval.reaches.kinds()
    supply = retrieval.day.projection.claims.kind[own.claim] == _SUPPLY
    return own.where(supply & (kinds[own.category] == _GOOD))


def _makers_for(retrieval: Retrieval) -> Meetings:
    day = retrieval.day
    columns = day.projection.claims
    mine = retrieval.capabilities
    channels = mine.claims[columns.kind[mine.claims] == _CHANNEL]
    channels = channels[sells_abroad(day, channels)]
    if len(channels) == 0:
        return NOBODY
    kinds = retrieval.reaches.kinds()
    handled = mine.where(np.isin(mine.claim, channels) & (kinds[mine.category] == _GOOD))
    found = [
        retrieval.follow(
            handled,
            handled_as,
            day.projection.index.capabilities,
            seeks=False,
            of=lambda c, k: (columns.kind[c] == _SUPPLY) & (kinds[k] == _GOOD),
        )
    ]
    silent = channels[~np.isin(channels, handled.claim)]
    if len(silent):
        found += _any_makers(retrieval, silent)
    return _in_new_markets(retrieval, joined(found))


def _any_makers(retrieval: Retrieval, channels: npt.NDArray[Any]) -> list[Meetings]:
    """Makers of any goods, near the channel first."""
    projection = retrieval.day.projection
    regions = tuple(projection.regions.values)
    region = int(projection.enterprises.region[retrieval.enterprise])
    groups = _nearest_first(regions[region] if region >= 0 else None, regions)
    sizes = np.minimum(projection.index.supplies.sizes(groups), max(64, _MAKERS // len(groups)))
    groups = groups[: max(1, int(np.searchsorted(np.cumsum(sizes), _MAKERS)) + 1)]
    _, claims, _ = first_live(
        retrieval.day, projection.index.supplies, groups, max(64, _MAKERS // len(groups))
    )
    which, category, certainty = projection.offered(claims)
    good = retrieval.reaches.kinds()[category] == _GOOD
    claim, category, certainty = claims[which][good], category[good], certainty[good]
    other = projection.claims.owner[claim] != retrieval.enterprise
    claim, category, certainty = claim[other], category[other], certainty[other]
    return [
        _unsaid(claim, category, certainty, np.full(len(claim), channel), seeks=False)
        for channel in channels.tolist()
    ]


@lru_cache(10_000)
def _nearest_first(region: str | None, regions: tuple[str, ...]) -> npt.NDArray[np.int64]:
    """Groups of all regions (a region's number + 1; 0 has none), those near one first."""
    order = sorted(
        range(len(regions)),
        key=lambda number: (-nearness(region, regions[number]), regions[number]),
    )
    return np.array([*(number + 1 for number in order), 0])


def _unsaid(
    claim: npt.NDArray[Any],
    category: npt.NDArray[Any],
    certainty: npt.NDArray[Any],
    channel: npt.NDArray[Any],
    *,
    seeks: bool,
) -> Meetings:
    """Goods with a channel that names none."""
    none = np.full(len(claim), -1)
    return Meetings(
        seeker_claim=claim.astype(np.int64),
        provider_claim=channel.astype(np.int64),
        seeker_category=category.astype(np.int64),
        provider_category=np.full(len(claim), NO_CATEGORY),
        seeker_certainty=certainty.astype(np.float64),
        provider_certainty=np.ones(len(claim)),
        fit=UNSAID_GOODS * np.abs(certainty).astype(np.float64),
        reach=none,
        slot=none,
        seeks=np.full(len(claim), seeks),
        kind=np.zeros(len(claim), np.int8),
    )


def _channels_for(retrieval: Retrieval) -> Meetings:
    day = retrieval.day
    projection = day.projection
    columns = projection.claims
    goods = _goods(retrieval, retrieval.capabilities)
    if len(goods.claim) == 0:
        return NOBODY
    _, channels, _ = first_live(day, projection.index.channels, np.zeros(1, np.int64), _CHANNELS)
    channels = channels[columns.owner[channels] != retrieval.enterprise]
    channels = channels[sells_abroad(day, channels)]
    if len(channels) == 0:
        return NOBODY
    kinds = retrieval.reaches.kinds()
    which, category, _ = projection.offered(channels)
    named = kinds[category] == _GOOD
    says = np.zeros(len(channels), bool)
    says[which[named]] = True
    found = retrieval.follow(
        goods,
        sold_as,
        projection.index.capabilities,
        seeks=True,
        of=lambda c, k: (columns.kind[c] == _CHANNEL) & (kinds[k] == _GOOD),
        among=category[named],
    )
    found = found.take(sells_abroad(day, found.provider_claim))
    return _in_new_markets(retrieval, joined([found, _silent(goods, channels[~says])]))


def _silent(goods: Own, channels: npt.NDArray[Any]) -> Meetings:
    """All goods with every channel that names none."""
    every = np.repeat(np.arange(len(goods.claim)), len(channels))
    return _unsaid(
        goods.claim[every],
        goods.category[every],
        goods.certainty[every],
        np.tile(channels, len(goods.claim)),
        seeks=True,
    )


def _in_new_markets(retrieval: Retrieval, rows: Meetings) -> Meetings:
    """Only makers without channels of their own, and only where the channel leads somewhere new."""
    rows = rows.take(rows.fit >= LEAST_FIT)
    day = retrieval.day
    projection = day.projection
    columns, sets = projection.claims, projection.market_sets.values
    makers, inverse = np.unique(columns.owner[rows.seeker_claim], return_inverse=True)
    industry = projection.sectors.find("INDUSTRY")
    makes = (projection.enterprises.sector[makers] == industry) & ~_have_channels(day, makers)
    exports = day.exports_of_all(makers)
    new = np.ones(len(rows), bool)
    named = columns.markets[rows.provider_claim]
    exporting = np.array([bool(one) for one in exports], bool)
    for row in np.flatnonzero((named > 0) & exporting[inverse]).tolist():
        new[row] = bool(sets[named[row]] - exports[inverse[row]] - {day.home})
    home_only = {number for number in set(named.tolist()) if sets[number] == {day.home}}
    new &= ~np.isin(named, list(home_only))
    return rows.take(makes[inverse] & new)


def _have_channels(day: Day, enterprises: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Whether enterprises have a sales channel abroad themselves."""
    found = np.zeros(len(enterprises), bool)
    claims, which = day.projection.index.claims_of.of_all(enterprises)
    columns = day.projection.claims
    chosen = np.flatnonzero((columns.kind[claims] == _CHANNEL) & ~columns.need[claims])
    chosen = chosen[day.live(claims[chosen])]
    chosen = chosen[sells_abroad(day, claims[chosen])]
    found[which[chosen]] = True
    return found
