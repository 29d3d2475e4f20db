"""The list of introductions: a page of it, its counts and its board, out of memory.

Officers are answered from facts that follow the journal, and what they are shown is then read as
anything else, its permission judged again. A party has few, which it sees in its own way: those
are read and sifted as it sees them.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from chainlink.accounts.model import Actor
from chainlink.chains.service import ChainService
from chainlink.enterprises.reading import EnterpriseReading
from chainlink.graph.port import GraphStore
from chainlink.introductions import sight
from chainlink.introductions.listing_facts import STATES, IntroductionFacts
from chainlink.introductions.listing_loading import KnownIntroductions
from chainlink.introductions.listing_model import ListingOrder, ListingPage, ListingQuestion
from chainlink.introductions.machine import ENDED, IntroductionState
from chainlink.introductions.model import IntroductionView
from chainlink.introductions.own_listing import own_page
from chainlink.introductions.views import IntroductionReading
from chainlink.journal.following import JournalFollower
from chainlink.listing.naming import named
from chainlink.listing.numbers import NEVER, Mask, Numbers, day_number
from chainlink.listing.owned import count_of

OPEN = tuple(one for one in STATES if one not in ENDED)


class IntroductionListing:
    """Introductions by whatever they are looked for, as far as the actor may know them."""

    def __init__(
        self,
        store: GraphStore,
        follower: JournalFollower,
        introductions: IntroductionReading,
        enterprises: EnterpriseReading,
        chains: ChainService,
    ) -> None:
        self.known = KnownIntroductions(store, follower, enterprises)
        self._introductions = introductions
        self._enterprises = enterprises
        self._chains = chains

    async def views(
        self, actor: Actor, question: ListingQuestion
    ) -> tuple[ListingPage, list[IntroductionView]]:
        """A page with what the actor sees of its introductions. Raises GraphUnavailable."""
        page = await self.page(actor, question)
        found = await self._introductions.by_ids(actor, page.ids)
        return page, [found[id_] for id_ in page.ids if id_ in found]

    async def page(self, actor: Actor, question: ListingQuestion) -> ListingPage:
        """A page of ids with how many there are. Raises GraphUnavailable."""
        [page] = await self._pages(actor, question, [question])
        return page

    async def counts(
        self, actor: Actor, question: ListingQuestion | None = None
    ) -> Mapping[IntroductionState, int]:
        """How many there are in each state, those with none included."""
        return (await self.page(actor, replace(question or ListingQuestion(), size=1))).counts

    async def board(
        self, actor: Actor, question: ListingQuestion, most: int
    ) -> dict[IntroductionState, ListingPage]:
        """The first `most` of each open state, or of each that is asked for."""
        wanted = [one for one in STATES if one in question.states] if question.states else OPEN
        columns = [replace(question, states=frozenset({one}), page=1, size=most) for one in wanted]
        return dict(zip(wanted, await self._pages(actor, question, columns), strict=True))

    async def facts(self) -> IntroductionFacts:
        """What is known of all introductions, as the journal left them."""
        await self.known.ready()
        return self.known.facts

    async def _pages(
        self, actor: Actor, question: ListingQuestion, parts: Sequence[ListingQuestion]
    ) -> list[ListingPage]:
        """Pages of one question that differ in their states alone."""
        committees = await self._brokers(question)
        if actor.role not in sight.OFFICERS:
            own = await self._own(actor)
            parties = {one.enterprise for view in own for one in view.parties}
            named_so = await named(self._enterprises, actor, parties, question.text)
            return [own_page(own, part, committees, named_so) for part in parts]
        facts = await self.facts()
        named_so = await named(self._enterprises, actor, facts.owned.parties, question.text)
        fitting = facts.owned.allowed(actor, sight.reads)
        fitting &= self._fitting(facts, question, committees, named_so)
        return [self._page(facts, part, fitting) for part in parts]

    async def _own(self, actor: Actor) -> list[IntroductionView]:
        if actor.enterprise is None:
            return []
        return await self._introductions.of_enterprise(actor, actor.enterprise)

    async def _brokers(self, question: ListingQuestion) -> frozenset[str] | None:
        """The committees that are asked for; None for any."""
        asked = question.committees or None
        if not question.chain:
            return asked
        of_chain = frozenset(
            one.code for one in await self._chains.committees() if one.chain == question.chain
        )
        return of_chain if asked is None else asked & of_chain

    def _fitting(
        self,
        facts: IntroductionFacts,
        question: ListingQuestion,
        committees: Collection[str] | None,
        named_so: Collection[str] | None,
    ) -> Mask:
        """All that is asked for but the states."""
        table = facts.introductions
        found = table["live"].copy()
        if committees is not None:
            found &= facts.committees.among(table["committee"], committees)
        if question.event:
            found &= facts.events.among(table["event"], [question.event])
        if question.match_type is not None:
            found &= facts.match_types.among(table["match_type"], [question.match_type.value])
        if question.owner:
            found &= facts.accounts.among(table["in_charge"], [question.owner])
        if question.enterprise:
            found &= facts.owned.of_any([question.enterprise])
        if question.disputed is not None:
            found &= table["disputed"] == question.disputed
        if question.overdue is not None:
            found &= self._late(facts) == question.overdue
        if question.due_before is not None:
            found &= facts.due() < day_number(question.due_before)
        if named_so is not None:
            found &= facts.owned.of_any(named_so)
        return found

    def _late(self, facts: IntroductionFacts) -> Mask:
        late: Mask = facts.due() < day_number(self._introductions.today())
        return late

    def _page(
        self, facts: IntroductionFacts, question: ListingQuestion, fitting: Mask
    ) -> ListingPage:
        table = facts.introductions
        states = table["state"]
        numbers = np.bincount(states[fitting], minlength=len(STATES)).tolist()
        if question.states:
            fitting = fitting & np.array([one in question.states for one in STATES])[states]
        rows = table.page(
            fitting,
            _key(facts, question),
            descending=question.descending,
            passed=question.passed,
            most=question.most,
        )
        return ListingPage(
            ids=tuple(table.ids[row] for row in rows),
            total=count_of(fitting),
            counts=Counter(dict(zip(STATES, numbers, strict=True))),
            overdue=count_of(fitting & self._late(facts)),
            size=question.most,
        )


def _key(facts: IntroductionFacts, question: ListingQuestion) -> Numbers:
    """What is ordered by; what has nothing due comes last either way."""
    table = facts.introductions
    if question.order is ListingOrder.DUE:
        due = facts.due()
        return np.where(due == NEVER, -1, due) if question.descending else due
    columns = {
        ListingOrder.UPDATED: "since",
        ListingOrder.STATE: "state",
        ListingOrder.RECORDED: "recorded",
    }
    found: Numbers = table[columns[question.order]]
    return found
