"""A partner joins the two whom an introduction is about."""

from datetime import date

from chainlink.errors import Conflict, InvalidInput
from chainlink.introductions import consent_writing
from chainlink.introductions.asking import askings_for_partner
from chainlink.introductions.drafts import JoinDraft
from chainlink.introductions.model import PRINCIPALS, Introduction
from chainlink.introductions.sight import COMMITTEES_OWN
from chainlink.introductions.writing import again, write_changes, write_party
from chainlink.journal.service import Change


async def joined(
    change: Change, before: Introduction, draft: JoinDraft, today: date, days: int
) -> Introduction:
    """The introduction with the partner; where consent was asked before it is asked now, too.

    Raises Conflict where the introduction has ended or the enterprise is in it, InvalidInput.
    """
    partner = draft.enterprise
    if before.ended:
        raise Conflict("introduction.over", state=before.state.value)
    if before.has_party(partner):
        raise Conflict("introduction.party_already")
    if draft.role in PRINCIPALS:
        raise InvalidInput.of("role", "introduction.partner_role")
    await write_party(change, before.id, partner, draft.role)
    written = await write_changes(change, before, {})
    parties = (*(one.enterprise for one in before.parties), partner)
    facts = written | {"enterprise": partner, "role": draft.role.value}
    told = () if before.furthest in COMMITTEES_OWN else parties
    change.record("introduction.joined", "Introduction", before.id, facts, told)
    after = await again(change, before)
    if before.furthest not in COMMITTEES_OWN:
        for asking in askings_for_partner(after, draft, today, days):
            await consent_writing.ask(change, before.id, asking, ())
    return after
