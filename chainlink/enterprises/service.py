"""Enterprises at the doors: registering, changing, approving."""

from collections.abc import Mapping, Sequence
from typing import Any

from chainlink.accounts.model import Actor, Role
from chainlink.accounts.permissions import Action, Reach, Resource, reach, require
from chainlink.accounts.service import bind_enterprise, bound_enterprise
from chainlink.enterprises import registry
from chainlink.enterprises.contacts import ContactReading
from chainlink.enterprises.model import (
    Enterprise,
    EnterpriseDraft,
    EnterpriseProfile,
    EnterpriseStatus,
)
from chainlink.enterprises.registry import CYPHER
from chainlink.enterprises.signing_up import check_references, enter
from chainlink.errors import Conflict, Forbidden, InvalidInput, StaleVersion
from chainlink.journal.service import Change, Repeatable

_OFFICERS = {Role.STAFF, Role.SECRETARY, Role.AUDITOR, Role.ADMIN}


class EnterpriseService(ContactReading):
    """What may happen to enterprises."""

    async def register(
        self, actor: Actor, draft: EnterpriseDraft, *, request: str | None = None
    ) -> Enterprise:
        """A new enterprise: it waits for a secretary, or is approved where staff load it.

        Raises Conflict when the code is registered already or the account speaks for another
        enterprise, InvalidInput for an unknown committee, industry or a missing committee.
        """
        if actor.role is Role.ENTERPRISE:
            if reach(actor, Action.WRITE, Resource.ENTERPRISE) is Reach.NONE:
                raise Forbidden("forbidden", action="WRITE", role=actor.role.value)
            if not draft.committees:
                raise InvalidInput.of("committees", "enterprise.committee_needed")
        else:
            require(actor, Action.WRITE, Resource.ENTERPRISE, seen=True)

        async def work(change: Change) -> Enterprise:
            reader = change.transaction
            if actor.role is Role.ENTERPRISE and await bound_enterprise(reader, actor.account):
                raise Conflict("enterprise.account_bound")
            if draft.uscc in await registry.by_codes(reader, [draft.uscc]):
                raise Conflict("enterprise.exists", value=draft.uscc)
            await check_references(reader, draft, draft.committees)
            if actor.role is Role.ENTERPRISE:
                enterprise = await enter(change, draft)
                await bind_enterprise(change, actor.account, enterprise.id)
                return enterprise
            [enterprise] = await registry.create(change, [draft], status=EnterpriseStatus.APPROVED)
            await registry.write_exports(
                change, [(enterprise.id, market, {}) for market in draft.export_markets]
            )
            await registry.write_contact(change, enterprise.id, draft.contact)
            links = [{"start": enterprise.id, "end": code} for code in draft.committees]
            await registry.write_links(change, "MEMBER_OF", links, "membership.opened")
            return enterprise

        return await self._journal.change(
            actor.account,
            work,
            repeatable=Repeatable(actor.account, request, "registerEnterprise", draft),
            answer=Enterprise,
        )

    async def update(
        self,
        actor: Actor,
        enterprise: str,
        version: int,
        profile: EnterpriseProfile,
        *,
        request: str | None = None,
        asked: Mapping[str, Any] | None = None,
    ) -> Enterprise:
        """Replace the profile; a former name is kept, market claims are closed and opened.

        `asked` is what was sent where a door completed the profile from what stands: by it, and
        not by what stood at the time, a repeated request is recognised.
        Raises NotFound, Forbidden, InvalidInput, StaleVersion.
        """

        async def work(change: Change) -> Enterprise:
            before = await self._for_change(actor, change, enterprise, Action.WRITE, version)
            await check_references(change.transaction, profile, ())
            row = registry.profile_columns(profile) | {"id": enterprise, "version": version + 1}
            if profile.name != before.name:
                row["former_names"] = [*before.former_names, before.name]
            else:
                row["former_names"] = list(before.former_names)
            await change.records.update("Enterprise", [row])
            changed = {
                name: value
                for name, value in row.items()
                if getattr(before, name, None) != value and name != "id"
            }
            change.record("enterprise.updated", "Enterprise", enterprise, changed, (enterprise,))
            await self._replace_exports(change, enterprise, profile.export_markets)
            return (await registry.by_ids(change.transaction, [enterprise]))[enterprise]

        said = profile.model_dump(mode="json") if asked is None else dict(asked)
        content = {"id": enterprise, "version": version, **said}
        return await self._journal.change(
            actor.account,
            work,
            repeatable=Repeatable(actor.account, request, "updateEnterprise", content),
            answer=Enterprise,
        )

    async def _replace_exports(
        self, change: Change, enterprise: str, markets: Sequence[str]
    ) -> None:
        rows = await change.transaction.read(CYPHER["exports_of"], ids=[enterprise])
        known = {row["market"]: row["id"] for row in rows}
        for market, link in known.items():
            if market not in markets:
                await change.transaction.write(CYPHER["close_export"], id=link, now=change.now)
                change.record("market.closed", "EXPORTS_TO", link, {}, (enterprise,))
        await registry.write_exports(
            change, [(enterprise, market, {}) for market in markets if market not in known]
        )

    async def approve(
        self, actor: Actor, enterprise: str, version: int, *, request: str | None = None
    ) -> Enterprise:
        """Let a waiting enterprise in; the committees that it asked for become its own.

        Raises NotFound, Forbidden, StaleVersion, Conflict when it does not wait.
        """

        async def work(change: Change) -> Enterprise:
            await self._decide(actor, change, enterprise, version, EnterpriseStatus.APPROVED)
            asked = await change.transaction.read(CYPHER["asked_committees"], ids=[enterprise])
            links = [{"start": enterprise, "end": row["committee"]} for row in asked]
            await registry.write_links(change, "MEMBER_OF", links, "membership.opened")
            await change.transaction.write(CYPHER["forget_asking"], id=enterprise)
            return (await registry.by_ids(change.transaction, [enterprise]))[enterprise]

        content = {"id": enterprise, "version": version}
        return await self._journal.change(
            actor.account,
            work,
            repeatable=Repeatable(actor.account, request, "approveEnterprise", content),
            answer=Enterprise,
        )

    async def reject(
        self, actor: Actor, enterprise: str, version: int, *, request: str | None = None
    ) -> Enterprise:
        """Turn a waiting enterprise down. Raises as `approve` does."""

        async def work(change: Change) -> Enterprise:
            await self._decide(actor, change, enterprise, version, EnterpriseStatus.REJECTED)
            return (await registry.by_ids(change.transaction, [enterprise]))[enterprise]

        content = {"id": enterprise, "version": version}
        return await self._journal.change(
            actor.account,
            work,
            repeatable=Repeatable(actor.account, request, "rejectEnterprise", content),
            answer=Enterprise,
        )

    async def _decide(
        self,
        actor: Actor,
        change: Change,
        enterprise: str,
        version: int,
        status: EnterpriseStatus,
    ) -> None:
        before = await self._for_change(actor, change, enterprise, Action.DECIDE, version)
        if before.status is not EnterpriseStatus.PENDING:
            raise Conflict("enterprise.decided", status=before.status.value)
        row = {
            "id": enterprise,
            "status": status.value,
            "approved_at": change.now if status is EnterpriseStatus.APPROVED else None,
            "version": version + 1,
        }
        await change.records.update("Enterprise", [row])
        change.record(
            f"enterprise.{status.value.lower()}", "Enterprise", enterprise, row, (enterprise,)
        )

    async def set_opt_out(
        self,
        actor: Actor,
        enterprise: str,
        version: int,
        opted_out: bool,
        *,
        request: str | None = None,
    ) -> Enterprise:
        """Take part in matching or not; from the next answer on. Raises as `update` does."""

        async def work(change: Change) -> Enterprise:
            await self._for_change(
                actor, change, enterprise, Action.WRITE, version, Resource.CLAIMS
            )
            row = {"id": enterprise, "opted_out": opted_out, "version": version + 1}
            await change.records.update("Enterprise", [row])
            change.record("enterprise.opt_out", "Enterprise", enterprise, row, (enterprise,))
            return (await registry.by_ids(change.transaction, [enterprise]))[enterprise]

        content = {"id": enterprise, "version": version, "opted_out": opted_out}
        return await self._journal.change(
            actor.account,
            work,
            repeatable=Repeatable(actor.account, request, "setMatchingOptOut", content),
            answer=Enterprise,
        )

    async def _for_change(
        self,
        actor: Actor,
        change: Change,
        enterprise: str,
        action: Action,
        version: int,
        resource: Resource = Resource.ENTERPRISE,
    ) -> Enterprise:
        found = await self.visible_in(actor, change.transaction, enterprise)
        owner = await self.owner(change.transaction, enterprise)
        require(actor, action, resource, owner, seen=True)
        if found.version != version:
            raise StaleVersion("stale", seen=version, newest=found.version)
        return found
