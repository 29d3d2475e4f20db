"""`chainlink learn` and `chainlink policy list|show|promote`."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from chainlink.accounts.model import system_actor
from chainlink.app import App
from chainlink.cli.helping import SaidCommand, SaidGroup
from chainlink.cli.values import day
from chainlink.errors import Conflict
from chainlink.matching.learning.judging import Measure
from chainlink.matching.learning.learning import LearningReport
from chainlink.matching.learning.policies import PolicyService, PolicyStatus, PolicyVersion
from chainlink.matching.learning.promoting import PolicyPromotion, PolicyRefused
from chainlink.matching.learning.proposing import LearningService
from chainlink.terminal.opening import perform
from chainlink.terminal.output import note, progress, write_line, write_table
from chainlink.terminal.voice import told

ACTOR = system_actor("learning")
_MOVED_SHOWN = 10

learn = typer.Typer(add_completion=False)
policy = typer.Typer(cls=SaidGroup, help="cli.policy")
Version = Annotated[str, typer.Argument(help="cli.policy.version")]


def _policies(app: App) -> PolicyService:
    return PolicyService(app.store, app.journal)


@learn.command(cls=SaidCommand, help="cli.learn")
def _learn(
    until: Annotated[
        date | None, typer.Option(metavar="DATE", help="cli.learn.until", parser=day)
    ] = None,
    report: Annotated[Path | None, typer.Option(metavar="FILE", help="cli.learn.report")] = None,
) -> None:
    async def work(app: App) -> LearningReport:
        service = LearningService(app.store, app.clock, app.settings, _policies(app))
        with progress("learn.learning"):
            _, found = await service.learn(ACTOR, until=until)
        return found

    found = perform(work)
    _write_report(found)
    if report is not None:
        try:
            report.write_text(found.model_dump_json(indent=2) + "\n", "utf-8")
        except OSError as failure:
            raise Conflict("learn.no_report", file=report, reason=failure.strerror) from failure
    if found.refusals:
        note(told("learn.proposed.worse", version=found.version, failed=_said(found.refusals)))
    else:
        note(told("learn.proposed.better", version=found.version))


@policy.callback()
def _policy() -> None:
    """Keep this a group."""


@policy.command("list", cls=SaidCommand, help="cli.policy.list")
def _list() -> None:
    async def work(app: App) -> tuple[str, list[PolicyVersion]]:
        policies = _policies(app)
        return policies.shipped.version, await policies.versions()

    shipped, known = perform(work)
    standing = any(one.status is PolicyStatus.IN_FORCE for one in known)
    first = [shipped, told("policy.SHIPPED" if standing else "policy.IN_FORCE"), "", "", ""]
    write_table(
        [told(f"policy.{head}") for head in ("version", "status", "parent", "proposed", "from")],
        [first, *([*_row(one)] for one in known)],
    )


def _row(one: PolicyVersion) -> list[str]:
    since = (one.in_force_from or "")[:10]
    return [one.version, told(f"policy.{one.status}"), one.parent, one.proposed_at[:10], since]


@policy.command("show", cls=SaidCommand, help="cli.policy.show")
def _show(version: Version) -> None:
    async def work(app: App) -> PolicyVersion | str:
        policies = _policies(app)
        if version == policies.shipped.version:
            return policies.shipped_text
        found = await policies.version(version)
        found.policy(policies.shipped)  # a damaged one is said to be, not shown
        return found

    found = perform(work)
    if isinstance(found, str):
        write_line(found.rstrip())
        return
    write_line(found.text.rstrip())
    write_line()
    _write_report(found.findings)


@policy.command("promote", cls=SaidCommand, help="cli.policy.promote")
def _promote(version: Version) -> None:
    async def work(app: App) -> str:
        return await PolicyPromotion(app.journal, _policies(app)).promote(ACTOR, version)

    try:
        promoted = perform(work)
    except PolicyRefused as failure:
        said = {"version": version, "failed": _said(failure.failed)}
        raise Conflict("policy.not_better", **said) from failure
    write_line(told("policy.promoted", version=promoted))


def _said(measures: tuple[str, ...]) -> str:
    return told("cli.and").join(told(f"measure.{name}") for name in measures)


def _write_report(report: LearningReport) -> None:
    write_line(told("learn.title", **report.model_dump(exclude={"measures", "moved"})))
    write_line(told("learn.windows", **report.model_dump(exclude={"measures", "moved"})))
    write_table(
        [told(f"learn.{head}") for head in ("measure", "before", "after", "change", "cases")]
        + [""],
        [_measured(one) for one in report.measures],
    )
    for moved in report.moved[:_MOVED_SHOWN]:
        write_line(
            told(
                "learn.moved",
                part=told(f"policy.part.{moved.part}"),
                factor=told(f"factor.{moved.code}"),
                before=f"{moved.before:.2f}",
                after=f"{moved.after:.2f}",
            )
        )


def _measured(one: Measure) -> list[str]:
    change = "" if one.low is None else f"{one.low:+.3f} … {one.high:+.3f}"
    return [
        told(f"measure.{one.name}"),
        _figure(one.in_force),
        _figure(one.learned),
        change,
        str(one.cases),
        "✓" if one.passed else "✗",
    ]


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
