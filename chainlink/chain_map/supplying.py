"""Who supplies and who wants what on a day, by place of the map, as columns."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from chainlink.chain_map.ground import Ground
from chainlink.matching.projection.codes import CLAIM_KINDS, VISIBILITIES
from chainlink.matching.projection.day import Day
from chainlink.matching.projection.holding import SURE
from chainlink.matching.projection.postings import Postings
from chainlink.taxonomy.model import claim_kind

Rows = npt.NDArray[np.int64]
COMMITTEE = VISIBILITIES.index("COMMITTEE")
_ALL = 2**31


@dataclass(frozen=True, slots=True)
class Said:
    """Each enterprise once a place, by place: `visibility` is that of the claim most may see."""

    place: Rows
    owner: Rows
    visibility: npt.NDArray[np.int8]

    def where(self, chosen: npt.NDArray[np.bool_]) -> "Said":
        """Some of them."""
        return Said(self.place[chosen], self.owner[chosen], self.visibility[chosen])

    def starts(self, places: int) -> Rows:
        """Where each place begins, and where the last one ends."""
        found: Rows = np.searchsorted(self.place, np.arange(places + 1))
        return found


@dataclass(frozen=True, slots=True)
class Supplying:
    """What everybody says that a map is made of, before it is known who reads it.

    `members` are the enterprises of the chain's committees. Of every enterprise, `member` and
    `inside` say whether it is one and whether it is of the district, and `rank` where it stands
    in a list: members first, then by name. `sales` are pairs of seller and buyer.
    """

    offered: Said
    wanted: Said
    members: Rows
    member: npt.NDArray[np.bool_]
    inside: npt.NDArray[np.bool_]
    rank: Rows
    sales: tuple[tuple[int, int], ...]


def supplying(day: Day, ground: Ground, district: str, committees: frozenset[str]) -> Supplying:
    """Read off the projection; 10^4 enterprises take milliseconds."""
    projection = day.projection
    asked = _numbered(day, ground)
    index = projection.index
    offered = _said(day, index.capabilities, asked)
    members = _members(day, committees)
    member, known = (np.zeros(len(projection.enterprises), bool) for _ in range(2))
    member[members] = True
    known[offered.owner] = True
    sellers, buyers = day.sales()
    both = known[sellers] & known[buyers]
    return Supplying(
        offered=offered,
        wanted=_said(day, index.needs, asked),
        members=members,
        member=member,
        inside=_inside(day, district),
        rank=_ranks(day, member, known | member),
        sales=tuple(zip(sellers[both].tolist(), buyers[both].tolist(), strict=True)),
    )


def _numbered(day: Day, ground: Ground) -> Rows:
    """Columns: place, number of a category of it that anybody names, kind of claim it is of."""
    find, known = day.projection.categories.find, day.taxonomy.by_id
    rows = [
        (place, number, CLAIM_KINDS.index(claim_kind(known[one.category].kind)))
        for place, one in enumerate(ground.places)
        for number in map(find, sorted(one.kinds))
        if number >= 0
    ]
    found: Rows = np.array(rows, np.int64).reshape(-1, 3).T
    return found


def _said(day: Day, postings: Postings, asked: Rows) -> Said:
    """A claim of another kind only speaks of the good: a repairer of harvesters sells none."""
    places, categories, kinds = asked
    which, claims, certainty = postings.first_of(categories, _ALL)
    kept = (np.abs(certainty) >= SURE) & day.live(claims)
    kept &= day.projection.claims.kind[claims] == kinds[which]
    which, claims = which[kept], claims[kept]
    owner = day.projection.claims.owner[claims].astype(np.int64)
    visibility = day.visibility(claims)
    # one number for all three: sorting it takes a tenth of what sorting by three columns takes
    width, owners = len(VISIBILITIES), len(day.projection.enterprises)
    both, seen = np.divmod(np.sort((places[which] * owners + owner) * width + visibility), width)
    first = np.ones(len(both), bool)
    first[1:] = both[1:] != both[:-1]
    place, owner = np.divmod(both[first], max(owners, 1))
    return Said(place, owner, seen[first].astype(np.int8))


def _ranks(day: Day, member: npt.NDArray[np.bool_], listed: npt.NDArray[np.bool_]) -> Rows:
    """The order of lists, of those that can be in one."""
    names = day.projection.names
    order = sorted(np.flatnonzero(listed).tolist(), key=lambda row: (not member[row], names[row]))
    ranks = np.full(len(member), len(member), np.int64)
    ranks[order] = np.arange(len(order))
    return ranks


def _members(day: Day, committees: frozenset[str]) -> Rows:
    find = day.projection.committees.find
    numbers = [number for number in map(find, sorted(committees)) if number >= 0]
    enterprises, ends = day.memberships()
    rows: Rows = np.unique(enterprises[np.isin(ends, numbers)]).astype(np.int64)
    chosen: Rows = rows[day.takes_part(rows)]
    return chosen


def _inside(day: Day, district: str) -> npt.NDArray[np.bool_]:
    prefix = prefix_of(district)
    regions = day.projection.regions.values
    # one more place for whose region is not known, which -1 finds
    hit: npt.NDArray[Any] = np.array([*(one.startswith(prefix) for one in regions), False], bool)
    found: npt.NDArray[np.bool_] = hit[day.projection.enterprises.region]
    return found


def prefix_of(district: str) -> str:
    """What the codes of all regions within a district begin with: two digits a level."""
    pairs = [district[at : at + 2] for at in range(0, len(district), 2)]
    while pairs and pairs[-1] == "00":
        pairs.pop()
    return "".join(pairs)
