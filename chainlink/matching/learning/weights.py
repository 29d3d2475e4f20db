"""What is learned: a base and one weight a factor for each part of a successful introduction.

score = log p(seeker accepts) + log p(provider accepts) + log p(deal | met) - λ·log(1 + exposure),
each p = logistic(base + Σ weight × value). A learned policy differs from the expert's in these
numbers and in its calibration, in nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chainlink.matching.learning.logistic import logistic
from chainlink.matching.model import MatchType
from chainlink.matching.policy import PARTS, Policy


@dataclass(frozen=True, slots=True)
class PartWeights:
    """One part's base and weights (0 or more) by factor code, by match type where it differs."""

    base: float
    weights: Mapping[str, float]
    by_type: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @property
    def codes(self) -> tuple[str, ...]:
        """The factors that the part names."""
        return (*self.weights, *(code for own in self.by_type.values() for code in own))

    def weight(self, code: str, match_type: str) -> float:
        """The factor's weight in this part; 0 where it does not count."""
        plain = self.weights.get(code, 0.0)
        return self.by_type.get(match_type, {}).get(code, plain)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Platt scaling of the log-odds of success; `slope` > 0, so that no order changes."""

    intercept: float = 0.0
    slope: float = 1.0


@dataclass(frozen=True, slots=True)
class PolicyWeights:
    """A version of the numbers. `against` are the factors that subtract."""

    version: str
    parts: Mapping[str, PartWeights]
    against: frozenset[str] = frozenset()
    calibration: Calibration = Calibration()
    parent: str | None = None
    exposure: float = 0.0  # λ: set by the expert, not learned

    @classmethod
    def of(cls, policy: Policy, calibration: Calibration | None = None) -> "PolicyWeights":
        """The numbers of a policy."""

        def part(name: str) -> PartWeights:
            return PartWeights(
                getattr(policy.base, name),
                {code: getattr(one, name) for code, one in policy.factor.items()},
                {
                    kind.value: {
                        code: getattr(one.of_type[kind], name)
                        for code, one in policy.factor.items()
                        if kind in one.of_type
                    }
                    for kind in MatchType
                },
            )

        return cls(
            version=policy.version,
            parts={name: part(name) for name in PARTS},
            against=frozenset(c for c, one in policy.factor.items() if one.direction == "against"),
            calibration=calibration or Calibration(),
            exposure=policy.exposure,
        )

    @property
    def codes(self) -> tuple[str, ...]:
        """The factors' codes, in the order of the policy's file."""
        return tuple(dict.fromkeys(code for part in self.parts.values() for code in part.codes))

    def signed(self, part: str, code: str, match_type: str) -> float:
        """The weight with its direction's sign."""
        weight = self.parts[part].weight(code, match_type)
        return -weight if code in self.against else weight

    def chance(self, part: str, match_type: str, values: Mapping[str, float]) -> float:
        """p of one part for one pair's factor values."""
        score = self.parts[part].base + sum(
            self.signed(part, code, match_type) * value for code, value in values.items()
        )
        return float(logistic(score))
