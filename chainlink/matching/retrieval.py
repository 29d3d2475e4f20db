"""Who could meet an enterprise: its claims' categories followed to the claims they meet.

Postings are in the order of impact and only so many of each are looked at, so that a hub category
costs no more than another; masks are applied here, so that a page never shrinks afterwards.
"""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from chainlink.matching.live import first_live
from chainlink.matching.meeting import LEAST_FIT, NOBODY, Meetings, joined
from chainlink.matching.model import KINDS, MatchType
from chainlink.matching.own import Own, own_of
from chainlink.matching.projection.codes import CLAIM_KINDS
from chainlink.matching.projection.day import Day
from chainlink.matching.projection.postings import Postings
from chainlink.matching.reach import (
    CATEGORY_KINDS,
    THINGS,
    Reaches,
    Way,
    goes_into,
    made_from,
    near,
    processed_into,
    processes_for,
    wanted_as,
)
from chainlink.matching.wordings import alike
from chainlink.taxonomy.model import ClaimKind, claim_kind
from chainlink.taxonomy.service import Taxonomy

Step = Callable[[Taxonomy, str], Iterator[Way]]
EACH = 128  # claims looked at in one category
ALL = 4096  # claims looked at in one direction of one match type


@cache
def claim_kinds(match_type: MatchType) -> npt.NDArray[np.bool_]:
    """By number of a claim's kind: whether it is of a match type."""
    return np.array([ClaimKind(kind) in KINDS[match_type] for kind in CLAIM_KINDS])


@cache
def category_kinds(match_type: MatchType) -> npt.NDArray[np.bool_]:
    """The same by number of a category's kind; the last is for unknown categories."""
    return np.array([claim_kind(kind) in KINDS[match_type] for kind in CATEGORY_KINDS] + [False])


_THINGS = np.array([kind in THINGS for kind in CATEGORY_KINDS] + [False])
_SUPPLY = CLAIM_KINDS.index("SUPPLY")


class Retrieval:
    """All meetings of one enterprise on one day, before they are masked and ranked."""

    def __init__(self, day: Day, reaches: Reaches, enterprise: int) -> None:
        self.day = day
        self.reaches = reaches
        claims = day.claims_of(enterprise)
        columns = day.projection.claims
        need = columns.need[claims]
        self.needs = own_of(day, enterprise, claims[need])
        self.capabilities = own_of(day, enterprise, claims[~need])
        self.enterprise = enterprise

    def meetings(self, match_type: MatchType) -> Meetings:
        """Along the typed paths of one match type; CHANNEL has more of its own."""
        if match_type is MatchType.CHAIN:
            return self._chain()
        return joined([self._as_seeker(match_type), self._as_provider(match_type)])

    def _as_seeker(self, match_type: MatchType) -> Meetings:
        columns, kinds = self.day.projection.claims, claim_kinds(match_type)
        own = self.needs.where(kinds[columns.kind[self.needs.claim]])
        postings = self.day.projection.index.capabilities
        found = [
            self.follow(own, step, postings, seeks=True, of=self._of_kind(match_type))
            for step in (near, processes_for)
        ]
        worded = alike(self.day, self.needs.claims, self.enterprise, kinds, seeks=True)
        return joined([*found, worded])

    def _as_provider(self, match_type: MatchType) -> Meetings:
        columns, kinds = self.day.projection.claims, claim_kinds(match_type)
        mine = self.capabilities
        own = mine.where(self._of_kind(match_type)(mine.claim, mine.category))
        postings = self.day.projection.index.needs
        found = [
            self.follow(own, step, postings, seeks=False, of=lambda c, _: kinds[columns.kind[c]])
            for step in (wanted_as, processed_into)
        ]
        worded = alike(self.day, mine.claims, self.enterprise, kinds, seeks=False)
        return joined([*found, worded])

    def _chain(self) -> Meetings:
        """My output is your input, both ways."""
        own = self.capabilities.where(
            self._things(self.capabilities.claim, self.capabilities.category)
        )
        postings = self.day.projection.index.capabilities
        return joined(
            [
                self.follow(own, goes_into, postings, seeks=False, of=self._things),
                self.follow(own, made_from, postings, seeks=True, of=self._things),
            ]
        )

    def _of_kind(self, match_type: MatchType) -> Callable[[Any, Any], Any]:
        columns, kinds = self.day.projection.claims, claim_kinds(match_type)
        of_categories, known = category_kinds(match_type), self.reaches.kinds()

        def chosen(claims: npt.NDArray[Any], categories: npt.NDArray[Any]) -> Any:
            return kinds[columns.kind[claims]] | of_categories[known[categories]]

        return chosen

    def _things(self, claims: npt.NDArray[Any], categories: npt.NDArray[Any]) -> Any:
        """Supplies of goods and of processes."""
        kinds = self.reaches.kinds()
        return (self.day.projection.claims.kind[claims] == _SUPPLY) & _THINGS[kinds[categories]]

    def follow(
        self,
        own: Own,
        step: Step,
        postings: Postings,
        *,
        seeks: bool,
        of: Callable[[Any, Any], Any],
        among: npt.NDArray[Any] | None = None,
    ) -> Meetings:
        """From the asker's categories by a step to live claims of others that `of` chooses.

        `among` are the only categories worth looking at, where that is known.
        """
        reached = [self.reaches.of(step, category) for category in own.category.tolist()]
        if not reached:
            return NOBODY
        lengths = np.array([len(one.targets) for one in reached])
        whose = np.repeat(np.arange(len(reached)), lengths)
        slots = np.arange(len(whose)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        targets = np.concatenate([one.targets for one in reached])
        closeness = np.concatenate([one.closeness for one in reached])
        worth = closeness * np.abs(own.certainty[whose])
        sizes = np.minimum(postings.sizes(targets), EACH)
        kept = np.flatnonzero((worth >= LEAST_FIT) & (sizes > 0))
        if among is not None:
            kept = kept[np.isin(targets[kept], among)]
        if len(kept) == 0:
            return NOBODY
        if sizes[kept].sum() > ALL:
            names = self.reaches.hashes()[targets[kept]]
            kept = kept[np.lexsort((names, -worth[kept]))]
            kept = np.sort(kept[: max(1, int(np.searchsorted(np.cumsum(sizes[kept]), ALL)))])
        which, claims, certainty = first_live(self.day, postings, targets[kept], EACH)
        place = kept[which]
        mine = whose[place]
        sides = (np.abs(own.certainty[mine]), np.abs(certainty).astype(np.float64))
        seeker, provider = sides if seeks else sides[::-1]
        fit = closeness[place] * seeker * provider
        chosen = (fit >= LEAST_FIT) & of(claims, targets[place])
        chosen &= self.day.projection.claims.owner[claims] != self.enterprise
        place, mine, claims = place[chosen], mine[chosen], claims[chosen].astype(np.int64)
        one = (own.claim[mine].astype(np.int64), own.category[mine], own.certainty[mine])
        other = (claims, targets[place], certainty[chosen])
        (
            (seeker_claim, seeker_category, seeker_certainty),
            (
                provider_claim,
                provider_category,
                provider_certainty,
            ),
        ) = (one, other) if seeks else (other, one)
        return Meetings(
            seeker_claim=seeker_claim,
            provider_claim=provider_claim,
            seeker_category=seeker_category.astype(np.int64),
            provider_category=provider_category.astype(np.int64),
            seeker_certainty=seeker_certainty.astype(np.float64),
            provider_certainty=provider_certainty.astype(np.float64),
            fit=fit[chosen],
            reach=mine,
            slot=slots[place],
            seeks=np.full(len(claims), seeks),
            kind=np.zeros(len(claims), np.int8),
            reaches=tuple(reached),
        )
