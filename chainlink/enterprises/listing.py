"""Enterprises page by page: filtered and sorted, for who may see them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from chainlink.accounts.model import Actor, Role
from chainlink.accounts.permissions import Action, Reach, Resource, reach
from chainlink.enterprises import registry
from chainlink.enterprises.directory import committees_of
from chainlink.enterprises.listing_memory import Shelf, fitting
from chainlink.enterprises.listing_question import EnterpriseQuestion
from chainlink.enterprises.model import Enterprise
from chainlink.enterprises.reading import EnterpriseReading, region_prefix
from chainlink.enterprises.registry import CYPHER
from chainlink.errors import InvalidInput

LONGEST_TEXT = 100  # characters that are looked for in names
_OFFICERS = {Role.STAFF, Role.SECRETARY, Role.AUDITOR, Role.ADMIN}


@dataclass(frozen=True, slots=True)
class EnterprisePage:
    """Enterprises with their committees, asked ones included; `total` counts all that fit."""

    found: tuple[Enterprise, ...] = ()
    committees: Mapping[str, frozenset[str]] = field(default_factory=dict)
    total: int = 0


class EnterpriseListing(EnterpriseReading):
    """Lists of enterprises, from memory where all of them are kept there."""

    async def listed(self, actor: Actor, wanted: EnterpriseQuestion) -> EnterprisePage:
        """One page. Raises InvalidInput for a text that is too long, GraphUnavailable."""
        if len(wanted.text) > LONGEST_TEXT:
            raise InvalidInput.of("text", "too_long", max_length=LONGEST_TEXT)
        if reach(actor, Action.READ, Resource.ENTERPRISE) is Reach.NONE:
            return EnterprisePage()
        agreed = await self._agreed_with(actor)
        leading = await self._leading(wanted)
        directory = await self.known.directory()
        if directory is None:
            return await self._from_graph(actor, wanted, agreed, leading)
        found = fitting(self._shelf.rows(directory, actor), actor, wanted, agreed, leading)
        shown = found[wanted.passed : wanted.passed + wanted.most]
        return EnterprisePage(
            tuple(one.enterprise for one in shown),
            {one.enterprise.id: one.committees for one in shown},
            len(found),
        )

    @cached_property
    def _shelf(self) -> Shelf:
        return Shelf()

    async def _leading(self, wanted: EnterpriseQuestion) -> frozenset[str] | None:
        """Committees of which one is needed; None where none is asked for."""
        named = frozenset({wanted.committee}) if wanted.committee else None
        if not wanted.chain:
            return named
        rows = await self._store.read(CYPHER["committees_leading"], chain=wanted.chain)
        leading = frozenset(row["committee"] for row in rows)
        return leading if named is None else leading & named

    async def _from_graph(
        self,
        actor: Actor,
        wanted: EnterpriseQuestion,
        agreed: Collection[str],
        leading: frozenset[str] | None,
    ) -> EnterprisePage:
        """As from memory: the engine sorts ids, and the page's profiles are read by id."""
        rows = await self._store.read(
            CYPHER["listed"], **_asked(actor, wanted), **_scope(actor, agreed, leading)
        )
        ids = [row["id"] for row in rows]
        if wanted.descending:
            ids.reverse()
        shown = ids[wanted.passed : wanted.passed + wanted.most]
        known = await registry.by_ids(self._store, shown)
        found = tuple(known[id_] for id_ in shown if id_ in known)
        return EnterprisePage(found, await committees_of(self._store, shown), len(ids))


def _asked(actor: Actor, wanted: EnterpriseQuestion) -> dict[str, Any]:
    return {
        "text": wanted.text.strip().casefold(),
        "sector": wanted.sector,
        "status": wanted.status,
        "region": region_prefix(wanted.region),
        "sorting": wanted.order.value,
        "own": actor.enterprise or "",
    }


def _scope(actor: Actor, agreed: Collection[str], leading: frozenset[str] | None) -> dict[str, Any]:
    officer = actor.role in _OFFICERS
    return {
        "agreed": sorted(agreed) or [""],
        "member": actor.approved or officer,
        "officer": officer,
        "everything": actor.role in {Role.AUDITOR, Role.ADMIN},
        "committees": sorted(actor.committees) or [""],
        "led": leading is not None,
        "leading": sorted(leading or ()) or [""],
    }
