"""Money shared by fractions: the parts are the whole, whoever comes first."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainlink.deals.money import LARGEST
from chainlink.deals.sharing import shared

WEIGHTS = st.dictionaries(st.text(max_size=3), st.integers(0, 10**6), min_size=1, max_size=12)
AMOUNTS = st.integers(0, LARGEST)


def fractions(weights: dict[str, int]) -> dict[str, Fraction]:
    total = sum(weights.values())
    if total == 0:
        return {key: Fraction(1, len(weights)) for key in weights}
    return {key: Fraction(weight, total) for key, weight in weights.items()}


@given(amount=AMOUNTS, weights=WEIGHTS)
def test_parts_add_up_and_none_is_a_unit_away(amount: int, weights: dict[str, int]) -> None:
    shares = fractions(weights)
    parts = shared(amount, shares)
    assert parts.keys() == shares.keys()
    assert sum(parts.values()) == amount
    for key, share in shares.items():
        assert abs(parts[key] - amount * share) < 1


@given(amount=AMOUNTS, weights=WEIGHTS, random=st.randoms())
def test_the_order_changes_nothing(amount: int, weights: dict[str, int], random: object) -> None:
    shares = fractions(weights)
    turned = list(shares.items())
    random.shuffle(turned)  # type: ignore[attr-defined] # hypothesis gives a random.Random
    assert shared(amount, dict(turned)) == shared(amount, shares)


def test_what_is_left_over_goes_to_the_largest_remainders() -> None:
    third = Fraction(1, 3)
    assert shared(100, {"b": third, "a": third, "c": third}) == {"a": 34, "b": 33, "c": 33}
    shares = {"a": Fraction(1, 10), "b": Fraction(7, 20), "c": Fraction(11, 20)}
    assert shared(9, shares) == {"a": 1, "b": 3, "c": 5}
    assert shared(0, {"a": Fraction(1)}) == {"a": 0}


@pytest.mark.parametrize(
    "shares", [{}, {"a": Fraction(1, 2)}, {"a": Fraction(3, 2), "b": Fraction(-1, 2)}]
)
def test_shares_are_parts_of_one(shares: dict[str, Fraction]) -> None:
    with pytest.raises(ValueError, match="parts of one"):
        shared(10, shares)
