"""What a question is answered from: the facts of a day, and what is read of them, kept."""

from dataclasses import dataclass
from datetime import date

from chainlink.clock import Clock, end_of_day
from chainlink.errors import GraphUnavailable, InvalidInput
from chainlink.matching.embeddings import similarity_of
from chainlink.matching.exposures import Exposures
from chainlink.matching.learning.policies import PolicyService
from chainlink.matching.policy import Policy
from chainlink.matching.projection.day import Day
from chainlink.matching.projection.keeping import ProjectionKeeper
from chainlink.matching.projection.projection import Projection
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


class Viewing:
    """Makes views; what belongs to a projection or a taxonomy is made once for it."""

    def __init__(
        self,
        keeper: ProjectionKeeper,
        exposures: Exposures,
        clock: Clock,
        settings: Settings,
        taxonomy: TaxonomyService,
        policies: PolicyService,
    ) -> None:
        self._keeper = keeper
        self._exposures = exposures
        self._clock = clock
        self._settings = settings
        self._taxonomy = taxonomy
        self._policies = policies
        self._reaches: Reaches | None = None
        self._similarity: tuple[Projection, Similarity] | None = None

    async def of(self, as_of: date | None, at_least: int | None = None) -> View:
        """The facts of a day (today where none is named), brought up to the journal's head."""
        if as_of is not None and not EARLIEST <= as_of <= LATEST:
            raise InvalidInput.of(
                "asOf", "date_implausible", value=as_of, low=EARLIEST, high=LATEST
            )
        taxonomy = await self._known_taxonomy()
        projection = await self._keeper.current(at_least)
        today = self._settings.today(self._clock())
        await self._exposures.keep(projection, today)
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

    async def _known_taxonomy(self) -> Taxonomy:
        """The newest revision, or the one last used while the graph is away."""
        try:
            return await self._taxonomy.current()
        except GraphUnavailable:
            known = self._taxonomy.loaded
            if known is None or self._keeper.loaded is None:
                raise
            return known

    def _reaches_of(self, taxonomy: Taxonomy, projection: Projection) -> Reaches:
        known = self._reaches
        numbers = projection.categories
        if known is None or known.taxonomy is not taxonomy or known.numbers is not numbers:
            known = self._reaches = Reaches(taxonomy, numbers)
        return known
