"""Relations between enterprises from a file: supplies, holds shares in, vetoes."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Resource, require
from chainlink.clock import start_of_day
from chainlink.enterprises import registry
from chainlink.enterprises.owners import OwnerFound, find_owners
from chainlink.enterprises.registry import CYPHER
from chainlink.errors import InvalidInput
from chainlink.graph.port import GraphReader, Row
from chainlink.journal.service import Change, Journal
from chainlink.settings import Settings


class Relation(StrEnum):
    """What one enterprise is to another."""

    SUPPLIES = "SUPPLIES"
    HOLDS_SHARES_IN = "HOLDS_SHARES_IN"
    VETOES = "VETOES"


_ACTIONS = {
    Relation.SUPPLIES: "supply.recorded",
    Relation.HOLDS_SHARES_IN: "shareholding.recorded",
    Relation.VETOES: "veto.set",
}


class RelationRow(BaseModel):
    """A relation from one code to another, since when it holds and since when it is known."""

    model_config = ConfigDict(frozen=True)

    from_uscc: str
    relation: Relation
    to_uscc: str
    valid_from: date | None = None
    valid_until: date | None = None
    recorded_on: date | None = None
    source: str | None = None


class RelationLoader:
    """Loading relations; safe to repeat."""

    def __init__(self, journal: Journal, settings: Settings) -> None:
        self._journal = journal
        self._settings = settings

    async def load(self, actor: Actor, rows: Sequence[RelationRow]) -> int:
        """Write the relations that never stood between the two; returns how many.

        One that was ended since, a veto that was lifted say, is not set again.
        Raises InvalidInput for a code that is not registered, Forbidden and NotFound as the
        permission table says.
        """
        require(actor, Action.WRITE, Resource.ENTERPRISE, seen=True)

        async def work(change: Change) -> int:
            codes = {code for row in rows for code in (row.from_uscc, row.to_uscc)}
            ids: dict[str, str] = {}
            for code, owner in (await find_owners(change.transaction, sorted(codes))).items():
                if not isinstance(owner, OwnerFound):
                    raise owner
                ids[code] = owner.id
            by_relation: dict[Relation, list[RelationRow]] = defaultdict(list)
            for row in rows:
                if row.from_uscc == row.to_uscc:
                    raise InvalidInput.of("toUscc", "veto.itself")
                by_relation[row.relation].append(row)
            written = 0
            for relation, of_relation in by_relation.items():
                links = await self._new(change.transaction, relation, of_relation, ids)
                await registry.write_links(change, relation, links, _ACTIONS[relation])
                written += len(links)
            return written

        return await self._journal.change(actor.account, work)

    async def _new(
        self,
        reader: GraphReader,
        relation: Relation,
        rows: Sequence[RelationRow],
        ids: dict[str, str],
    ) -> list[Row]:
        origins = list({ids[row.from_uscc] for row in rows})
        known = {
            (row["origin"], row["target"])
            for row in await reader.read(CYPHER[f"{relation.lower()}_of"], ids=origins)
        }
        links: dict[tuple[str, str], Row] = {}
        for row in rows:
            ends = (ids[row.from_uscc], ids[row.to_uscc])
            if ends not in known:
                links[ends] = self._link(row, ends)
        return list(links.values())

    def _link(self, row: RelationRow, ends: tuple[str, str]) -> Row:
        link = row.model_dump(mode="json", include={"valid_from", "valid_until", "source"})
        link |= {"start": ends[0], "end": ends[1]}
        if row.recorded_on:
            link["recorded_at"] = start_of_day(row.recorded_on, self._settings.zone)
        return link
