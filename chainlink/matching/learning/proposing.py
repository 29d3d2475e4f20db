"""`chainlink learn`: from what the graph knows to a proposed policy version with its report."""

from datetime import date

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Resource, require
from chainlink.clock import Clock, end_of_day, instant_text
from chainlink.errors import InvalidInput
from chainlink.graph.port import GraphStore
from chainlink.matching.learning.learning import LearningReport, learn
from chainlink.matching.learning.policies import PolicyService, PolicyVersion
from chainlink.matching.learning.policy_files import weights_of
from chainlink.matching.learning.reading import read_decisions, read_shown, read_sizes
from chainlink.settings import Settings


class LearningService:
    """Learning from showings and decisions."""

    def __init__(
        self, store: GraphStore, clock: Clock, settings: Settings, policies: PolicyService
    ) -> None:
        self._store = store
        self._clock = clock
        self._settings = settings
        self._policies = policies

    async def learn(
        self, actor: Actor, *, until: date | None = None
    ) -> tuple[PolicyVersion, LearningReport]:
        """Fit, calibrate and judge on what was known at the end of a day (now where none is
        named), and propose the version.

        Raises NotFound for whoever is no administrator, Conflict when too little is resolved,
        InvalidInput for a day to come, PolicyDamaged where the policy in force is.
        """
        require(actor, Action.WRITE, Resource.REFERENCE)
        now = self._clock()
        today = self._settings.today(now)
        if until is not None and until > today:
            raise InvalidInput.of("until", "learning.future", value=until)
        in_force = await self._policies.in_force()
        if in_force.problem is not None:
            raise in_force.problem
        learned = learn(
            await read_shown(self._store),
            await read_decisions(self._store),
            weights_of(in_force.policy),
            version=await self._name(today),
            until=end_of_day(until, self._settings.zone) if until else instant_text(now),
            sizes=await read_sizes(self._store),
        )
        return await self._policies.propose(actor, learned), learned.report

    async def _name(self, today: date) -> str:
        """`learned-2026-11-24`, with a number from the second of a day on."""
        taken = {one.version for one in await self._policies.versions()}
        plain = f"learned-{today.isoformat()}"
        names = (plain, *(f"{plain}-{number}" for number in range(2, len(taken) + 3)))
        return next(name for name in names if name not in taken)
