"""The embedded engine: LadybugDB in this process, its calls in threads, one writer at a time."""

import asyncio
import queue
import re
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import ladybug
import pyarrow

from chainlink.errors import GraphUnavailable
from chainlink.graph.cypher import Query
from chainlink.graph.ddl import ladybug_columns, ladybug_tables
from chainlink.graph.declaration import GraphSchema
from chainlink.graph.ladybug_connection import LadybugConnection
from chainlink.graph.observation import observed
from chainlink.graph.port import GraphTransaction, Row

Result = TypeVar("Result")
_READERS = 3
_MANY_ROWS = 100
_FULL = "buffer pool is full"
_ARROW_ROWS = 65_536
_TABLES = "CALL show_tables() RETURN name"
_UNWIND_ROWS = "UNWIND $rows AS r "
_COLUMN = re.compile(r"\br\.(\w+)")


def _write_many(connection: LadybugConnection, text: str, rows: list[Row]) -> list[Row]:
    """`UNWIND $rows AS r …` through an Arrow table: 12,000-20,000 wide rows a second, against
    4,000 as a parameter (below a hundred rows the parameter is faster)."""
    table = pyarrow.Table.from_pylist(rows)
    # a prefix, so that no column is a reserved word or a variable of the statement
    rows_table = table.rename_columns([f"r_{name}" for name in table.column_names])  # noqa: F841 - LadybugDB finds the table by this variable's name
    return _run(connection, "LOAD FROM rows_table " + _COLUMN.sub(r"r_\1", text), {})


def _run(connection: LadybugConnection, text: str, parameters: dict[str, Any]) -> list[Row]:
    answer = connection.execute(text, parameters)
    rows: list[Row] = answer.rows_as_dict().get_all()
    answer.close()
    return rows


def _open(path: str, memory: int) -> Any:
    try:
        if path != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        return ladybug.Database(path, buffer_pool_size=memory * 2**20)
    except (OSError, RuntimeError) as failure:
        # the library has one error class, so its words are all there is to tell the cases apart
        key = "graph.locked" if "could not set lock" in str(failure).lower() else "graph.unreadable"
        raise GraphUnavailable(key, path=path, reason=str(failure)) from failure


class LadybugStore:
    """One embedded graph. Readers see the last committed state while a writer works."""

    dialect = "ladybug"
    one_process = True

    def __init__(self, path: str, *, memory: int = 1024) -> None:
        self._database = _open(path, memory)
        self._threads = ThreadPoolExecutor(_READERS + 1, thread_name_prefix="ladybug")
        self._writer = LadybugConnection(self._database, 2)
        # A second BEGIN is refused at once and then crashes the connection: writers queue here.
        self._writing = asyncio.Lock()
        self._readers: queue.SimpleQueue[LadybugConnection] = queue.SimpleQueue()
        for _ in range(_READERS):
            self._readers.put(LadybugConnection(self._database, 1))
        self._closed = False

    async def _in_thread(self, call: Callable[..., Result], *arguments: Any) -> Result:
        if self._closed:
            raise GraphUnavailable("graph.closed")
        future = asyncio.get_running_loop().run_in_executor(self._threads, call, *arguments)
        cancelled: asyncio.CancelledError | None = None
        while not future.done():
            # the thread cannot be stopped, and its connection must not be used meanwhile
            try:
                await asyncio.wait([future])
            except asyncio.CancelledError as asked:
                cancelled = asked
        if cancelled is not None:
            future.exception()  # seen, so that the loop does not complain of it
            raise cancelled
        return future.result()

    def _by_a_reader(self, query: Query, ask: Callable[[LadybugConnection, str], Result]) -> Result:
        """Ask on a connection that nobody else uses; once more where plans have filled the pool."""
        connection, text = self._readers.get(), query.text_for(self.dialect)
        try:
            connection.renew(text)
            try:
                return ask(connection, text)
            except RuntimeError as failure:
                if _FULL not in str(failure).lower():
                    raise
            connection.renew()
            self._renew_idle()
            return ask(connection, text)
        finally:
            self._readers.put(connection)

    def _renew_idle(self) -> None:
        """Let go of the plans of the readers that nobody uses now."""
        for _ in range(_READERS):
            with suppress(queue.Empty):
                idle = self._readers.get_nowait()
                idle.renew()
                self._readers.put(idle)

    def _read(self, query: Query, parameters: dict[str, Any]) -> list[Row]:
        return self._by_a_reader(query, lambda connection, text: _run(connection, text, parameters))

    async def read(self, query: Query, /, **parameters: Any) -> list[Row]:
        """See GraphReader.read."""
        with observed(self.dialect, query.name):
            return await self._in_thread(self._read, query, parameters)

    def _read_columns(self, query: Query, parameters: dict[str, Any]) -> pyarrow.Table:
        def ask(connection: LadybugConnection, text: str) -> pyarrow.Table:
            answer = connection.execute(text, parameters)
            table = answer.get_as_arrow(_ARROW_ROWS)
            answer.close()
            return table

        return self._by_a_reader(query, ask)

    async def read_columns(self, query: Query, /, **parameters: Any) -> pyarrow.Table:
        """See GraphStore.read_columns."""
        with observed(self.dialect, query.name):
            return await self._in_thread(self._read_columns, query, parameters)

    async def _write(self, query: Query, parameters: dict[str, Any]) -> list[Row]:
        text = query.text_for(self.dialect)
        with observed(self.dialect, query.name):
            if (
                text.startswith(_UNWIND_ROWS)
                and parameters.keys() == {"rows"}
                and len(parameters["rows"]) >= _MANY_ROWS
            ):
                bare = text.removeprefix(_UNWIND_ROWS)
                return await self._in_thread(_write_many, self._writer, bare, parameters["rows"])
            return await self._in_thread(_run, self._writer, text, parameters)

    async def transact(self, work: Callable[[GraphTransaction], Awaitable[Result]]) -> Result:
        """See GraphStore.transact."""
        async with self._writing:
            try:
                await self._in_thread(self._writer.renew, "BEGIN TRANSACTION")
                await self._in_thread(_run, self._writer, "BEGIN TRANSACTION", {})
                result = await work(_LadybugTransaction(self._write))
                await self._in_thread(_run, self._writer, "COMMIT", {})
            except BaseException as failure:
                await self._in_thread(self._roll_back)
                if _FULL in str(failure).lower():
                    await self._in_thread(self._writer.renew)
                raise
            return result

    def _roll_back(self) -> None:
        try:
            _run(self._writer, "ROLLBACK", {})
        except RuntimeError as failure:
            # a statement that fails may already have ended the transaction itself
            if "no active transaction" not in str(failure).lower():
                raise

    async def apply_schema(self, schema: GraphSchema) -> None:
        """See GraphStore.apply_schema."""
        async with self._writing:
            found = await self._in_thread(_run, self._writer, _TABLES, {})
            older = {row["name"] for row in found}  # what is made now has its columns already
            for text in (*ladybug_tables(schema), *ladybug_columns(schema, older)):
                await self._in_thread(_run, self._writer, text, {})

    async def version(self) -> str:
        """See GraphStore.version."""
        return f"LadybugDB {ladybug.__version__}"

    async def close(self) -> None:
        """See GraphStore.close."""
        if self._closed:
            return
        async with self._writing:
            self._closed = True
            self._threads.shutdown(wait=True)
            while not self._readers.empty():
                self._readers.get().close()
            self._writer.close()
            self._database.close()


class _LadybugTransaction:
    """Reads and writes on the writer's connection, so that a change sees itself."""

    def __init__(self, run: Callable[[Query, dict[str, Any]], Awaitable[list[Row]]]) -> None:
        self._run = run

    async def read(self, query: Query, /, **parameters: Any) -> list[Row]:
        return await self._run(query, parameters)

    async def write(self, query: Query, /, **parameters: Any) -> list[Row]:
        return await self._run(query, parameters)
