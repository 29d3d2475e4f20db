"""The real engine: a Neo4j server through its own driver, managed transactions and bookmarks."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import cache
from typing import Any, TypeVar
from urllib.parse import urlsplit

import neo4j
import pyarrow
from neo4j.exceptions import DriverError, IncompleteCommit, Neo4jError

from chainlink.errors import GraphUnavailable
from chainlink.graph.cypher import Query
from chainlink.graph.ddl import neo4j_constraints
from chainlink.graph.declaration import GraphSchema
from chainlink.graph.observation import observed
from chainlink.graph.port import GraphTransaction, Row

Result = TypeVar("Result")
_COLUMN = re.compile(r"\bAS\s+(\w+)")
_INDEXES = "SHOW INDEXES YIELD name RETURN collect(name) AS names"


@cache
def _collected(text: str) -> tuple[str, tuple[str, ...]]:
    """The same question answered by one record that holds all rows, and the columns' names.

    100 rows cost 13-16 ms one message at a time through the asynchronous driver and 1.5-2 ms as
    one collected list. Every column of a read statement must say `AS name`.
    """
    columns = tuple(_COLUMN.findall(text[text.rindex("RETURN") :]))
    return f"CALL () {{ {text} }} RETURN collect([{', '.join(columns)}]) AS rows", columns


@asynccontextmanager
async def _explained(url: str) -> AsyncIterator[None]:
    """Turn what the driver says of a server that is away into a sentence for people."""
    try:
        yield
    except IncompleteCommit as failure:
        # the server may have saved the change just before it went silent
        raise GraphUnavailable("graph.unsure", url=url) from failure
    except DriverError as failure:
        raise GraphUnavailable("graph.unreachable", url=url) from failure
    except Neo4jError as failure:
        code = failure.code or ""
        if code.startswith("Neo.ClientError.Security."):
            raise GraphUnavailable("graph.refused", url=url) from failure
        if code == "Neo.ClientError.Database.DatabaseNotFound":
            raise GraphUnavailable("graph.no_database", url=url) from failure
        if failure.is_retryable():
            raise GraphUnavailable("graph.unreachable", url=url) from failure
        raise


class Neo4jStore:
    """One database of a Neo4j server or cluster."""

    dialect = "neo4j"
    one_process = False

    def __init__(
        self, url: str, *, user: str, password: str, database: str, timeout: float = 10.0
    ) -> None:
        self._url = url
        self._database = database
        try:
            _ = urlsplit(url).port  # the driver looks at it only when it connects
            self._driver = neo4j.AsyncGraphDatabase.driver(
                url,
                auth=(user, password),
                connection_timeout=min(timeout, 5.0),
                connection_acquisition_timeout=timeout,
                max_transaction_retry_time=timeout,
                notifications_min_severity="OFF",
            )
        except (DriverError, ValueError) as failure:
            raise GraphUnavailable("graph.unreachable", url=url) from failure
        # one manager for all sessions: a question asked after a change sees it, on any member
        self._bookmarks = neo4j.AsyncGraphDatabase.bookmark_manager()

    def _session(self) -> neo4j.AsyncSession:
        return self._driver.session(database=self._database, bookmark_manager=self._bookmarks)

    async def read(self, query: Query, /, **parameters: Any) -> list[Row]:
        """See GraphReader.read."""
        with observed(self.dialect, query.name):
            async with _explained(self._url), self._session() as session:
                return await session.execute_read(_read, query.text_for(self.dialect), parameters)

    async def read_columns(self, query: Query, /, **parameters: Any) -> pyarrow.Table:
        """See GraphStore.read_columns."""
        with observed(self.dialect, query.name):
            async with _explained(self._url), self._session() as session:
                return await session.execute_read(
                    _read_columns, query.text_for(self.dialect), parameters
                )

    async def transact(self, work: Callable[[GraphTransaction], Awaitable[Result]]) -> Result:
        """See GraphStore.transact."""

        async def managed(transaction: neo4j.AsyncManagedTransaction) -> Result:
            return await work(_Neo4jTransaction(transaction))

        async with _explained(self._url), self._session() as session:
            return await session.execute_write(managed)

    async def apply_schema(self, schema: GraphSchema) -> None:
        """See GraphStore.apply_schema."""
        async with _explained(self._url), self._session() as session:
            found = await (await session.run(_INDEXES)).single(strict=True)
            # a statement that finds nothing to do still costs 6 ms, and there are ninety
            for text in neo4j_constraints(schema, found["names"]):
                await (await session.run(text)).consume()
            await (await session.run("CALL db.awaitIndexes(60)")).consume()

    async def version(self) -> str:
        """See GraphStore.version."""
        async with _explained(self._url):
            return str((await self._driver.get_server_info()).agent)

    async def close(self) -> None:
        """See GraphStore.close."""
        await self._driver.close()


async def _read(
    transaction: neo4j.AsyncManagedTransaction, text: str, parameters: dict[str, Any]
) -> list[Row]:
    collected, columns = _collected(text)
    answer = await transaction.run(collected, parameters)
    record = await answer.single(strict=True)
    return [dict(zip(columns, row, strict=True)) for row in record["rows"]]


async def _read_columns(
    transaction: neo4j.AsyncManagedTransaction, text: str, parameters: dict[str, Any]
) -> pyarrow.Table:
    collected, columns = _collected(text)
    answer = await transaction.run(collected, parameters)
    rows = (await answer.single(strict=True))["rows"]
    values = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    return pyarrow.table([pyarrow.array(value) for value in values], names=list(columns))


class _Neo4jTransaction:
    def __init__(self, transaction: neo4j.AsyncManagedTransaction) -> None:
        self._transaction = transaction

    async def read(self, query: Query, /, **parameters: Any) -> list[Row]:
        with observed(Neo4jStore.dialect, query.name):
            return await _read(self._transaction, query.text_for(Neo4jStore.dialect), parameters)

    async def write(self, query: Query, /, **parameters: Any) -> list[Row]:
        with observed(Neo4jStore.dialect, query.name):
            text = query.text_for(Neo4jStore.dialect)
            answer = await self._transaction.run(text, parameters)
            return await answer.data()
