"""Where an enterprise could say something new: what others ask for or offer, in their words."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from chainlink.matching.live import first_live
from chainlink.matching.meeting import MATCH_TYPES, NO_CATEGORY
from chainlink.matching.model import MatchType
from chainlink.matching.projection.codes import CLAIM_KINDS
from chainlink.matching.projection.day import Day
from chainlink.matching.projection.postings import Postings
from chainlink.matching.ranking import Candidates
from chainlink.matching.reach import CATEGORY_KINDS, Reaches, goes_into, made_from, near
from chainlink.taxonomy.model import CategoryKind, claim_kind

EACH = 2  # openings of one kind
_LOOKED_AT = 128  # claims of a category whose words and owners count
_CHAIN = MATCH_TYPES.index(MatchType.CHAIN)
_CHANNEL = MATCH_TYPES.index(MatchType.CHANNEL)
_SALES = CLAIM_KINDS.index("SALES_CHANNEL")
_GOOD = CATEGORY_KINDS.index(CategoryKind.GOOD)


@dataclass(frozen=True, slots=True)
class Opening:
    """A category to speak of: as a `need`, a `capability`, or the `goods` of a channel."""

    code: str
    category: str
    kind: str
    wording: str
    claim: str | None = None


def openings(
    day: Day, reaches: Reaches, enterprise: int, found: Candidates | None
) -> list[Opening]:
    """What may be said that is not said yet, most asked for first."""
    claims = day.claims_of(enterprise)
    need = day.projection.claims.need[claims]
    asked = _categories(day, claims[need])
    offered = _categories(day, claims[~need])
    return [
        *_needs(day, reaches, found, asked),
        *_capabilities(day, reaches, enterprise, offered),
        *_goods(day, reaches, found, claims[~need]),
    ]


def _categories(day: Day, claims: npt.NDArray[Any]) -> set[int]:
    return set(day.projection.offered(claims)[1].tolist())


def _needs(day: Day, reaches: Reaches, found: Candidates | None, asked: set[int]) -> list[Opening]:
    """What the enterprise was guessed to need, from what it makes."""
    if found is None:
        return []
    rows = found.rows
    chosen = (rows.kind == _CHAIN) & rows.seeks
    return _worded(
        day,
        reaches,
        "need",
        day.projection.index.capabilities,
        Counter(one for one in rows.provider_category[chosen].tolist() if one not in asked),
    )


def _capabilities(day: Day, reaches: Reaches, enterprise: int, offered: set[int]) -> list[Opening]:
    """What others ask for that lies next to what the enterprise offers."""
    around: set[int] = set()
    for category in offered:
        for step in (near, goes_into, made_from):
            around.update(reaches.of(step, category).targets.tolist())
    groups = np.array(sorted(around - offered), np.int64)
    postings = day.projection.index.needs
    which, claims, _ = first_live(day, postings, groups, _LOOKED_AT)
    owners = day.projection.claims.owner[claims]
    pairs = set(zip(groups[which].tolist(), owners.tolist(), strict=True))
    wanted = Counter(category for category, owner in pairs if owner != enterprise)
    return _worded(day, reaches, "capability", postings, wanted)


def _goods(
    day: Day, reaches: Reaches, found: Candidates | None, offers: npt.NDArray[Any]
) -> list[Opening]:
    """What makers near by make, for a channel that does not say what it sells."""
    if found is None:
        return []
    projection, rows = day.projection, found.rows
    opened = []
    for claim in offers[projection.claims.kind[offers] == _SALES].tolist():
        _, category, _ = projection.offered(np.array([claim]))
        if (reaches.kinds()[category] == _GOOD).any():
            continue
        mine = (rows.kind == _CHANNEL) & ~rows.seeks & (rows.provider_claim == claim)
        counted = Counter(rows.seeker_category[mine].tolist())
        counted.pop(NO_CATEGORY, None)
        for number in _first(reaches, counted):
            name = projection.categories.values[number]
            id_ = projection.identifiers.unpack(projection.claims.id[claim])
            opened.append(Opening("goods", name, CLAIM_KINDS[_SALES], "", id_))
    return opened[:EACH]


def _first(reaches: Reaches, counted: Counter[int]) -> list[int]:
    hashes = reaches.hashes()
    return sorted(counted, key=lambda one: (-counted[one], int(hashes[one])))[:EACH]


def _worded(
    day: Day, reaches: Reaches, code: str, postings: Postings, counted: Counter[int]
) -> list[Opening]:
    """The commonest categories, each in the words that most claims of it use."""
    projection, taxonomy = day.projection, reaches.taxonomy
    opened = []
    for number in _first(reaches, counted):
        name = projection.categories.values[number]
        _, claims, _ = first_live(day, postings, np.array([number]), _LOOKED_AT)
        if name not in taxonomy.by_id or len(claims) == 0:
            continue
        said = Counter(projection.wordings.values[one] for one in projection.claims.wording[claims])
        wording = min(said, key=lambda one: (-said[one], one))
        kind = claim_kind(taxonomy.by_id[name].kind).value
        opened.append(Opening(code, name, kind, wording))
    return opened
