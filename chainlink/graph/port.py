"""The seam: what the features ask of a graph, whichever engine holds it."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeVar

import pyarrow

from chainlink.graph.cypher import Query
from chainlink.graph.declaration import GraphSchema

Row = dict[str, Any]
Result = TypeVar("Result")


class GraphReader(Protocol):
    """Whatever can answer a question."""

    async def read(self, query: Query, /, **parameters: Any) -> list[Row]:
        """Rows as plain dicts of Python values, in the statement's order.

        Raises GraphUnavailable when the engine cannot answer at all.
        """
        ...


class GraphTransaction(GraphReader, Protocol):
    """Everything that one change reads and writes; it happens whole or not at all."""

    async def write(self, query: Query, /, **parameters: Any) -> list[Row]:
        """Run a statement that changes the graph."""
        ...


class GraphStore(GraphReader, Protocol):
    """A graph engine, opened."""

    @property
    def dialect(self) -> str:
        """Name of the engine's Cypher: `ladybug` or `neo4j`."""
        ...

    @property
    def one_process(self) -> bool:
        """Whether only a single process can hold this graph."""
        ...

    async def read_columns(self, query: Query, /, **parameters: Any) -> pyarrow.Table:
        """The same rows as `read` gives, as columns: for many rows at once."""
        ...

    async def transact(self, work: Callable[[GraphTransaction], Awaitable[Result]]) -> Result:
        """Run `work` in one transaction and commit it.

        `work` may be run again after a transient failure, so all that it does must go through the
        transaction. Any exception undoes everything and is raised on.
        Raises GraphUnavailable when the engine cannot be reached; nothing is half done then, but
        where the connection broke during the commit (`graph.unsure`) all of it may be done.
        """
        ...

    async def apply_schema(self, schema: GraphSchema) -> None:
        """Create what the declaration has and the engine lacks; safe to repeat."""
        ...

    async def version(self) -> str:
        """Engine name and version, for people."""
        ...

    async def close(self) -> None:
        """Release connections and files."""
        ...
