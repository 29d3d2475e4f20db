"""Policy versions: which factors count and how much, read from one file."""

import math
import tomllib
from collections.abc import Mapping
from functools import cache, cached_property
from importlib import resources
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, model_validator

from chainlink.matching.model import MatchType

PARTS = ("seeker", "provider", "deal")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Weights(_Frozen):
    """What a factor adds to each of the three: seeker accepts, provider accepts, a deal follows."""

    seeker: FiniteFloat = Field(default=0.0, ge=0)
    provider: FiniteFloat = Field(default=0.0, ge=0)
    deal: FiniteFloat = Field(default=0.0, ge=0)


class FactorWeights(Weights):
    """One factor's weights, and those that differ by match type."""

    direction: Literal["for", "against"] = "for"
    of_type: Mapping[MatchType, Weights] = {}

    @model_validator(mode="before")
    @classmethod
    def _types_by_name(cls, given: Any) -> Any:
        """A table named after a match type holds that type's weights."""
        if not isinstance(given, dict) or "of_type" in given:
            return given
        types = {name: given[name] for name in given if name in MatchType.__members__}
        return {name: given[name] for name in given if name not in types} | {"of_type": types}

    def signed(self, match_type: MatchType, part: str) -> float:
        """Weight in one part with its direction's sign."""
        weight: float = getattr(self.of_type.get(match_type, self), part)
        return -weight if self.direction == "against" else weight


class Bases(_Frozen):
    """What each part starts from where no factor says anything: log odds."""

    seeker: FiniteFloat
    provider: FiniteFloat
    deal: FiniteFloat


class Policy(_Frozen):
    """A version of the weights."""

    version: str = Field(min_length=1, max_length=80)
    exposure: FiniteFloat = Field(ge=0)
    base: Bases
    factor: Mapping[str, FactorWeights]

    @cached_property
    def signed(self) -> dict[str, npt.NDArray[np.float64]]:
        """By part: weights with their signs, match types × factors in their order."""
        return {
            part: np.array(
                [
                    [one.signed(match_type, part) for one in self.factor.values()]
                    for match_type in MatchType
                ],
                np.float64,
            )
            for part in PARTS
        }


def policy_of(text: str) -> Policy:
    """A policy from its file's text. Raises ValueError (pydantic's or TOML's) for a damaged one."""
    return Policy.model_validate(tomllib.loads(text))


def score_of(contributions: list[float]) -> float:
    """The sum of contributions, exact to the last bit whatever their order."""
    return math.fsum(contributions)


@cache
def expert_policy() -> Policy:
    """The policy that ships with the code."""
    return policy_of(resources.files(__package__).joinpath("policy.toml").read_text("utf-8"))
