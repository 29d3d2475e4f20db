"""Writing introductions: opening one, and putting a step on record. Nothing is judged here."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from chainlink.errors import Conflict
from chainlink.identity import new_id
from chainlink.introductions.machine import BEFORE_INTRODUCED, ENDED, IntroductionState, Step
from chainlink.introductions.model import Introduction, Party, PartyRole
from chainlink.introductions.reading import CYPHER, complete, introductions_by_ids
from chainlink.journal.model import NewEntry, hashable_facts
from chainlink.journal.service import Change
from chainlink.matching.model import MatchType

PLATFORM = "system:introductions"  # who tells a party what it may know of another's decision


async def open_introduction(
    change: Change,
    *,
    seeker: str,
    provider: str,
    match_type: MatchType,
    committee: str,
    owner: str,
    state: IntroductionState,
    shortlisted_by: str,
    today: date,
    event: str | None = None,
    shown: str | None = None,
    policy_version: str | None = None,
    rank: int | None = None,
    score: float | None = None,
    source: str | None = None,
    invented: bool = False,
) -> Introduction:
    """A new introduction of two parties, SUGGESTED or SHORTLISTED.

    `shortlisted_by` is the enterprise whose own account did it, else the committee; `owner` is the
    account in charge, `today` the district's day. Where one is open that the enterprise does not
    know of yet, because a committee or the other side has shortlisted it, that one becomes its own
    too. Raises Conflict where it knows of one, or a committee shortlists again.
    """
    own = shortlisted_by in {seeker, provider}
    standing = await open_between(change, seeker, provider, match_type)
    if standing is not None:
        known = standing.state not in BEFORE_INTRODUCED or (
            standing.state is IntroductionState.CONSENT_PENDING
        )
        if known or not own or shortlisted_by in standing.shortlisted_by:
            raise Conflict("introduction.exists")
        return await _joined_in(change, standing, shortlisted_by, today)
    row: dict[str, Any] = {
        "id": new_id(),
        "seeker": seeker,
        "provider": provider,
        "match_type": match_type.value,
        "state": state.value,
        "state_since": change.now,
        "furthest": state.value,
        "disputed": False,
        "committee": committee,
        "event": event,
        "shown": shown,
        "policy_version": policy_version,
        "rank": rank,
        "score": score,
        "owner": owner,
        "shortlisted_by": [shortlisted_by],
        "source": source,
        "invented": invented,
        "version": 1,
        "recorded_at": change.now,
        "recorded_by": change.actor,
    }
    await change.records.create("Introduction", [row])
    parties = ((seeker, PartyRole.SEEKER), (provider, PartyRole.PROVIDER))
    for enterprise, role in parties:
        await write_party(change, row["id"], enterprise, role)
    await change.records.relate("BROKERED_BY", [{"start": row["id"], "end": committee}])
    if event is not None:
        await change.records.relate("AROSE_AT", [{"start": row["id"], "end": event}])
    concerned = (shortlisted_by,) if own else ()
    change.record("introduction.opened", "Introduction", row["id"], row, concerned)
    if state is not IntroductionState.SUGGESTED:
        side = shortlisted_by if own else None
        await write_step(
            change, row["id"], Step.SHORTLIST, IntroductionState.SUGGESTED, state, today, side=side
        )
    return Introduction(
        **(row | {"shortlisted_by": (shortlisted_by,)}),
        parties=tuple(Party(enterprise=one, role=role) for one, role in parties),
    )


async def open_between(
    change: Change, seeker: str, provider: str, match_type: MatchType
) -> Introduction | None:
    """The introduction of the two that has not ended, if there is one."""
    rows = await change.transaction.read(
        CYPHER["between"],
        seeker=seeker,
        provider=provider,
        match_type=match_type.value,
        ended=sorted(ENDED),
    )
    found = await complete(change.transaction, rows)
    return found[0] if found else None


async def _joined_in(
    change: Change, standing: Introduction, enterprise: str, today: date
) -> Introduction:
    """Two wanted it without knowing of each other: nobody's version moves, so nobody learns it."""
    both = [*standing.shortlisted_by, enterprise]
    state = IntroductionState.SHORTLISTED
    row: dict[str, Any] = {"id": standing.id, "shortlisted_by": both}
    if standing.state is IntroductionState.SUGGESTED:
        row |= {"state": state.value, "state_since": change.now, "furthest": state.value}
    await change.records.update("Introduction", [row])
    change.record("introduction.opened", "Introduction", standing.id, {}, (enterprise,))
    await write_step(
        change,
        standing.id,
        Step.SHORTLIST,
        IntroductionState.SUGGESTED,
        state,
        today,
        side=enterprise,
    )
    told = {"shortlisted_by": tuple(both), "state": state}
    if standing.state is IntroductionState.SUGGESTED:
        told |= {"state_since": change.now, "furthest": state}
    return standing.model_copy(update=told)


async def write_party(change: Change, introduction: str, enterprise: str, role: PartyRole) -> None:
    """An enterprise as a party."""
    row = {"start": enterprise, "end": introduction, "role": role.value, "recorded_at": change.now}
    await change.records.relate("PARTY_TO", [row])


async def write_step(
    change: Change,
    introduction: str,
    step: Step,
    origin: IntroductionState,
    target: IntroductionState,
    happened_on: date,
    **said: Any,
) -> dict[str, Any]:
    """A step on record; the journal's entry is its caller's, who knows whom it concerns."""
    row: dict[str, Any] = {
        "id": new_id(),
        "introduction": introduction,
        "step": step.value,
        "from_state": origin.value,
        "to_state": target.value,
        "happened_on": happened_on.isoformat(),
        "recorded_at": change.now,
        "recorded_by": change.actor,
        **said,
    }
    await change.records.create("IntroductionStep", [row])
    return row


async def write_changes(
    change: Change, before: Introduction, changed: Mapping[str, Any]
) -> dict[str, Any]:
    """The introduction's next version with what changed; its row, for the journal."""
    row = dict(changed) | {"id": before.id, "version": before.version + 1}
    await change.records.update("Introduction", [row])
    return row


def tell(
    change: Change,
    action: str,
    label: str,
    subject: str,
    properties: Mapping[str, Any],
    enterprises: tuple[str, ...],
) -> None:
    """Note what follows for enterprises from somebody else's decision, without telling whose."""
    change.entries.append(
        NewEntry(
            at=change.now,
            actor=PLATFORM,
            action=action,
            subject_label=label,
            subject=subject,
            enterprises=enterprises,
            facts=hashable_facts(change.schema, label, properties),
        )
    )


async def again(change: Change, before: Introduction) -> Introduction:
    """The introduction as it stands now in the change."""
    return (await introductions_by_ids(change.transaction, [before.id]))[before.id]
