"""Introductions at the doors as each actor may see them: one, several, an enterprise's, lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chainlink.accounts.model import Actor, Role
from chainlink.accounts.permissions import Action, Reach, Resource, reach
from chainlink.clock import Clock
from chainlink.errors import NotFound
from chainlink.graph.port import GraphReader, GraphStore
from chainlink.introductions import sight
from chainlink.introductions.machine import ENDED, IntroductionState
from chainlink.introductions.model import (
    Consent,
    FollowUp,
    Introduction,
    IntroductionView,
    StepTaken,
)
from chainlink.introductions.reading import (
    CYPHER,
    complete,
    consents_of,
    follow_ups_of,
    introductions_by_ids,
    owners_of,
    steps_of,
)
from chainlink.settings import Settings


@dataclass(frozen=True, slots=True)
class IntroductionFilter:
    """Which introductions are wanted."""

    state: IntroductionState | None = None
    committee: str = ""
    overdue: bool | None = None


@dataclass(frozen=True, slots=True)
class Details:
    """What there is within introductions, each part cut to what the actor may see."""

    steps: list[StepTaken]
    consents: list[Consent]
    follow_ups: list[FollowUp]


class IntroductionReading:
    """What is known of introductions, as far as the actor may know it."""

    def __init__(self, store: GraphStore, clock: Clock, settings: Settings) -> None:
        self._store = store
        self._clock = clock
        self._settings = settings

    def today(self) -> date:
        """The district's day."""
        return self._settings.today(self._clock())

    async def get(self, actor: Actor, introduction: str) -> IntroductionView:
        """One introduction. Raises NotFound for one that is not there for the actor."""
        found = await self.by_ids(actor, [introduction])
        if introduction not in found:
            raise NotFound("introduction.unknown", value=introduction)
        return found[introduction]

    async def by_ids(self, actor: Actor, ids: Sequence[str]) -> dict[str, IntroductionView]:
        """Those of the introductions that the actor may see."""
        if reach(actor, Action.READ, Resource.INTRODUCTIONS) is Reach.NONE:
            return {}
        known = await introductions_by_ids(self._store, ids)
        return {one.id: one for one in await self.views(actor, list(known.values()))}

    async def views(
        self,
        actor: Actor,
        introductions: Sequence[Introduction],
        reader: GraphReader | None = None,
    ) -> list[IntroductionView]:
        """Introductions as the actor may see them, the others left out."""
        reader = reader or self._store
        owners = await owners_of(reader, introductions)
        officer = actor.role in sight.OFFICERS
        ids = [one.id for one in introductions] if officer else []
        follow_ups = await follow_ups_of(reader, ids)
        today = self.today()
        views = [
            sight.seen_by(actor, one, owners[one.id], follow_ups, today) for one in introductions
        ]
        return [one for one in views if one is not None]

    async def of_enterprise(self, actor: Actor, enterprise: str) -> list[IntroductionView]:
        """The introductions that an enterprise is in and the actor may see, the newest first."""
        return (await self.of_enterprises(actor, [enterprise]))[enterprise]

    async def of_enterprises(
        self, actor: Actor, ids: Sequence[str]
    ) -> dict[str, list[IntroductionView]]:
        """As `of_enterprise`, for several in one question."""
        found: dict[str, list[IntroductionView]] = {id_: [] for id_ in ids}
        if not found or reach(actor, Action.READ, Resource.INTRODUCTIONS) is Reach.NONE:
            return found
        rows = await self._store.read(CYPHER["of_enterprises"], ids=list(found))
        views = await self.views(actor, await complete(self._store, rows))
        for view in sorted(views, key=lambda one: (one.state_since, one.id), reverse=True):
            for party in view.parties:
                if party.enterprise in found:
                    found[party.enterprise].append(view)
        return found

    async def search(
        self, actor: Actor, wanted: IntroductionFilter, *, passed: int, most: int
    ) -> list[IntroductionView]:
        """Up to `most` introductions that the actor may see, after `passed` of them.

        Officers get the newest first, or of overdue ones those longest due; a party its own by
        what it sees of them, the latest change first.
        """
        granted = reach(actor, Action.READ, Resource.INTRODUCTIONS)
        if granted is Reach.NONE:
            return []
        if actor.role not in sight.OFFICERS:
            own = await self.of_enterprise(actor, actor.enterprise) if actor.enterprise else []
            fitting = [one for one in own if _fits(one, wanted)]
            return fitting[passed : passed + most]
        if wanted.overdue:
            late = [one for one in await self._late(actor) if _fits(one, wanted)]
            return late[passed : passed + most]
        rows = await self._store.read(
            CYPHER["listed"],
            state=wanted.state.value if wanted.state else "",
            committee=wanted.committee,
            everything=actor.role in {Role.AUDITOR, Role.ADMIN},
            committees=sorted(actor.committees) or [""],
            passed=passed,
            first=most,
        )
        return await self.views(actor, await complete(self._store, rows))

    async def _late(self, actor: Actor) -> list[IntroductionView]:
        """All overdue introductions that the actor may see, the longest due first."""
        today = self.today().isoformat()
        due: dict[str, str] = {}
        for row in [
            *await self._store.read(CYPHER["late"], today=today, ended=sorted(ENDED)),
            *await self._store.read(CYPHER["late_follow_ups"], today=today),
        ]:
            due[row["id"]] = min(row["due_on"], due.get(row["id"], row["due_on"]))
        known = await introductions_by_ids(self._store, list(due))
        views = await self.views(actor, list(known.values()))
        return sorted(views, key=lambda one: (due[one.id], one.id))

    async def details(self, actor: Actor, ids: Sequence[str]) -> dict[str, Details]:
        """Steps, consents and follow-ups of those introductions that the actor may see."""
        known = await introductions_by_ids(self._store, ids)
        owners = await owners_of(self._store, list(known.values()))
        seen = [one for one in known.values() if sight.sees(actor, one, owners[one.id])]
        wanted = [one.id for one in seen]
        steps = await steps_of(self._store, wanted)
        consents = await consents_of(self._store, wanted)
        follow_ups = await follow_ups_of(self._store, wanted)
        today = self.today()
        return {
            one.id: Details(
                sight.steps_seen(actor, one, steps),
                sight.consents_seen(actor, one, consents, today),
                sight.follow_ups_seen(actor, one, follow_ups),
            )
            for one in seen
        }


def _fits(view: IntroductionView, wanted: IntroductionFilter) -> bool:
    return (
        (wanted.state is None or view.state is wanted.state)
        and (not wanted.committee or view.committee == wanted.committee)
        and (wanted.overdue is None or bool(view.overdue) is wanted.overdue)
    )
