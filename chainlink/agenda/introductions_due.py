"""What is due of introductions, out of the facts that they are listed by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from chainlink.agenda.model import (
    ConsentWaiting,
    FollowUpDue,
    IntroductionDue,
    Meeting,
    ReadyToIntroduce,
    Section,
)
from chainlink.clock import end_of_day, local_day, start_of_day
from chainlink.introductions.listing_facts import STATES, IntroductionFacts
from chainlink.introductions.machine import IntroductionState
from chainlink.listing.numbers import Mask, day_number, day_of, instant_of, microseconds
from chainlink.listing.owned import count_of
from chainlink.listing.table import Table

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Span:
    """The days that an agenda is of: today and so many after it."""

    today: date
    days: int
    most: int
    zone: ZoneInfo
    answer_days: int  # that an enterprise has to answer when it is asked for consent

    @property
    def last(self) -> date:
        """The last of the days."""
        return self.today + timedelta(days=self.days)


def introductions_due(
    facts: IntroductionFacts, seen: Mask, span: Span, *, officer: bool
) -> Mapping[str, Section[Any]]:
    """The lists that are made of introductions, of those that the actor sees."""
    found: dict[str, Section[Any]] = {
        "meetings": _meetings(facts, seen, span),
        "disputed": _disputed(facts, seen, span),
    }
    if officer:
        own, today = facts.own_due(), day_number(span.today)
        soon = (own >= today) & (own <= day_number(span.last))
        found |= {
            "overdue": _due(facts, seen & (own < today), span),
            "due_soon": _due(facts, seen & soon, span),
            "follow_ups": _follow_ups(facts, seen, span),
            "consents": consents_waiting(facts, seen, span),
            "agreed": _agreed(facts, seen, span),
        }
    return found


def section(
    table: Table, chosen: Mask, key: NDArray[Any], most: int, made: Callable[[int], Thing]
) -> Section[Thing]:
    """The first of the chosen rows by a key."""
    rows = table.page(chosen, key, descending=False, passed=0, most=most)
    return Section(tuple(made(row) for row in rows), count_of(chosen))


def _due(facts: IntroductionFacts, chosen: Mask, span: Span) -> Section[IntroductionDue]:
    table = facts.introductions

    def made(row: int) -> IntroductionDue:
        day, state = day_of(table["due"][row]), STATES[table["state"][row]]
        return IntroductionDue(table.ids[row], day, state)

    return section(table, chosen, table["due"], span.most, made)


def _follow_ups(facts: IntroductionFacts, seen: Mask, span: Span) -> Section[FollowUpDue]:
    table = facts.follow_ups
    near = table["live"] & (table["due"] <= day_number(span.last))
    chosen = near & seen[table["introduction"]]

    def made(row: int) -> FollowUpDue:
        introduction = facts.introductions.ids[table["introduction"][row]]
        return FollowUpDue(table.ids[row], introduction, day_of(table["due"][row]))

    return section(table, chosen, table["due"], span.most, made)


def consents_waiting(
    facts: IntroductionFacts, seen: Mask, span: Span, enterprise: str | None = None
) -> Section[ConsentWaiting]:
    """Consents that were asked for and not answered, of all or of one enterprise."""
    table = facts.consents
    open_ = seen & ~facts.ended()
    chosen = table["live"] & ~table["given"] & open_[table["introduction"]]
    if enterprise is not None:
        chosen &= facts.enterprises.among(table["enterprise"], [enterprise])

    def made(row: int) -> ConsentWaiting:
        asked_at = instant_of(table["asked"][row])
        asked_on = date.fromisoformat(local_day(asked_at, span.zone))
        return ConsentWaiting(
            consent=table.ids[row],
            introduction=facts.introductions.ids[table["introduction"][row]],
            enterprise=facts.enterprises.values[table["enterprise"][row]],
            asked_at=asked_at,
            expires_on=asked_on + timedelta(days=span.answer_days),
            age_days=(span.today - asked_on).days,
        )

    return section(table, chosen, table["asked"], span.most, made)


def _agreed(facts: IntroductionFacts, seen: Mask, span: Span) -> Section[ReadyToIntroduce]:
    """Both consents stand, and the two are not introduced yet."""
    table, until = facts.introductions, facts.agreed_until()
    pending = table["state"] == STATES.index(IntroductionState.CONSENT_PENDING)
    chosen = seen & pending & (until >= day_number(span.today))
    return section(
        table,
        chosen,
        until,
        span.most,
        lambda row: ReadyToIntroduce(table.ids[row], day_of(until[row])),
    )


def _meetings(facts: IntroductionFacts, seen: Mask, span: Span) -> Section[Meeting]:
    table = facts.introductions
    first = microseconds(start_of_day(span.today, span.zone))
    last = microseconds(end_of_day(span.last, span.zone))
    chosen = seen & (table["meets"] >= first) & (table["meets"] <= last)
    return section(
        table,
        chosen,
        table["meets"],
        span.most,
        lambda row: Meeting(table.ids[row], instant_of(table["meets"][row]), facts.places.get(row)),
    )


def _disputed(facts: IntroductionFacts, seen: Mask, span: Span) -> Section[str]:
    """What is disputed, ended or not: money may hang on it."""
    table = facts.introductions
    chosen = seen & table["disputed"].astype(np.bool_)
    return section(table, chosen, table["since"], span.most, lambda row: table.ids[row])
