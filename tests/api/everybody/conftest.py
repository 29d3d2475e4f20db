"""One world for the tests of a module: something of everything, and everybody who may ask for it."""

from collections.abc import AsyncIterator

import pytest

from tests.ladybug_copies import LadybugCopies
from tests.small_app import Graph
from tests.whole_story import build_whole_world, leave
from tests.whole_world import MEMORY_OF_ALL, WholeWorld


@pytest.fixture(scope="module")
async def _shared_ladybug_graph(_ladybug_copies: LadybugCopies) -> AsyncIterator[Graph]:
    async with _ladybug_copies.opened(small=True, memory=MEMORY_OF_ALL) as opened:
        yield opened


@pytest.fixture(scope="module")
async def world(_shared_graph: Graph) -> AsyncIterator[WholeWorld]:
    built = await build_whole_world(_shared_graph)
    yield built
    await leave(built)
