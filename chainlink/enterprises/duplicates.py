"""Possible duplicates for staff: near-identical names, or the same address."""

from dataclasses import dataclass
from enum import StrEnum

from chainlink.accounts.model import Actor, Role
from chainlink.enterprises.likeness import near_identical
from chainlink.enterprises.model import Enterprise
from chainlink.enterprises.registry import CYPHER, enterprise_of
from chainlink.enterprises.service import EnterpriseService
from chainlink.graph.port import GraphStore

_LOOKERS = {Role.STAFF, Role.SECRETARY, Role.AUDITOR, Role.ADMIN}
_PREFIX = 2


class Likeness(StrEnum):
    """Why two enterprises may be one."""

    NAME = "NAME"
    ADDRESS = "ADDRESS"


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """Another enterprise that may be the same organisation, and why."""

    enterprise: Enterprise
    reasons: tuple[Likeness, ...]


class DuplicateService:
    """Finding what a person should look at; nothing is merged here."""

    def __init__(self, store: GraphStore, enterprises: EnterpriseService) -> None:
        self._store = store
        self._enterprises = enterprises

    async def of(self, actor: Actor, enterprise: str) -> list[PossibleDuplicate]:
        """Possible duplicates of one enterprise, likeliest first; empty for whoever is not staff.

        Names are compared where the first two characters of their distinctive parts agree. Both
        are such as the actor may see.
        """
        if actor.role not in _LOOKERS:
            return []
        if not await self._enterprises.visible_by_ids(actor, [enterprise]):
            return []
        keys = await self._store.read(CYPHER["keys_of"], id=enterprise)
        if not keys:
            return []
        name, address = keys[0]["name_key"] or "", keys[0]["address_key"] or ""
        rows = await self._store.read(
            CYPHER["like_enterprises"], id=enterprise, prefix=name[:_PREFIX], address=address
        )
        found = []
        for row in rows:
            reasons = []
            if name and near_identical(name, row.pop("name_key") or ""):
                reasons.append(Likeness.NAME)
            if address and row.pop("address_key") == address:
                reasons.append(Likeness.ADDRESS)
            if reasons:
                plain = {k: v for k, v in row.items() if k not in {"name_key", "address_key"}}
                found.append(PossibleDuplicate(enterprise_of(plain), tuple(reasons)))
        seen = await self._enterprises.visible_by_ids(actor, [one.enterprise.id for one in found])
        return sorted(
            (one for one in found if one.enterprise.id in seen),
            key=lambda one: (-len(one.reasons), one.enterprise.name),
        )
