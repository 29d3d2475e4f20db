"""Making a policy version the one in force, or going back to one that was."""

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Resource, require
from chainlink.errors import Conflict
from chainlink.journal.service import Change, Journal
from chainlink.matching.learning.policies import (
    PolicyService,
    PolicyStatus,
    PolicyVersion,
    named,
    versions,
)


class PolicyRefused(Conflict):
    """A version that was not shown to be better; `failed` are the measures that say so."""

    def __init__(self, version: str, failed: tuple[str, ...]) -> None:
        super().__init__("policy.not_better", version=version, failed=", ".join(failed))
        self.failed = failed


class PolicyPromotion:
    """The one way in which another policy comes into force."""

    def __init__(self, journal: Journal, policies: PolicyService) -> None:
        self._journal = journal
        self._policies = policies

    async def promote(self, actor: Actor, version: str) -> str:
        """Put a version in force and return its name; the one before it is retired.

        A proposed version must have been judged better than the policy that is in force now, with
        nothing worse. The shipped policy and retired ones may come back without: that is the way
        out of a mistake. Raises NotFound, PolicyDamaged, PolicyRefused, Conflict.
        """
        require(actor, Action.WRITE, Resource.REFERENCE)
        shipped = self._policies.shipped

        async def work(change: Change) -> str:
            known = await versions(change.transaction)
            standing = [one for one in known if one.status is PolicyStatus.IN_FORCE]
            in_force = standing[0].version if standing else shipped.version
            if version == in_force:
                raise Conflict("policy.in_force", version=version)
            if version != shipped.version:
                chosen = named(known, version, shipped)
                chosen.policy(shipped)  # a damaged one is refused here
                if chosen.status is PolicyStatus.PROPOSED:
                    _require_better(chosen, in_force)
            for one in standing:
                await _set(change, one.version, PolicyStatus.RETIRED)
            if version != shipped.version:
                await _set(change, version, PolicyStatus.IN_FORCE)
            said = {"version": version, "parent": in_force}
            change.record("policy.promoted", "PolicyVersion", version, said)
            return version

        return await self._journal.change(actor.account, work)


def _require_better(chosen: PolicyVersion, in_force: str) -> None:
    report = chosen.findings
    if report.parent != in_force:
        raise Conflict(
            "policy.judged_against", version=chosen.version, parent=report.parent, in_force=in_force
        )
    if report.refusals:
        raise PolicyRefused(chosen.version, report.refusals)


async def _set(change: Change, version: str, status: PolicyStatus) -> None:
    row = {"version": version, "status": status.value}
    if status is PolicyStatus.IN_FORCE:
        row["in_force_from"] = change.now
    await change.records.update("PolicyVersion", [row])
