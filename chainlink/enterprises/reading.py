"""Finding enterprises and what belongs to them, for who may see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from chainlink.accounts.model import Actor, Role
from chainlink.accounts.permissions import Action, Owner, Reach, Resource, allows, reach
from chainlink.enterprises import registry
from chainlink.enterprises.model import (
    Enterprise,
    EnterpriseStatus,
    MarketPresence,
    Membership,
    Visibility,
)
from chainlink.enterprises.registry import CYPHER, enterprise_of
from chainlink.errors import NotFound
from chainlink.graph.port import GraphReader, GraphStore

_OFFICERS = {Role.STAFF, Role.SECRETARY, Role.AUDITOR, Role.ADMIN}


@dataclass(frozen=True, slots=True)
class EnterpriseFilter:
    """Which enterprises are wanted; an empty string asks for nothing."""

    search: str = ""
    sector: str = ""
    chain: str = ""
    region: str = ""


class EnterpriseReading:
    """What is known of enterprises, as far as the actor may know it."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store

    async def owner(self, reader: GraphReader, enterprise: str) -> Owner:
        """The enterprise as the permission table sees it: its committees, asked ones included."""
        return (await self.owners(reader, [enterprise]))[enterprise]

    async def owners(self, reader: GraphReader, ids: Sequence[str]) -> dict[str, Owner]:
        """As `owner`, for several enterprises in one question."""
        committees: dict[str, set[str]] = {id_: set() for id_ in ids}
        if ids:
            for row in await reader.read(CYPHER["committees_of"], ids=list(committees)):
                committees[row["enterprise"]].add(row["committee"])
        return {id_: Owner(id_, frozenset(of_id)) for id_, of_id in committees.items()}

    async def get(self, actor: Actor, enterprise: str) -> Enterprise:
        """One enterprise by id. Raises NotFound for one that the actor may not see."""
        return await self.visible_in(actor, self._store, enterprise)

    async def visible_in(self, actor: Actor, reader: GraphReader, enterprise: str) -> Enterprise:
        """As `get`, read where the change that asks is reading."""
        found = await registry.by_ids(reader, [enterprise])
        if enterprise not in found or not await self._may_see(actor, reader, found[enterprise]):
            raise NotFound("enterprise.unknown", value=enterprise)
        return found[enterprise]

    async def find(self, actor: Actor, name_or_code: str) -> Enterprise:
        """One enterprise by its code or its exact name. Raises NotFound."""
        wanted = name_or_code.strip()
        rows = await self._store.read(CYPHER["by_name_or_code"], wanted=wanted, code=wanted.upper())
        for enterprise in map(enterprise_of, rows):
            if await self._may_see(actor, self._store, enterprise):
                return enterprise
        raise NotFound("enterprise.unknown", value=name_or_code)

    async def visible_by_ids(self, actor: Actor, ids: Sequence[str]) -> dict[str, Enterprise]:
        """Those of the enterprises that the actor may see."""
        found = await registry.by_ids(self._store, ids)
        seen = {id_: self._seen_by_all(actor, one) for id_, one in found.items()}
        owners = await self.owners(self._store, [id_ for id_ in found if seen[id_] is None])
        return {
            id_: one
            for id_, one in found.items()
            if seen[id_] or (seen[id_] is None and owners[id_].committees & actor.committees)
        }

    async def _may_see(self, actor: Actor, reader: GraphReader, enterprise: Enterprise) -> bool:
        seen = self._seen_by_all(actor, enterprise)
        if seen is not None:
            return seen
        owner = await self.owner(reader, enterprise.id)
        return bool(owner.committees & actor.committees)

    def _seen_by_all(self, actor: Actor, enterprise: Enterprise) -> bool | None:
        """Whether the actor sees it; None where that is for officers of its committees alone."""
        if not allows(actor, Action.READ, Resource.ENTERPRISE, Owner(enterprise.id)):
            return False
        if enterprise.id == actor.enterprise or actor.role in {Role.AUDITOR, Role.ADMIN}:
            return True
        officer = actor.role in _OFFICERS
        approved = enterprise.status is EnterpriseStatus.APPROVED
        if approved and enterprise.visibility is Visibility.PUBLIC:
            return True
        if approved and enterprise.visibility is Visibility.ANONYMOUS:
            return officer
        return None if officer else False  # waiting, or for its committee only

    async def search(
        self, actor: Actor, wanted: EnterpriseFilter, first: int, after: tuple[str, str] | None
    ) -> list[Enterprise]:
        """Up to `first` enterprises after a (name, id), ordered by name and id."""
        if reach(actor, Action.READ, Resource.ENTERPRISE) is Reach.NONE:
            return []
        rows = await self._store.read(
            CYPHER["search"],
            search=wanted.search.strip(),
            sector=wanted.sector,
            chain=wanted.chain,
            region=_region_prefix(wanted.region),
            name=after[0] if after else "",
            id=after[1] if after else "",
            own=actor.enterprise or "",
            member=actor.approved or actor.role in _OFFICERS,
            officer=actor.role in _OFFICERS,
            everything=actor.role in {Role.AUDITOR, Role.ADMIN},
            committees=sorted(actor.committees) or [""],
            first=first,
        )
        return [enterprise_of(row) for row in rows]

    async def memberships(self, ids: Sequence[str]) -> list[Membership]:
        """Open memberships of enterprises; names of committees are public."""
        rows = await self._store.read(CYPHER["memberships_of"], ids=list(ids)) if ids else []
        return [Membership(**row) for row in rows]

    async def exports(self, ids: Sequence[str]) -> list[MarketPresence]:
        """Open market claims of enterprises."""
        rows = await self._store.read(CYPHER["exports_of"], ids=list(ids)) if ids else []
        return [MarketPresence(**{k: v for k, v in row.items() if k != "id"}) for row in rows]

    async def contacts(self, actor: Actor, enterprise: str) -> list[dict[str, str | None]]:
        """Contacts where the table lets the actor read them, else none."""
        owner = await self.owner(self._store, enterprise)
        if not allows(actor, Action.READ, Resource.CONTACTS, owner):
            return []
        return await self._store.read(CYPHER["contacts_of"], id=enterprise)


def _region_prefix(code: str) -> str:
    """What the codes of all divisions within one begin with (GB/T 2260: two digits a level)."""
    pairs = [code[place : place + 2] for place in range(0, len(code), 2)]
    while pairs and pairs[-1] == "00":
        pairs.pop()
    return "".join(pairs)
