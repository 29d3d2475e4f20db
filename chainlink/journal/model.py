"""Entries of the journal and the chain of hashes that makes a later change of them visible."""

import hashlib
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from chainlink.graph.declaration import GraphSchema
from chainlink.journal.canonical import canonical

START_HASH = "0" * 64


class JournalEntry(BaseModel):
    """One change as it stands in the journal; `facts` is canonical JSON text (RFC 8785)."""

    model_config = ConfigDict(frozen=True)

    sequence: int
    at: str
    actor: str
    action: str
    subject_label: str
    subject: str
    enterprises: tuple[str, ...] = ()
    facts: str
    previous_hash: str
    hash: str

    def expected_hash(self) -> str:
        """SHA-256 over everything else in canonical form (RFC 8785), the hash before included."""
        return _digest(self.model_dump(exclude={"hash"}))


class NewEntry(BaseModel):
    """A change before it has its place in the chain."""

    at: str
    actor: str
    action: str
    subject_label: str
    subject: str
    enterprises: tuple[str, ...]
    facts: str

    def chained(self, sequence: int, previous_hash: str) -> JournalEntry:
        """The entry at its place."""
        body = self.model_dump() | {"sequence": sequence, "previous_hash": previous_hash}
        return JournalEntry(**body, hash=_digest(body))


def _digest(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(body)).hexdigest()


def hashable_facts(schema: GraphSchema, label: str, properties: Mapping[str, Any]) -> str:
    """Facts for a hashed row: values of closed properties, and of the others only their names.

    What is about a person, or is free text that may name one, stays in the graph where it can be
    erased without breaking the chain (PIPL article 47).
    """
    declared = (schema.node.get(label) or schema.relationship[label]).properties
    facts: dict[str, Any] = {}
    worded = []
    for name, value in properties.items():
        known = declared.get(name)
        if known is not None and (known.personal or known.wording):
            worded.append(name)
        elif value is not None:
            facts[name] = value
    if worded:
        facts["worded"] = sorted(worded)
    return canonical(facts).decode()
