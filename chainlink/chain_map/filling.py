"""Who could fill a gap: the district's own that do something near it, and who supplies it outside.

What is near is what matching takes for near: a process that makes it (0.8), a wider class (0.7 a
step), another form of the same class (0.35); each times how surely the capability is of its
category. What reaches 0.2 is told.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from chainlink.chain_map.ground import narrower
from chainlink.chain_map.model import Reason
from chainlink.chain_map.sight import MapSight
from chainlink.chain_map.supplying import COMMITTEE
from chainlink.matching.projection.codes import CLAIM_KINDS
from chainlink.matching.projection.encoding import BETWEEN
from chainlink.matching.reach import Reaches, near, processes_for
from chainlink.taxonomy.model import claim_kind
from chainlink.taxonomy.service import Taxonomy

MOST_CANDIDATES = 20  # of the district, and as many outside
_LEAST = 0.2
Flags = npt.NDArray[np.bool_]
_ALL = 2**31


@dataclass(frozen=True, slots=True)
class Able:
    """One enterprise that could, by the capability that speaks for it most."""

    enterprise: int
    fit: float
    reason: Reason
    category: str
    title: str
    named: bool


def able(sight: MapSight, reaches: Reaches, category: str) -> list[Able]:
    """All that could supply it, each once, the best first, then by name."""
    projection, taxonomy = sight.day.projection, sight.day.taxonomy
    number = projection.categories.add(category)
    kind = CLAIM_KINDS.index(claim_kind(taxonomy.by_id[category].kind))
    ways: list[tuple[bool, str]] = []
    found = []
    for step in (near, processes_for):
        reach = reaches.of(step, number)
        which, claims, certainty = projection.index.capabilities.first_of(reach.targets, _ALL)
        fits = reach.closeness[which] * np.abs(certainty)
        kept = (fits >= _LEAST) & (projection.claims.kind[claims] == kind)
        kept &= sight.day.live(claims)
        found.append((len(ways) + which[kept], claims[kept].astype(np.int64), fits[kept]))
        ways += [(step is processes_for, way.target) for way in reach.ways]
    way, claims, fits = (np.concatenate(parts) for parts in zip(*found, strict=True))
    seen, named = _seen(sight, claims)
    way, claims, fits, named = way[seen], claims[seen], fits[seen], named[seen]
    owner = projection.claims.owner[claims]
    order = np.lexsort((-fits, ~named))
    _, first = np.unique(owner[order], return_index=True)
    told = []
    for place in order[first].tolist():
        made, target = ways[way[place]]
        reason = Reason.PROCESS if made else _reason(taxonomy, category, target)
        told.append(
            Able(
                int(owner[place]), float(fits[place]), reason, target,
                _title(sight, int(claims[place])), bool(named[place]),
            )
        )  # fmt: skip
    return sorted(told, key=lambda one: (-round(one.fit, 6), projection.names[one.enterprise]))


def _seen(sight: MapSight, claims: npt.NDArray[Any]) -> tuple[Flags, Flags]:
    """Which claims are the reader's to know of, and by which he may be told the owner's name."""
    visibility = sight.day.visibility(claims)
    seen = visibility < COMMITTEE
    named = (visibility == 0) | (seen & sight.officer)
    for place in np.flatnonzero(~named).tolist():
        if sight.in_full(int(sight.day.projection.claims.owner[claims[place]])):
            seen[place] = named[place] = True
    return seen, named


def _reason(taxonomy: Taxonomy, category: str, target: str) -> Reason:
    if target in narrower(taxonomy, category):
        return Reason.DIRECT
    return Reason.BROADER if category in narrower(taxonomy, target) else Reason.SIBLING


def _title(sight: MapSight, claim: int) -> str:
    projection = sight.day.projection
    said: str = projection.wordings.values[projection.claims.wording[claim]]
    return said.partition(BETWEEN)[0]
