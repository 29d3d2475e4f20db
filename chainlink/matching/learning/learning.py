"""Learning a policy from showings and decisions: three windows in time, and a report.

What was resolved first fits the weights, what was resolved next calibrates them, what was resolved
last says whether they are better. A pair speaks in one window only, and no window knows what was
decided after it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import BaseModel, ConfigDict

from chainlink.errors import Conflict
from chainlink.matching.learning.examples import Shown, Table, outcomes_until, table_of
from chainlink.matching.learning.fitting import calibrate, fit_policy
from chainlink.matching.learning.judging import Measure, judge
from chainlink.matching.learning.outcomes import Decision, Outcome
from chainlink.matching.learning.weights import PolicyWeights
from chainlink.matching.policy import PARTS

NEEDED = 30  # resolved outcomes; below, free weights lose to the expert and anchored ones stay put
_FIT, _CALIBRATION = 0.6, 0.8  # shares of the resolved outcomes, in time, up to each cut


class Moved(BaseModel):
    """One number that learning changed; `code` is a factor, or `base`."""

    model_config = ConfigDict(frozen=True)

    part: str
    code: str
    before: float
    after: float


class LearningReport(BaseModel):
    """What a version was learned from, and how it did beside the one in force.

    Counts: `shown` pairs, those `decided` on at all, those `resolved` and the `deals` among them;
    the resolved outcomes of each window. Cuts are instants in UTC.
    """

    model_config = ConfigDict(frozen=True)

    version: str
    parent: str
    until: str
    fitted_until: str
    calibrated_until: str
    shown: int
    decided: int
    resolved: int
    deals: int
    fit: int
    calibration: int
    evaluation: int
    measures: tuple[Measure, ...]
    moved: tuple[Moved, ...]

    @property
    def refusals(self) -> tuple[str, ...]:
        """Names of the measures for which the version may not be promoted."""
        return tuple(one.name for one in self.measures if not one.passed)


@dataclass(frozen=True, slots=True)
class Learned:
    """A policy that may be proposed, with its report."""

    policy: PolicyWeights
    report: LearningReport


def learn(
    shown: Sequence[Shown],
    decisions: Sequence[Decision],
    in_force: PolicyWeights,
    *,
    version: str,
    until: str,
    sizes: Mapping[str, str],
) -> Learned:
    """Fit, calibrate and judge on what was known at `until` (an instant in UTC).

    `sizes` are size classes by enterprise. Raises Conflict when too little is resolved.
    """
    seen = [one for one in shown if one.shown_at <= until]
    known = outcomes_until(seen, decisions, until)
    resolved = {key: one for key, one in known.items() if one.success is not None}
    if len(resolved) < NEEDED:
        raise Conflict("learning.too_few", resolved=len(resolved), needed=NEEDED)
    said = [one for one in decisions if one.decided_at <= until]
    fitted_until, calibrated_until = _cuts(seen, said, resolved)
    early = outcomes_until(seen, said, fitted_until)
    middle = outcomes_until(seen, said, calibrated_until)
    later = {
        key: one for key, one in middle.items() if one.success is not None and key not in early
    }
    last = {key: one for key, one in known.items() if key not in early and key not in later}
    codes = in_force.codes
    fit = table_of([one for one in seen if one.id in early], early, codes)
    calibration = table_of([one for one in seen if one.id in later], later, codes)
    evaluation = table_of(_lists_after(seen, last, calibrated_until), last, codes)
    policy = calibrate(fit_policy(fit, in_force, version), calibration)
    fair = calibrate(in_force, calibration)
    report = LearningReport(
        version=version,
        parent=in_force.version,
        until=until,
        fitted_until=fitted_until,
        calibrated_until=calibrated_until,
        shown=len(seen),
        decided=len(known),
        resolved=len(resolved),
        deals=sum(one.success is True for one in resolved.values()),
        fit=_resolved(fit),
        calibration=_resolved(calibration),
        evaluation=_resolved(evaluation),
        measures=judge(in_force, fair, policy, evaluation, sizes),
        moved=_changes(in_force, policy),
    )
    return Learned(policy, report)


def _cuts(
    shown: Sequence[Shown], decisions: Sequence[Decision], resolved: Mapping[str, Outcome]
) -> tuple[str, str]:
    """Instants up to which the first 60 % and 80 % of the outcomes were resolved."""
    pairs = {one.pair for one in shown if one.id in resolved}
    last: dict[tuple[str, str, str], str] = {}
    for one in decisions:
        pair = (one.seeker, one.provider, one.match_type.value)
        if pair in pairs:
            last[pair] = max(last.get(pair, ""), one.decided_at)
    times = sorted(last.values())
    return times[int(_FIT * len(times)) - 1], times[int(_CALIBRATION * len(times)) - 1]


def _lists_after(shown: Sequence[Shown], last: Mapping[str, Outcome], cut: str) -> list[Shown]:
    """Whole lists in which something was resolved after the cut, or that were shown after it.

    A pair that spoke in an earlier window stays in its list as a candidate and says nothing.
    """
    lists = {one.showing for one in shown if one.id in last or one.shown_at > cut}
    return [one for one in shown if one.showing in lists]


def _resolved(table: Table) -> int:
    return int(np.isfinite(table.success).sum())


def _changes(before: PolicyWeights, after: PolicyWeights) -> tuple[Moved, ...]:
    """Every number that differs, by how far it moved."""
    found = []
    for part in PARTS:
        old, new = before.parts[part], after.parts[part]
        found.append(Moved(part=part, code="base", before=old.base, after=new.base))
        for code in sorted({*old.weights, *new.weights}):
            was, now = old.weights.get(code, 0.0), new.weights.get(code, 0.0)
            found.append(Moved(part=part, code=code, before=was, after=now))
    moved = (one for one in found if one.before != one.after)
    return tuple(sorted(moved, key=lambda one: -abs(one.after - one.before)))
