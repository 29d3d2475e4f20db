"""Events from a file: written once by their ids, and left as they stand afterwards."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Resource, require
from chainlink.clock import start_of_day
from chainlink.enterprises.owners import OwnerFound, find_owners
from chainlink.events.model import AttendanceState, EventDraft
from chainlink.events.reading import CYPHER
from chainlink.events.writing import check_committees, write_attendance, write_event
from chainlink.journal.service import Change, Journal
from chainlink.settings import Settings


class EventRow(BaseModel):
    """An event with its id, and by 统一社会信用代码 who was there."""

    model_config = ConfigDict(frozen=True)

    id: str
    draft: EventDraft
    attended: tuple[str, ...] = ()
    recorded_on: date | None = None
    invented: bool = False
    source: str | None = None


class EventLoader:
    """Loading events; safe to repeat: what users changed since is never written over."""

    def __init__(self, journal: Journal, settings: Settings) -> None:
        self._journal = journal
        self._settings = settings

    async def load(self, actor: Actor, rows: Sequence[EventRow]) -> int:
        """Write the events that are not there yet; returns how many.

        Raises InvalidInput for a committee or an enterprise that is not there, Forbidden.
        """
        require(actor, Action.WRITE, Resource.EVENTS, seen=True)
        if not rows:
            return 0

        async def work(change: Change) -> int:
            ids = [row.id for row in rows]
            known = {
                row["id"] for row in await change.transaction.read(CYPHER["known_events"], ids=ids)
            }
            new = [row for row in rows if row.id not in known]
            for row in new:
                await self._write(change, row)
            return len(new)

        return await self._journal.change(actor.account, work)

    async def _write(self, change: Change, row: EventRow) -> None:
        await check_committees(change.transaction, row.draft.committees)
        enterprises = []
        if row.attended:
            for owner in (await find_owners(change.transaction, row.attended)).values():
                if not isinstance(owner, OwnerFound):
                    raise owner
                enterprises.append(owner.id)
        recorded = (
            {"recorded_at": start_of_day(row.recorded_on, self._settings.zone)}
            if row.recorded_on
            else {}
        )
        told = {"source": row.source, "invented": row.invented}
        await write_event(change, row.id, row.draft, **recorded, **told)
        await write_attendance(change, row.id, enterprises, AttendanceState.ATTENDED, **recorded)
