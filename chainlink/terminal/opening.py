"""Opening the platform for one command, and refusing where it would come to no good."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from chainlink.app import App, build_app
from chainlink.backup.restoring import unfinished
from chainlink.errors import Conflict
from chainlink.graph.declaration import load_schema
from chainlink.graph.state import lacks
from chainlink.settings import Settings
from chainlink.terminal.voice import settings_in_force

Answer = TypeVar("Answer")
_SHOWN = 3


def require_graph(settings: Settings) -> None:
    """Raise Conflict where the embedded graph's file is not there: opening would create it."""
    scheme, _, path = settings.graph.partition(":")
    if scheme == "ladybug" and path != ":memory:" and not Path(path).exists():
        raise Conflict("graph.absent", path=path)


async def require_schema(app: App) -> None:
    """Raise Conflict where tables, columns, constraints or indexes are missing."""
    if lacking := await lacks(app.store, load_schema()):
        shown = ", ".join(lacking[:_SHOWN]) + ("…" if len(lacking) > _SHOWN else "")
        raise Conflict("graph.unprepared", count=len(lacking), names=shown)


async def require_whole(app: App) -> None:
    """Raise Conflict where a restore was broken off; the tables must be there."""
    if await unfinished(app.store):
        raise Conflict("restore.unfinished")


async def prepare(app: App) -> None:
    """Make what is missing in the graph; safe to repeat. Raises Conflict as `require_whole`."""
    await app.store.apply_schema(load_schema())
    await require_whole(app)
    await app.prepare()


@asynccontextmanager
async def opened(
    settings: Settings | None = None, *, preparing: bool = False
) -> AsyncIterator[App]:
    """The platform while the block runs; with `preparing` its tables are made where missing.

    Raises GraphUnavailable when it cannot be opened, Conflict when it is not fit for use.
    """
    settings = settings or settings_in_force()
    if not preparing:
        require_graph(settings)
    app = build_app(settings)
    try:
        if preparing:
            await prepare(app)
        else:
            await require_schema(app)
            await require_whole(app)
        yield app
    finally:
        await app.close()


def perform(work: Callable[[App], Awaitable[Answer]], *, preparing: bool = False) -> Answer:
    """Run one command's work on the opened platform."""

    async def whole() -> Answer:
        async with opened(preparing=preparing) as app:
            return await work(app)

    return asyncio.run(whole())
