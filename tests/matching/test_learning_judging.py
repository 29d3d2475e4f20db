"""What is measured of two policies, and what counts as worse, on lists small enough to count."""

import math

import pytest

from chainlink.matching.learning.examples import Shown, Table, table_of
from chainlink.matching.learning.judging import Measure, judge
from chainlink.matching.learning.outcomes import Outcome
from chainlink.matching.learning.weights import PartWeights, PolicyWeights
from chainlink.matching.policy import PARTS

DEAL, REFUSED = Outcome(True, True, True), Outcome(False)


def policy(version: str, **weights: float) -> PolicyWeights:
    return PolicyWeights(version, {part: PartWeights(0.0, weights) for part in PARTS})


BY_SIZE, BY_FIT = policy("size", size=4.0, fit=0.0), policy("fit", size=0.0, fit=4.0)


def lists(many: int, places: int = 12) -> Table:
    """In each list the best fitting partner, a small firm, makes a deal, the largest refuses."""
    shown, outcomes = [], {}
    for number in range(many):
        for place in range(places):
            one = Shown(
                id=f"{number}:{place}",
                showing=str(number),
                asker=str(number),
                partner=f"p{place}",
                seeker=str(number),
                provider=f"p{place}",
                match_type="SUPPLY",
                position=place + 1,
                propensity=1.0,
                values={"fit": place / places, "size": 1 - place / places},
                shown_at="",
            )
            shown.append(one)
        outcomes[f"{number}:{places - 1}"] = DEAL
        outcomes[f"{number}:0"] = REFUSED
    return table_of(shown, outcomes, ["size", "fit"])


def judged(before: PolicyWeights, after: PolicyWeights, many: int = 20) -> dict[str, Measure]:
    sizes = {"p11": "MICRO", "p0": "LARGE"}
    found = judge(before, before, after, lists(many), sizes)
    return {one.name: one for one in found}


def test_the_better_policy_passes_in_all() -> None:
    found = judged(BY_SIZE, BY_FIT)

    assert {name: one.passed for name, one in found.items()} == dict.fromkeys(found, True)
    assert (found["ndcg"].in_force, found["ndcg"].learned) == (0.0, 1.0)
    assert (found["hit"].in_force, found["hit"].learned) == (0.0, 1.0)
    assert (found["small_hit"].in_force, found["small_hit"].learned) == (0.0, 1.0)
    assert (found["small_hit"].cases, found["likelihood"].cases) == (20, 40)


def test_deals_of_large_firms_are_no_hits_of_small_ones() -> None:
    found = judge(BY_SIZE, BY_SIZE, BY_FIT, lists(20), {"p11": "MEDIUM", "p3": "SMALL"})

    assert {one.name: one.cases for one in found}["small_hit"] == 0


def test_the_worse_policy_fails_where_it_is_worse() -> None:
    found = judged(BY_FIT, BY_SIZE)

    assert {name for name, one in found.items() if not one.passed} == {
        "likelihood",
        "ndcg",
        "hit",
        "small_hit",
        "calibration",
    }


def test_the_same_policy_is_not_better_and_nothing_is_worse() -> None:
    found = judged(BY_FIT, BY_FIT)

    assert {name for name, one in found.items() if not one.passed} == {"likelihood"}
    assert (found["likelihood"].low, found["likelihood"].high) == (0.0, 0.0)


def test_few_outcomes_do_not_show_that_a_policy_is_better() -> None:
    assert not judged(BY_SIZE, BY_FIT, many=9)["likelihood"].passed
    assert judged(BY_SIZE, BY_FIT, many=10)["likelihood"].passed


def test_likelihood_is_the_mean_logarithm_of_what_was_said_of_what_happened() -> None:
    chance = 1 / (1 + math.exp(-4 * 11 / 12))  # of each part, for the best fitting

    deal, refusal = math.log(chance**3), math.log(1 - 0.5**3)
    found = judged(BY_SIZE, BY_FIT)["likelihood"]

    assert found.learned == pytest.approx((deal + refusal) / 2)


def test_a_policy_that_shows_few_partners_again_and_again_is_seen_as_such() -> None:
    # both make the same of fit, but one sends everybody to whoever stands first
    shown = [
        Shown(
            id=f"{number}:{place}",
            showing=str(number),
            asker=str(number),
            partner=f"p{(number + place) % 40}",
            seeker=str(number),
            provider="p",
            match_type="SUPPLY",
            position=place + 1,
            propensity=1.0,
            values={"fit": 1 - place / 20, "fame": float((number + place) % 40 < 5)},
            shown_at="",
        )
        for number in range(40)
        for place in range(20)
    ]
    table = table_of(shown, {"0:0": DEAL, "1:0": REFUSED}, ["fit", "fame"])
    even, famous = policy("even", fit=1.0), policy("famous", fit=1.0, fame=5.0)

    found = {one.name: one for one in judge(even, even, famous, table, {})}

    assert found["exposure"].in_force == pytest.approx(0.0, abs=0.01)
    assert found["exposure"].learned > 0.3
    assert not found["exposure"].passed


def test_without_outcomes_nothing_is_better() -> None:
    table = table_of(list(lists(2).shown), {}, ["size", "fit"])

    found = {one.name: one for one in judge(BY_SIZE, BY_SIZE, BY_FIT, table, {})}

    assert {name for name, one in found.items() if not one.passed} == {"likelihood", "calibration"}
    assert found["ndcg"] == Measure(name="ndcg")
