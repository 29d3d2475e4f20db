"""Scores: three chances whose logarithms are shared out among the factors without a rest."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainlink.matching.model import MatchType
from chainlink.matching.policy import Policy, expert_policy, policy_of
from chainlink.matching.scoring import exposure_of, scored

POLICY = policy_of(
    """
version = "test"
exposure = 0.1
base = { seeker = -1.0, provider = 0.0, deal = 0.5 }
[factor.fit]
seeker = 1.0
provider = 2.0
CHANNEL = { deal = 3.0 }
[factor.rival]
deal = 1.5
direction = "against"
"""
)


def kind(match_type: MatchType) -> np.ndarray:  # type: ignore[type-arg] # test
    return np.array([list(MatchType).index(match_type)])


def log_chance(odds: float) -> float:
    return math.log(1 / (1 + math.exp(-odds)))


def score(match_type: MatchType, fit: float, rival: float, shown: float) -> float:
    values = {"fit": np.array([fit]), "rival": np.array([rival])}
    found = scored(POLICY, kind(match_type), values, exposure_of(np.array([shown])))
    assert found.score(0) == pytest.approx(float(found.totals[0]), abs=1e-12)
    return found.score(0)


def test_the_score_is_the_three_chances_less_what_was_shown() -> None:
    expected = log_chance(-1 + 0.5) + log_chance(2 * 0.5) + log_chance(0.5 - 1.5)
    assert score(MatchType.SUPPLY, 0.5, 1.0, 0) == pytest.approx(expected, abs=1e-12)
    assert score(MatchType.SUPPLY, 0.5, 1.0, 9) == pytest.approx(
        expected - 0.1 * math.log(10), abs=1e-12
    )


def test_a_match_type_has_its_own_weights() -> None:
    expected = log_chance(-1) + log_chance(0) + log_chance(0.5 + 3 * 0.5)
    assert score(MatchType.CHANNEL, 0.5, 0.0, 0) == pytest.approx(expected, abs=1e-12)


@given(
    st.dictionaries(st.sampled_from(list(expert_policy().factor)), st.floats(0.001, 1)),
    st.sampled_from(MatchType),
)
def test_factors_add_up_and_each_is_weight_times_value(
    given: dict[str, float], match_type: MatchType
) -> None:
    values = {code: np.array([value]) for code, value in given.items()}
    found = scored(expert_policy(), kind(match_type), values, exposure_of(np.array([3.0])))
    factors = found.factors(0)
    assert math.fsum(one.contribution for one in factors) == pytest.approx(found.score(0), abs=1e-9)
    for one in factors:
        assert one.contribution == one.weight * one.value
        against = one.code in {"base", "exposure"} or (
            expert_policy().factor[one.code].direction == "against"
        )
        assert (one.contribution <= 0) is against


@pytest.mark.parametrize(
    "damage",
    [
        "version = 'x'",
        "exposure = nan",
        "[factor.fit]\nseeker = -1.0",
        "[factor.fit]\nseeker = inf",
        "[factor.fit]\nsideways = 1.0",
        "this is no TOML",
    ],
)
def test_a_damaged_policy_is_refused(damage: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever the reader says of it
        policy_of(damage)


def test_the_shipped_policy_reads() -> None:
    assert isinstance(expert_policy(), Policy)
    assert expert_policy().version == "expert-1"
