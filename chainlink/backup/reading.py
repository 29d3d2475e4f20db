"""A backup file being read: line by line, and only believed when all of it is there."""

import gzip
import hashlib
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, TypeAdapter, ValidationError

from chainlink.backup.model import (
    FORMAT_VERSION,
    BackupUnusable,
    Footer,
    Header,
    Line,
    NodeLine,
    RelationshipLine,
)
from chainlink.graph.declaration import GraphSchema

_LINES: TypeAdapter[Header | NodeLine | RelationshipLine | Footer] = TypeAdapter(
    Header | NodeLine | RelationshipLine | Footer
)


class _Start(BaseModel):
    """As much of a first line as every version of the format has."""

    format: str
    format_version: int
    schema_version: int


def is_backup(path: Path) -> bool:
    """Whether the file starts like a backup, or is empty; a whole one or not."""
    try:
        if path.is_file() and path.stat().st_size == 0:
            return True
        return next(_raw_lines(path)).startswith(b'{"format":"chainlink-backup"')
    except (BackupUnusable, StopIteration):
        return False


def _raw_lines(path: Path) -> Iterator[bytes]:
    try:
        with gzip.open(path, "rb") as stream:
            yield from stream
    except gzip.BadGzipFile as failure:
        key = "backup.damaged" if "CRC" in str(failure) else "backup.foreign"
        raise BackupUnusable(key, path=path) from failure
    except (EOFError, zlib.error) as failure:
        raise BackupUnusable("backup.damaged", path=path) from failure
    except OSError as failure:
        raise BackupUnusable(
            "backup.unreadable", path=path, reason=failure.strerror or str(failure)
        ) from failure


def _header(path: Path, first: bytes, schema: GraphSchema) -> Header:
    try:
        start = _Start.model_validate_json(first)
        if start.format != "chainlink-backup":
            raise BackupUnusable("backup.foreign", path=path)
        if start.format_version > FORMAT_VERSION or start.schema_version > schema.version:
            raise BackupUnusable("backup.newer", path=path)
        return Header.model_validate_json(first)
    except ValidationError as failure:
        raise BackupUnusable("backup.foreign", path=path) from failure


def read_header(path: Path, schema: GraphSchema) -> Header:
    """The first line alone. Raises BackupUnusable."""
    return _header(path, next(_raw_lines(path), b""), schema)


def read_lines(path: Path) -> Iterator[Line]:
    """Nodes, then relationships, of a file that `check` has passed."""
    lines = _raw_lines(path)
    next(lines)
    for raw in lines:
        line = _LINES.validate_json(raw)
        if isinstance(line, NodeLine | RelationshipLine):
            yield line


def check(path: Path, schema: GraphSchema) -> Header:
    """Read the whole file and believe it only if all holds together.

    The hash in the last line, the counts in the first, and every label and property by the
    declaration. Raises BackupUnusable.
    """
    damaged = BackupUnusable("backup.damaged", path=path)
    lines = _raw_lines(path)
    first = next(lines, b"")
    header = _header(path, first, schema)
    digest = hashlib.sha256(first)
    counts: Counter[str] = Counter()
    try:
        for raw in lines:
            line = _LINES.validate_json(raw)
            if isinstance(line, Footer):
                if line.sha256 != digest.hexdigest() or next(lines, None) is not None:
                    raise damaged
                break
            if isinstance(line, Header):
                raise damaged
            if not line.fits(schema):
                raise BackupUnusable("backup.undeclared", path=path, kind=line.kind)
            digest.update(raw)
            counts[line.kind] += 1
        else:
            raise damaged
    except ValidationError as failure:
        raise damaged from failure
    if counts != Counter(header.nodes | header.relationships):
        raise damaged
    return header
