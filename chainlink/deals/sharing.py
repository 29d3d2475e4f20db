"""Sharing whole minor units by fractions, so that the parts add up to the whole.

Largest remainder (Hare-Niemeyer): each part gets the floor of its exact share, and the units left
over go one each to the largest remainders, equal ones by their keys. So no part is a whole unit
away from its exact share, and the order of the parts changes nothing.
"""

from collections.abc import Hashable, Mapping
from fractions import Fraction
from typing import Any, TypeVar

Key = TypeVar("Key", bound=Hashable)


def shared(amount: int, shares: Mapping[Key, Fraction]) -> dict[Key, int]:
    """What each key gets of an amount; keys must have an order among themselves.

    Raises ValueError where the shares do not add up to one or one of them is negative.
    """
    if sum(shares.values()) != 1 or any(share < 0 for share in shares.values()):
        raise ValueError("shares must be parts of one")
    exact = {key: amount * share for key, share in shares.items()}
    parts = {key: value.numerator // value.denominator for key, value in exact.items()}
    left = amount - sum(parts.values())

    def precedence(key: Any) -> tuple[Fraction, Any]:
        return parts[key] - exact[key], key

    for key in sorted(parts, key=precedence)[:left]:
        parts[key] += 1
    return parts
