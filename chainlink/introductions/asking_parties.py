"""Asking the parties of an introduction for their consent: what moves it on, what is written."""

from datetime import date

from chainlink.accounts.model import Actor
from chainlink.errors import Conflict
from chainlink.introductions import consent_writing
from chainlink.introductions.access import require_officer, to_change
from chainlink.introductions.answering import require_open
from chainlink.introductions.asking import askings
from chainlink.introductions.drafts import AskDraft
from chainlink.introductions.machine import BY_STEP, Step
from chainlink.introductions.model import Introduction
from chainlink.introductions.moving import Said, move
from chainlink.introductions.reading import consents_of
from chainlink.introductions.sight import COMMITTEES_OWN
from chainlink.journal.service import Change


async def ask_parties(
    actor: Actor,
    change: Change,
    introduction: str,
    version: int,
    draft: AskDraft,
    today: date,
    days: int,
) -> Introduction:
    """Within a change: each party asked separately; `days` are the longest term of a consent.

    Raises NotFound, Forbidden, StaleVersion, InvalidInput, Conflict where the introduction has
    ended.
    """
    subject = await to_change(actor, change, introduction, version)
    require_officer(actor, subject.taker, Step.ASK_CONSENT.value)
    before = subject.introduction
    require_open(actor, before)
    asked = askings(before, draft, today, days)
    transition = BY_STEP[Step.ASK_CONSENT]
    after = before
    if before.state in transition.origins:
        named = draft.enterprises
        side = named[0] if len(named) == 1 else None
        after = await move(change, before, transition, Said(today, side=side))
    elif before.furthest in COMMITTEES_OWN:
        raise Conflict("introduction.not_now", step=transition.step.value, state=before.state.value)
    standing = await consents_of(change.transaction, [before.id])
    for one in asked:
        await consent_writing.ask(change, before.id, one, standing)
    return after
