"""Who asked, when, and of which state of the journal: by it a report on paper can be checked."""

from dataclasses import dataclass
from datetime import datetime

from chainlink.app import App
from chainlink.reporting.report import Report
from chainlink.web.guests import Guest
from chainlink.web.outcomes.asking import Asked

_TRIES = 3


@dataclass(frozen=True, slots=True)
class Stamp:
    """`sequence` and `digest` are of the journal's entry that the report knew last."""

    asked_by: str
    made_at: datetime
    sequence: int
    digest: str


async def stamped(app: App, guest: Guest, asked: Asked) -> tuple[Stamp, Report]:
    """The report with its stamp. Raises as `ReportService.outcome`."""
    account = await app.accounts.own(guest.actor)
    for _ in range(_TRIES):
        await app.follower.fresh()
        position = app.follower.position
        found = await app.reports.outcome(guest.actor, asked.question)
        # what was written while the report was made may or may not be in it: made once more
        if app.follower.position == position:
            break
    return Stamp(account.name, app.clock(), *position), found
