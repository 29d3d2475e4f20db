"""What a backup file says of itself, and why one cannot be used."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from chainlink.errors import ChainlinkError
from chainlink.graph.declaration import GraphSchema

FORMAT_VERSION = 1


class BackupUnusable(ChainlinkError):
    """The file is not a backup, is damaged, or cannot be written; the graph was not touched."""

    code = "BACKUP_UNUSABLE"


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Header(_Line):
    """The first line: what the file holds, and the head of the journal that it was made at."""

    format: Literal["chainlink-backup"] = "chainlink-backup"
    format_version: int = FORMAT_VERSION
    schema_version: int
    engine: str
    created_at: str
    nodes: dict[str, int]
    relationships: dict[str, int]
    journal_sequence: int
    journal_hash: str

    @property
    def total(self) -> int:
        """How many nodes and relationships follow."""
        return sum(self.nodes.values()) + sum(self.relationships.values())


class NodeLine(_Line):
    """One node."""

    node: str
    properties: dict[str, Any]

    @property
    def kind(self) -> str:
        """Its label."""
        return self.node

    def fits(self, schema: GraphSchema) -> bool:
        """Whether the declaration knows the label and every property."""
        declared = schema.node.get(self.node)
        return declared is not None and self.properties.keys() <= declared.properties.keys()


class RelationshipLine(_Line):
    """One relationship: `ends` are labels, `start` and `end` the keys of both nodes."""

    relationship: str
    ends: tuple[str, str]
    start: str | int
    end: str | int
    properties: dict[str, Any]

    @property
    def kind(self) -> str:
        """Its type."""
        return self.relationship

    def fits(self, schema: GraphSchema) -> bool:
        """Whether the declaration knows the type, the pair of labels and every property."""
        declared = schema.relationship.get(self.relationship)
        return (
            declared is not None
            and self.ends in declared.ends
            and self.properties.keys() <= declared.properties.keys()
        )


class Footer(_Line):
    """The last line: SHA-256 of all lines before it, so that a file that was cut short shows."""

    sha256: str


Line = NodeLine | RelationshipLine
