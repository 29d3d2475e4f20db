"""Recommendations for whoever may have them: from today's facts or as of an earlier day."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from chainlink.accounts.model import Actor, Role
from chainlink.accounts.permissions import Action, Owner, Reach, Resource, reach, require
from chainlink.clock import Clock, end_of_day
from chainlink.enterprises.service import EnterpriseService
from chainlink.errors import GraphUnavailable, InvalidInput
from chainlink.graph.port import GraphStore
from chainlink.journal.following import JournalFollower
from chainlink.matching.advice import Advice, Adviser, advise
from chainlink.matching.embeddings import similarity_of
from chainlink.matching.exposures import Exposures
from chainlink.matching.inbox import Question
from chainlink.matching.inbox_keeping import InboxKeeper
from chainlink.matching.learning.policies import PolicyService
from chainlink.matching.learning.showing_rows import Question as Shown
from chainlink.matching.learning.showing_rows import shown_id
from chainlink.matching.learning.showings import ShowingLog
from chainlink.matching.model import MatchType, Pair, Recommendation
from chainlink.matching.policy import Policy
from chainlink.matching.projection.day import Day
from chainlink.matching.projection.keeping import ProjectionKeeper
from chainlink.matching.projection.loading import load_tables
from chainlink.matching.projection.projection import Projection
from chainlink.matching.ranking import recommend
from chainlink.matching.reach import Reaches
from chainlink.matching.similarity import NgramSimilarity, Similarity
from chainlink.settings import Settings
from chainlink.taxonomy.service import Taxonomy, TaxonomyService
from chainlink.validation import EARLIEST, LATEST


@dataclass(frozen=True, slots=True)
class View:
    """The facts of a day and what the taxonomy says of their categories."""

    day: Day
    reaches: Reaches
    policy: Policy
    today: date

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
        policies: PolicyService,
        showings: ShowingLog,
    ) -> None:
        self.keeper = ProjectionKeeper(store, follower, settings)
        self._store = store
        self._clock = clock
        self._settings = settings
        self._taxonomy = taxonomy
        self._enterprises = enterprises
        self._policies = policies
        self._showings = showings
        self.exposures = Exposures(store)
        self._reaches: Reaches | None = None
        self._similarity: tuple[Projection, Similarity] | None = None
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
        """Pairs of members of a committee with anybody, each once: every member's best first.

        Members are ranked once a day; after that only what changed is ranked again. Of a committee
        that the actor does not serve on he sees the members that he serves through another.
        """
        view = await self.view(None)
        granted = reach(actor, Action.READ, Resource.RECOMMENDATIONS)
        if granted < Reach.COMMITTEE:
            return []
        question = Question(
            committees=frozenset({committee} if committee else actor.committees),
            types=(match_type,) if match_type else tuple(MatchType),
            scope=None if granted is Reach.ALL else actor.committees,
            own=actor.enterprise,
        )
        kept = await self._inboxes.inbox(view.day, view.reaches, view.policy, question)
        return [
            Pair(committee=kept.committee_of(one.enterprise), recommendation=one)
            for one in _named_for(actor, kept.first(most))
        ]

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
        """The facts of a day (today where none is named), brought up to the journal's head."""
        if as_of is not None and not EARLIEST <= as_of <= LATEST:
            raise InvalidInput.of(
                "asOf", "date_implausible", value=as_of, low=EARLIEST, high=LATEST
            )
        taxonomy = await self._known_taxonomy()
        projection = await self.keeper.current(at_least)
        today = self._settings.today(self._clock())
        await self.exposures.keep(projection, today)
        policy = (await self._policies.in_force(projection.sequence)).policy
        day = as_of or today
        cut = end_of_day(day, self._settings.zone)
        similarity = self._similarity_of(projection)
        return View(
            Day(projection, taxonomy, day.isoformat(), cut, similarity),
            self._reaches_of(taxonomy, projection),
            policy,
            today,
        )

    def _similarity_of(self, projection: Projection) -> Similarity | None:
        """Embeddings where the settings name an endpoint; else none but the n-grams."""
        if not self._settings.embeddings_url:
            return None
        known = self._similarity
        if known is None or known[0] is not projection:
            made = similarity_of(self._settings, NgramSimilarity(projection.texts))
            known = self._similarity = (projection, made)
        return known[1]

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


def _named_by(showing: str, found: Sequence[Recommendation]) -> list[Recommendation]:
    """Each with the id by which a decision names it."""
    return [replace(one, shown=shown_id(showing, one.rank)) for one in found]


def _named_for(actor: Actor, found: Sequence[Recommendation]) -> list[Recommendation]:
    """An anonymous partner is nameless to the other side, not to who has to introduce the two."""
    if actor.role is Role.ENTERPRISE:
        return list(found)
    return [replace(one, anonymous=False) for one in found]
