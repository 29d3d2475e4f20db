"""Merging duplicates at the doors: one of two enterprises is kept, with both histories.

Nothing is deleted: the merged enterprise stays in the graph with all that was said of itself, and
its id and code lead to the kept one from then on. Consents by which others would come to read what
they were not given for end, and are to be asked for again (see consents.py). It cannot be undone at
a door; the entry `enterprise.merged` names all that moved.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from chainlink.accounts.listing import AccountListing
from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Resource, require
from chainlink.enterprises import registry
from chainlink.enterprises.model import Enterprise, EnterpriseStatus
from chainlink.enterprises.service import EnterpriseService
from chainlink.errors import Conflict, InvalidInput, StaleVersion
from chainlink.graph.declaration import load_schema
from chainlink.graph.moving import holders
from chainlink.graph.port import GraphReader, GraphStore
from chainlink.journal.service import Change, Journal, Repeatable
from chainlink.merging import consents
from chainlink.merging.belongings import Belongings, belongings
from chainlink.merging.hindrances import hindrances, with_names
from chainlink.merging.model import MergePlan
from chainlink.merging.moving import move
from chainlink.validation import visible

LONGEST_REASON = 1000  # characters


class MergeService:
    """Who decides for both may make one of them."""

    def __init__(
        self,
        store: GraphStore,
        journal: Journal,
        enterprises: EnterpriseService,
        today: Callable[[], date],
    ) -> None:
        self._store = store
        self._journal = journal
        self._enterprises = enterprises
        self._accounts = AccountListing(store)
        self._today = today
        self._schema = load_schema()

    async def plan(self, actor: Actor, kept: str, merged: str) -> MergePlan:
        """What would move and what hinders it. Raises NotFound, Forbidden, InvalidInput, Conflict
        where one of them was merged already."""
        one, other = await self._both(actor, self._store, kept, merged)
        moving = await belongings(self._store, self._schema, kept, merged)
        found = await hindrances(self._store, self._schema, one, other, moving)
        lost = consents.standing(
            await consents.ending(self._store, self._schema, kept, merged), self._today()
        )
        told = await with_names(actor, self._accounts, found)
        return MergePlan(one, other, moving.counts(), lost, told)

    async def merge(
        self,
        actor: Actor,
        kept: str,
        merged: str,
        reason: str,
        *,
        versions: tuple[int, int],
        request: str | None = None,
        asked: Mapping[str, Any] | None = None,
    ) -> Enterprise:
        """The kept enterprise, with all that belonged to the other; `versions` are of both.

        `asked` is what was sent where a door found the ids by codes, which lead elsewhere now.
        Raises NotFound, Forbidden, StaleVersion, InvalidInput for one with itself or without a
        reason, Conflict naming what a person must see to first (see `plan`).
        """
        why = _reason(reason)

        async def work(change: Change) -> Enterprise:
            one, other = await self._both(actor, change.transaction, kept, merged)
            for found, seen in zip((one, other), versions, strict=True):
                if found.version != seen:
                    raise StaleVersion("stale", seen=seen, newest=found.version)
            moving = await belongings(change.transaction, self._schema, kept, merged)
            hindering = await hindrances(change.transaction, self._schema, one, other, moving)
            if hindering:
                raise (await with_names(actor, self._accounts, hindering[:1]))[0].refusal()
            await self._write(change, one, other, why, moving)
            return (await registry.stored(change.transaction, [kept]))[kept]

        ids = {"kept": kept, "merged": merged} if asked is None else dict(asked)
        said = ids | {"reason": why, "versions": list(versions)}
        return await self._journal.change(
            actor.account,
            work,
            repeatable=Repeatable(actor.account, request, "mergeEnterprises", said),
            answer=Enterprise,
        )

    async def _both(
        self, actor: Actor, reader: GraphReader, kept: str, merged: str
    ) -> tuple[Enterprise, Enterprise]:
        """Both as they stand, for who decides on both."""
        found = []
        for id_ in (kept, merged):
            known = await self._enterprises.visible_in(actor, reader, id_)
            if known.id != id_:
                raise Conflict("enterprise.merged", name=known.name)
            owner = await self._enterprises.owner(reader, id_)
            require(actor, Action.DECIDE, Resource.ENTERPRISE, owner, seen=True)
            found.append(known)
        if kept == merged:
            raise InvalidInput.of("merged", "merge.itself")
        return found[0], found[1]

    async def _write(
        self, change: Change, kept: Enterprise, merged: Enterprise, reason: str, moving: Belongings
    ) -> None:
        lost = await consents.ending(change.transaction, self._schema, kept.id, merged.id)
        await consents.end(change, lost)
        await move(change, moving, kept.id, merged.id)
        before = await holders(
            change.transaction, self._schema, "Enterprise", ["merged_into"], merged.id
        )
        earlier = [{"id": row["id"], "merged_into": kept.id} for row in before]
        await change.records.update("Enterprise", earlier)
        row = {
            "id": merged.id,
            "status": EnterpriseStatus.MERGED.value,
            "merged_into": kept.id,
            "version": merged.version + 1,
        }
        await change.records.update("Enterprise", [row])
        names = _former_names(kept, merged)
        told = {"id": kept.id, "former_names": names, "version": kept.version + 1}
        await change.records.update("Enterprise", [told])
        link = {
            "start": merged.id,
            "end": kept.id,
            "reason": reason,
            "recorded_at": change.now,
            "recorded_by": change.actor,
        }
        await change.records.relate("MERGED_INTO", [link])
        facts = told | {
            "merged": merged.id,
            "uscc": merged.uscc,
            "status": kept.status.value,
            "earlier": [one["id"] for one in earlier],
            "moved": _ids(moving),
            "stayed": sorted(moving.shared),
            "consents_ended": sorted(one.id for one in lost),
        }
        change.record("enterprise.merged", "Enterprise", kept.id, facts, (kept.id, merged.id))


def _reason(reason: str) -> str:
    said = visible(reason).strip()
    if not said:
        raise InvalidInput.of("reason", "required")
    if len(said) > LONGEST_REASON:
        raise InvalidInput.of("reason", "too_long", max_length=LONGEST_REASON)
    return said


def _former_names(kept: Enterprise, merged: Enterprise) -> list[str]:
    """What the kept one was ever called; by all of it, it is found."""
    names = (*kept.former_names, *merged.former_names, merged.name)
    return [one for one in dict.fromkeys(names) if one != kept.name]


def _ids(moving: Belongings) -> dict[str, Sequence[str]]:
    """What moved, by label and type: ids of nodes and edges, else where an edge leads."""
    found: dict[str, list[str]] = {
        label: [row["id"] for row in rows] for label, rows in moving.nodes.items()
    }
    for (name, _, side), rows in moving.edges.items():
        other = "end" if side == "start" else "start"
        found.setdefault(name, []).extend(str(row.get("id", row[other])) for row in rows)
    return {name: sorted(ids) for name, ids in found.items() if ids}
