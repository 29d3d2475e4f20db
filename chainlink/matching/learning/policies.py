"""Policy versions: the one that ships with the code, those learned, and which is in force.

A learned version that is damaged, or that a newer program cannot read, does not stop the service:
the shipped policy is in force instead, and the log and `chainlink doctor` say so.
"""

import logging
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources

from pydantic import BaseModel, ConfigDict

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Resource, require
from chainlink.errors import Conflict, GraphUnavailable, NotFound
from chainlink.graph.port import GraphReader, GraphStore
from chainlink.journal.service import Change, Journal
from chainlink.matching.learning.learning import Learned, LearningReport
from chainlink.matching.learning.policy_files import (
    PolicyDamaged,
    policy_from,
    policy_text,
    text_digest,
)
from chainlink.matching.learning.reading import CYPHER
from chainlink.matching.policy import Policy, expert_policy

_logger = logging.getLogger(__name__)


class PolicyStatus(StrEnum):
    """Where a learned version stands."""

    PROPOSED = "PROPOSED"
    IN_FORCE = "IN_FORCE"
    RETIRED = "RETIRED"


class PolicyVersion(BaseModel):
    """A learned version as it is kept; times are instants in UTC, `report` is JSON."""

    model_config = ConfigDict(frozen=True)

    version: str
    text: str
    digest: str
    parent: str
    proposed_at: str
    report: str
    status: PolicyStatus
    in_force_from: str | None = None

    @property
    def findings(self) -> LearningReport:
        """The report. Raises PolicyDamaged where it cannot be read."""
        try:
            return LearningReport.model_validate_json(self.report)
        except ValueError as failure:
            raise PolicyDamaged("policy.damaged.report", version=self.version) from failure

    def policy(self, shipped: Policy) -> Policy:
        """The weights. Raises PolicyDamaged."""
        return policy_from(self.text, version=self.version, digest=self.digest, shipped=shipped)


@dataclass(frozen=True, slots=True)
class InForce:
    """The policy to answer with; `problem` says why it is not the one that was promoted."""

    policy: Policy
    problem: PolicyDamaged | None = None


class PolicyService:
    """Which policy answers, which others there are."""

    def __init__(
        self, store: GraphStore, journal: Journal, *, shipped: Policy | None = None
    ) -> None:
        self._store = store
        self._journal = journal
        self.shipped = shipped or expert_policy()
        self._known: tuple[int, InForce] | None = None

    @property
    def shipped_text(self) -> str:
        """The shipped policy's file."""
        return resources.files("chainlink.matching").joinpath("policy.toml").read_text("utf-8")

    async def in_force(self, sequence: int | None = None) -> InForce:
        """The policy in force at the journal's head.

        Given the head's `sequence` it asks the graph only when the journal has grown since, so
        that whatever process promoted a version, all others follow at their next question. While
        the graph is away it is what was known before; raises GraphUnavailable where nothing is.
        """
        try:
            if sequence is None:
                sequence, _ = await self._journal.head()
            if self._known is None or self._known[0] != sequence:
                return self._know(sequence, await self._read(self._store))
        except GraphUnavailable:
            if self._known is None:
                raise
        return self._known[1]

    def _know(self, sequence: int, found: InForce) -> InForce:
        """Remember it; a damage is logged when it is first seen."""
        before = self._known[1].problem if self._known else None
        problem = found.problem
        if problem is not None and (before is None or before.facts != problem.facts):
            _logger.error(
                "the policy in force is damaged (%s %s); %s answers instead",
                problem.key,
                problem.facts,
                found.policy.version,
            )
        self._known = (sequence, found)
        return found

    async def _read(self, reader: GraphReader) -> InForce:
        rows = await reader.read(CYPHER["policy_in_force"])
        if not rows:
            return InForce(self.shipped)
        try:
            return InForce(policy_from(**rows[0], shipped=self.shipped))
        except PolicyDamaged as problem:
            return InForce(self.shipped, problem)

    async def versions(self) -> list[PolicyVersion]:
        """Learned versions, oldest first."""
        return await versions(self._store)

    async def version(self, name: str) -> PolicyVersion:
        """One learned version. Raises NotFound that names those there are."""
        return named(await self.versions(), name, self.shipped)

    async def propose(self, actor: Actor, learned: Learned) -> PolicyVersion:
        """Keep a learned policy with its report, to be promoted by whoever reads that.

        Raises NotFound for whoever is no administrator, Conflict when the name is taken.
        """
        require(actor, Action.WRITE, Resource.REFERENCE)
        text = policy_text(learned.policy)

        async def work(change: Change) -> PolicyVersion:
            made = PolicyVersion(
                version=learned.policy.version,
                text=text,
                digest=text_digest(text),
                parent=learned.report.parent,
                proposed_at=change.now,
                report=learned.report.model_dump_json(),
                status=PolicyStatus.PROPOSED,
            )
            if made.version in {one.version for one in await versions(change.transaction)}:
                raise Conflict("policy.exists", version=made.version)
            await change.records.create("PolicyVersion", [made.model_dump(mode="json")])
            said = made.model_dump(include={"version", "digest", "parent", "status"}, mode="json")
            change.record("policy.proposed", "PolicyVersion", made.version, said)
            return made

        return await self._journal.change(actor.account, work)


async def versions(reader: GraphReader) -> list[PolicyVersion]:
    """Learned versions, oldest first."""
    return [PolicyVersion(**row) for row in await reader.read(CYPHER["policy_versions"])]


def named(known: list[PolicyVersion], name: str, shipped: Policy) -> PolicyVersion:
    """The learned version of this name. Raises NotFound that names all there are."""
    for one in known:
        if one.version == name:
            return one
    names = [shipped.version, *(one.version for one in known)]
    raise NotFound("policy.unknown", version=name, known=", ".join(names))
