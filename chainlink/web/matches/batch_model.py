"""What came of a decision on several pairs at once."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Left:
    """A pair that was not decided, and why."""

    key: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Batch:
    """How many were done, how to take those back, and which were not."""

    decision: str
    tokens: Sequence[str]
    left: Sequence[Left]

    @property
    def done(self) -> int:
        """How many were decided."""
        return len(self.tokens)
