"""Writing events and who takes part: one at a door or several from a file, by the same steps."""

from collections.abc import Sequence
from typing import Any

from chainlink.errors import InvalidInput
from chainlink.events.model import AttendanceState, EventDraft
from chainlink.events.reading import CYPHER
from chainlink.graph.port import GraphReader
from chainlink.journal.service import Change


async def check_committees(reader: GraphReader, codes: Sequence[str]) -> None:
    """Raises InvalidInput for a committee that does not exist."""
    rows = await reader.read(CYPHER["committees_known"], codes=list(codes))
    known = {row["code"] for row in rows}
    for code in codes:
        if code not in known:
            raise InvalidInput.of("committees", "unknown_code", value=code)


async def write_event(change: Change, id_: str, draft: EventDraft, **filed: Any) -> None:
    """A new event with its hosts; `filed` is what only a file may say."""
    row = draft.model_dump(mode="json", exclude={"committees"}) | {
        "id": id_,
        "version": 1,
        "invented": False,
        "recorded_at": change.now,
        "recorded_by": change.actor,
        **filed,
    }
    await change.records.create("Event", [row])
    await write_hosts(change, id_, draft.committees)
    facts = row | {"committees": sorted(draft.committees)}
    change.record("event.created", "Event", id_, facts)


async def write_hosts(change: Change, event: str, committees: Sequence[str]) -> None:
    """These committees host the event, and no others."""
    await change.transaction.write(CYPHER["forget_hosts"], id=event)
    await change.records.relate("HOSTED_BY", [{"start": event, "end": one} for one in committees])


async def write_attendance(
    change: Change, event: str, enterprises: Sequence[str], state: AttendanceState, **filed: Any
) -> None:
    """How far enterprises have come with taking part, each with its entry."""
    rows = [
        {
            "start": one,
            "end": event,
            "state": state.value,
            "recorded_at": change.now,
            "recorded_by": change.actor,
            **filed,
        }
        for one in enterprises
    ]
    await change.records.relate("ATTENDED", rows)
    for row in rows:
        action = f"event.{state.value.lower()}"
        change.record(action, "ATTENDED", event, row, (row["start"],))
