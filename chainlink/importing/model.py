"""What can be imported, and what became of each row."""

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from chainlink.errors import InvalidInput
from chainlink.importing.report_files import write_table
from chainlink.language import Language, say

_LATER = frozenset({"attendance"})


class ImportKind(StrEnum):
    """What the rows of a file are."""

    ENTERPRISES = "enterprises"
    CAPABILITIES = "capabilities"
    NEEDS = "needs"
    CATEGORIES = "categories"
    DEALS = "deals"
    ORDERS = "orders"

    @classmethod
    def named(cls, word: str) -> "ImportKind":
        """The kind of that name. Raises InvalidInput, which lists those that there are."""
        wanted = word.strip().lower()
        if wanted in cls._value2member_map_:
            return cls(wanted)
        key = "import.kind_later" if wanted in _LATER else "import.kind_unknown"
        raise InvalidInput.of("kind", key, value=word, offered=" ".join(cls))


class RowOutcome(StrEnum):
    """What became of a row."""

    CREATED = "CREATED"
    UPDATED = "UPDATED"
    UNCHANGED = "UNCHANGED"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row was not taken: the field, the heading above it in the file, and the sentence."""

    field: str
    key: str
    facts: Mapping[str, object] = dataclasses.field(default_factory=dict)
    column: str = ""

    def sentence(self, language: Language) -> str:
        """What people read."""
        said = say(self.key, language, **self.facts)
        return (
            say("import.in_column", language, column=self.column, said=said)
            if self.column
            else said
        )


@dataclass(frozen=True, slots=True)
class RowNote:
    """What was taken differently from how the file has it, or was worked out from it."""

    key: str
    facts: Mapping[str, object] = dataclasses.field(default_factory=dict)

    def sentence(self, language: Language) -> str:
        """What people read."""
        facts = dict(self.facts)
        if "sector" in facts:
            facts["sector"] = say(f"sector.{facts['sector']}", language)
        return say(self.key, language, **facts)


@dataclass(frozen=True, slots=True)
class RowResult:
    """One row of the file, by the number that a spreadsheet shows (the headings are row 1)."""

    row: int
    outcome: RowOutcome
    subject: str = ""  # the id in the graph; empty when there is none
    name: str = ""
    problems: tuple[RowProblem, ...] = ()
    notes: tuple[RowNote, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a file."""

    kind: ImportKind
    file: str
    read_as: str
    dry_run: bool
    ignored: tuple[str, ...]
    rows: Sequence[RowResult]

    @property
    def counts(self) -> Mapping[RowOutcome, int]:
        """Rows by outcome, every outcome named."""
        counted = Counter(row.outcome for row in self.rows)
        return {outcome: counted[outcome] for outcome in RowOutcome}

    @property
    def created(self) -> int:
        """Rows that made something new."""
        return self.counts[RowOutcome.CREATED]

    @property
    def updated(self) -> int:
        """Rows that changed something."""
        return self.counts[RowOutcome.UPDATED]

    @property
    def unchanged(self) -> int:
        """Rows that said what the graph knew already."""
        return self.counts[RowOutcome.UNCHANGED]

    @property
    def failed(self) -> int:
        """Rows that were not taken."""
        return self.counts[RowOutcome.FAILED]

    def table(self, language: Language) -> list[list[str]]:
        """Headings and one line a row, with all its problems and notes."""
        headings = ("row", "outcome", "name", "subject", "problems", "notes")
        table = [[say(f"import.report.{heading}", language) for heading in headings]]
        for row in self.rows:
            table.append(
                [
                    str(row.row),
                    say(f"import.outcome.{row.outcome}", language),
                    row.name,
                    row.subject,
                    "\n".join(problem.sentence(language) for problem in row.problems),
                    "\n".join(note.sentence(language) for note in row.notes),
                ]
            )
        return table

    def write(self, path: Path, language: Language) -> None:
        """The table as CSV or XLSX, by the file's ending. Raises InvalidInput."""
        write_table(path, self.table(language), say("import.report.title", language))
