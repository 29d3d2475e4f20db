"""The documents that the platform publishes: a program names one and need not send its text.

After the draft "Persisted Documents" of GraphQL over HTTP: `documentId` is `sha256:` and the hash
of the text as graphql-js prints it, with the `__typename` that clients add, or the operation's own
name. Apollo's form, the same hash in `extensions.persistedQuery.sha256Hash`, is understood too.
Other texts may still be sent.
"""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "persisted"
_HASH = "sha256:"


@cache
def published_documents() -> Mapping[str, str]:
    """The texts by identifier; each file is named after its one operation and stands twice."""
    found: dict[str, str] = {}
    for file in sorted(FOLDER.glob("*.graphql")):
        text = file.read_text(encoding="utf-8").rstrip("\n")
        found[file.stem] = text
        found[_HASH + hashlib.sha256(text.encode()).hexdigest()] = text
    return found


def document_id(sent: Mapping[str, Any]) -> object:
    """The identifier that a request names, whatever it is; None where it names none."""
    if (named := sent.get("documentId")) is not None:
        return named
    extensions = sent.get("extensions")
    persisted = extensions.get("persistedQuery") if isinstance(extensions, dict) else None
    named = persisted.get("sha256Hash") if isinstance(persisted, dict) else None
    return f"{_HASH}{named}" if isinstance(named, str) else named
