"""Policy versions: which factors count and how much, read from one file."""

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from chainlink.matching.model import Factor, MatchType


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FactorWeight(_Frozen):
    """One factor's weight, by match type where it differs."""

    weight: float = Field(ge=0)
    weights: Mapping[MatchType, float] = {}
    direction: Literal["for", "against"] = "for"

    def signed(self, match_type: MatchType) -> float:
        """Weight with its direction's sign."""
        weight = self.weights.get(match_type, self.weight)
        return -weight if self.direction == "against" else weight


class Policy(_Frozen):
    """A version of the weights."""

    version: str
    base: float
    factor: Mapping[str, FactorWeight]

    def factors(self, match_type: MatchType, values: Mapping[str, float]) -> tuple[Factor, ...]:
        """The base and every factor that says something, each with its contribution."""
        found = [Factor(code="base", weight=1.0, value=self.base, contribution=self.base)]
        for code, declared in self.factor.items():
            weight, value = declared.signed(match_type), values.get(code, 0.0)
            if weight and value:
                contribution = weight * value
                found.append(
                    Factor(code=code, weight=weight, value=value, contribution=contribution)
                )
        return tuple(found)


def score_of(factors: tuple[Factor, ...]) -> float:
    """The sum of contributions, exact to the last bit whatever their order."""
    return math.fsum(factor.contribution for factor in factors)


def probability_of(score: float) -> float:
    """Logistic function of a score: 0 is even odds."""
    return 1.0 / (1.0 + math.exp(-score))


@cache
def policy_in_force() -> Policy:
    """The policy that ships with the code."""
    text = resources.files(__package__).joinpath("policy.toml").read_text("utf-8")
    return Policy.model_validate(tomllib.loads(text))
