"""Asking over real HTTP: some connections that stay open, each asking again when it is answered."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Measured:
    """What was answered in the time; `sizes` are bytes of bodies."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    sizes: set[int] = field(default_factory=set)
    statuses: dict[int, int] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds


class Client:
    """One server and a token for it."""

    def __init__(self, port: int, token: str) -> None:
        self._port = port
        self._common = f"Host: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n"

    def post(self, body: bytes) -> bytes:
        """A question as it goes over the wire."""
        head = (
            f"POST /graphql HTTP/1.1\r\n{self._common}Content-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def get(self, query: str, tag: str = "") -> bytes:
        """A question by GET, with the tag of the answer that is known already."""
        known = f"If-None-Match: {tag}\r\n" if tag else ""
        return f"GET /graphql?{query} HTTP/1.1\r\n{self._common}{known}\r\n".encode()

    async def once(self, request: bytes) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of one answer."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(request)
        answer = await _answer(reader)
        writer.close()
        await writer.wait_closed()
        return answer

    async def hammer(
        self, requests: Sequence[bytes], *, seconds: float, connections: int
    ) -> Measured:
        """Ask one after the other, round and round, over several connections."""
        measured = Measured()
        turn = 0
        started = time.perf_counter()

        async def ask() -> None:
            nonlocal turn
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
            while time.perf_counter() - started < seconds:
                request = requests[turn % len(requests)]
                turn += 1
                sent = time.perf_counter()
                writer.write(request)
                status, _, body = await _answer(reader)
                measured.times.append(time.perf_counter() - sent)
                measured.sizes.add(len(body))
                measured.statuses[status] = measured.statuses.get(status, 0) + 1
            writer.close()
            await writer.wait_closed()

        await asyncio.gather(*(ask() for _ in range(connections)))
        measured.seconds = time.perf_counter() - started
        return measured


async def _answer(reader: asyncio.StreamReader) -> tuple[int, dict[str, str], bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    lines = (line.partition(": ") for line in head[1:] if line)
    headers = {name.lower(): value for name, _, value in lines}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return int(head[0].split(" ")[1]), headers, body
