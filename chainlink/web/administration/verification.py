"""`/administration/journal/verification`: is the journal what it was when it was written?"""

import re
from dataclasses import dataclass

from starlette.responses import Response

from chainlink.errors import InvalidInput
from chainlink.web.administration.parts import HOME, WHOLE, page
from chainlink.web.bodies import Sent
from chainlink.web.desk import Desk
from chainlink.web.guests import Guest
from chainlink.web.workbench import Workbench

PATH = f"{HOME}/journal/verification"
_NOTED = re.compile(r"\s*(\d{1,15})[\s:]+([0-9a-fA-F]{64})\s*")


@dataclass(frozen=True, slots=True)
class Compared:
    """A head that was noted earlier beside the journal; `key` says what is wrong, if anything."""

    sequence: int
    key: str | None


async def show_verification(desk: Desk, guest: Guest) -> Response:
    """The page: the head to note, the last walk, and an earlier head compared."""
    app = desk.app
    said = guest.query.get("head", "")
    compared, wrong = None, ""
    if said:
        noted = _NOTED.fullmatch(said)
        if noted is None:
            problem = InvalidInput.of("head", "journal.not_a_head", value=said[:100])
            wrong = desk.sentence(guest, problem)
        else:
            sequence = int(noted[1])
            key = await app.history.compare(guest.actor, sequence, noted[2].lower())
            compared = Compared(sequence, key)
    return page(
        desk,
        guest,
        "verification",
        head=await app.journal.head(),
        last=await app.history.verification(guest.actor),
        compared=compared,
        compared_said=_said(desk, guest, compared.key, compared.sequence) if compared else "",
        last_said=await _last_said(desk, guest),
        noted=said[:200],
        wrong=wrong,
    )


def _said(desk: Desk, guest: Guest, key: str | None, sequence: int | None) -> str:
    return desk.shown(guest).say(key, sequence=sequence) if key else ""


async def _last_said(desk: Desk, guest: Guest) -> str:
    last = await desk.app.history.verification(guest.actor)
    return _said(desk, guest, last.key, last.broken_at) if last else ""


def add_verification(workbench: Workbench) -> None:
    """Serve it."""
    desk, app = workbench.desk, workbench.app

    async def show(guest: Guest) -> Response:
        return await show_verification(desk, guest)

    async def start(guest: Guest, sent: Sent) -> Response:
        await app.history.start_verification(guest.actor)
        return workbench.done(guest, sent, "verification_started")

    workbench.shows(PATH, WHOLE, show)
    workbench.takes(PATH, WHOLE, start, show)
