"""A TCP proxy before a Neo4j server, so that a test can take the server away and bring it back."""

import asyncio
from contextlib import suppress

# Bolt's COMMIT: two bytes follow, a structure without fields and its tag, the message ends
_COMMIT = b"\x00\x02\xb0\x12\x00\x00"
_BLOCK = 65536


class CuttableProxy:
    """Passes bytes on until it is told otherwise."""

    def __init__(self, host: str, port: int) -> None:
        self._target = host, port
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._losing = False
        self.port = 0

    async def restore(self) -> None:
        """Listen, on the same port as before."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = int(self._server.sockets[0].getsockname()[1])

    async def cut(self) -> None:
        """Break all connections and refuse new ones."""
        if self._server is not None:
            self._server.close()
        for writer in list(self._writers):
            writer.transport.abort()
        await asyncio.sleep(0)

    def lose_the_answer_to_the_next_commit(self) -> None:
        """Let the server save once more, and break the connection instead of passing that on."""
        self._losing = True

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        to_reader, to_writer = await asyncio.open_connection(*self._target)
        self._writers |= {writer, to_writer}
        committing = asyncio.Event()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._ask(reader, to_writer, committing))
            tasks.create_task(self._answer(to_reader, writer, committing))
        self._writers -= {writer, to_writer}

    async def _ask(
        self, client: asyncio.StreamReader, server: asyncio.StreamWriter, committing: asyncio.Event
    ) -> None:
        with suppress(OSError):
            while block := await client.read(_BLOCK):
                if self._losing and _COMMIT in block:
                    self._losing = False
                    committing.set()
                server.write(block)
                await server.drain()
        server.transport.abort()

    async def _answer(
        self, server: asyncio.StreamReader, client: asyncio.StreamWriter, committing: asyncio.Event
    ) -> None:
        with suppress(OSError):
            while (block := await server.read(_BLOCK)) and not committing.is_set():
                client.write(block)
                await client.drain()
        client.transport.abort()
