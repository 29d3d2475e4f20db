"""Global search at the doors: each kind asks its own room what the actor may see of it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Reach, Resource, allows, reach
from chainlink.deals.listing import DealListing
from chainlink.enterprises.model import Enterprise
from chainlink.enterprises.reading import EnterpriseReading
from chainlink.errors import InvalidInput
from chainlink.events.model import Event
from chainlink.events.reading import EventReading
from chainlink.graph.port import GraphStore
from chainlink.introductions.listing import IntroductionListing
from chainlink.introductions.model import IntroductionView
from chainlink.journal.following import JournalFollower
from chainlink.journal.service import Journal
from chainlink.searching.between import Between
from chainlink.searching.index import SearchIndex
from chainlink.searching.model import Found, FoundDeal, FoundOrder
from chainlink.searching.names import Named, Names, folded
from chainlink.taxonomy.model import Category
from chainlink.taxonomy.service import Taxonomy, TaxonomyService

LONGEST = 100  # characters
MOST_OF_A_KIND, MOST_ASKED_FOR = 8, 50
_PARTIES = 40  # enterprises whose introductions and deals are looked at
_LOOKED_AT = 200  # candidates of a kind that are asked for; beyond them a longer text is needed
Thing = TypeVar("Thing")


class SearchService:
    """One text over everything that people look for by name or number."""

    def __init__(
        self,
        store: GraphStore,
        journal: Journal,
        follower: JournalFollower,
        *,
        taxonomy: TaxonomyService,
        enterprises: EnterpriseReading,
        events: EventReading,
        introductions: IntroductionListing,
        deals: DealListing,
        today: Callable[[], date],
    ) -> None:
        self._index = SearchIndex(store, journal, follower)
        self._taxonomy = taxonomy
        self._enterprises = enterprises
        self._events = events
        self._between = Between(store, self._index, enterprises, introductions, deals, today)
        self._categories: tuple[Taxonomy, Names] | None = None

    async def search(self, actor: Actor, text: str, *, most: int = MOST_OF_A_KIND) -> Found:
        """Up to `most` (1 to 50) of each kind whose name, number or party's name has the text.

        Nothing for an empty text. Raises InvalidInput for one of more than 100 characters,
        GraphUnavailable.
        """
        if len(text) > LONGEST:
            raise InvalidInput.of("text", "too_long", max_length=LONGEST)
        wanted, most = folded(text), max(1, min(most, MOST_ASKED_FOR))
        if not wanted:
            return Found("")
        await self._index.ready()
        like = [one.id for one in self._index.enterprises.like(wanted)]
        parties = await self._visible(actor, like, max(most, _PARTIES))
        enterprises = tuple(parties.values())
        introductions, deals, orders, events, categories = await asyncio.gather(
            self._between.introductions(actor, text.strip(), like, list(parties), most),
            self._between.deals(actor, wanted, parties, most),
            self._between.orders(actor, wanted, parties, most),
            self._events_like(actor, wanted, most),
            self._categories_like(actor, wanted, most),
        )
        return Found(
            wanted,
            enterprises=enterprises[:most],
            categories=categories,
            introductions=introductions,
            deals=deals,
            orders=orders,
            events=events,
            names=await self._names(actor, introductions, deals, orders),
        )

    async def _visible(self, actor: Actor, ids: Sequence[str], most: int) -> dict[str, Enterprise]:
        """The first of several enterprises that the actor may see, in their order."""
        granted = reach(actor, Action.READ, Resource.ENTERPRISE)
        if granted is not Reach.ALL:  # at most his own is there for him
            ids = [id_ for id_ in ids if granted is Reach.OWN and id_ == actor.enterprise]
        found: dict[str, Enterprise] = {}
        piece = most
        while ids and len(found) < most:
            seen = await self._enterprises.visible_by_ids(actor, ids[:piece])
            found |= {id_: seen[id_] for id_ in ids[:piece] if id_ in seen}
            ids, piece = ids[piece:], piece * 4
        return dict(list(found.items())[:most])

    async def _events_like(self, actor: Actor, wanted: str, most: int) -> tuple[Event, ...]:
        ids = [one.id for one in self._index.events.like(wanted)]
        return tuple((await _first(actor, ids, self._events.by_ids, most)).values())

    async def _categories_like(self, actor: Actor, wanted: str, most: int) -> tuple[Category, ...]:
        if not allows(actor, Action.READ, Resource.REFERENCE):
            return ()
        taxonomy = await self._taxonomy.current()
        if self._categories is None or self._categories[0] is not taxonomy:
            self._categories = (taxonomy, Names(map(_category, taxonomy.by_id.values())))
        found = self._categories[1].like(wanted)[:most]
        return tuple(taxonomy.by_id[one.id] for one in found)

    async def _names(
        self,
        actor: Actor,
        introductions: Iterable[IntroductionView],
        deals: Iterable[FoundDeal],
        orders: Iterable[FoundOrder],
    ) -> dict[str, str]:
        ids = {party.enterprise for one in introductions for party in one.parties}
        ids |= {party for one in deals for party in one.parties}
        ids |= {party for one in orders for party in (one.seller, one.maker)}
        seen = await self._enterprises.visible_by_ids(actor, sorted(ids))
        return {id_: one.name for id_, one in seen.items()}


async def _first(
    actor: Actor,
    ids: Sequence[str],
    by_ids: Callable[[Actor, Sequence[str]], Awaitable[dict[str, Thing]]],
    most: int,
) -> dict[str, Thing]:
    """The first of several things that the actor may see, out of the first two hundred."""
    found: dict[str, Thing] = {}
    ids, piece = ids[:_LOOKED_AT], most
    while ids and len(found) < most:
        seen = await by_ids(actor, ids[:piece])
        found |= {id_: seen[id_] for id_ in ids[:piece] if id_ in seen}
        ids, piece = ids[piece:], piece * 4
    return dict(list(found.items())[:most])


def _category(one: Category) -> Named:
    others = [one.label_en, *one.other_zh, *one.other_en, *one.products]
    return Named.of(one.id, one.label_zh, others=others, codes=[one.code])
