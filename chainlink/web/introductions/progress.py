"""An introduction's states as a line: where it has been, where it stands, what lies ahead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chainlink.introductions.machine import ENDED, PROGRESS, IntroductionState, Step
from chainlink.introductions.model import IntroductionView, StepTaken


class Mark(StrEnum):
    """What a station on the line is; SKIPPED was passed without a stop."""

    DONE = "DONE"
    CURRENT = "CURRENT"
    SKIPPED = "SKIPPED"
    AHEAD = "AHEAD"
    ENDED = "ENDED"


@dataclass(frozen=True, slots=True)
class Station:
    """One state on the line, with the day on which it was reached."""

    state: IntroductionState
    mark: Mark
    day: date | None = None


def line_of(view: IntroductionView, steps: Sequence[StepTaken]) -> list[Station]:
    """The stations in their order; an end that is no completion comes last, nothing after it.

    The line begins where the steps that the reader is told of begin.
    """
    days = {one.to_state: one.happened_on for one in reversed(steps)}
    begun = [one.from_state for one in steps if one.step is Step.SHORTLIST]
    been = {*days, *(one for one in begun if one is not None)}
    stood = [one for one in PROGRESS if one in been] or [
        view.state if view.state in PROGRESS else PROGRESS[0]
    ]
    first, last = PROGRESS.index(stood[0]), PROGRESS.index(stood[-1])
    stations = list(_passed(view, PROGRESS[first : last + 1], been, days))
    if view.state in ENDED and view.state not in PROGRESS:
        return [*stations, Station(view.state, Mark.ENDED, days.get(view.state))]
    return [*stations, *(Station(one, Mark.AHEAD) for one in PROGRESS[last + 1 :])]


def _passed(
    view: IntroductionView,
    states: Iterable[IntroductionState],
    been: set[IntroductionState],
    days: dict[IntroductionState, date],
) -> Iterable[Station]:
    for state in states:
        mark = Mark.DONE if state in been else Mark.SKIPPED
        yield Station(state, Mark.CURRENT if state is view.state else mark, days.get(state))
