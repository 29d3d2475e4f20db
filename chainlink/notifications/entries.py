"""From entries of the journal to notifications: which change is news for whom.

What an entry's facts do not say (who the parties are, which committees) is read as it stands now:
an entry whose subject has moved on since makes no news about what is over.
"""

import json
from collections.abc import Sequence
from typing import Any

from chainlink.deals.model import Deal, Verification
from chainlink.deals.reading import current_deals
from chainlink.graph.cypher import Queries
from chainlink.graph.port import GraphReader, Row
from chainlink.introductions.machine import BY_STEP, ENDED, IntroductionState, Step
from chainlink.introductions.model import Introduction
from chainlink.introductions.reading import introductions_by_ids
from chainlink.journal.model import JournalEntry
from chainlink.notifications.model import Audience, AudienceKind, Draft, Fact, NotificationKind

CYPHER = Queries(__package__ or "")
_CONSENTS = "consent."
_STEPS = "introduction."
_ANSWERS = {"given": "GIVEN", "refused": "REFUSED", "withdrawn": "WITHDRAWN"}
_TO_CONFIRM = {"deal.recorded", "deal.corrected"}
_TO_REVIEW = "deal."  # whatever brought it to where both have confirmed
_UNCONFIRMED = {Verification.SELF_REPORTED, Verification.DOCUMENTED}
# a shortlist is the committee's own; who is asked hears of it by the consent
_NOT_TOLD = {Step.SHORTLIST, Step.ASK_CONSENT}
_K = NotificationKind


async def drafts_of(reader: GraphReader, entries: Sequence[JournalEntry]) -> list[Draft]:
    """The notifications that entries give rise to, in their order."""
    facts = {entry.sequence: json.loads(entry.facts) for entry in entries}
    return [
        *await _waiting(reader, entries, facts),
        *await _about_introductions(reader, entries),
        *await _about_deals(reader, entries, facts),
    ]


async def _waiting(
    reader: GraphReader, entries: Sequence[JournalEntry], facts: dict[int, Any]
) -> list[Draft]:
    waiting = {
        entry.subject: entry
        for entry in entries
        if entry.action == "enterprise.registered"
        and facts[entry.sequence].get("status") == "PENDING"
    }
    if not waiting:
        return []
    rows = await reader.read(CYPHER["committees_asked"], ids=sorted(waiting))
    return [
        _draft(
            waiting[row["enterprise"]],
            (AudienceKind.SECRETARIES, row["committee"]),
            _K.ENTERPRISE_WAITING,
            ("Enterprise", row["enterprise"]),
        )
        for row in sorted(rows, key=lambda row: (row["enterprise"], row["committee"]))
    ]


def _draft(
    entry: JournalEntry,
    audience: tuple[AudienceKind, str],
    kind: NotificationKind,
    subject: tuple[str, str],
    *,
    message: str = "",
    **facts: Fact,
) -> Draft:
    return Draft(
        audience=Audience(*audience),
        kind=kind,
        subject_label=subject[0],
        subject=subject[1],
        message=f"notification.{kind}{message}",
        occasion=f"entry:{entry.sequence}",
        sequence=entry.sequence,
        facts=facts,
    )


async def _about_introductions(reader: GraphReader, entries: Sequence[JournalEntry]) -> list[Draft]:
    asked = sorted({one.subject for one in entries if one.action.startswith(_CONSENTS)})
    rows = await reader.read(CYPHER["consents"], ids=asked) if asked else []
    consents = {row["id"]: row for row in rows}
    known = await introductions_by_ids(
        reader, sorted({row["introduction"] for row in consents.values()})
    )
    drafts: list[Draft] = []
    for entry in entries:
        if entry.subject in consents and entry.action.startswith(_CONSENTS):
            consent = consents[entry.subject]
            if consent["introduction"] in known:
                drafts += _of_consent(entry, consent, known[consent["introduction"]])
        elif entry.subject_label == "Introduction" and entry.action.startswith(_STEPS):
            drafts += _of_step(entry)
    return drafts


def _of_consent(entry: JournalEntry, consent: Row, introduction: Introduction) -> list[Draft]:
    subject = ("Introduction", introduction.id)
    verb = entry.action.removeprefix(_CONSENTS)
    if verb == "asked":
        asked = (AudienceKind.ENTERPRISE, consent["enterprise"])
        return [_draft(entry, asked, _K.CONSENT_ASKED, subject)]
    if verb not in _ANSWERS:
        return []
    officers = (AudienceKind.COMMITTEE, introduction.committee)
    return [
        _draft(
            entry,
            officers,
            _K.CONSENT_ANSWERED,
            subject,
            message=f".{_ANSWERS[verb]}",
            enterprise=consent["enterprise"],
        )
    ]


def _of_step(entry: JournalEntry) -> list[Draft]:
    """What enterprises hear of a step: those whom the entry says that it concerns.

    So who must not know of an end by its true name hears of `introduction.not_pursued`, and every
    end sounds the same.
    """
    name = entry.action.removeprefix(_STEPS).upper()
    told = [(AudienceKind.ENTERPRISE, one) for one in entry.enterprises]
    subject = ("Introduction", entry.subject)
    ended = name == "NOT_PURSUED"
    if not ended and (name not in Step.__members__ or name in _NOT_TOLD):
        return []
    target = IntroductionState.WITHDRAWN if ended else BY_STEP[Step(name)].target
    if target is IntroductionState.INTRODUCED:
        return [_draft(entry, one, _K.INTRODUCED, subject) for one in told]
    if target in ENDED and target is not IntroductionState.COMPLETED:
        return [_draft(entry, one, _K.STATE_CHANGED, subject, message=".ended") for one in told]
    return [_draft(entry, one, _K.STATE_CHANGED, subject, state=target.value) for one in told]


async def _about_deals(
    reader: GraphReader, entries: Sequence[JournalEntry], facts: dict[int, Any]
) -> list[Draft]:
    meant = {
        entry.sequence: str(facts[entry.sequence].get("deal") or entry.subject)
        for entry in entries
        if entry.action.startswith(_TO_REVIEW)
    }
    known = await current_deals(reader, sorted(set(meant.values())))
    drafts: list[Draft] = []
    for entry in entries:
        deal = known.get(meant.get(entry.sequence, ""))
        if deal is not None:
            drafts += _of_deal(entry, deal)
    return drafts


def _of_deal(entry: JournalEntry, deal: Deal) -> list[Draft]:
    def draft(audience: tuple[AudienceKind, str], kind: NotificationKind) -> Draft:
        return Draft(
            audience=Audience(*audience),
            kind=kind,
            subject_label="Deal",
            subject=deal.deal,
            message=f"notification.{kind}",
            occasion=f"deal:{deal.id}",  # once a version, whichever entry tells of it
            sequence=entry.sequence,
        )

    drafts = []
    confirmed = {one.enterprise for one in deal.confirmations}
    if entry.action in _TO_CONFIRM and deal.verification in _UNCONFIRMED:
        drafts += [
            draft((AudienceKind.ENTERPRISE, party), _K.DEAL_TO_CONFIRM)
            for party in sorted(set(deal.parties) - confirmed)
        ]
    if deal.verification is Verification.BOTH_CONFIRMED:
        drafts += [
            draft((AudienceKind.SECRETARIES, committee), _K.DEAL_TO_REVIEW)
            for committee in sorted({line.committee for line in deal.credits})
        ]
    return drafts
