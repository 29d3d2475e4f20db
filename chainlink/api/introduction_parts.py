"""What there is within introductions, as GraphQL shows it: parties, steps, consents, follow-ups."""

from collections.abc import Iterable

import strawberry

from chainlink.api.context import Info
from chainlink.api.enterprises import Enterprise, enterprise, masked
from chainlink.api.relay import global_id
from chainlink.api.scalars import Day, Instant, day, instant
from chainlink.enterprises.disclosure import ContactField
from chainlink.introductions import model
from chainlink.introductions.machine import IntroductionState, Step
from chainlink.introductions.model import ConsentState, Manner, PartyRole


async def parties_of(info: Info, ids: Iterable[str]) -> list[Enterprise]:
    """Each enterprise as the viewer may know it: in full, or without a name until both agree."""
    wanted = list(ids)
    known = await info.context.loaders.enterprises.load_many(wanted)
    hidden = [id_ for id_, one in zip(wanted, known, strict=True) if one is None]
    profiles = await info.context.loaders.nameless(hidden)
    return [
        enterprise(one) if one is not None else await masked(info, profiles[id_])
        for id_, one in zip(wanted, known, strict=True)
    ]


@strawberry.type
class IntroductionParty:
    """An enterprise in an introduction, and as what."""

    enterprise: Enterprise
    role: PartyRole


@strawberry.type
class IntroductionStep:
    """A step that was taken."""

    found: strawberry.Private[model.StepTaken]
    step: Step
    from_state: IntroductionState | None
    to_state: IntroductionState
    happened_on: Day
    note: str | None
    place: str | None
    meets_at: Instant | None
    recorded_at: Instant
    recorded_by: strawberry.ID | None

    @strawberry.field
    async def side(self, info: Info) -> Enterprise | None:
        """The party that took it, or for which it was recorded."""
        return (await parties_of(info, [self.found.side]))[0] if self.found.side else None


@strawberry.type
class Consent:
    """One asking of one enterprise, and its answer."""

    found: strawberry.Private[model.Consent]
    id: strawberry.ID
    purpose: str
    fields: list[ContactField]
    valid_until: Day
    state: ConsentState
    asked_at: Instant
    decided_at: Instant | None
    decided_by: strawberry.ID | None
    manner: Manner | None
    evidence: str | None
    evidence_digest: str | None
    withdrawn_at: Instant | None
    version: int

    @strawberry.field
    async def enterprise(self, info: Info) -> Enterprise:
        """Who was asked."""
        return (await parties_of(info, [self.found.enterprise]))[0]

    @strawberry.field
    async def recipients(self, info: Info) -> list[Enterprise]:
        """Who may read the contacts then."""
        return await parties_of(info, self.found.recipients)


@strawberry.type
class FollowUp:
    """A look back some months after an introduction."""

    id: strawberry.ID
    months: int
    due_on: Day
    done_on: Day | None
    done_by: strawberry.ID | None
    note: str | None
    cancelled_at: Instant | None
    version: int


def account_id(id_: str | None) -> strawberry.ID | None:
    """An account by its id, where it is told."""
    return strawberry.ID(id_) if id_ else None


def step(found: model.StepTaken) -> IntroductionStep:
    """A step that the viewer may see."""
    return IntroductionStep(
        found=found,
        step=found.step,
        from_state=found.from_state,
        to_state=found.to_state,
        happened_on=Day(found.happened_on.isoformat()),
        note=found.note,
        place=found.place,
        meets_at=instant(found.meets_at),
        recorded_at=Instant(found.recorded_at),
        recorded_by=account_id(found.recorded_by),
    )


def consent(found: model.Consent) -> Consent:
    """A consent that the viewer may see."""
    return Consent(
        found=found,
        id=global_id("Consent", found.id),
        purpose=found.purpose,
        fields=list(found.fields),
        valid_until=Day(found.valid_until.isoformat()),
        state=found.state,
        asked_at=Instant(found.asked_at),
        decided_at=instant(found.decided_at),
        decided_by=account_id(found.decided_by),
        manner=found.manner,
        evidence=found.evidence,
        evidence_digest=found.evidence_digest,
        withdrawn_at=instant(found.withdrawn_at),
        version=found.version,
    )


def follow_up(found: model.FollowUp) -> FollowUp:
    """A follow-up that the viewer may see."""
    return FollowUp(
        id=global_id("FollowUp", found.id),
        months=found.months,
        due_on=Day(found.due_on.isoformat()),
        done_on=day(found.done_on),
        done_by=account_id(found.done_by),
        note=found.note,
        cancelled_at=instant(found.cancelled_at),
        version=found.version,
    )
