"""From meetings to a ranked list: each partner once, scored, in an order that names and ids
cannot change."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from chainlink.matching.arranging import arranged
from chainlink.matching.channels import channel_meetings
from chainlink.matching.exclusion import COMPETING, RIVALS, allowed, rivalry
from chainlink.matching.explanation import Told, missing, path
from chainlink.matching.learning.policy_files import calibrated
from chainlink.matching.meeting import (
    MATCH_TYPES,
    Meetings,
    best_of_each,
    first_of_each,
    joined,
    ties,
)
from chainlink.matching.model import MatchType, Recommendation
from chainlink.matching.policy import Policy
from chainlink.matching.projection.codes import VISIBILITIES, hashed
from chainlink.matching.projection.day import Day
from chainlink.matching.reach import Reaches
from chainlink.matching.retrieval import Retrieval
from chainlink.matching.scoring import Scores, exposure_of, scored
from chainlink.matching.told import told
from chainlink.matching.values import values

CANDIDATES = 300
_SPARE = 60  # more pairs are kept until direct competitors are told apart
_ANONYMOUS = VISIBILITIES.index("ANONYMOUS")
_SMALL = frozenset({"SMALL", "MICRO"})
_NEW_DAYS = 365
_SHARE = (
    0.02  # of all that was shown in a month, the most that one enterprise takes ahead of others
)
_SHARE_FROM = 1000  # showings; of fewer a share says nothing
_MICROSECONDS_A_DAY = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Candidates:
    """Scored meetings, the partner and the tie of each; `order` has each partner once."""

    rows: Meetings
    scores: Scores
    partners: npt.NDArray[Any]
    ties: npt.NDArray[np.uint64]
    order: npt.NDArray[np.int64]


def recommend(
    day: Day,
    reaches: Reaches,
    policy: Policy,
    enterprise: str,
    match_types: Sequence[MatchType],
    committees: frozenset[str] | None,
    most: int,
) -> list[Recommendation]:
    """The best partners of one enterprise, at most `most`, each once with its best meeting.

    `committees` are those whose own claims may be used; None stands for all.
    """
    asker = day.projection.ids.find(enterprise)
    if asker < 0 or not day.takes_part(np.array([asker]))[0]:
        return []
    found = candidates(day, reaches, policy, asker, match_types, committees)
    if found is None:
        return []
    shown, explored, chance = arrangement(
        day, found.partners[found.order], found.ties[found.order[:1]]
    )
    return [
        recommendation(
            day,
            policy,
            enterprise,
            found,
            int(found.order[place]),
            rank=rank,
            chance=chance if rank - 1 == explored else 1.0,
            exploration=rank - 1 == explored,
        )
        for rank, place in enumerate(shown[:most].tolist(), start=1)
    ]


def arrangement(
    day: Day, partners: npt.NDArray[Any], first: npt.NDArray[np.uint64]
) -> tuple[npt.NDArray[np.int64], int | None, float]:
    """How partners that stand by score are shown; `first` is the tie of the first of them."""
    draw = int(hashed(first + np.uint64(day.number))[0])
    return arranged(_small_or_new(day, partners), draw, _had_its_share(day, partners))


def candidates(
    day: Day,
    reaches: Reaches,
    policy: Policy,
    asker: int,
    match_types: Sequence[MatchType],
    committees: frozenset[str] | None,
    most: int = CANDIDATES,
) -> Candidates | None:
    """Meetings that may be shown, scored: of each match type the `most` pairs that fit best.

    `order` is by score, each partner where it scores best. None where there is nobody.
    """
    retrieval = Retrieval(day, reaches, asker)
    rows = joined([_meetings(retrieval, match_type) for match_type in match_types])
    rows = allowed(day, rows, asker, committees)
    if len(rows) == 0:
        return None
    rows = best_of_each(day, reaches, rows, most + _SPARE)
    partners = day.projection.claims.owner[rows.partner_claim()]
    distinct, inverse = np.unique(partners, return_inverse=True)
    rival = rivalry(day, reaches, asker, distinct)[inverse]
    kept = np.flatnonzero(~COMPETING[rows.kind] | (rival < RIVALS))
    if len(kept) == 0:
        return None
    if len(kept) > most:
        kept = kept[first_of_each(rows.kind[kept], most)]
    rows, partners, rival = rows.take(kept), partners[kept], rival[kept]
    scores = scored(
        policy,
        rows.kind,
        values(day, reaches, rows, rival),
        exposure_of(_shown(day, partners)),
    )
    tie = ties(day, reaches, rows)
    return Candidates(rows, scores, partners, tie, _order(day, scores, partners, tie))


def _meetings(retrieval: Retrieval, match_type: MatchType) -> Meetings:
    rows = retrieval.meetings(match_type)
    if match_type is MatchType.CHANNEL:
        rows = joined([rows, channel_meetings(retrieval)])
    return rows.of_kind(match_type)


def _order(
    day: Day, scores: Scores, partners: npt.NDArray[Any], tie: npt.NDArray[np.uint64]
) -> npt.NDArray[np.int64]:
    """Rows by score, each partner once; equal ones by what they say, never by who they are."""
    names = [day.projection.ids.values[one] for one in partners.tolist()]
    # the last key never decides between different things, only between two that say the same
    _, last = np.unique(np.array(names), return_inverse=True)
    order = np.lexsort((last, tie, -np.round(scores.totals, 12)))
    _, firsts = np.unique(partners[order], return_index=True)
    found: npt.NDArray[np.int64] = order[np.sort(firsts)]
    return found


def _shown(day: Day, enterprises: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """How often each was shown lately; an earlier day knows nothing of that."""
    return day.projection.shown(enterprises) if day.newest else np.zeros(len(enterprises))


def _had_its_share(day: Day, enterprises: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Enterprises that were shown more lately than one of them should be."""
    in_all = day.projection.shown_in_all
    found: npt.NDArray[np.bool_] = _shown(day, enterprises) > _SHARE * in_all
    return found & (in_all >= _SHARE_FROM)


def _small_or_new(day: Day, enterprises: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Micro and small enterprises, and those approved within the last year."""
    columns, classes = day.projection.enterprises, day.projection.size_classes.values
    small = np.array([one in _SMALL for one in classes] + [False])[columns.size_class[enterprises]]
    found: npt.NDArray[np.bool_] = small | (
        columns.approved_at[enterprises] > day.cut - _NEW_DAYS * _MICROSECONDS_A_DAY
    )
    return found


def recommendation(
    day: Day,
    policy: Policy,
    enterprise: str,
    found: Candidates,
    row: int,
    *,
    rank: int,
    chance: float,
    exploration: bool,
) -> Recommendation:
    """One row of the candidates as it is told."""
    projection, rows = day.projection, found.rows
    names = projection.categories.values
    alike = found.scores.values[row, found.scores.codes.index("text_similarity")]
    categories = [
        names[number] if (number := int(column[row])) >= 0 else None
        for column in (rows.seeker_category, rows.provider_category)
    ]
    meeting = Told(
        taxonomy=day.taxonomy,
        seeker=told(projection, int(rows.seeker_claim[row])),
        provider=told(projection, int(rows.provider_claim[row])),
        seeker_category=categories[0],
        provider_category=categories[1],
        seeker_certainty=float(rows.seeker_certainty[row]),
        provider_certainty=float(rows.provider_certainty[row]),
        fit=float(rows.fit[row]),
        alike=float(alike),
        way=rows.way(row),
    )
    seeks = bool(rows.seeks[row])
    match_type = MATCH_TYPES[int(rows.kind[row])]
    shown = rows.partner_claim()[row : row + 1]
    return Recommendation(
        enterprise=enterprise,
        partner=projection.ids.values[int(found.partners[row])],
        match_type=match_type,
        seeker=meeting.seeker.enterprise,
        provider=meeting.provider.enterprise,
        rank=rank,
        score=found.scores.score(row),
        probability=calibrated(policy, float(np.exp(found.scores.odds[row]))),
        factors=found.scores.factors(row),
        paths=(path(meeting),),
        missing=missing(meeting, match_type, seeks=seeks),
        policy_version=policy.version,
        exploration=exploration,
        propensity=chance,
        anonymous=bool(day.visibility(shown)[0] == _ANONYMOUS),
        seeker_claim=meeting.seeker.id,
        provider_claim=meeting.provider.id,
        evidence=meeting.provider.evidence,
    )
