"""What is told of new journal entries: to who follows the journal, in the journal's own order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from chainlink.journal.model import JournalEntry, NewEntry

# What changes how two enterprises meet, while its entry must not name both of them: whoever follows
# reads the ends of these edges by their ids.
UNNAMED = frozenset({"DISMISSES"})
# What is listed from memory: whoever lists it reads by their ids the ones that have changed.
SINGLY = frozenset(
    {"Consent", "CrossBorderOrder", "Deal", "DealEvidence", "FollowUp", "Introduction"}
    | {"Capability", "Enterprise", "Need"}
)
# What is told to enterprises while nothing that is known of them changes by it.
NOTES = frozenset({"Account"})


class Trace(NamedTuple):
    """What following needs of an entry: its place in the chain, and whom it concerns."""

    sequence: int
    previous_hash: str
    hash: str
    enterprises: Sequence[str]
    subject_label: str
    subject: str


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whom entries concern: enterprises by id, and for the rest only the labels they are about.

    `unnamed` are the ids of edges of the labels in UNNAMED, `subjects` labels and ids of what is
    in SINGLY.
    """

    enterprises: frozenset[str] = frozenset()
    other_labels: frozenset[str] = frozenset()
    unnamed: frozenset[str] = frozenset()
    subjects: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, entries: Iterable[NewEntry | JournalEntry | Trace]) -> "Concerned":
        """What several entries concern together."""
        enterprises: set[str] = set()
        labels: set[str] = set()
        unnamed: set[str] = set()
        subjects: set[tuple[str, str]] = set()
        for entry in entries:
            if entry.subject_label in NOTES:
                labels.add(entry.subject_label)
                continue
            enterprises.update(entry.enterprises)
            if entry.subject_label in UNNAMED:
                unnamed.add(entry.subject)
            if entry.subject_label in SINGLY:
                subjects.add((entry.subject_label, entry.subject))
            if not entry.enterprises:
                labels.add(entry.subject_label)
        return cls(
            frozenset(enterprises), frozenset(labels), frozenset(unnamed), frozenset(subjects)
        )


@dataclass(frozen=True, slots=True)
class Appended:
    """One commit's entries: after `before` (with `before_hash`) up to `sequence` (with `hash`)."""

    before: int
    before_hash: str
    sequence: int
    hash: str
    concerned: Concerned


@dataclass(frozen=True, slots=True)
class News:
    """The journal has come to `sequence`; with `everything` nothing that was known may be kept."""

    sequence: int
    concerned: Concerned = Concerned()
    everything: bool = False
