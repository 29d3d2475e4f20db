"""Recommendations for whoever may have them: from today's facts or as of an earlier day."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from chainlink.accounts.model import Actor, Role
from chainlink.accounts.permissions import Action, Owner, Reach, Resource, reach, require
from chainlink.clock import Clock
from chainlink.enterprises.service import EnterpriseService
from chainlink.errors import GraphUnavailable
from chainlink.graph.port import GraphStore
from chainlink.journal.following import JournalFollower
from chainlink.matching.advice import Advice, Adviser, advise
from chainlink.matching.exposures import Exposures
from chainlink.matching.inbox import Question
from chainlink.matching.inbox_keeping import InboxKeeper
from chainlink.matching.inbox_sieve import EVERYTHING, Sieve
from chainlink.matching.learning.policies import PolicyService
from chainlink.matching.learning.showing_rows import Question as Shown
from chainlink.matching.learning.showing_rows import shown_id
from chainlink.matching.learning.showings import ShowingLog
from chainlink.matching.model import InboxPage, MatchType, Pair, Recommendation
from chainlink.matching.projection.keeping import ProjectionKeeper
from chainlink.matching.projection.loading import load_tables
from chainlink.matching.ranking import recommend
from chainlink.matching.viewing import View, Viewing
from chainlink.settings import Settings
from chainlink.taxonomy.service import TaxonomyService


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
        policies: PolicyService,
        showings: ShowingLog,
    ) -> None:
        self.keeper = ProjectionKeeper(store, follower, settings)
        self.exposures = Exposures(store)
        self._viewing = Viewing(self.keeper, self.exposures, clock, settings, taxonomy, policies)
        self._store = store
        self._enterprises = enterprises
        self._showings = showings
        self._inboxes = InboxKeeper()

    async def for_enterprise(
        self,
        actor: Actor,
        enterprise: str,
        *,
        match_type: MatchType | None = None,
        as_of: date | None = None,
        most: int = 50,
        at_least: int | None = None,
        passed: int = 0,
        page: int | None = None,
    ) -> list[Recommendation]:
        """Partners of one enterprise, best first; over all match types where none is named.

        `as_of` answers from what was known and valid at the end of that day; `at_least` waits
        until that entry of the journal has been seen. What is answered of today counts as shown:
        all of it, or a `page` of so many after the first `passed`.
        While the graph is away the answer is from what was known before, and `keeper.away` is set.
        Raises NotFound for an enterprise that the actor may not see or ask for, InvalidInput for
        a day that no record can be of, GraphUnavailable where nothing is known yet.
        """
        view = await self.view(as_of, at_least)
        owner = await self._owner(actor, enterprise, view)
        require(actor, Action.READ, Resource.RECOMMENDATIONS, owner)
        types = [match_type] if match_type else list(MatchType)
        committees = _committees(actor, enterprise)
        policy = view.policy
        found = await self._ranked(view, enterprise, types, committees, most)
        told = _named_for(actor, found)
        shown = told[passed:] if page is None else told[passed : passed + page]
        if as_of is None and shown:
            question = Shown(
                asker=enterprise,
                viewer=actor.account,
                match_type=match_type,
                most=most,
                day=view.today,
                sequence=view.projection.sequence,
                policy_version=policy.version,
            )
            showing = self._showings.record(question, shown)
            told[passed : passed + len(shown)] = _named_by(showing, shown)
        return told

    async def shown_again(self, actor: Actor, showing: str) -> list[Recommendation]:
        """Exactly what was shown then. Raises NotFound for what the actor may not ask for."""
        asker = await self._showings.asker_of(showing)
        owner = await self._owner(actor, asker, await self.view(None))
        require(actor, Action.READ, Resource.RECOMMENDATIONS, owner)
        return _named_by(showing, _named_for(actor, await self._showings.again(showing)))

    async def _ranked(
        self,
        view: View,
        enterprise: str,
        types: Sequence[MatchType],
        committees: frozenset[str] | None,
        most: int,
    ) -> list[Recommendation]:
        """On the event loop, where it takes milliseconds; beside it where others are asked.

        An embeddings endpoint may take seconds, and nothing must be rewritten meanwhile.
        """
        arguments = (
            view.day, view.reaches, view.policy, enterprise, types, committees, most
        )  # fmt: skip
        if view.day.similarity is None:
            return recommend(*arguments)
        async with self.keeper.held:
            return await asyncio.to_thread(recommend, *arguments)

    async def inbox(
        self,
        actor: Actor,
        *,
        committee: str | None = None,
        match_type: MatchType | None = None,
        most: int = 50,
    ) -> list[Pair]:
        """The first pairs of `inbox_page`, whatever they are."""
        page = await self.inbox_page(actor, committee=committee, match_type=match_type, most=most)
        return list(page.pairs)

    async def inbox_page(
        self,
        actor: Actor,
        *,
        committee: str | None = None,
        match_type: MatchType | None = None,
        sieve: Sieve = EVERYTHING,
        passed: int = 0,
        most: int = 50,
    ) -> InboxPage:
        """Pairs of members of a committee with anybody, each once: every member's best first.

        Members are ranked once a day; after that only what changed is ranked again. Of a committee
        that the actor does not serve on he sees the members that he serves through another. A
        pair's rank is its place among those that pass the sieve.
        """
        view = await self.view(None)
        granted = reach(actor, Action.READ, Resource.RECOMMENDATIONS)
        if granted < Reach.COMMITTEE:
            return InboxPage((), 0, 0)
        question = Question(
            committees=frozenset({committee} if committee else actor.committees),
            types=(match_type,) if match_type else tuple(MatchType),
            scope=None if granted is Reach.ALL else actor.committees,
            own=actor.enterprise,
        )
        kept = await self._inboxes.inbox(view.day, view.reaches, view.policy, question)
        pairs = [
            Pair(committee=kept.committee_of(one.enterprise), recommendation=one)
            for one in _named_for(actor, kept.window(sieve, passed, most))
        ]
        return InboxPage(tuple(pairs), kept.count(sieve), kept.members)

    async def advice(self, actor: Actor, enterprise: str) -> list[Advice]:
        """What an enterprise could add to stand in more partners' lists, best first, each tried.

        Others are answered in between. Raises as `for_enterprise`, and
        GraphUnavailable while the graph is away.
        """
        view = await self.view(None)
        require(
            actor,
            Action.READ,
            Resource.RECOMMENDATIONS,
            await self._owner(actor, enterprise, view),
        )
        tables = await load_tables(self._store, [enterprise])
        row = view.projection.ids.find(enterprise)
        if row < 0 or not view.day.takes_part(np.array([row]))[0]:
            return []
        return await advise(Adviser(view.day, view.reaches, view.policy, row, tables))

    async def view(self, as_of: date | None, at_least: int | None = None) -> View:
        """What a question of that day, or of today, is answered from. Raises as `Viewing.of`."""
        return await self._viewing.of(as_of, at_least)

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


def _committees(actor: Actor, enterprise: str) -> frozenset[str] | None:
    """Committees whose own claims may be used: those that ask, never those asked about."""
    if actor.enterprise == enterprise:
        return frozenset()
    if reach(actor, Action.READ, Resource.RECOMMENDATIONS) is Reach.ALL:
        return None
    return actor.committees


def _named_by(showing: str, found: Sequence[Recommendation]) -> list[Recommendation]:
    """Each with the id by which a decision names it."""
    return [replace(one, shown=shown_id(showing, one.rank)) for one in found]


def _named_for(actor: Actor, found: Sequence[Recommendation]) -> list[Recommendation]:
    """An anonymous partner is nameless to the other side, not to who has to introduce the two."""
    if actor.role is Role.ENTERPRISE:
        return list(found)
    return [replace(one, anonymous=False) for one in found]
