"""Where files go that need not outlive the tests: into memory, where nothing waits for a disk."""

import shutil
from pathlib import Path

ROOM = 2 * 2**30  # bytes; a database of the tests takes less than a tenth of it
_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - the folders made in it have names of their own


def memory_folder() -> Path | None:
    """A folder in memory with room; None, which means the usual one, where there is none."""
    try:
        return _SHARED_MEMORY if shutil.disk_usage(_SHARED_MEMORY).free >= ROOM else None
    except OSError:
        return None
