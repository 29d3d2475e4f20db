"""What a merge of two enterprises would move, and what stands in its way."""

from collections.abc import Mapping
from dataclasses import dataclass

from chainlink.enterprises.model import Enterprise
from chainlink.errors import Conflict


@dataclass(frozen=True, slots=True)
class MergeHindrance:
    """What a person must see to first; `subjects` are the ids of what he must look at.

    Of accounts they are the names, those that he may know; `count` is of all.
    """

    key: str
    subjects: tuple[str, ...]
    count: int

    def refusal(self) -> Conflict:
        """The hindrance as an error."""
        return Conflict(self.key, count=self.count, subjects=", ".join(self.subjects))


@dataclass(frozen=True, slots=True)
class MergePlan:
    """Both enterprises, how many things of each label move, and what hinders it.

    `consents` is how many that stand end by it, so that they have to be asked for again.
    """

    kept: Enterprise
    merged: Enterprise
    counts: Mapping[str, int]
    consents: int
    hindrances: tuple[MergeHindrance, ...] = ()
