"""Embedded graphs for tests: copies of files that are made once, at a quarter of the time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import count
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from chainlink.graph.declaration import load_schema
from chainlink.graph.ladybug import LadybugStore
from tests.memory_folder import memory_folder
from tests.small_app import Graph, fill

MEMORY = 256  # MiB of buffer pool; the seeds take 60


class LadybugCopies:
    """An empty graph with its tables, and one with the small reference."""

    def __init__(self, folder: Path, filled_at: datetime) -> None:
        self._filled_at = filled_at
        self._folder = folder
        self._numbers = count(1)

    @asynccontextmanager
    async def opened(self, *, small: bool, memory: int = MEMORY) -> AsyncIterator[Graph]:
        """A copy of its own, gone afterwards."""
        path = self._folder / f"{next(self._numbers)}.lbdb"
        copyfile(_original(self._folder, small=small), path)
        store = LadybugStore(str(path), memory=memory)
        yield Graph(store, self._filled_at if small else None)
        await store.close()
        for left in self._folder.glob(f"{path.name}*"):
            left.unlink()


def _original(folder: Path, *, small: bool) -> Path:
    return folder / ("small.lbdb" if small else "empty.lbdb")


@asynccontextmanager
async def ladybug_copies() -> AsyncIterator[LadybugCopies]:
    """The files that copies are made of, while the block runs."""
    with TemporaryDirectory(prefix="chainlink-ladybug-", dir=memory_folder()) as name:
        folder = Path(name)
        empty = _original(folder, small=False)
        store = LadybugStore(str(empty), memory=MEMORY)
        await store.apply_schema(load_schema())
        await store.close()
        small = _original(folder, small=True)
        copyfile(empty, small)
        store = LadybugStore(str(small), memory=MEMORY)
        filled_at = await fill(store)
        await store.close()
        yield LadybugCopies(folder, filled_at)
