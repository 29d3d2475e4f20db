"""The one Neo4j database of a test run: opened once, emptied before each test that writes.

It is marked as the tests' own by a node; a database that holds something and lacks the mark belongs
to somebody, and is left alone.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from neo4j import AsyncGraphDatabase, AsyncSession, Record

from chainlink.graph.declaration import load_schema
from chainlink.graph.neo4j import Neo4jStore
from tests.servers.neo4j_server import Neo4jServer
from tests.small_app import Graph, fill

DATABASE = "neo4j"
_EMPTY = (
    "MATCH (n) WHERE NOT n:ChainlinkTests "
    "CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"
)
_NODES = """
    MATCH (n) WHERE NOT n:ChainlinkTests
    RETURN collect({id: elementId(n), labels: labels(n), properties: properties(n)})
"""
_EDGES = """
    MATCH (a)-[r]->(b)
    RETURN collect(
        {start: elementId(a), end: elementId(b), type: type(r), properties: properties(r)}
    )
"""
_RESTORE = """
    UNWIND $nodes AS node
    CREATE (n:$(node.labels)) SET n = node.properties
    WITH collect(n) AS nodes
    UNWIND $edges AS edge
    WITH nodes[edge.start] AS a, nodes[edge.end] AS b, edge
    CREATE (a)-[r:$(edge.type)]->(b) SET r = edge.properties
"""


@dataclass(frozen=True, slots=True)
class Contents:
    """All nodes, and all edges between their places in the list."""

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]


class NotOursError(Exception):
    """The server's database holds something that no test run has put there."""


class Neo4jDatabase:
    """What the tests do to the server beside the platform's own store."""

    def __init__(self, server: Neo4jServer) -> None:
        self.server = server
        self.holds_seeds = False
        self._small: tuple[Contents, datetime] | None = None
        self.store = Neo4jStore(
            server.url, user=server.user, password=server.password, database=DATABASE
        )
        self._driver = AsyncGraphDatabase.driver(
            server.url, auth=(server.user, server.password), notifications_min_severity="OFF"
        )

    async def claim(self) -> None:
        """Mark the database as the tests' own and make its constraints.

        Raises NotOursError when it holds something else.
        """
        count = "MATCH (n) RETURN count(n) AS nodes, count(CASE WHEN n:ChainlinkTests THEN 1 END)"
        [(nodes, marks)] = await self.run(count)
        if nodes and not marks:
            raise NotOursError(
                f"{self.server.url} holds {nodes} nodes that no test has made; "
                "name a server whose database is empty"
            )
        await self.run("MERGE (:ChainlinkTests {mark: 'these nodes may be deleted'})")
        await self.empty()
        await self.store.apply_schema(load_schema())

    async def run(self, text: str, **parameters: object) -> list[Record]:
        """One statement in a transaction of its own, past the platform's code."""
        async with self._session() as session:
            answer = await session.run(text, parameters)
            return [record async for record in answer]

    def _session(self) -> AsyncSession:
        return self._driver.session(database=DATABASE)

    async def empty(self) -> None:
        """Delete everything but the mark, in batches."""
        self.holds_seeds = False
        await self.run(_EMPTY)

    async def opened(self, *, small: bool) -> Graph:
        """Nothing but the small reference, or nothing at all."""
        await self.empty()
        if not small:
            return Graph(self.store)
        if self._small is None:
            filled_at = await fill(self.store)
            self._small = await self._contents(), filled_at
        else:
            contents, filled_at = self._small
            await self.run(_RESTORE, nodes=contents.nodes, edges=contents.edges)
        return Graph(self.store, filled_at)

    async def _contents(self) -> Contents:
        [(nodes,)] = await self.run(_NODES)
        [(edges,)] = await self.run(_EDGES)
        places = {node["id"]: place for place, node in enumerate(nodes)}
        ends = ("start", "end")
        return Contents(nodes, [edge | {end: places[edge[end]] for end in ends} for edge in edges])

    async def release(self) -> None:
        """Leave the database empty and close the connections."""
        await self.empty()
        await self.run("MATCH (n:ChainlinkTests) DELETE n")
        await self.store.close()
        await self._driver.close()
