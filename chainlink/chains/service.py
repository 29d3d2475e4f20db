"""Reading chains, stages and committees, and loading them."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TypeVar

from pydantic import BaseModel

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Resource, require
from chainlink.chains.model import Chain, Committee, Stage
from chainlink.errors import InvalidInput, NotFound
from chainlink.graph.cypher import Queries
from chainlink.graph.port import GraphReader, GraphStore
from chainlink.journal.service import Change, Journal

CYPHER = Queries(__package__ or "")
Thing = TypeVar("Thing", bound=BaseModel)


class ChainService:
    """What is known of chains; all of it is public reference data."""

    def __init__(self, store: GraphStore, journal: Journal) -> None:
        self._store = store
        self._journal = journal

    async def chains(self) -> list[Chain]:
        """All chains by code."""
        return [Chain(**row) for row in await self._store.read(CYPHER["chains"])]

    async def chain(self, code: str) -> Chain:
        """One chain. Raises NotFound."""
        for chain in await self.chains():
            if chain.code == code:
                return chain
        raise NotFound("chain.unknown", value=code)

    async def committees(self) -> list[Committee]:
        """All committees by code."""
        return [Committee(**row) for row in await self._store.read(CYPHER["committees"])]

    async def stages(self) -> list[Stage]:
        """All stages, chain by chain in order."""
        return await _stages(self._store)

    async def load(
        self,
        actor: Actor,
        chains: Sequence[Chain],
        stages: Sequence[Stage],
        committees: Sequence[Committee],
    ) -> int:
        """Write what is new or differs; returns how many nodes were written.

        Raises InvalidInput for a committee or stage of a chain that does not exist.
        """
        require(actor, Action.WRITE, Resource.REFERENCE)

        async def work(change: Change) -> int:
            reader = change.transaction
            known_chains = {
                row["code"]: Chain(**row) for row in await reader.read(CYPHER["chains"])
            }
            known_stages = {stage.id: stage for stage in await _stages(reader)}
            known_committees = {
                row["code"]: Committee(**row) for row in await reader.read(CYPHER["committees"])
            }
            codes = known_chains.keys() | {chain.code for chain in chains}
            for path, named in (("stages", stages), ("committees", committees)):
                for one in named:
                    if one.chain not in codes:
                        raise InvalidInput.of(path, "chain.unknown", value=one.chain)
            written = await _write(change, "Chain", "code", chains, known_chains, set())
            written += await _write(
                change, "Stage", "id", stages, known_stages, {"chain", "categories", "feeds"}
            )
            written += await _write(
                change, "ChainCommittee", "code", committees, known_committees, {"chain"}
            )
            if written:
                await _relate(change, stages, committees)
            return written

        return await self._journal.change(actor.account, work)


async def _stages(reader: GraphReader) -> list[Stage]:
    categories: dict[str, list[str]] = defaultdict(list)
    for row in await reader.read(CYPHER["stage_categories"]):
        categories[row["stage"]].append(row["category"])
    feeds: dict[str, list[str]] = defaultdict(list)
    for row in await reader.read(CYPHER["stage_feeds"]):
        feeds[row["stage"]].append(row["feeds"])
    return [
        Stage(**row, categories=tuple(categories[row["id"]]), feeds=tuple(feeds[row["id"]]))
        for row in await reader.read(CYPHER["stages"])
    ]


async def _write(
    change: Change,
    label: str,
    key: str,
    things: Sequence[Thing],
    known: dict[str, Thing],
    edges: set[str],
) -> int:
    """Nodes of one label; `edges` are the fields that stand as relationships instead."""
    new = [one for one in things if getattr(one, key) not in known]
    changed = [one for one in things if known.get(getattr(one, key), one) != one]
    await change.records.create(label, [one.model_dump(exclude=edges) for one in new])
    await change.records.update(label, [one.model_dump(exclude=edges) for one in changed])
    for one in (*new, *changed):
        change.record(f"{label.lower()}.loaded", label, getattr(one, key), one.model_dump())
    return len(new) + len(changed)


async def _relate(change: Change, stages: Sequence[Stage], committees: Sequence[Committee]) -> None:
    records = change.records
    await records.relate("PART_OF", [{"start": one.id, "end": one.chain} for one in stages])
    await records.relate(
        "FEEDS", [{"start": one.id, "end": fed} for one in stages for fed in one.feeds]
    )
    await records.relate(
        "AT", [{"start": found, "end": one.id} for one in stages for found in one.categories]
    )
    await records.relate("LEADS", [{"start": one.code, "end": one.chain} for one in committees])
