"""How far introductions came, and how they ended: each against all that were opened.

Those still open and those that ended without a deal stay in the denominator, so a rate says what
became of everything that was begun, not of what is known to have gone well.
"""

from chainlink.introductions.machine import ENDED, PROGRESS, IntroductionState
from chainlink.reporting.model import Ending, EndingFigure, Figure, Rows, Stage, StageFigure
from chainlink.reporting.part import Part

INTRODUCTION, SHOWN_PAIR = "Introduction", "ShownPair"
_STATE = {
    stage: IntroductionState.CONSENT_PENDING
    if stage is Stage.CONSENT_ASKED
    else IntroductionState(stage.value)
    for stage in Stage
    if stage is not Stage.SHOWN
}


def opened(part: Part) -> Figure:
    """All introductions of the report: what rates are of."""
    return _figure(part, part.introductions)


def funnel(part: Part) -> list[StageFigure]:
    """The stages in their order; pairs shown only where showings have what is asked for."""
    found = []
    if part.shown is not None:
        shown = Figure(SHOWN_PAIR, part.seen.ids, part.seen.distinct(part.shown))
        found.append(StageFigure(Stage.SHOWN, shown, None))
    reached = part.facts.introductions.reached[part.introductions]
    for stage, state in _STATE.items():
        rows = part.introductions[reached >= PROGRESS.index(state)]
        found.append(StageFigure(stage, _figure(part, rows), _rate(part, rows)))
    return found


def endings(part: Part) -> list[EndingFigure]:
    """How they stand now; DISPUTED ones are among the others too."""
    known, rows = part.facts.introductions, part.introductions
    found = []
    for ending in Ending:
        if ending is Ending.DISPUTED:
            hit = known.disputed[rows]
        elif ending is Ending.OPEN:
            hit = ~known.state.among(ENDED, rows)
        else:
            hit = known.state.among([ending], rows)
        ended = rows[hit]
        found.append(EndingFigure(ending, _figure(part, ended), _rate(part, ended)))
    return found


def _figure(part: Part, rows: Rows) -> Figure:
    return Figure(INTRODUCTION, part.facts.introductions.ids, rows)


def _rate(part: Part, rows: Rows) -> float | None:
    whole = len(part.introductions)
    return len(rows) / whole if whole else None
