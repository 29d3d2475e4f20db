"""Named statements: one `.cypher` file each, with a sibling for an engine that needs its own words.

`enterprises/cypher/by_uscc.cypher` is named `enterprises/by_uscc`; where
`by_uscc.ladybug.cypher` exists, that engine runs it instead. No feature asks which engine it is on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources


@dataclass(frozen=True, slots=True)
class Query:
    """One statement with its name, by which it is timed and counted."""

    name: str
    common: str
    overrides: Mapping[str, str] = field(default_factory=dict)

    def text_for(self, dialect: str) -> str:
        """The words for one engine (`ladybug` or `neo4j`)."""
        return self.overrides.get(dialect, self.common)


class Queries(Mapping[str, Query]):
    """All statements of one room, read once at import."""

    def __init__(self, package: str) -> None:
        room = package.rpartition(".")[2]
        common: dict[str, str] = {}
        overrides: dict[str, dict[str, str]] = {}
        for entry in resources.files(package).joinpath("cypher").iterdir():
            name, _, kind = entry.name.partition(".")
            if kind == "cypher":
                common[name] = entry.read_text("utf-8")
            elif kind.endswith(".cypher"):
                overrides.setdefault(name, {})[kind.removesuffix(".cypher")] = entry.read_text(
                    "utf-8"
                )
        if orphans := overrides.keys() - common.keys():
            raise LookupError(f"{package}: override without a common statement: {sorted(orphans)}")
        self._queries = {
            name: Query(f"{room}/{name}", text, overrides.get(name, {}))
            for name, text in common.items()
        }

    def __getitem__(self, name: str) -> Query:
        return self._queries[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._queries)

    def __len__(self) -> int:
        return len(self._queries)
