"""Composition root: the one place that knows which engine runs and how the rooms are wired."""

from dataclasses import dataclass

from chainlink.accounts.credentials import CredentialService
from chainlink.accounts.identities import IdentityService
from chainlink.accounts.identity_provider import IdentityProvider
from chainlink.accounts.openid_connect import OpenIDConnect
from chainlink.accounts.passwords import Passwords
from chainlink.accounts.service import AccountService
from chainlink.accounts.session_reading import Term
from chainlink.accounts.sessions import SessionService
from chainlink.accounts.throttling import Throttle
from chainlink.agenda.claim_terms import ClaimTerms
from chainlink.agenda.service import AgendaService, Sources
from chainlink.chain_map.service import ChainMapService
from chainlink.chains.editing import ChainEditing
from chainlink.chains.service import ChainService
from chainlink.clock import Clock, utc_now
from chainlink.deals.listing import DealListing
from chainlink.deals.orders import OrderService
from chainlink.deals.service import DealService
from chainlink.deals.verification import VerificationService
from chainlink.deals.waiting import WaitingProofs
from chainlink.enterprises.claims import ClaimService
from chainlink.enterprises.contact_erasing import ContactService
from chainlink.enterprises.duplicates import DuplicateService
from chainlink.enterprises.relations import VetoService
from chainlink.enterprises.service import EnterpriseService
from chainlink.enterprises.signing_up import SignUpService
from chainlink.errors import GraphUnavailable
from chainlink.events.service import EventService
from chainlink.graph.declaration import load_schema
from chainlink.graph.ladybug import LadybugStore
from chainlink.graph.neo4j import Neo4jStore
from chainlink.graph.port import GraphStore
from chainlink.history.service import HistoryService
from chainlink.history.telling import Telling
from chainlink.history.verifying import Verifier
from chainlink.introductions.consents import ConsentService
from chainlink.introductions.dismissals import DismissalService
from chainlink.introductions.follow_up_service import FollowUpService
from chainlink.introductions.listing import IntroductionListing
from chainlink.introductions.match_inbox import MatchInbox
from chainlink.introductions.service import IntroductionService
from chainlink.introductions.suggestions import SuggestionService
from chainlink.journal.following import JournalFollower
from chainlink.journal.searching import JournalIndex
from chainlink.journal.service import Journal
from chainlink.matching.learning.decisions import DecisionService
from chainlink.matching.learning.policies import PolicyService
from chainlink.matching.learning.promoting import PolicyPromotion
from chainlink.matching.learning.showings import ShowingLog
from chainlink.matching.service import RecommendationService
from chainlink.merging.service import MergeService
from chainlink.notifications.calling import WebhookCaller
from chainlink.notifications.dead_letters import DeadLetterService
from chainlink.notifications.deliveries import DeliveryService
from chainlink.notifications.mail import Mailer
from chainlink.notifications.mail_addresses import MailAddressService
from chainlink.notifications.matches import GoodMatches
from chainlink.notifications.passing import Notifier
from chainlink.notifications.sending import Sender
from chainlink.notifications.service import NotificationService
from chainlink.notifications.sight import Sight
from chainlink.notifications.signing import Secrets
from chainlink.notifications.webhooks import WebhookService
from chainlink.reporting.service import ReportService
from chainlink.searching.service import SearchService
from chainlink.settings import Settings
from chainlink.state.service import StateService
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
    sessions: SessionService
    credentials: CredentialService
    identities: IdentityService
    identity_provider: IdentityProvider | None
    sign_ups: SignUpService
    contacts: ContactService
    throttle: Throttle
    taxonomy: TaxonomyService
    chains: ChainService
    chain_maps: ChainMapService
    enterprises: EnterpriseService
    claims: ClaimService
    duplicates: DuplicateService
    vetoes: VetoService
    recommendations: RecommendationService
    policies: PolicyService
    showings: ShowingLog
    decisions: DecisionService
    events: EventService
    suggestions: SuggestionService
    dismissals: DismissalService
    introductions: IntroductionService
    consents: ConsentService
    follow_ups: FollowUpService
    deals: DealService
    orders: OrderService
    verifications: VerificationService
    reports: ReportService
    notifications: NotificationService
    webhooks: WebhookService
    mail_addresses: MailAddressService
    deliveries: DeliveryService
    notifier: Notifier
    introduction_listing: IntroductionListing
    match_inbox: MatchInbox
    deal_listing: DealListing
    waiting_proofs: WaitingProofs
    agenda: AgendaService
    search: SearchService
    history: HistoryService
    merging: MergeService
    chain_editing: ChainEditing
    promotion: PolicyPromotion
    dead_letters: DeadLetterService
    state: StateService

    async def prepare(self) -> None:
        """Create tables, constraints and the journal's head where they are missing."""
        await self.store.apply_schema(load_schema())
        await self.journal.prepare()
        await self.notifications.prepare()

    async def close(self) -> None:
        """Release the graph."""
        await self.history.close()
        await self.notifier.stop()
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
    throttle, term = Throttle(), Term.of(settings)
    passwords = Passwords(
        settings.password_memory, settings.password_passes, settings.password_at_once
    )
    taxonomy = TaxonomyService(store, journal, follower)
    enterprises = EnterpriseService(store, journal, lambda: settings.today(clock()))
    chains = ChainService(store, journal)
    policies = PolicyService(store, journal)
    showings = ShowingLog(store, clock)
    recommendations = RecommendationService(
        store, follower, clock, settings, taxonomy, enterprises, policies, showings
    )
    events = EventService(store, journal, clock, settings, enterprises)
    introductions = IntroductionService(store, journal, clock, settings, enterprises)
    deals = DealService(store, journal, clock, settings, enterprises)
    orders = OrderService(store, journal, clock, settings, taxonomy, enterprises, deals)
    introduction_listing = IntroductionListing(store, follower, introductions, enterprises, chains)
    deal_listing = DealListing(store, follower, enterprises, deals, orders)
    waiting_proofs = WaitingProofs(deal_listing.known)
    sight, secrets = Sight(store, enterprises), Secrets(settings)
    caller, mailer = WebhookCaller(settings), Mailer(settings)
    notifications = NotificationService(
        store,
        journal,
        clock,
        settings,
        sight,
        GoodMatches(store, settings, enterprises, recommendations),
    )
    deliveries = DeliveryService(
        store, journal, clock, Sender(store, clock, sight, secrets, caller, mailer)
    )
    dead_letters = DeadLetterService(store, journal)
    return App(
        settings=settings,
        clock=clock,
        store=store,
        journal=journal,
        follower=follower,
        accounts=AccountService(store, journal, clock, passwords),
        sessions=SessionService(store, journal, clock, passwords, throttle, term),
        credentials=CredentialService(store, journal, clock, passwords, throttle),
        identities=IdentityService(store, journal, clock),
        identity_provider=OpenIDConnect.of(settings, clock),
        sign_ups=SignUpService(journal, passwords),
        contacts=ContactService(journal, enterprises),
        throttle=throttle,
        taxonomy=taxonomy,
        chains=chains,
        chain_maps=ChainMapService(follower, chains, enterprises, recommendations),
        enterprises=enterprises,
        claims=ClaimService(store, journal, clock, settings, taxonomy, enterprises),
        duplicates=DuplicateService(store, enterprises),
        vetoes=VetoService(store, journal, enterprises),
        recommendations=recommendations,
        policies=policies,
        showings=showings,
        decisions=DecisionService(journal, enterprises, showings),
        events=events,
        suggestions=SuggestionService(
            journal, clock, settings, enterprises, recommendations, showings, events
        ),
        dismissals=DismissalService(store, journal, enterprises, showings),
        introductions=introductions,
        consents=ConsentService(introductions, settings),
        follow_ups=FollowUpService(introductions),
        deals=deals,
        orders=orders,
        verifications=VerificationService(journal, deals, orders),
        reports=ReportService(store, follower, clock, settings, chains, enterprises, showings),
        notifications=notifications,
        webhooks=WebhookService(store, journal, secrets, caller),
        mail_addresses=MailAddressService(store, journal, settings, secrets),
        deliveries=deliveries,
        notifier=Notifier(clock, settings, notifications, deliveries, [introductions.sweep]),
        introduction_listing=introduction_listing,
        match_inbox=MatchInbox(follower, chains, recommendations, introduction_listing),
        deal_listing=deal_listing,
        waiting_proofs=waiting_proofs,
        agenda=AgendaService(
            clock,
            settings,
            Sources(
                introduction_listing,
                ClaimTerms(store, follower, enterprises),
                waiting_proofs,
                introductions,
                deals,
                orders,
            ),
        ),
        search=SearchService(
            store,
            journal,
            follower,
            taxonomy=taxonomy,
            enterprises=enterprises,
            events=events,
            introductions=introduction_listing,
            deals=deal_listing,
            today=introductions.today,
        ),
        history=HistoryService(
            store,
            JournalIndex(store, follower),
            settings,
            enterprises,
            Telling(store, enterprises, events, introductions, deals, orders),
            Verifier(journal, clock),
        ),
        merging=MergeService(store, journal, enterprises, introductions.today),
        chain_editing=ChainEditing(chains),
        promotion=PolicyPromotion(journal, policies),
        dead_letters=dead_letters,
        state=StateService(
            store, journal, clock, settings, recommendations, policies, dead_letters
        ),
    )
