"""Entries of the journal as they are told, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chainlink.errors import FieldProblem, InvalidInput

LONGEST = 100  # characters of each text that is searched for


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Which entries are wanted; what is empty asks for nothing.

    `action` is what actions begin with; days are the district's, both included.
    """

    action: str = ""
    actor: str = ""
    subject_label: str = ""
    subject: str = ""
    enterprise: str = ""
    since: date | None = None
    until: date | None = None

    def check(self) -> None:
        """Raises InvalidInput for texts that are too long, and days in the wrong order."""
        texts = {
            "action": self.action,
            "actor": self.actor,
            "subjectLabel": self.subject_label,
            "subject": self.subject,
            "enterprise": self.enterprise,
        }
        problems = [
            FieldProblem(path, "too_long", {"max_length": LONGEST})
            for path, text in texts.items()
            if len(text) > LONGEST
        ]
        if self.since is not None and self.until is not None and self.until < self.since:
            problems.append(FieldProblem("until", "history.period", {"since": str(self.since)}))
        if problems:
            raise InvalidInput(problems)


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change as it is told to somebody.

    `actor` and `hash` are None where they are not told; `enterprises` are those that he may be
    named; of `facts` an enterprise learns states and kinds alone.
    """

    sequence: int
    at: str
    action: str
    subject_label: str
    subject: str
    actor: str | None = None
    enterprises: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    hash: str | None = None


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Entries, newest first; with `before` the next older page is asked for, None ends it."""

    entries: tuple[HistoryEntry, ...] = ()
    before: int | None = None


@dataclass(slots=True)
class VerificationState:
    """How far a walk along the chain of hashes has come.

    `entries` is the head's sequence when it began; `broken_at` the first bad sequence, and `key`
    the message that says what is bad.
    """

    entries: int
    head_hash: str
    started_at: str
    checked: int = 0
    finished_at: str | None = None
    broken_at: int | None = None
    key: str | None = None

    @property
    def running(self) -> bool:
        """Whether it is still under way."""
        return self.finished_at is None

    @property
    def whole(self) -> bool:
        """Whether it has come to the end and found nothing bad."""
        return not self.running and self.key is None
