"""Ending what a party has not answered in time: the platform's own step."""

from datetime import date, datetime, timedelta

from chainlink.clock import instant_text
from chainlink.graph.port import GraphStore
from chainlink.introductions.machine import BY_STEP, IntroductionState, Step
from chainlink.introductions.model import CloseReason, ConsentState
from chainlink.introductions.moving import Said, move
from chainlink.introductions.reading import CYPHER, consents_of, introductions_by_ids
from chainlink.introductions.sight import principal
from chainlink.introductions.writing import PLATFORM
from chainlink.journal.service import Change, Journal
from chainlink.settings import Settings


async def expire_unanswered(
    store: GraphStore, journal: Journal, settings: Settings, now: datetime
) -> int:
    """End what was not answered in time, each in a change of its own, judged again in it."""
    before = instant_text(now - timedelta(days=settings.consent_answer_days))
    today = settings.today(now)
    ended = 0
    for row in await store.read(CYPHER["unanswered"], before=before):

        async def work(change: Change, id_: str = row["id"]) -> bool:
            return await _expire(change, id_, before, today)

        ended += await journal.change(PLATFORM, work)
    return ended


async def _expire(change: Change, id_: str, before: str, today: date) -> bool:
    introduction = (await introductions_by_ids(change.transaction, [id_]))[id_]
    if introduction.state is not IntroductionState.CONSENT_PENDING:
        return False
    late = [
        one
        for one in await consents_of(change.transaction, [id_])
        if one.state is ConsentState.ASKED
        and one.asked_at < before
        and principal(introduction, one.enterprise)
    ]
    if late:
        said = Said(today, reason=CloseReason.NO_ANSWER)
        await move(change, introduction, BY_STEP[Step.EXPIRE], said)
    return bool(late)
