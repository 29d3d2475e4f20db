"""A real store that can be cut off, as a server that is restarted is."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from chainlink.errors import GraphUnavailable
from chainlink.graph.cypher import Query
from chainlink.graph.port import GraphStore, GraphTransaction

Result = TypeVar("Result")


class Cuttable:
    """Everything goes to the store itself while it is not cut off."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self.cut = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def read(self, query: Query, /, **parameters: Any) -> Any:
        self._reach()
        return await self._store.read(query, **parameters)

    async def read_columns(self, query: Query, /, **parameters: Any) -> Any:
        self._reach()
        return await self._store.read_columns(query, **parameters)

    async def transact(self, work: Callable[[GraphTransaction], Awaitable[Result]]) -> Result:
        self._reach()
        return await self._store.transact(work)

    def _reach(self) -> None:
        if self.cut:
            raise GraphUnavailable("graph.closed")
