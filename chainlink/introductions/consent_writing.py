"""Writing consents, and the edges by which they let others read contacts.

An edge is open exactly while its consent is GIVEN; a consent that has run out stays so, and every
reader compares the day. Only the side that a consent is of is concerned by its entries.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chainlink.enterprises.disclosure import ContactField
from chainlink.identity import new_id
from chainlink.introductions.model import Consent, ConsentState, Manner
from chainlink.introductions.reading import CYPHER
from chainlink.introductions.writing import tell
from chainlink.journal.service import Change

_OPEN = {ConsentState.ASKED, ConsentState.GIVEN}


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked of an enterprise."""

    enterprise: str
    recipients: tuple[str, ...]
    purpose: str
    fields: Sequence[ContactField]
    valid_until: date


@dataclass(frozen=True, slots=True)
class Answer:
    """How an enterprise has answered."""

    manner: Manner
    evidence: str | None = None
    evidence_digest: str | None = None


async def ask(change: Change, introduction: str, asking: Asking, before: Iterable[Consent]) -> None:
    """A new consent; one that was asked for no other recipients and is unanswered makes room."""
    for one in before:
        if one.state is ConsentState.ASKED and _covered(one, asking.enterprise, asking.recipients):
            await _settle(change, one, ConsentState.REPLACED, "consent.replaced")
    row: dict[str, Any] = {
        "id": new_id(),
        "introduction": introduction,
        "enterprise": asking.enterprise,
        "recipients": list(asking.recipients),
        "purpose": asking.purpose,
        "fields": [one.value for one in asking.fields],
        "valid_until": asking.valid_until.isoformat(),
        "state": ConsentState.ASKED.value,
        "asked_at": change.now,
        "asked_by": change.actor,
        "version": 1,
    }
    await change.records.create("Consent", [row])
    change.record("consent.asked", "Consent", row["id"], row, (asking.enterprise,))


def _covered(one: Consent, enterprise: str, recipients: Iterable[str]) -> bool:
    return one.enterprise == enterprise and set(one.recipients) <= set(recipients)


async def give(change: Change, consent: Consent, answer: Answer, others: Iterable[Consent]) -> None:
    """The consent is given: its edges open, those of one that it takes the place of close."""
    for one in others:
        if one.state is ConsentState.GIVEN and _covered(
            one, consent.enterprise, consent.recipients
        ):
            await _settle(change, one, ConsentState.REPLACED, "consent.replaced")
    await _settle(change, consent, ConsentState.GIVEN, "consent.given", **_said(change, answer))
    edges = [
        {
            "start": consent.enterprise,
            "end": recipient,
            "id": f"{consent.id}:{recipient}",
            "introduction": consent.introduction,
            "fields": [one.value for one in consent.fields],
            "valid_until": consent.valid_until.isoformat(),
            "recorded_at": change.now,
        }
        for recipient in consent.recipients
    ]
    await change.records.relate("DISCLOSES_TO", edges)


async def refuse(change: Change, consent: Consent, answer: Answer) -> None:
    """The consent is refused."""
    await _settle(change, consent, ConsentState.REFUSED, "consent.refused", **_said(change, answer))


async def withdraw(change: Change, consent: Consent, answer: Answer) -> None:
    """What was given is taken back: nothing can be read by it from the next answer on."""
    said = _said(change, answer) | {"withdrawn_at": change.now}
    del said["decided_at"], said["decided_by"]  # these tell of the giving
    await _settle(change, consent, ConsentState.WITHDRAWN, "consent.withdrawn", **said)


async def replace(change: Change, consent: Consent) -> None:
    """Another has to be asked for in its place: a party is not the one that it was given for."""
    await _settle(change, consent, ConsentState.REPLACED, "consent.replaced")


async def end(change: Change, consents: Iterable[Consent], *, unanswered: ConsentState) -> None:
    """The introduction was given up: what it was asked for has no purpose any more."""
    for one in consents:
        if one.state in _OPEN:
            asked = one.state is ConsentState.ASKED
            state = unanswered if asked else ConsentState.ENDED
            row = await _write(change, one, state)
            action = f"consent.{state.value.lower()}"
            tell(change, action, "Consent", one.id, row, (one.enterprise,))


def _said(change: Change, answer: Answer) -> dict[str, Any]:
    return {
        "decided_at": change.now,
        "decided_by": change.actor,
        "manner": answer.manner.value,
        "evidence": answer.evidence,
        "evidence_digest": answer.evidence_digest,
    }


async def _settle(
    change: Change, consent: Consent, state: ConsentState, action: str, **said: Any
) -> None:
    row = await _write(change, consent, state, **said)
    change.record(action, "Consent", consent.id, row, (consent.enterprise,))


async def _write(
    change: Change, consent: Consent, state: ConsentState, **said: Any
) -> dict[str, Any]:
    """The consent's next version; edges close with the state that opened them."""
    row = {"id": consent.id, "state": state.value, "version": consent.version + 1, **said}
    await change.records.update("Consent", [row])
    if consent.state is ConsentState.GIVEN:
        await change.transaction.write(
            CYPHER["close_disclosures"],
            enterprise=consent.enterprise,
            consent=f"{consent.id}:",
            now=change.now,
        )
    return row | {"introduction": consent.introduction, "enterprise": consent.enterprise}
