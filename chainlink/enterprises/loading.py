"""Many enterprises at once: what is new is registered, what differs is updated, all journalled."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Resource, require
from chainlink.clock import start_of_day
from chainlink.enterprises import registry
from chainlink.enterprises.changed_profile import changed_columns
from chainlink.enterprises.loading_checks import open_links, refusals
from chainlink.enterprises.model import (
    Enterprise,
    EnterpriseStatus,
    ImportedEnterprise,
)
from chainlink.enterprises.registry import CYPHER, Outcome
from chainlink.enterprises.scope_reading import Readings, read_scopes, write_suggestions
from chainlink.errors import InvalidInput
from chainlink.graph.port import GraphReader, GraphStore, Row
from chainlink.identity import new_ids
from chainlink.journal.service import Change, Journal
from chainlink.settings import Settings
from chainlink.taxonomy.service import TaxonomyService


@dataclass(frozen=True, slots=True)
class EnterpriseRow:
    """A row of a file; `given` are the fields that it says something of, the rest is derived."""

    draft: ImportedEnterprise
    given: frozenset[str]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a row; `kept` names fields that were left as they stand on purpose."""

    outcome: Outcome
    id: str
    name: str
    kept: tuple[str, ...] = ()


LoadResult: TypeAlias = Loaded | InvalidInput


@dataclass(frozen=True, slots=True)
class PreparedEnterprises:
    """Rows whose scopes are read: all that can be done before the transaction."""

    rows: Sequence[EnterpriseRow]
    readings: Readings


@dataclass(slots=True)
class _Plan:
    """What one batch comes to, in the order in which it is written."""

    results: list[LoadResult]
    created: list[tuple[Row, ImportedEnterprise]]
    updated: dict[str, dict[str, Any]]
    exports: list[tuple[str, str, Row]]
    memberships: list[Row]
    scopes: dict[str, str]
    rescoped: list[str]


class EnterpriseLoader:
    """Loading enterprises in batches, each whole or not at all; safe to repeat."""

    def __init__(
        self, store: GraphStore, journal: Journal, settings: Settings, taxonomy: TaxonomyService
    ) -> None:
        self._store = store
        self._journal = journal
        self._settings = settings
        self._taxonomy = taxonomy

    async def prepare(
        self, rows: Sequence[EnterpriseRow], *, keep: bool = False
    ) -> PreparedEnterprises:
        """Read the scopes that the graph does not have yet."""
        scopes = {row.draft.uscc: row.draft.scope for row in rows if row.draft.scope}
        if not scopes:
            return PreparedEnterprises(rows, {})
        stored = await self._store.read(CYPHER["scopes_by_codes"], codes=list(scopes))
        known = {row["uscc"]: row["scope"] for row in stored}
        unread = [
            scope
            for uscc, scope in scopes.items()
            if scope and (uscc not in known if keep else known.get(uscc) != scope)
        ]
        return PreparedEnterprises(rows, await read_scopes(self._taxonomy, unread))

    async def commit(
        self,
        actor: Actor,
        prepared: PreparedEnterprises,
        *,
        keep: bool = False,
        dry_run: bool = False,
    ) -> list[LoadResult]:
        """Write a batch in one transaction; the codes of its rows must be distinct.

        An enterprise that exists is updated in the fields that its row gives, and nothing of it is
        cleared, no market closed, no membership ended, no opt-out lifted. With `keep` it is left
        alone. `dry_run` tells what would be done. A row that names an unknown committee or
        industry is its InvalidInput. Raises Forbidden and NotFound as the permission table says.
        """
        require(actor, Action.WRITE, Resource.ENTERPRISE, seen=True)
        if not prepared.rows:
            return []
        if dry_run:
            return (await self._plan(self._store, "", prepared.rows, keep)).results

        async def work(change: Change) -> list[LoadResult]:
            plan = await self._plan(change.transaction, change.now, prepared.rows, keep)
            await self._write(change, plan, prepared.readings)
            return plan.results

        return await self._journal.change(actor.account, work)

    async def _plan(
        self, reader: GraphReader, now: str, rows: Sequence[EnterpriseRow], keep: bool
    ) -> _Plan:
        known = await registry.by_codes(reader, [row.draft.uscc for row in rows])
        refused = await refusals(reader, [row.draft for row in rows])
        linked = await open_links(
            reader,
            [
                known[one.draft.uscc].id
                for one in rows
                if one.draft.uscc in known and _has_links(one)
            ],
        )
        plan = _Plan([], [], {}, [], [], {}, [])
        ids = iter(new_ids(len(rows) - len(known)))
        for row in rows:
            before = known.get(row.draft.uscc)
            if refusal := refused.get(row.draft.uscc):
                plan.results.append(refusal)
            elif before is None:
                plan.results.append(self._plan_new(plan, next(ids), row, now))
            elif keep or before.uscc != row.draft.uscc:  # by the code of one that was merged
                plan.results.append(Loaded(Outcome.UNCHANGED, before.id, before.name))
            else:
                plan.results.append(self._plan_known(plan, row, before, linked))
        return plan

    def _plan_new(self, plan: _Plan, id_: str, row: EnterpriseRow, now: str) -> Loaded:
        draft = row.draft
        recorded_at = self._recorded_at(draft, now)
        node = registry.new_row(
            id_,
            draft,
            now=recorded_at,
            status=EnterpriseStatus.APPROVED,
            source=draft.source,
            invented=draft.invented,
            opted_out=draft.opted_out,
        )
        plan.created.append((node, draft))
        self._plan_links(plan, node["id"], draft, recorded_at, frozenset())
        if draft.scope:
            plan.scopes[node["id"]] = draft.scope
        return Loaded(Outcome.CREATED, node["id"], draft.name)

    def _plan_known(
        self,
        plan: _Plan,
        row: EnterpriseRow,
        before: Enterprise,
        linked: frozenset[tuple[str, str]],
    ) -> Loaded:
        draft = row.draft
        changed, kept = changed_columns(before, draft, row.given)
        links = self._plan_links(plan, before.id, draft, "", linked)
        if changed:
            plan.updated[before.id] = changed | {"id": before.id, "version": before.version + 1}
        if "scope" in changed and draft.scope:
            plan.scopes[before.id] = draft.scope
            plan.rescoped.append(before.id)
        outcome = Outcome.UPDATED if changed or links else Outcome.UNCHANGED
        return Loaded(outcome, before.id, changed.get("name", before.name), kept)

    def _plan_links(
        self,
        plan: _Plan,
        id_: str,
        draft: ImportedEnterprise,
        recorded_at: str,
        linked: frozenset[tuple[str, str]],
    ) -> int:
        """Markets and memberships that are not there yet; returns how many."""
        told = {"source": draft.source} | ({"recorded_at": recorded_at} if recorded_at else {})
        markets = [one for one in dict.fromkeys(draft.export_markets) if (id_, one) not in linked]
        codes = [one for one in dict.fromkeys(draft.committees) if (id_, one) not in linked]
        plan.exports += [(id_, market, told) for market in markets]
        plan.memberships += [{"start": id_, "end": code, **told} for code in codes]
        return len(markets) + len(codes)

    def _recorded_at(self, draft: ImportedEnterprise, now: str) -> str:
        return start_of_day(draft.recorded_on, self._settings.zone) if draft.recorded_on else now

    async def _write(self, change: Change, plan: _Plan, readings: Readings) -> None:
        await registry.write_new(change, [node for node, _ in plan.created])
        for node, draft in plan.created:
            await registry.write_contact(change, node["id"], draft.contact)
        alike: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for row in plan.updated.values():
            alike[tuple(sorted(row))].append(row)
        for rows in alike.values():
            await change.records.update("Enterprise", rows)
        for id_, row in plan.updated.items():
            told = {name: value for name, value in row.items() if name != "id"}
            change.record("enterprise.updated", "Enterprise", id_, told, (id_,))
        await registry.write_exports(change, plan.exports)
        await registry.write_links(change, "MEMBER_OF", plan.memberships, "membership.opened")
        unread = [scope for scope in plan.scopes.values() if scope not in readings]
        if unread:  # changed by somebody since they were compared
            readings = {**readings, **await read_scopes(self._taxonomy, unread)}
        await write_suggestions(change, plan.scopes, readings, replaced=plan.rescoped)


def _has_links(row: EnterpriseRow) -> bool:
    return bool(row.draft.export_markets or row.draft.committees)
