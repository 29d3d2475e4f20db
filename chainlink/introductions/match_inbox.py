"""The inbox that a committee works through: pairs that nobody is introducing yet."""

from collections import OrderedDict
from dataclasses import dataclass
from math import ceil

import numpy as np

from chainlink.accounts.model import Actor
from chainlink.chains.service import ChainService
from chainlink.introductions import sight
from chainlink.introductions.listing import IntroductionListing
from chainlink.journal.following import JournalFollower
from chainlink.matching.inbox_sieve import Ends, Sieve, ends_of
from chainlink.matching.model import MatchType, Pair
from chainlink.matching.service import RecommendationService

PAGE = 12  # pairs
_KEPT = 64  # sets of open pairs, one for each group of officers who see the same
_Seen = tuple[int, frozenset[str], str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchQuestion:
    """Which pairs: empty asks for nothing; `introduced` brings in those being introduced too.

    `chain` is the code of a chain that a side belongs to by a committee, `name` is in a side's
    name, `least` the lowest score.
    """

    committee: str = ""
    match_type: MatchType | None = None
    chain: str = ""
    name: str = ""
    least: float | None = None
    introduced: bool = False
    page: int = 1
    size: int = PAGE


@dataclass(frozen=True, slots=True)
class MatchPage:
    """A page of pairs; `total` counts those on other pages too, `members` whose pairs they are."""

    pairs: tuple[Pair, ...]
    total: int
    members: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, ceil(self.total / self.size))


class MatchInbox:
    """Pairs of committees' members, without those that are being introduced already."""

    def __init__(
        self,
        follower: JournalFollower,
        chains: ChainService,
        recommendations: RecommendationService,
        listing: IntroductionListing,
    ) -> None:
        self._follower = follower
        self._chains = chains
        self._recommendations = recommendations
        self._listing = listing
        self._open: OrderedDict[_Seen, frozenset[Ends]] = OrderedDict()

    async def page(self, actor: Actor, question: MatchQuestion) -> MatchPage:
        """A page of pairs, every member's best first. Raises GraphUnavailable."""
        sieve = Sieve(
            committees=await self._of_chain(question.chain),
            name=question.name,
            least=question.least,
            without=frozenset() if question.introduced else await self._open_pairs(actor),
        )
        found = await self._recommendations.inbox_page(
            actor,
            committee=question.committee or None,
            match_type=question.match_type,
            sieve=sieve,
            passed=(question.page - 1) * question.size,
            most=question.size,
        )
        return MatchPage(found.pairs, found.total, found.members, question.size)

    async def _of_chain(self, chain: str) -> frozenset[str] | None:
        if not chain:
            return None
        return frozenset(one.code for one in await self._chains.committees() if one.chain == chain)

    async def _open_pairs(self, actor: Actor) -> frozenset[Ends]:
        """Pairs with an open introduction that the actor may see; of others he must not learn."""
        facts = await self._listing.facts()
        seen = (self._follower.sequence, actor.committees, actor.role.value, actor.enterprise)
        known = self._open.get(seen)
        if known is None:
            rows = np.flatnonzero(facts.owned.allowed(actor, sight.reads) & ~facts.ended())
            parties = (facts.owned.parties_of(row) for row in rows.tolist())
            known = self._open[seen] = frozenset(ends_of(one[0], one[1]) for one in parties)
            if len(self._open) > _KEPT:
                self._open.popitem(last=False)
        return known
