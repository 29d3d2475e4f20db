"""`/administration/policies`: which policy answers, what was learned, and promoting a version."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from chainlink.errors import Conflict
from chainlink.matching.learning.learning import LearningReport
from chainlink.matching.learning.policies import PolicyStatus
from chainlink.matching.learning.policy_files import PolicyDamaged
from chainlink.matching.learning.promoting import PolicyRefused
from chainlink.web.administration.parts import EDITS_REFERENCE, HOME, WHOLE, page
from chainlink.web.bodies import Sent
from chainlink.web.desk import Desk
from chainlink.web.guests import Guest
from chainlink.web.shown import Shown
from chainlink.web.workbench import Workbench


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One figure under both policies as it is read; `change` is its 95 % interval."""

    name: str
    before: str
    after: str
    change: str
    cases: int
    passed: bool


@dataclass(frozen=True, slots=True)
class MovedRow:
    """One weight that learning changed."""

    part: str
    factor: str
    before: float
    after: float


async def show_policies(desk: Desk, guest: Guest) -> Response:
    """The list."""
    policies = desk.app.policies
    in_force = await policies.in_force()
    known = await policies.versions()
    standing = any(one.status is PolicyStatus.IN_FORCE for one in known)
    return page(
        desk,
        guest,
        "policies",
        in_force=in_force,
        problem_said=desk.sentence(guest, in_force.problem) if in_force.problem else "",
        versions=list(reversed(known)),
        shipped=policies.shipped.version,
        shipped_stands=not standing,
    )


async def show_policy(desk: Desk, guest: Guest) -> Response:
    """One version with its report. Raises NotFound."""
    policies, shown = desk.app.policies, desk.shown(guest)
    name = str(guest.request.path_params["version"])
    if name == policies.shipped.version:
        known = await policies.versions()
        standing = any(one.status is PolicyStatus.IN_FORCE for one in known)
        facts = {"one": None, "text": policies.shipped_text, "stands": not standing}
        return page(desk, guest, "policy", version=name, report=None, **_nothing(guest), **facts)
    one = await policies.version(name)
    said = _nothing(guest) | {"one": one, "text": one.text}
    said["stands"] = one.status is PolicyStatus.IN_FORCE
    report: LearningReport | None = None
    try:
        one.policy(policies.shipped)
        report = one.findings
    except PolicyDamaged as damage:
        said["damage"] = desk.sentence(guest, damage)
    if report is not None:
        said["measures"] = _measures(report, shown)
        said["moved"] = _moved(report, shown)
        said["refused"] = [shown.say(f"measure.{name}") for name in report.refusals]
    return page(desk, guest, "policy", version=name, report=report, **said)


def _nothing(guest: Guest) -> dict[str, object]:
    return {
        "measures": (),
        "moved": (),
        "refused": (),
        "damage": "",
        "promotes": EDITS_REFERENCE.met_by(guest.actor),
    }


def _measures(report: LearningReport, shown: Shown) -> Sequence[MeasureRow]:
    return [
        MeasureRow(
            shown.say(f"measure.{one.name}"),
            _figure(one.in_force),
            _figure(one.learned),
            "" if one.low is None else f"{_signed(one.low)} … {_signed(one.high or 0.0)}",
            one.cases,
            one.passed,
        )
        for one in report.measures
    ]


def _moved(report: LearningReport, shown: Shown) -> Sequence[MovedRow]:
    return [
        MovedRow(
            shown.say(f"policy.part.{one.part}"),
            shown.say(f"factor.{one.code}"),
            one.before,
            one.after,
        )
        for one in report.moved
    ]


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}".replace("-", "−")


def _signed(value: float) -> str:
    return f"{value:+.3f}".replace("-", "−")


def add_policies(workbench: Workbench) -> None:
    """Serve the pages, and promoting."""
    desk, app = workbench.desk, workbench.app

    async def listed(guest: Guest) -> Response:
        return await show_policies(desk, guest)

    async def one(guest: Guest) -> Response:
        return await show_policy(desk, guest)

    async def promote(guest: Guest, sent: Sent) -> Response:
        version = str(guest.request.path_params["version"])
        try:
            await app.promotion.promote(guest.actor, version)
        except PolicyRefused as refusal:
            failed = "、".join(desk.shown(guest).say(f"measure.{name}") for name in refusal.failed)
            raise Conflict("policy.not_better", version=version, failed=failed) from refusal
        except Conflict as refusal:
            if refusal.key != "policy.in_force":  # sent twice, it is done all the same
                raise
        return workbench.done(guest, sent, "policy_promoted")

    workbench.shows(f"{HOME}/policies", WHOLE, listed)
    workbench.shows(f"{HOME}/policies/{{version}}", WHOLE, one)
    workbench.takes(f"{HOME}/policies/{{version}}/promote", EDITS_REFERENCE, promote, one)
