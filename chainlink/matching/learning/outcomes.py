"""What was decided on a pair, and what of it is known for each part of success.

Whoever met had accepted, whoever made a deal had met: a later step says the earlier ones. What
has not been decided yet is unknown, not a no.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chainlink.matching.model import MatchType


class Side(StrEnum):
    """Who decided or reported."""

    SEEKER = "SEEKER"
    PROVIDER = "PROVIDER"
    COMMITTEE = "COMMITTEE"


class DecisionKind(StrEnum):
    """What was decided, or what came of it; NO_ANSWER is said when the time to answer is over."""

    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    NO_ANSWER = "NO_ANSWER"
    MET = "MET"
    DEAL = "DEAL"
    NO_DEAL = "NO_DEAL"


class DecisionReason(StrEnum):
    """Why not."""

    NOT_RELEVANT = "NOT_RELEVANT"
    KNOWN_ALREADY = "KNOWN_ALREADY"
    COMPETITOR = "COMPETITOR"
    PRICE = "PRICE"
    CAPACITY = "CAPACITY"
    QUALITY = "QUALITY"
    DISTANCE = "DISTANCE"
    TIMING = "TIMING"
    OTHER = "OTHER"


class Decision(BaseModel):
    """One decision as it is kept; times are instants in UTC, `shown` is a shown pair's id."""

    model_config = ConfigDict(frozen=True)

    id: str
    seeker: str
    provider: str
    match_type: MatchType
    side: Side
    kind: DecisionKind
    reason: DecisionReason | None = None
    shown: str | None = None
    decided_at: str
    recorded_at: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether the seeker and the provider accepted, and whether those who met made a deal.

    None is not decided yet (censored).
    """

    seeker: bool | None = None
    provider: bool | None = None
    deal: bool | None = None

    @property
    def success(self) -> bool | None:
        """Whether it ended in a deal; a refusal on either side or no deal is a no."""
        if self.deal is not None:
            return self.deal
        if self.seeker is False or self.provider is False:
            return False
        return None

    @property
    def gain(self) -> float:
        """What a ranking earns: 2 for a deal, 1 for both having accepted, else 0."""
        if self.deal:
            return 2.0
        return 1.0 if self.seeker and self.provider else 0.0


_ANSWERS = {
    DecisionKind.ACCEPTED: True,
    DecisionKind.DECLINED: False,
    DecisionKind.NO_ANSWER: False,
}


def outcome_of(decisions: Iterable[Decision]) -> Outcome:
    """What one pair's decisions say together; of two that contradict each other the later holds."""
    answers: dict[Side, bool] = {}
    met, deal = False, None
    for one in sorted(decisions, key=lambda one: (one.decided_at, one.recorded_at)):
        if one.kind in _ANSWERS:
            answers[one.side] = _ANSWERS[one.kind]
            continue
        met = True
        if one.kind is not DecisionKind.MET:
            deal = one.kind is DecisionKind.DEAL
    if met:
        return Outcome(True, True, deal)
    return Outcome(answers.get(Side.SEEKER), answers.get(Side.PROVIDER))
