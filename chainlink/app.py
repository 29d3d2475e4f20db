"""Composition root: the one place that knows which engine runs and how the rooms are wired."""

from dataclasses import dataclass

from chainlink.accounts.service import AccountService
from chainlink.chains.service import ChainService
from chainlink.clock import Clock, utc_now
from chainlink.enterprises.claims import ClaimService
from chainlink.enterprises.duplicates import DuplicateService
from chainlink.enterprises.relations import VetoService
from chainlink.enterprises.service import EnterpriseService
from chainlink.errors import GraphUnavailable
from chainlink.graph.declaration import load_schema
from chainlink.graph.ladybug import LadybugStore
from chainlink.graph.neo4j import Neo4jStore
from chainlink.graph.port import GraphStore
from chainlink.journal.following import JournalFollower
from chainlink.journal.service import Journal
from chainlink.matching.learning.decisions import DecisionService
from chainlink.matching.learning.policies import PolicyService
from chainlink.matching.learning.showings import ShowingLog
from chainlink.matching.service import RecommendationService
from chainlink.settings import Settings
from chainlink.taxonomy.service import TaxonomyService


def open_graph(settings: Settings) -> GraphStore:
    """The engine that the URL names. Raises GraphUnavailable."""
    scheme, _, rest = settings.graph.partition(":")
    if scheme == "ladybug" and rest:
        return LadybugStore(rest, memory=settings.graph_memory)
    if scheme.partition("+")[0] in {"neo4j", "bolt"}:
        return Neo4jStore(
            settings.graph,
            user=settings.graph_user,
            password=settings.graph_password.get_secret_value(),
            database=settings.graph_database,
            timeout=settings.graph_timeout,
        )
    raise GraphUnavailable("graph.unknown_engine", url=settings.graph)


@dataclass(frozen=True, slots=True)
class App:
    """The platform: its graph and its services."""

    settings: Settings
    clock: Clock
    store: GraphStore
    journal: Journal
    follower: JournalFollower
    accounts: AccountService
    taxonomy: TaxonomyService
    chains: ChainService
    enterprises: EnterpriseService
    claims: ClaimService
    duplicates: DuplicateService
    vetoes: VetoService
    recommendations: RecommendationService
    policies: PolicyService
    showings: ShowingLog
    decisions: DecisionService

    async def prepare(self) -> None:
        """Create tables, constraints and the journal's head where they are missing."""
        await self.store.apply_schema(load_schema())
        await self.journal.prepare()

    async def close(self) -> None:
        """Release the graph."""
        await self.follower.stop()
        await self.recommendations.exposures.close()
        await self.showings.close()
        await self.store.close()


def build_app(
    settings: Settings | None = None, *, store: GraphStore | None = None, clock: Clock = utc_now
) -> App:
    """Wire the services to an engine. Raises GraphUnavailable when it cannot be opened."""
    settings = settings or Settings()
    store = store or open_graph(settings)
    journal = Journal(store, clock)
    follower = JournalFollower(journal)
    taxonomy = TaxonomyService(store, journal, follower)
    enterprises = EnterpriseService(store, journal, clock)
    policies = PolicyService(store, journal)
    showings = ShowingLog(store, clock)
    return App(
        settings=settings,
        clock=clock,
        store=store,
        journal=journal,
        follower=follower,
        accounts=AccountService(store, journal, clock),
        taxonomy=taxonomy,
        chains=ChainService(store, journal),
        enterprises=enterprises,
        claims=ClaimService(store, journal, clock, settings, taxonomy, enterprises),
        duplicates=DuplicateService(store, enterprises),
        vetoes=VetoService(store, journal, enterprises),
        recommendations=RecommendationService(
            store, follower, clock, settings, taxonomy, enterprises, policies, showings
        ),
        policies=policies,
        showings=showings,
        decisions=DecisionService(journal, enterprises, showings),
    )
