"""A backup file being written: whole under its name, or not there at all."""

import gzip
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import BaseModel

from chainlink.backup.model import BackupUnusable, Footer
from chainlink.backup.reading import is_backup

_COMPRESSION = 6


class BackupWriter:
    """Lines of JSON into a compressed stream, hashed on their way."""

    def __init__(self, stream: gzip.GzipFile) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()

    def write(self, *lines: BaseModel) -> None:
        """Append lines."""
        text = "".join(line.model_dump_json() + "\n" for line in lines).encode()
        self._hash.update(text)
        self._stream.write(text)

    def finish(self) -> None:
        """Append the footer."""
        self._stream.write(Footer(sha256=self._hash.hexdigest()).model_dump_json().encode() + b"\n")


@contextmanager
def written_whole(path: Path) -> Iterator[BackupWriter]:
    """A writer whose file appears under `path` when the block ends well; only its owner reads it.

    Contacts and digests of tokens are in it, hence mode 0600. An earlier backup of that name is
    replaced at the end; anything else is left alone.
    Raises BackupUnusable when the file cannot be written or is something other than a backup.
    """
    if path.exists() and not is_backup(path):
        raise BackupUnusable("backup.not_replaced", path=path)
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                with gzip.GzipFile("", "wb", _COMPRESSION, file) as stream:
                    writer = BackupWriter(stream)
                    yield writer
                    writer.finish()
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as failure:
        raise BackupUnusable(
            "backup.unwritable", path=path, reason=failure.strerror or str(failure)
        ) from failure
