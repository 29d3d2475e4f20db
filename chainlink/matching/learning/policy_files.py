"""Learned policies as TOML text, and back; what is damaged is refused with the place and reason.

The text has the form of `policy.toml`, with the version it was learned from and its calibration.
"""

import hashlib
import json
import math
import tomllib
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

from chainlink.errors import ChainlinkError
from chainlink.matching.learning.logistic import logistic
from chainlink.matching.learning.weights import Calibration, PolicyWeights
from chainlink.matching.model import MatchType
from chainlink.matching.policy import PARTS, Policy


class PolicyDamaged(ChainlinkError):
    """The text of a learned policy cannot be what was learned."""

    code = "POLICY_DAMAGED"


class _Scaling(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    intercept: FiniteFloat
    slope: Annotated[FiniteFloat, Field(gt=0)]


class LearnedPolicy(Policy):
    """A policy whose numbers were learned from those of `parent`."""

    parent: Annotated[str, Field(min_length=1)]
    calibration: _Scaling


def calibrated(policy: Policy, chance: float) -> float:
    """The probability to tell people for a product of the three parts' chances.

    Platt scaling for a learned policy; an expert's estimate stands as it is.
    """
    if not isinstance(policy, LearnedPolicy) or not 0.0 < chance < 1.0:
        return chance
    odds = math.log(chance) - math.log1p(-chance)
    return float(logistic(policy.calibration.intercept + policy.calibration.slope * odds))


def weights_of(policy: Policy) -> PolicyWeights:
    """A policy's numbers, with its calibration where it has one."""
    if isinstance(policy, LearnedPolicy):
        scaling = policy.calibration
        return PolicyWeights.of(policy, Calibration(scaling.intercept, scaling.slope))
    return PolicyWeights.of(policy)


def text_digest(text: str) -> str:
    """SHA-256 of a policy's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def policy_text(policy: PolicyWeights) -> str:
    """The policy as TOML, every number exactly. Raises ValueError for one that is not finite."""
    scaling = policy.calibration
    lines = [
        f"version = {_string(policy.version)}",
        f"parent = {_string(policy.parent or '')}",
        f"exposure = {_number(policy.exposure)}",
        *_table("calibration", {"intercept": scaling.intercept, "slope": scaling.slope}),
        *_table("base", {part: policy.parts[part].base for part in PARTS}),
    ]
    for code in policy.codes:
        direction = "against" if code in policy.against else "for"
        plain = {part: policy.parts[part].weights.get(code, 0.0) for part in PARTS}
        lines += [*_table(f"factor.{code}", plain), f"direction = {_string(direction)}"]
        for kind in MatchType:
            if any(code in part.by_type.get(kind, {}) for part in policy.parts.values()):
                own = {part: policy.parts[part].weight(code, kind) for part in PARTS}
                lines += _table(f"factor.{code}.{kind.value}", own)
    return "\n".join(lines) + "\n"


def policy_from(text: str, *, version: str, digest: str, shipped: Policy) -> LearnedPolicy:
    """The policy that a text holds, if it is the one that was stored under this name and digest.

    It may have no factor that the shipped one lacks, and turn none round. Raises PolicyDamaged
    with the reason.
    """
    if text_digest(text) != digest:
        raise PolicyDamaged("policy.damaged.digest", version=version)
    try:
        policy = LearnedPolicy.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as failure:
        raise PolicyDamaged("policy.damaged.toml", version=version, reason=failure) from failure
    except ValidationError as failure:
        problem = failure.errors()[0]
        place = ".".join(map(str, problem["loc"]))
        raise PolicyDamaged(
            "policy.damaged.value", version=version, place=place, value=problem["input"]
        ) from failure
    if policy.version != version:
        raise PolicyDamaged("policy.damaged.version", version=version, found=policy.version)
    for code, one in policy.factor.items():
        known = shipped.factor.get(code)
        if known is None:
            raise PolicyDamaged("policy.damaged.factor", version=version, factor=code)
        if known.direction != one.direction:
            raise PolicyDamaged("policy.damaged.direction", version=version, factor=code)
    return policy


def _table(name: str, numbers: dict[str, float]) -> list[str]:
    return ["", f"[{name}]", *(f"{code} = {_number(one)}" for code, one in numbers.items())]


def _string(text: str) -> str:
    return json.dumps(text)


def _number(number: float) -> str:
    return json.dumps(float(number), allow_nan=False)
