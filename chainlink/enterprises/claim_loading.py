"""Many claims at once: new ones are opened, changed ones get their next version."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Resource, require
from chainlink.clock import Clock, start_of_day
from chainlink.enterprises.claim_matching import ClaimRow, completed, says_the_same
from chainlink.enterprises.claim_model import Claim, ClaimType
from chainlink.enterprises.claim_titles import TitleKey, ever_by_title, in_force_by_title
from chainlink.enterprises.claim_writing import (
    OpenVersion,
    PreparedClaim,
    open_versions,
    prepare,
)
from chainlink.enterprises.loading import Loaded
from chainlink.enterprises.owners import OwnerFound, find_owners
from chainlink.enterprises.registry import Outcome
from chainlink.errors import ChainlinkError, InvalidInput
from chainlink.graph.port import GraphReader, GraphStore
from chainlink.journal.service import Change, Journal
from chainlink.settings import Settings
from chainlink.taxonomy.service import Taxonomy, TaxonomyService

ClaimResult: TypeAlias = Loaded | ChainlinkError


@dataclass(frozen=True, slots=True)
class _Step:
    """What is to be done with one row: open a version, over `before` where there is one."""

    owner: OwnerFound
    before: Claim | None
    prepared: PreparedClaim


@dataclass(frozen=True, slots=True)
class PreparedClaims:
    """Rows with their owners, and the steps that their texts were read for."""

    type_: ClaimType
    rows: Sequence[ClaimRow]
    owners: Mapping[str, OwnerFound | ChainlinkError]
    steps: Mapping[int, _Step | ChainlinkError] = field(default_factory=dict)


class ClaimLoader:
    """Loading capabilities or needs in batches, each whole or not at all; safe to repeat.

    A row is about the claim in force of the same enterprise under the same title.
    """

    def __init__(
        self,
        store: GraphStore,
        journal: Journal,
        clock: Clock,
        settings: Settings,
        taxonomy: TaxonomyService,
    ) -> None:
        self._store = store
        self._journal = journal
        self._clock = clock
        self._settings = settings
        self._taxonomy = taxonomy

    async def prepare(
        self, type_: ClaimType, rows: Sequence[ClaimRow], *, keep: bool = False
    ) -> PreparedClaims:
        """Find the owners and read the texts, before the transaction and its lock.

        Texts are read where categories are not given, so those rows are compared with what is
        there first; the others are taken to be new until the transaction shows otherwise.
        """
        owners = await find_owners(self._store, (row.owner for row in rows))
        bare = PreparedClaims(type_, rows, owners)
        if keep:
            ever = await ever_by_title(self._store, type_, _keys(bare))
            return PreparedClaims(type_, rows, owners, await self._steps(bare, {}, {}, ever))
        unread = any("categories" not in row.given for row in rows)
        known = await in_force_by_title(self._store, type_, _keys(bare)) if unread else {}
        return PreparedClaims(type_, rows, owners, await self._steps(bare, known, {}))

    async def commit(
        self,
        actor: Actor,
        prepared: PreparedClaims,
        *,
        keep: bool = False,
        dry_run: bool = False,
    ) -> list[ClaimResult]:
        """Write a batch in one transaction; (owner, title) of its rows must be distinct.

        With `keep` a claim that was ever declared under the row's title is left alone, withdrawn
        or not. `dry_run` tells what would be done. A row that cannot be taken is its error.
        Raises Forbidden and NotFound as the permission table says.
        """
        require(actor, Action.WRITE, Resource.CLAIMS, seen=True)
        if not prepared.rows:
            return []
        if dry_run:
            return (await self._plan(self._store, prepared, keep))[0]

        async def work(change: Change) -> list[ClaimResult]:
            results, steps = await self._plan(change.transaction, prepared, keep)
            ids = await self._write(change, prepared.type_, list(steps.values()))
            for place, id_ in zip(steps, ids, strict=True):
                done = results[place]
                if isinstance(done, Loaded):
                    results[place] = Loaded(done.outcome, id_.rpartition(":")[0], done.name)
            return results

        return await self._journal.change(actor.account, work)

    async def _plan(
        self, reader: GraphReader, prepared: PreparedClaims, keep: bool
    ) -> tuple[list[ClaimResult], dict[int, _Step]]:
        known: Mapping[TitleKey, Claim] = {}
        ever: Mapping[TitleKey, str] = {}
        if keep:
            ever = await ever_by_title(reader, prepared.type_, _keys(prepared))
        else:
            known = await in_force_by_title(reader, prepared.type_, _keys(prepared))
        settled = await self._steps(prepared, known, prepared.steps, ever)
        results: list[ClaimResult] = []
        steps: dict[int, _Step] = {}
        spoken_of: set[TitleKey] = set()
        for place, row in enumerate(prepared.rows):
            owner = prepared.owners[row.owner]
            if isinstance(owner, ChainlinkError):
                results.append(owner)
                continue
            key = (owner.id, row.draft.title)
            step = settled.get(place)
            if key in spoken_of:  # once by the code and once by the name
                results.append(InvalidInput.of("title", "claim.twice", value=row.draft.title))
            elif isinstance(step, ChainlinkError):
                results.append(step)
            elif step is None:
                claim = ever[key] if keep else known[key].claim
                results.append(Loaded(Outcome.UNCHANGED, claim, owner.name))
            else:
                steps[place] = step
                outcome = Outcome.UPDATED if step.before else Outcome.CREATED
                results.append(Loaded(outcome, "", owner.name))
            spoken_of.add(key)
        return results, steps

    async def _steps(
        self,
        prepared: PreparedClaims,
        known: Mapping[TitleKey, Claim],
        settled: Mapping[int, _Step | ChainlinkError],
        ever: Mapping[TitleKey, str] | None = None,
    ) -> dict[int, _Step | ChainlinkError]:
        """The step of every row that has one; `settled` are used where they still fit."""
        steps: dict[int, _Step | ChainlinkError] = {}
        unsettled: list[tuple[int, OwnerFound, Claim | None, ClaimRow]] = []
        today = self._settings.today(self._clock())
        ticked = any("categories" in row.given for row in prepared.rows) if known else False
        taxonomy = await self._taxonomy.current() if ticked else None
        for place, row in enumerate(prepared.rows):
            owner = prepared.owners[row.owner]
            if isinstance(owner, ChainlinkError):
                continue
            key = (owner.id, row.draft.title)
            before = known.get(key)
            try:
                if (ever and key in ever) or (
                    before is not None and _unchanged(prepared.type_, before, row, taxonomy)
                ):
                    continue
            except InvalidInput as refusal:
                steps[place] = refusal
                continue
            ready = settled.get(place)
            if ready is not None and _fits(ready, before):
                steps[place] = ready
            else:
                whole = completed(prepared.type_, before, row, today) if before else row
                unsettled.append((place, owner, before, whole))
        done = await self._settle([row for *_, row in unsettled])
        for (place, owner, before, _), one in zip(unsettled, done, strict=True):
            steps[place] = one if isinstance(one, InvalidInput) else _Step(owner, before, one)
        return steps

    async def _settle(self, rows: Sequence[ClaimRow]) -> list[PreparedClaim | InvalidInput]:
        if not rows:
            return []
        return await asyncio.to_thread(
            prepare,
            await self._taxonomy.current(),
            [row.draft for row in rows],
            [row.history for row in rows],
            self._settings.today(self._clock()),
            self._settings.claim_days,
        )

    async def _write(self, change: Change, type_: ClaimType, steps: Sequence[_Step]) -> list[str]:
        if not steps:
            return []
        closed = [
            {"id": step.before.id, "superseded_at": change.now, "withdrawn": False}
            for step in steps
            if step.before
        ]
        await change.records.update(type_.label, closed)
        versions = [self._version(step) for step in steps]
        return await open_versions(change, type_, versions, on_behalf=True)

    def _version(self, step: _Step) -> OpenVersion:
        if step.before:
            before = step.before
            return OpenVersion(step.owner.id, step.prepared, before.claim, before.version + 1)
        day = step.prepared.history.recorded_on
        recorded_at = start_of_day(day, self._settings.zone) if day else None
        return OpenVersion(step.owner.id, step.prepared, recorded_at=recorded_at)


def _keys(prepared: PreparedClaims) -> set[TitleKey]:
    return {
        (owner.id, row.draft.title)
        for row in prepared.rows
        if isinstance(owner := prepared.owners[row.owner], OwnerFound)
    }


def _unchanged(type_: ClaimType, before: Claim, row: ClaimRow, taxonomy: Taxonomy | None) -> bool:
    """Raises InvalidInput for a category that is unknown."""
    ticked = None
    if taxonomy and "categories" in row.given:
        ticked = taxonomy.resolve(row.draft.categories)
    return says_the_same(type_, before, row, ticked)


def _fits(ready: _Step | ChainlinkError, before: Claim | None) -> bool:
    """Whether a step was worked out against the version that is in force now."""
    if isinstance(ready, ChainlinkError):
        return before is None
    seen = ready.before
    return (seen.id if seen else None) == (before.id if before else None)
