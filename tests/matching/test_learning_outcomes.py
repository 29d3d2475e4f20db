"""What decisions say together: later steps imply earlier ones, and what is open is no refusal."""

import pytest

from chainlink.matching.learning.outcomes import (
    Decision,
    DecisionKind,
    Outcome,
    Side,
    outcome_of,
)
from chainlink.matching.model import MatchType


def decision(side: str, kind: str, day: int = 1) -> Decision:
    at = f"2026-01-{day:02}T00:00:00.000000Z"
    return Decision(
        id=f"{side}-{kind}-{day}",
        seeker="s",
        provider="p",
        match_type=MatchType.SUPPLY,
        side=Side(side),
        kind=DecisionKind(kind),
        decided_at=at,
        recorded_at=at,
        recorded_by="a",
    )


@pytest.mark.parametrize(
    ("said", "outcome", "success", "gain"),
    [
        ([], Outcome(None, None, None), None, 0.0),
        (["SEEKER ACCEPTED"], Outcome(True, None, None), None, 0.0),
        (["SEEKER DECLINED"], Outcome(False, None, None), False, 0.0),
        (["PROVIDER NO_ANSWER"], Outcome(None, False, None), False, 0.0),
        (["SEEKER ACCEPTED", "PROVIDER ACCEPTED"], Outcome(True, True, None), None, 1.0),
        (["COMMITTEE ACCEPTED"], Outcome(None, None, None), None, 0.0),
        (["COMMITTEE DECLINED"], Outcome(None, None, None), None, 0.0),
        (["COMMITTEE MET"], Outcome(True, True, None), None, 1.0),
        (["SEEKER DEAL"], Outcome(True, True, True), True, 2.0),
        (["COMMITTEE NO_DEAL"], Outcome(True, True, False), False, 1.0),
        (["COMMITTEE MET", "COMMITTEE DEAL"], Outcome(True, True, True), True, 2.0),
    ],
)
def test_what_is_known(
    said: list[str], outcome: Outcome, success: bool | None, gain: float
) -> None:
    found = outcome_of(decision(*one.split()) for one in said)

    assert (found, found.success, found.gain) == (outcome, success, gain)


def test_of_two_decisions_of_one_side_the_later_holds_in_whatever_order_they_come() -> None:
    said = [decision("SEEKER", "ACCEPTED", 3), decision("SEEKER", "DECLINED", 2)]

    assert outcome_of(said).seeker is True
    assert outcome_of(reversed(said)).seeker is True


def test_a_deal_after_no_deal_is_a_deal() -> None:
    said = [decision("SEEKER", "NO_DEAL", 2), decision("SEEKER", "DEAL", 5)]

    assert outcome_of(reversed(said)).deal is True
