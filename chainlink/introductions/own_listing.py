"""A party's own introductions as a page: few, and by what the party is told of them."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

from chainlink.introductions.listing_facts import STATES
from chainlink.introductions.listing_model import ListingOrder, ListingPage, ListingQuestion
from chainlink.introductions.model import IntroductionView


def own_page(
    views: Sequence[IntroductionView],
    question: ListingQuestion,
    committees: Collection[str] | None,
    named: Collection[str] | None,
) -> ListingPage:
    """The page; what a party is not told of matches nothing and orders nothing."""
    fitting = [one for one in views if _fits(one, question, committees, named)]
    chosen = [one for one in fitting if not question.states or one.state in question.states]
    chosen.sort(key=lambda one: one.id)
    chosen.sort(key=lambda one: _key(one, question.order), reverse=question.descending)
    counted = Counter(dict.fromkeys(STATES, 0))
    counted.update(one.state for one in fitting)
    return ListingPage(
        ids=tuple(one.id for one in chosen[question.passed :][: question.most]),
        total=len(chosen),
        counts=counted,
        overdue=0,
        size=question.most,
    )


def _fits(
    view: IntroductionView,
    question: ListingQuestion,
    committees: Collection[str] | None,
    named: Collection[str] | None,
) -> bool:
    parties = {one.enterprise for one in view.parties}
    return (
        (committees is None or view.committee in committees)
        and (not question.event or view.event == question.event)
        and (question.match_type is None or view.match_type is question.match_type)
        and (not question.owner or view.owner == question.owner)
        and (not question.enterprise or question.enterprise in parties)
        and (question.disputed is None or view.disputed is question.disputed)
        and (question.overdue is None or bool(view.overdue) is question.overdue)
        and question.due_before is None
        and (named is None or not parties.isdisjoint(named))
    )


def _key(view: IntroductionView, order: ListingOrder) -> Any:
    """When an introduction was recorded is not told to parties; its last change is."""
    return STATES.index(view.state) if order is ListingOrder.STATE else view.state_since
