"""Hits that lie between enterprises: found and judged in memory, then read by what they are.

What introductions, deals and orders are listed by is kept in memory and says who may read which;
so of ten thousand candidates only the few that are shown are read, each by its key.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import chain

import numpy as np

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Reach, Resource, reach
from chainlink.deals.listing import DealListing
from chainlink.deals.listing_facts import ProvenFacts
from chainlink.deals.model import DealKind, Verification
from chainlink.deals.seeing import may_see
from chainlink.enterprises.reading import EnterpriseReading
from chainlink.graph.cypher import Query
from chainlink.graph.port import GraphStore, Row
from chainlink.introductions import sight
from chainlink.introductions.listing import IntroductionListing
from chainlink.introductions.listing_facts import IntroductionFacts
from chainlink.introductions.model import IntroductionView
from chainlink.introductions.reading import introductions_by_ids, owner_among
from chainlink.listing.numbers import Mask
from chainlink.searching.index import CYPHER, SearchIndex
from chainlink.searching.model import FoundDeal, FoundOrder
from chainlink.searching.names import Names

_FEW = 2_000  # deals or orders that an actor may read
_LOOKED_AT = 200  # introductions that are read, where a party does not know of those before


class Between:
    """Introductions, deals and orders, for who may see them."""

    def __init__(
        self,
        store: GraphStore,
        index: SearchIndex,
        enterprises: EnterpriseReading,
        introductions: IntroductionListing,
        deals: DealListing,
        today: Callable[[], date],
    ) -> None:
        self._store = store
        self._index = index
        self._enterprises = enterprises
        self._introductions = introductions
        self._deals = deals
        self._today = today

    async def introductions(
        self, actor: Actor, id_: str, like: Collection[str], parties: Collection[str], most: int
    ) -> tuple[IntroductionView, ...]:
        """By id, then by the name of a party that the actor may see, the latest change first.

        `like` are all enterprises that are called so, `parties` the first whom he may see.
        """
        if reach(actor, Action.READ, Resource.INTRODUCTIONS) is Reach.NONE:
            return ()
        facts = await self._introductions.facts()
        officer = actor.role in sight.OFFICERS
        if not officer:
            parties = await self._named_partners(actor, facts, like)
        ids = _newest(facts, actor, parties)
        if _at(facts.owned.allowed(actor, sight.reads), facts.introductions.row(id_)):
            ids = list(dict.fromkeys([id_, *ids]))
        found: list[IntroductionView] = []
        ids, piece = ids[:_LOOKED_AT], most if officer else 2 * most
        while ids and len(found) < most:
            found += await self._seen(actor, ids[:piece])
            ids, piece = ids[piece:], piece * 4
        return tuple(found[:most])

    async def _named_partners(
        self, actor: Actor, facts: IntroductionFacts, like: Collection[str]
    ) -> Collection[str]:
        """Those called so that the actor's enterprise has to do with and he may see."""
        own = facts.owned.rows_of(actor.enterprise or "")
        sides = {party for row in own for party in facts.owned.parties_of(row)}
        return await self._enterprises.visible_by_ids(actor, sorted(sides.intersection(like)))

    async def _seen(self, actor: Actor, ids: Sequence[str]) -> list[IntroductionView]:
        known = await introductions_by_ids(self._store, ids)
        parties = {party.enterprise for one in known.values() for party in one.parties}
        committees = await self._enterprises.known.committees(sorted(parties))
        today = self._today()
        views = (
            sight.seen_by(actor, known[id_], owner_among(known[id_], committees), (), today)
            for id_ in ids
            if id_ in known
        )
        return [one.model_copy(update={"overdue": None}) for one in views if one is not None]

    async def deals(
        self, actor: Actor, wanted: str, parties: Iterable[str], most: int
    ) -> tuple[FoundDeal, ...]:
        """By title or id, then by the name of a party."""
        await self._deals.known.ready()
        chosen = self._chosen(actor, self._deals.known.deals, "deals", wanted, parties, most)
        return tuple(_deal(row) for row in await self._read(CYPHER["deals_at"], chosen, "deal"))

    async def orders(
        self, actor: Actor, wanted: str, parties: Iterable[str], most: int
    ) -> tuple[FoundOrder, ...]:
        """By number or id, then by the name of who sells or makes."""
        await self._deals.known.ready()
        chosen = self._chosen(actor, self._deals.known.orders, "orders", wanted, parties, most)
        rows = await self._read(CYPHER["orders_at"], chosen, "order_id")
        return tuple(_order(row) for row in rows)

    def _chosen(
        self,
        actor: Actor,
        facts: ProvenFacts,
        kind: str,
        wanted: str,
        parties: Iterable[str],
        most: int,
    ) -> Mapping[str, str]:
        """Versions by id of the first that the actor may see."""
        if reach(actor, Action.READ, Resource.DEALS) is Reach.NONE:
            return {}
        may_read = _among(facts, facts.owned.allowed(actor, may_see))
        names: Names = getattr(self._index, kind)
        candidates = chain(names.like(wanted), names.between(parties))
        found: dict[str, str] = {}
        for one in candidates:
            if may_read(one.id):
                found[one.id] = one.version
                if len(found) == most:
                    break
        return found

    async def _read(self, query: Query, versions: Mapping[str, str], stable: str) -> list[Row]:
        if not versions:
            return []
        rows = await self._store.read(query, ids=list(versions.values()))
        by_id = {row[stable]: row for row in rows}
        return [by_id[id_] for id_ in versions if id_ in by_id]


def _newest(facts: IntroductionFacts, actor: Actor, parties: Collection[str]) -> list[str]:
    """Introductions of some enterprises that the actor may read, the latest change first."""
    table = facts.introductions
    fitting = facts.owned.of_any(parties) & facts.owned.allowed(actor, sight.reads)
    rows = np.flatnonzero(fitting)
    newest = rows[np.argsort(-table["since"][rows], kind="stable")][:_LOOKED_AT]
    return [table.ids[row] for row in newest.tolist()]


def _among(facts: ProvenFacts, allowed: Mask) -> Callable[[str], bool]:
    """Whether an id is one of the allowed rows; where they are few, of a set, which is faster."""
    ids, rows = facts.table.ids, np.flatnonzero(allowed)
    if len(rows) <= _FEW:
        return {ids[row] for row in rows.tolist()}.__contains__
    return lambda id_: _at(allowed, facts.table.row(id_))


def _at(allowed: Mask, row: int | None) -> bool:
    return row is not None and bool(allowed[row])


def _deal(row: Row) -> FoundDeal:
    said = {"kind": DealKind(row["kind"]), "parties": tuple(row["parties"] or ())}
    return FoundDeal(**(row | said | _day(row, "signed_on")))


def _order(row: Row) -> FoundOrder:
    return FoundOrder(**(row | _day(row, "ordered_on")))


def _day(row: Row, name: str) -> Row:
    day, level = date.fromisoformat(row[name]), Verification(row["verification"])
    return {name: day, "verification": level}
