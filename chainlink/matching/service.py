"""Recommendations for whoever may have them: from today's facts or as of an earlier day."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from datetime import date

from chainlink.accounts.model import Actor, Role
from chainlink.accounts.permissions import Action, Owner, Reach, Resource, allows, reach, require
from chainlink.clock import Clock, end_of_day
from chainlink.enterprises.service import EnterpriseService
from chainlink.errors import InvalidInput
from chainlink.graph.port import GraphStore
from chainlink.journal.service import Journal
from chainlink.matching.facts import Snapshot
from chainlink.matching.loading import load_enterprises, load_snapshot
from chainlink.matching.model import MatchType, Pair, Recommendation
from chainlink.matching.policy import policy_in_force
from chainlink.matching.ranking import recommend
from chainlink.matching.view import View
from chainlink.settings import Settings
from chainlink.taxonomy.service import TaxonomyService
from chainlink.validation import EARLIEST, LATEST

_VIEWS = 4
_RELOAD_ABOVE = 2000
_EACH_MEMBERS_BEST = 5


class RecommendationService:
    """Who should meet whom. Facts are kept in memory and follow the journal."""

    def __init__(
        self,
        store: GraphStore,
        journal: Journal,
        clock: Clock,
        settings: Settings,
        taxonomy: TaxonomyService,
        enterprises: EnterpriseService,
    ) -> None:
        self._store = store
        self._journal = journal
        self._clock = clock
        self._settings = settings
        self._taxonomy = taxonomy
        self._enterprises = enterprises
        self._snapshot: Snapshot | None = None
        self._views: OrderedDict[tuple[int, int, str], View] = OrderedDict()
        self._following = asyncio.Lock()

    @property
    def snapshot(self) -> Snapshot:
        """The facts last followed to; empty before the first question."""
        return self._snapshot or Snapshot(0)

    async def for_enterprise(
        self,
        actor: Actor,
        enterprise: str,
        *,
        match_type: MatchType | None = None,
        as_of: date | None = None,
        most: int = 50,
    ) -> list[Recommendation]:
        """Partners of one enterprise, best first; over all match types where none is named.

        `as_of` answers from what was known and valid at the end of that day.
        Raises NotFound for an enterprise that the actor may not see or ask for, InvalidInput for
        a day that no record can be of.
        """
        await self._enterprises.get(actor, enterprise)
        owner = await self._enterprises.owner(self._store, enterprise)
        require(actor, Action.READ, Resource.RECOMMENDATIONS, owner)
        view = await self.view(as_of)
        types = [match_type] if match_type else list(MatchType)
        committees = self._committees(actor, view, enterprise)
        found = await asyncio.to_thread(
            recommend, view, policy_in_force(), enterprise, types, committees, most
        )
        return _named_for(actor, found)

    def _committees(self, actor: Actor, view: View, enterprise: str) -> frozenset[str]:
        """Committees whose own claims may be used: those that ask, never those asked about."""
        if actor.enterprise == enterprise:
            return frozenset()
        if reach(actor, Action.READ, Resource.RECOMMENDATIONS) is Reach.ALL:
            return frozenset(
                code for other in view.enterprises for code in view.committees_of(other)
            )
        return actor.committees

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
        members = sorted(
            id_
            for id_ in view.enterprises
            if (not asked or view.committees_of(id_) & asked)
            and allows(
                actor,
                Action.READ,
                Resource.RECOMMENDATIONS,
                Owner(id_, view.committees_of(id_)),
            )
        )
        types = [match_type] if match_type else list(MatchType)
        return await asyncio.to_thread(self._pairs, view, members, asked, types, actor, most)

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
            committees = self._committees(actor, view, member)
            best = _named_for(
                actor,
                recommend(view, policy_in_force(), member, types, committees, _EACH_MEMBERS_BEST),
            )
            own = sorted(view.committees_of(member) & asked) or sorted(view.committees_of(member))
            for one in best:
                pair = frozenset((one.enterprise, one.partner))
                if pair not in found or found[pair].recommendation.score < one.score:
                    committee = own[0] if own else None
                    found[pair] = Pair(committee=committee, recommendation=one)
        ranked = sorted(found.values(), key=lambda pair: -pair.recommendation.score)
        return [
            pair.model_copy(
                update={"recommendation": pair.recommendation.model_copy(update={"rank": rank})}
            )
            for rank, pair in enumerate(ranked[:most], start=1)
        ]

    async def view(self, as_of: date | None) -> View:
        """The facts of a day (today where none is named), brought up to the journal's head."""
        if as_of is not None and not EARLIEST <= as_of <= LATEST:
            raise InvalidInput.of(
                "asOf", "date_implausible", value=as_of, low=EARLIEST, high=LATEST
            )
        taxonomy = await self._taxonomy.current()
        async with self._following:
            snapshot = await self._follow()
            now = self._clock()
            day = as_of or self._settings.today(now)
            key = (snapshot.sequence, taxonomy.revision, day.isoformat())
            view = self._views.get(key)
            if view is None:
                cut = end_of_day(day, self._settings.zone)
                view = await asyncio.to_thread(View, snapshot, taxonomy, day.isoformat(), cut)
                self._views[key] = view
                while len(self._views) > _VIEWS:
                    self._views.popitem(last=False)
            self._views.move_to_end(key)
            return view

    async def _follow(self) -> Snapshot:
        """Load everything the first time, afterwards what the journal says has changed."""
        head, _ = await self._journal.head()
        known = self._snapshot
        if known is None or head - known.sequence > _RELOAD_ABOVE or head < known.sequence:
            known = await load_snapshot(self._store, head, self._settings.zone)
        elif head > known.sequence:
            entries = await self._journal.entries(known.sequence, head - known.sequence)
            changed = sorted({id_ for entry in entries for id_ in entry.enterprises})
            facts = await load_enterprises(self._store, changed, self._settings.zone)
            known = known.replaced(head, facts)
        self._snapshot = known
        return known


def _named_for(actor: Actor, found: Sequence[Recommendation]) -> list[Recommendation]:
    """An anonymous partner is nameless to the other side, not to who has to introduce the two."""
    if actor.role is Role.ENTERPRISE:
        return list(found)
    return [one.model_copy(update={"anonymous": False}) for one in found]
