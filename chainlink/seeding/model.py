"""What loading the seeds came to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chainlink.importing.model import RowResult
from chainlink.language import Language, say


@dataclass(frozen=True, slots=True)
class SeedCounts:
    """What became of one file's rows."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class SeedFailure:
    """A row that the graph could not take, because of what users have done since."""

    file: str
    result: RowResult

    def sentence(self, language: Language) -> str:
        """What people read."""
        said = " ".join(problem.sentence(language) for problem in self.result.problems)
        return say("seed.row_failed", language, file=self.file, row=self.result.row, said=said)


@dataclass(frozen=True, slots=True)
class SeedReport:
    """Counts by file, and rows that failed."""

    files: Mapping[str, SeedCounts]
    failures: Sequence[SeedFailure] = ()

    @property
    def changed(self) -> int:
        """Rows that made or changed something; 0 where all was there already."""
        return sum(counts.created + counts.updated for counts in self.files.values())
