"""The state of the installation while it serves, for who may see all of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Reach, Resource, reach
from chainlink.clock import Clock
from chainlink.errors import Forbidden
from chainlink.graph.port import GraphStore
from chainlink.journal.service import Journal
from chainlink.matching.learning.policies import PolicyService
from chainlink.matching.service import RecommendationService
from chainlink.notifications.dead_letters import DeadLetterService
from chainlink.notifications.model import DeliveryState
from chainlink.settings import Settings
from chainlink.state.looks import (
    Loaded,
    PolicyState,
    SchemaState,
    contents,
    loaded,
    policy_state,
    schema_state,
)
from chainlink.state.settings_shown import settings_shown


@dataclass(frozen=True, slots=True)
class Summary:
    """What one line says; `head` is the journal's sequence and hash."""

    engine: str
    head: tuple[int, str]
    policy: PolicyState
    deliveries: Mapping[DeliveryState, int]
    up: timedelta


@dataclass(frozen=True, slots=True)
class SystemState:
    """All there is to see."""

    summary: Summary
    schema: SchemaState
    contents: Mapping[str, int]
    loaded: Loaded
    settings: Mapping[str, str]


class StateService:
    """Looks at everything; changes nothing."""

    def __init__(
        self,
        store: GraphStore,
        journal: Journal,
        clock: Clock,
        settings: Settings,
        recommendations: RecommendationService,
        policies: PolicyService,
        dead_letters: DeadLetterService,
    ) -> None:
        self._store = store
        self._journal = journal
        self._clock = clock
        self._settings = settings
        self._recommendations = recommendations
        self._policies = policies
        self._dead_letters = dead_letters
        self._began = clock()

    async def summary(self, actor: Actor) -> Summary:
        """The few things that are cheap to know. Raises Forbidden, GraphUnavailable."""
        _require_all(actor)
        return Summary(
            await self._store.version(),
            await self._journal.head(),
            await policy_state(self._policies),
            await self._dead_letters.counts(actor),
            self._clock() - self._began,
        )

    async def state(self, actor: Actor) -> SystemState:
        """All of it. Raises Forbidden, GraphUnavailable."""
        _require_all(actor)
        return SystemState(
            await self.summary(actor),
            await schema_state(self._store),
            await contents(self._store),
            await loaded(self._recommendations),
            settings_shown(self._settings),
        )


def _require_all(actor: Actor) -> None:
    """What the whole journal is to a role, the installation is: administrators and auditors."""
    if reach(actor, Action.READ, Resource.JOURNAL) is not Reach.ALL:
        raise Forbidden("forbidden", action=Action.READ.value, role=actor.role.value)
