"""Introductions as GraphQL shows them: to officers in full, to a party what concerns it."""

from typing import Annotated

import strawberry

from chainlink.api.chains import Committee, committee_of_code
from chainlink.api.context import Info
from chainlink.api.enterprises import Enterprise
from chainlink.api.events import Event, event
from chainlink.api.extending import add_fields
from chainlink.api.introduction_parts import (
    Consent,
    FollowUp,
    IntroductionParty,
    IntroductionStep,
    account_id,
    consent,
    follow_up,
    parties_of,
    step,
)
from chainlink.api.relay import (
    PAGE,
    Connection,
    Node,
    Place,
    counted_page,
    global_id,
    page,
    page_size,
    position,
    raw_id,
)
from chainlink.api.scalars import Day, Instant, day, instant
from chainlink.errors import NotFound
from chainlink.introductions import model
from chainlink.introductions.machine import IntroductionState, Step
from chainlink.introductions.model import CloseReason
from chainlink.introductions.views import Details, IntroductionFilter
from chainlink.matching.model import MatchType


@strawberry.type
class Introduction(Node):
    """Two parties, how they came together, and what became of it."""

    found: strawberry.Private[model.IntroductionView]
    match_type: MatchType
    state: IntroductionState
    state_since: Instant
    reason: CloseReason | None
    reason_text: str | None
    disputed: bool
    dispute_text: str | None
    owner: strawberry.ID | None
    next_step: str | None
    due_on: Day | None
    overdue: bool | None
    introduced_on: Day | None
    allowed_steps: list[Step]
    policy_version: str | None
    rank: int | None
    score: float | None
    source: str | None
    example: bool
    version: int
    recorded_at: Instant | None

    @strawberry.field
    async def parties(self, info: Info) -> list[IntroductionParty]:
        """The two whom it is about, then who joined."""
        parties = self.found.parties
        shown = await parties_of(info, [one.enterprise for one in parties])
        return [
            IntroductionParty(enterprise=one, role=party.role)
            for one, party in zip(shown, parties, strict=True)
        ]

    @strawberry.field
    async def seeker(self, info: Info) -> Enterprise:
        """Who looks for something."""
        return (await parties_of(info, [self.found.seeker]))[0]

    @strawberry.field
    async def provider(self, info: Info) -> Enterprise:
        """Who offers it."""
        return (await parties_of(info, [self.found.provider]))[0]

    @strawberry.field
    async def committee(self, info: Info) -> Committee | None:
        """The committee that brokers it."""
        return await committee_of_code(info, self.found.committee)

    @strawberry.field
    async def event(self, info: Info) -> Event | None:
        """The event that it arose at."""
        id_ = self.found.event
        known = await info.context.loaders.events.load(id_) if id_ else None
        return None if known is None else event(known)

    @strawberry.field
    async def steps(self, info: Info) -> list[IntroductionStep]:
        """The steps that were taken, in their order."""
        return [step(one) for one in (await self._details(info)).steps]

    @strawberry.field
    async def consents(self, info: Info) -> list[Consent]:
        """What was asked and answered, as far as the viewer may know it."""
        return [consent(one) for one in (await self._details(info)).consents]

    @strawberry.field
    async def follow_ups(self, info: Info) -> list[FollowUp]:
        """The looks back that are planned or done."""
        return [follow_up(one) for one in (await self._details(info)).follow_ups]

    async def _details(self, info: Info) -> Details:
        found = await info.context.loaders.introduction_details.load(self.found.id)
        return found or Details([], [], [])


def introduction(found: model.IntroductionView) -> Introduction:
    """An introduction as the viewer may see it."""
    return Introduction(
        id=global_id("Introduction", found.id),
        found=found,
        match_type=found.match_type,
        state=found.state,
        state_since=Instant(found.state_since),
        reason=found.reason,
        reason_text=found.reason_text,
        disputed=found.disputed,
        dispute_text=found.dispute_text,
        owner=account_id(found.owner),
        next_step=found.next_step,
        due_on=day(found.due_on),
        overdue=found.overdue,
        introduced_on=day(found.introduced_on),
        allowed_steps=list(found.allowed_steps),
        policy_version=found.policy_version,
        rank=found.rank,
        score=found.score,
        source=found.source,
        example=found.invented,
        version=found.version,
        recorded_at=instant(found.recorded_at),
    )


async def introduction_of(info: Info, raw: str) -> Node | None:
    """The introduction of an id. Raises NotFound."""
    return introduction(await info.context.app.introductions.get(info.context.actor, raw))


async def _introductions_of(
    root: strawberry.Parent[Enterprise],
    info: Info,
    first: int | None = PAGE,
    after: str | None = None,
) -> Connection[Introduction]:
    loaders = info.context.loaders
    found = await loaders.introductions_of_enterprises.load(root.key) if root.key else None
    return counted_page("introductions-of", found or (), introduction, first, after)


add_fields(Enterprise, introductions=_introductions_of)


@strawberry.type
class IntroductionQueries:
    """Questions about introductions."""

    @strawberry.field
    async def introduction(
        self, info: Info, id_: Annotated[strawberry.ID, strawberry.argument(name="id")]
    ) -> Introduction | None:
        """One introduction by its global id."""
        raw = raw_id("Introduction", id_)
        try:
            found = await info.context.app.introductions.get(info.context.actor, raw)
        except NotFound:
            return None
        return introduction(found)

    @strawberry.field
    async def introductions(
        self,
        info: Info,
        state: IntroductionState | None = None,
        committee: strawberry.ID | None = None,
        overdue: bool | None = None,
        first: int | None = PAGE,
        after: str | None = None,
    ) -> Connection[Introduction]:
        """Introductions that the viewer may see."""
        size, passed = page_size(first), position("introductions", after)
        wanted = IntroductionFilter(
            state=state,
            committee=raw_id("Committee", committee) if committee else "",
            overdue=overdue,
        )
        found = await info.context.app.introductions.search(
            info.context.actor, wanted, passed=passed, most=size + 1
        )
        places: list[tuple[Place, Introduction]] = [
            (("introductions", passed + number), introduction(one))
            for number, one in enumerate(found, start=1)
        ]
        return page(places, size, after)
