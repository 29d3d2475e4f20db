"""The path between two sides as a picture: what stands at each stop, and what joins two stops."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chainlink.language import Language
from chainlink.matching.hops import read_hop
from chainlink.matching.model import Path


class Stop(StrEnum):
    """What stands there: an enterprise at both ends, its claim beside it, categories between."""

    ENTERPRISE = "enterprise"
    CLAIM = "claim"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Step:
    """From the stop before to this one; `turned` where the relation reads the other way."""

    verb: str
    turned: bool
    source: str
    day: date | None
    sentence: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Stand:
    """A stop with the step that leads to it, none to the first."""

    name: str
    kind: Stop
    step: Step | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """The stops in order; `confidence` is the product of the steps'."""

    confidence: float
    stands: tuple[Stand, ...]

    @property
    def claims(self) -> tuple[str, str]:
        """What the seeker's side says and what the provider's says."""
        return self.stands[1].name, self.stands[-2].name


def drawn(path: Path, language: Language, told: Callable[[str], str]) -> Drawn:
    """The path with the names that may be told."""
    last = len(path.hops)
    stands = [Stand(told(path.hops[0].from_name), Stop.ENTERPRISE, None)]
    for place, hop in enumerate(path.hops, start=1):
        one = read_hop(hop, language)
        step = Step(
            verb=one.verb,
            turned=one.turned,
            source=told(one.source),
            day=one.day,
            sentence=(told(one.start), one.verb, told(one.end)),
        )
        kind = Stop.CATEGORY
        if place == last:
            kind = Stop.ENTERPRISE
        elif place in (1, last - 1):
            kind = Stop.CLAIM
        stands.append(Stand(told(hop.to_name), kind, step))
    return Drawn(path.confidence, tuple(stands))
