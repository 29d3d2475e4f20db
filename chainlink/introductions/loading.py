"""Introductions of days before the platform: written once by their ids, with the steps known.

Nobody's consent is on record for them, so no contact is disclosed by them. Of the follow-ups those
are planned that were still to come when the introduction was put on record.
"""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Resource, require
from chainlink.clock import start_of_day
from chainlink.enterprises.owners import OwnerFound, find_owners
from chainlink.errors import InvalidInput
from chainlink.events.reading import events_by_ids
from chainlink.events.writing import check_committees
from chainlink.introductions import follow_ups
from chainlink.introductions.machine import BEFORE_INTRODUCED, BY_STEP, IntroductionState, Step
from chainlink.introductions.model import PartyRole
from chainlink.introductions.reading import CYPHER
from chainlink.introductions.writing import write_party, write_step
from chainlink.journal.service import Change, Journal
from chainlink.matching.model import MatchType
from chainlink.settings import Settings


class IntroductionRow(BaseModel):
    """An introduction with its id; parties by 统一社会信用代码 or exact name, steps by day."""

    model_config = ConfigDict(frozen=True)

    id: str
    seeker: str
    provider: str
    match_type: MatchType
    committee: str
    event: str | None = None
    steps: tuple[tuple[Step, date], ...]
    recorded_on: date
    invented: bool = False
    source: str


class IntroductionLoader:
    """Loading introductions; safe to repeat: what users changed since is never written over."""

    def __init__(self, journal: Journal, settings: Settings) -> None:
        self._journal = journal
        self._settings = settings

    async def load(self, actor: Actor, rows: Sequence[IntroductionRow]) -> int:
        """Write the introductions that are not there yet; returns how many.

        Raises InvalidInput for a party, a committee or an event that is not there, Forbidden.
        """
        require(actor, Action.WRITE, Resource.INTRODUCTIONS, seen=True)
        if not rows:
            return 0

        async def work(change: Change) -> int:
            ids = [row.id for row in rows]
            known = {row["id"] for row in await change.transaction.read(CYPHER["by_ids"], ids=ids)}
            new = [row for row in rows if row.id not in known]
            for row in new:
                await self._write(change, row)
            return len(new)

        return await self._journal.change(actor.account, work)

    async def _write(self, change: Change, row: IntroductionRow) -> None:
        seeker, provider = await _parties(change, row)
        recorded_at = start_of_day(row.recorded_on, self._settings.zone)
        reached = [BY_STEP[step].target for step, _ in row.steps]
        introduced = [day for step, day in row.steps if step is Step.INTRODUCE]
        said = {
            "id": row.id,
            "seeker": seeker,
            "provider": provider,
            "match_type": row.match_type.value,
            "state": reached[-1].value,
            "state_since": start_of_day(row.steps[-1][1], self._settings.zone),
            "furthest": reached[-1].value,
            "disputed": False,
            "committee": row.committee,
            "event": row.event,
            "owner": change.actor,
            "introduced_on": introduced[0].isoformat() if introduced else None,
            "shortlisted_by": [row.committee],
            "source": row.source,
            "invented": row.invented,
            "version": 1,
            "recorded_at": recorded_at,
            "recorded_by": change.actor,
        }
        await change.records.create("Introduction", [said])
        for enterprise, role in ((seeker, PartyRole.SEEKER), (provider, PartyRole.PROVIDER)):
            await write_party(change, row.id, enterprise, role)
        await change.records.relate("BROKERED_BY", [{"start": row.id, "end": row.committee}])
        if row.event is not None:
            await change.records.relate("AROSE_AT", [{"start": row.id, "end": row.event}])
        seen = reached[-1] not in BEFORE_INTRODUCED
        concerned = (seeker, provider) if seen else ()
        change.record("introduction.loaded", "Introduction", row.id, said, concerned)
        origin = IntroductionState.SUGGESTED
        for (step, day), target in zip(row.steps, reached, strict=True):
            await write_step(change, row.id, step, origin, target, day, recorded_at=recorded_at)
            origin = target
        if introduced:
            await follow_ups.plan(change, row.id, introduced[0], after=row.recorded_on)


async def _parties(change: Change, row: IntroductionRow) -> tuple[str, str]:
    found = await find_owners(change.transaction, [row.seeker, row.provider])
    ids = []
    for said in (row.seeker, row.provider):
        owner = found[said]
        if not isinstance(owner, OwnerFound):
            raise owner
        ids.append(owner.id)
    await check_committees(change.transaction, [row.committee])
    if row.event and row.event not in await events_by_ids(change.transaction, [row.event]):
        raise InvalidInput.of("event", "unknown_code", value=row.event)
    return ids[0], ids[1]
