"""What consent is asked for: of whom, for which recipients, until when."""

from collections.abc import Iterator
from datetime import date, timedelta

from chainlink.errors import InvalidInput
from chainlink.introductions.consent_writing import Asking
from chainlink.introductions.drafts import AskDraft, JoinDraft
from chainlink.introductions.model import Introduction


def term(valid_until: date | None, today: date, days: int) -> date:
    """The last day of a consent, `days` from today where none is named, nor is a later one taken.

    Raises InvalidInput for a day that is over or further away than that.
    """
    latest = today + timedelta(days=days)
    if valid_until is None:
        return latest
    if not today <= valid_until <= latest:
        raise InvalidInput.of(
            "validUntil", "consent.term", value=valid_until, first=today, last=latest
        )
    return valid_until


def askings(introduction: Introduction, draft: AskDraft, today: date, days: int) -> list[Asking]:
    """What a draft asks of each party that it names, or of all.

    Raises InvalidInput for who is no party, and for a day that cannot be.
    """
    until = term(draft.valid_until, today, days)
    for place, enterprise in enumerate(draft.enterprises):
        if not introduction.has_party(enterprise):
            raise InvalidInput.of(f"enterprises.{place}", "introduction.no_party")
    asked = draft.enterprises or tuple(one.enterprise for one in introduction.parties)
    return [
        Asking(one, introduction.others(one), draft.purpose, draft.fields, until) for one in asked
    ]


def askings_for_partner(
    introduction: Introduction, draft: JoinDraft, today: date, days: int
) -> Iterator[Asking]:
    """Of the partner for all others, and of each of those for the partner. Raises InvalidInput."""
    if draft.purpose is None:
        raise InvalidInput.of("purpose", "required")
    until = term(draft.valid_until, today, days)
    partner = draft.enterprise
    others = introduction.others(partner)
    yield Asking(partner, others, draft.purpose, draft.fields, until)
    for one in others:
        yield Asking(one, (partner,), draft.purpose, draft.fields, until)
