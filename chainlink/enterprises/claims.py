"""Capabilities and needs at the doors: declared, revised, withdrawn, read by who may."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from chainlink.accounts.model import Actor, Role
from chainlink.accounts.permissions import Action, Owner, Resource, allows, require
from chainlink.clock import Clock
from chainlink.enterprises.claim_model import (
    Claim,
    ClaimDraft,
    ClaimHistory,
    ClaimType,
)
from chainlink.enterprises.claim_reading import claims_by_query
from chainlink.enterprises.claim_writing import (
    OpenVersion,
    PreparedClaim,
    close_version,
    open_versions,
    prepare,
)
from chainlink.enterprises.model import EnterpriseStatus, Visibility
from chainlink.enterprises.service import EnterpriseService
from chainlink.errors import Conflict, InvalidInput, NotFound, StaleVersion
from chainlink.graph.port import GraphReader, GraphStore
from chainlink.journal.service import Change, Journal, Repeatable
from chainlink.settings import Settings
from chainlink.taxonomy.service import TaxonomyService

_OFFICERS = {Role.STAFF, Role.SECRETARY, Role.AUDITOR, Role.ADMIN}


class ClaimService:
    """What may happen to capabilities and needs; `type_` says which of the two."""

    def __init__(
        self,
        store: GraphStore,
        journal: Journal,
        clock: Clock,
        settings: Settings,
        taxonomy: TaxonomyService,
        enterprises: EnterpriseService,
    ) -> None:
        self._store = store
        self._journal = journal
        self._clock = clock
        self._settings = settings
        self._taxonomy = taxonomy
        self._enterprises = enterprises

    async def settle(
        self, drafts: Sequence[ClaimDraft], histories: Sequence[ClaimHistory]
    ) -> list[PreparedClaim | InvalidInput]:
        """Drafts with kinds, categories and days settled; reading text stays off the event loop."""
        taxonomy = await self._taxonomy.current()
        today = self._settings.today(self._clock())
        days = self._settings.claim_days
        return await asyncio.to_thread(prepare, taxonomy, drafts, histories, today, days)

    async def _settled(self, draft: ClaimDraft) -> PreparedClaim | InvalidInput:
        [prepared] = await self.settle([draft], [ClaimHistory()])
        return prepared

    async def declare(
        self,
        actor: Actor,
        type_: ClaimType,
        enterprise: str,
        draft: ClaimDraft,
        *,
        request: str | None = None,
    ) -> Claim:
        """A new claim of an enterprise, by itself or on its behalf, marked so.

        Raises NotFound, Forbidden, InvalidInput (unknown category, days that do not fit), Conflict
        for an enterprise that was turned down.
        """
        prepared = await self._settled(draft)

        async def work(change: Change) -> Claim:
            await self._may_write(actor, change.transaction, enterprise)
            version = OpenVersion(enterprise, _accepted(prepared))
            on_behalf = actor.enterprise != enterprise
            [id_] = await open_versions(change, type_, [version], on_behalf=on_behalf)
            return await self._version(change.transaction, type_, id_)

        said = {"enterprise": enterprise, "draft": draft.model_dump(mode="json")}
        return await self._repeatable(actor, work, type_, "declare", request, said)

    async def revise(
        self,
        actor: Actor,
        type_: ClaimType,
        claim: str,
        version: int,
        draft: ClaimDraft,
        *,
        request: str | None = None,
        asked: Mapping[str, Any] | None = None,
    ) -> Claim:
        """Close the version seen and open the next. Raises as `declare`, and StaleVersion.

        `asked` is what was sent where a door completed the draft from what stands: by it, and not
        by what stood at the time, a repeated request is recognised.
        """
        prepared = await self._settled(draft)

        async def work(change: Change) -> Claim:
            before = await self._in_force(actor, change, type_, claim, version)
            await close_version(change, type_, before, withdrawn=False)
            following = OpenVersion(before.enterprise, _accepted(prepared), claim, version + 1)
            on_behalf = actor.enterprise != before.enterprise
            [id_] = await open_versions(change, type_, [following], on_behalf=on_behalf)
            return await self._version(change.transaction, type_, id_)

        whole = draft.model_dump(mode="json") if asked is None else dict(asked)
        said = {"claim": claim, "version": version, "draft": whole}
        return await self._repeatable(actor, work, type_, "update", request, said)

    async def withdraw(
        self,
        actor: Actor,
        type_: ClaimType,
        claim: str,
        version: int,
        *,
        request: str | None = None,
    ) -> Claim:
        """End a claim. Raises NotFound, Forbidden, StaleVersion, Conflict when it has ended."""

        async def work(change: Change) -> Claim:
            before = await self._in_force(actor, change, type_, claim, version)
            await close_version(change, type_, before, withdrawn=True)
            return await self._version(change.transaction, type_, before.id)

        said = {"claim": claim, "version": version}
        return await self._repeatable(actor, work, type_, "withdraw", request, said)

    async def _repeatable(
        self,
        actor: Actor,
        work: Callable[[Change], Awaitable[Claim]],
        type_: ClaimType,
        verb: str,
        request: str | None,
        content: dict[str, Any],
    ) -> Claim:
        return await self._journal.change(
            actor.account,
            work,
            repeatable=Repeatable(actor.account, request, f"{verb}{type_.label}", content),
            answer=type_.model,
        )

    async def _may_write(self, actor: Actor, reader: GraphReader, enterprise: str) -> None:
        found = await self._enterprises.visible_in(actor, reader, enterprise)
        owner = await self._enterprises.owner(reader, enterprise)
        require(actor, Action.WRITE, Resource.CLAIMS, owner, seen=True)
        if found.status is EnterpriseStatus.REJECTED:
            raise Conflict("enterprise.decided", status=found.status.value)

    async def _in_force(
        self, actor: Actor, change: Change, type_: ClaimType, claim: str, version: int
    ) -> Claim:
        found = await claims_by_query(change.transaction, type_, "latest", claim=claim)
        if not found or not await self._may_see(actor, change.transaction, found[0]):
            raise NotFound("claim.unknown", value=claim)
        owner = await self._enterprises.owner(change.transaction, found[0].enterprise)
        require(actor, Action.WRITE, Resource.CLAIMS, owner, seen=True)
        if found[0].version != version:
            raise StaleVersion("stale", seen=version, newest=found[0].version)
        if found[0].superseded_at is not None:
            raise Conflict("claim.withdrawn")
        return found[0]

    async def _version(self, reader: GraphReader, type_: ClaimType, id_: str) -> Claim:
        [found] = await claims_by_query(reader, type_, "version", id=id_)
        return found

    async def get(self, actor: Actor, type_: ClaimType, claim: str) -> Claim:
        """The newest version of a claim. Raises NotFound."""
        found = await claims_by_query(self._store, type_, "latest", claim=claim)
        if not found or not await self._may_see(actor, self._store, found[0]):
            raise NotFound("claim.unknown", value=claim)
        return found[0]

    async def of_enterprises(
        self, actor: Actor, type_: ClaimType, ids: Sequence[str]
    ) -> dict[str, list[Claim]]:
        """Claims in force of several enterprises that the actor may see, newest first.

        Expired ones are left out for others and kept for who may write them, to be renewed. An
        enterprise that the actor may not see has none.
        """
        visible: dict[str, list[Claim]] = {id_: [] for id_ in ids}
        seen = list(await self._enterprises.visible_by_ids(actor, list(visible)))
        if not seen:
            return visible
        found = await self._enterprises.known.claims(type_, seen)
        today = self._settings.today(self._clock())
        owners = await self._enterprises.owners(self._store, seen)
        for claim in (one for id_ in seen for one in found[id_]):
            full = self._in_full(actor, claim, owners[claim.enterprise])
            if full or (claim.valid_until >= today and self._shown_to_others(actor, claim)):
                visible[claim.enterprise].append(claim)
        return visible

    def _shown_to_others(self, actor: Actor, claim: Claim) -> bool:
        """What a claim's visibility allows those who are not its owner's own or its committee's.

        An anonymous claim is matched, but a list under the owner's name would name its owner.
        """
        if claim.visibility is Visibility.PUBLIC:
            return actor.approved or actor.role in _OFFICERS
        return claim.visibility is Visibility.ANONYMOUS and actor.role in _OFFICERS

    def _in_full(self, actor: Actor, claim: Claim, owner: Owner) -> bool:
        if claim.visibility is Visibility.PRIVATE:
            return claim.enterprise == actor.enterprise or actor.role is Role.ADMIN
        return allows(actor, Action.READ, Resource.CLAIMS, owner)

    async def _may_see(self, actor: Actor, reader: GraphReader, claim: Claim) -> bool:
        """A claim is never seen by more people than its enterprise is."""
        try:
            await self._enterprises.visible_in(actor, reader, claim.enterprise)
        except NotFound:
            return False
        owner = await self._enterprises.owner(reader, claim.enterprise)
        return self._in_full(actor, claim, owner) or self._shown_to_others(actor, claim)


def _accepted(prepared: PreparedClaim | InvalidInput) -> PreparedClaim:
    """Raised within the change, so that a request sent again is known before it is judged again."""
    if isinstance(prepared, InvalidInput):
        raise prepared
    return prepared
