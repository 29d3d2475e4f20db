"""Recommendations for whoever may have them: from today's facts or as of an earlier day."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from chainlink.accounts.model import Actor, Role
from chainlink.accounts.permissions import Action, Owner, Reach, Resource, allows, reach, require
from chainlink.clock import Clock, end_of_day
from chainlink.enterprises.service import EnterpriseService
from chainlink.errors import GraphUnavailable, InvalidInput
from chainlink.graph.port import GraphStore
from chainlink.journal.following import JournalFollower
from chainlink.matching.model import MatchType, Pair, Recommendation
from chainlink.matching.policy import expert_policy
from chainlink.matching.projection.day import Day
from chainlink.matching.projection.keeping import ProjectionKeeper
from chainlink.matching.projection.projection import Projection
from chainlink.matching.ranking import recommend
from chainlink.matching.reach import Reaches
from chainlink.settings import Settings
from chainlink.taxonomy.service import Taxonomy, TaxonomyService
from chainlink.validation import EARLIEST, LATEST

_EACH_MEMBERS_BEST = 5


@dataclass(frozen=True, slots=True)
class View:
    """The facts of a day and what the taxonomy says of their categories."""

    day: Day
    reaches: Reaches

    @property
    def projection(self) -> Projection:
        """What the day is a day of."""
        return self.day.projection


class RecommendationService:
    """Who should meet whom. Facts are kept in memory and follow the journal."""

    def __init__(
        self,
        store: GraphStore,
        follower: JournalFollower,
        clock: Clock,
        settings: Settings,
        taxonomy: TaxonomyService,
        enterprises: EnterpriseService,
    ) -> None:
        self.keeper = ProjectionKeeper(store, follower, settings)
        self._store = store
        self._clock = clock
        self._settings = settings
        self._taxonomy = taxonomy
        self._enterprises = enterprises
        self._reaches: Reaches | None = None

    async def for_enterprise(
        self,
        actor: Actor,
        enterprise: str,
        *,
        match_type: MatchType | None = None,
        as_of: date | None = None,
        most: int = 50,
        at_least: int | None = None,
    ) -> list[Recommendation]:
        """Partners of one enterprise, best first; over all match types where none is named.

        `as_of` answers from what was known and valid at the end of that day; `at_least` waits
        until that entry of the journal has been seen.
        While the graph is away the answer is from what was known before, and `keeper.away` is set.
        Raises NotFound for an enterprise that the actor may not see or ask for, InvalidInput for
        a day that no record can be of, GraphUnavailable where nothing is known yet.
        """
        view = await self.view(as_of, at_least)
        owner = await self._owner(actor, enterprise, view)
        require(actor, Action.READ, Resource.RECOMMENDATIONS, owner)
        types = [match_type] if match_type else list(MatchType)
        committees = _committees(actor, enterprise)
        found = recommend(
            view.day, view.reaches, expert_policy(), enterprise, types, committees, most
        )
        return _named_for(actor, found)

    async def inbox(
        self,
        actor: Actor,
        *,
        committee: str | None = None,
        match_type: MatchType | None = None,
        most: int = 50,
    ) -> list[Pair]:
        """Pairs of members of a committee with anybody, each member's best few, best pairs first.

        Raises NotFound for a committee that the actor does not serve on.
        """
        view = await self.view(None)
        granted = reach(actor, Action.READ, Resource.RECOMMENDATIONS)
        if granted < Reach.COMMITTEE:
            return []
        asked = {committee} if committee else set(actor.committees)
        members = []
        for row, id_ in enumerate(view.projection.ids.values):
            committees = view.day.committees_of(row)
            if asked and not committees & asked:
                continue
            if not view.day.takes_part(np.array([row]))[0]:
                continue
            if allows(actor, Action.READ, Resource.RECOMMENDATIONS, Owner(id_, committees)):
                members.append(id_)
        types = [match_type] if match_type else list(MatchType)
        return await asyncio.to_thread(
            self._pairs, view, sorted(members), asked, types, actor, most
        )

    def _pairs(
        self,
        view: View,
        members: Sequence[str],
        asked: set[str],
        types: Sequence[MatchType],
        actor: Actor,
        most: int,
    ) -> list[Pair]:
        found: dict[frozenset[str], Pair] = {}
        for member in members:
            committees = _committees(actor, member)
            best = _named_for(
                actor,
                recommend(
                    view.day,
                    view.reaches,
                    expert_policy(),
                    member,
                    types,
                    committees,
                    _EACH_MEMBERS_BEST,
                ),
            )
            theirs = view.day.committees_of(view.projection.ids.find(member))
            own = sorted(theirs & asked) or sorted(theirs)
            for one in best:
                pair = frozenset((one.enterprise, one.partner))
                if pair not in found or found[pair].recommendation.score < one.score:
                    committee = own[0] if own else None
                    found[pair] = Pair(committee=committee, recommendation=one)
        ranked = sorted(found.values(), key=lambda pair: -pair.recommendation.score)
        return [
            replace(pair, recommendation=replace(pair.recommendation, rank=rank))
            for rank, pair in enumerate(ranked[:most], start=1)
        ]

    async def view(self, as_of: date | None, at_least: int | None = None) -> View:
        """The facts of a day (today where none is named), brought up to the journal's head."""
        if as_of is not None and not EARLIEST <= as_of <= LATEST:
            raise InvalidInput.of(
                "asOf", "date_implausible", value=as_of, low=EARLIEST, high=LATEST
            )
        taxonomy = await self._known_taxonomy()
        projection = await self.keeper.current(at_least)
        day = as_of or self._settings.today(self._clock())
        cut = end_of_day(day, self._settings.zone)
        return View(
            Day(projection, taxonomy, day.isoformat(), cut), self._reaches_of(taxonomy, projection)
        )

    async def _owner(self, actor: Actor, enterprise: str, view: View) -> Owner:
        """The enterprise as the permission table sees it; from memory while the graph is away."""
        try:
            await self._enterprises.get(actor, enterprise)
            return await self._enterprises.owner(self._store, enterprise)
        except GraphUnavailable:
            row = view.projection.ids.find(enterprise)
            if row < 0:
                raise
            return Owner(enterprise, view.day.committees_of(row))

    async def _known_taxonomy(self) -> Taxonomy:
        """The newest revision, or the one last used while the graph is away."""
        try:
            return await self._taxonomy.current()
        except GraphUnavailable:
            known = self._taxonomy.loaded
            if known is None or self.keeper.loaded is None:
                raise
            return known

    def _reaches_of(self, taxonomy: Taxonomy, projection: Projection) -> Reaches:
        known = self._reaches
        numbers = projection.categories
        if known is None or known.taxonomy is not taxonomy or known.numbers is not numbers:
            known = self._reaches = Reaches(taxonomy, numbers)
        return known


def _committees(actor: Actor, enterprise: str) -> frozenset[str] | None:
    """Committees whose own claims may be used: those that ask, never those asked about."""
    if actor.enterprise == enterprise:
        return frozenset()
    if reach(actor, Action.READ, Resource.RECOMMENDATIONS) is Reach.ALL:
        return None
    return actor.committees


def _named_for(actor: Actor, found: Sequence[Recommendation]) -> list[Recommendation]:
    """An anonymous partner is nameless to the other side, not to who has to introduce the two."""
    if actor.role is Role.ENTERPRISE:
        return list(found)
    return [replace(one, anonymous=False) for one in found]
