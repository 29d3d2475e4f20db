"""The one Neo4j database of a test run: opened once, emptied before each test that writes.

It is marked as the tests' own by a node; a database that holds something and lacks the mark belongs
to somebody, and is left alone.
"""

from neo4j import AsyncGraphDatabase, AsyncSession, Record

from chainlink.graph.declaration import load_schema
from chainlink.graph.neo4j import Neo4jStore
from tests.servers.neo4j_server import Neo4jServer

DATABASE = "neo4j"
_EMPTY = (
    "MATCH (n) WHERE NOT n:ChainlinkTests "
    "CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"
)


class NotOursError(Exception):
    """The server's database holds something that no test run has put there."""


class Neo4jDatabase:
    """What the tests do to the server beside the platform's own store."""

    def __init__(self, server: Neo4jServer) -> None:
        self.server = server
        self.holds_seeds = False
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

    async def release(self) -> None:
        """Leave the database empty and close the connections."""
        await self.empty()
        await self.run("MATCH (n:ChainlinkTests) DELETE n")
        await self.store.close()
        await self._driver.close()
