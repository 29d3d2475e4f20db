"""Follow-ups: planned by themselves when two are introduced, done with a note, never lost."""

from calendar import monthrange
from datetime import date

from chainlink.identity import new_id
from chainlink.introductions.reading import follow_ups_of
from chainlink.journal.service import Change

MONTHS = (3, 6, 12, 24)


def months_after(day: date, months: int) -> date:
    """The same day some calendar months later, or that month's last where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


async def plan(
    change: Change, introduction: str, introduced_on: date, after: date | None = None
) -> None:
    """The four looks back, in the change that introduces; those up to `after` are past already."""
    days = {months: months_after(introduced_on, months) for months in MONTHS}
    rows = [
        {
            "id": new_id(),
            "introduction": introduction,
            "months": months,
            "due_on": day.isoformat(),
            "recorded_at": change.now,
            "version": 1,
        }
        for months, day in days.items()
        if after is None or day > after
    ]
    await change.records.create("FollowUp", rows)
    for row in rows:
        change.record("follow_up.planned", "FollowUp", str(row["id"]), row)


async def cancel(change: Change, introduction: str) -> None:
    """No more looks back at what was given up."""
    for one in await follow_ups_of(change.transaction, [introduction]):
        if one.open:
            row = {"id": one.id, "cancelled_at": change.now, "version": one.version + 1}
            await change.records.update("FollowUp", [row])
            facts = row | {"introduction": introduction}
            change.record("follow_up.cancelled", "FollowUp", one.id, facts)
