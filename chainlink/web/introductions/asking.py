"""Which introductions the address asks for; what it says wrongly is as if it had not been said."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from starlette.datastructures import QueryParams

from chainlink.introductions.listing_model import (
    LARGEST_PAGE,
    ListingOrder,
    ListingQuestion,
)
from chainlink.introductions.machine import IntroductionState
from chainlink.matching.model import MatchType
from chainlink.web.guests import Guest
from chainlink.web.tables import Asked

ORDERS: Mapping[str, ListingOrder] = {
    "due_on": ListingOrder.DUE,
    "state": ListingOrder.STATE,
    "since": ListingOrder.UPDATED,
    "recorded": ListingOrder.RECORDED,
}
_LONGEST = 100  # characters of a text
Value = TypeVar("Value", bound=StrEnum)


def question_of(guest: Guest, asked: Asked | None = None) -> ListingQuestion:
    """The question of the address; with a table's state also its order and its page."""
    query = guest.query
    question = ListingQuestion(
        states=frozenset(_values(IntroductionState, query.getlist("state"))),
        committees=frozenset(one for one in _texts(query, "committee") if one),
        chain=_text(query, "chain"),
        event=_text(query, "event"),
        match_type=next(iter(_values(MatchType, query.getlist("match_type"))), None),
        owner=guest.actor.account if query.get("owner") == "me" else _text(query, "owner"),
        enterprise=_text(query, "party"),
        overdue=True if query.get("overdue") else None,
        due_before=_day(_text(query, "due_before")),
        disputed=True if query.get("disputed") else None,
        text=_text(query, "enterprise"),
    )
    if asked is None:
        return question
    return replace(
        question,
        order=ORDERS[asked.sort],
        descending=asked.descending,
        page=asked.page,
        size=min(asked.size, LARGEST_PAGE),
    )


def _values(kind: type[Value], said: list[str]) -> list[Value]:
    known = {one.value: one for one in kind}
    return [known[one] for one in said if one in known]


def _texts(query: QueryParams, name: str) -> list[str]:
    return [one.strip()[:_LONGEST] for one in query.getlist(name)]


def _text(query: QueryParams, name: str) -> str:
    return next(iter(_texts(query, name)), "")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
