"""A real HTTP server on this machine that answers as an embeddings endpoint does, or as told."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, bytes]


def vector_of(text: str) -> list[float]:
    """Four numbers: what of water, of fire, of nothing, and a length that is not one."""
    return [2.0 * text.count("水"), 2.0 * text.count("火"), 0.0, 0.5]


def answer_of(vectors: list[list[float]]) -> Answer:
    """A good answer, its rows out of order as the interface allows."""
    rows = [{"index": place, "embedding": vector} for place, vector in enumerate(vectors)]
    return 200, json.dumps({"object": "list", "data": rows[::-1]}).encode()


def usual(texts: list[str]) -> Answer:
    """One vector for each text."""
    return answer_of([vector_of(text) for text in texts])


@dataclass
class Asked:
    """A request as it arrived."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass
class EmbeddingsServer:
    """What was asked so far, and how the next is answered; `drip` seconds between bytes."""

    url: str
    asked: list[Asked] = field(default_factory=list)
    answer: Callable[[list[str]], Answer] = usual
    delay: float = 0.0
    drip: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def texts(self) -> list[str]:
        """All texts that arrived."""
        return [text for one in self.asked for text in one.body["input"]]


@contextmanager
def serving() -> Iterator[EmbeddingsServer]:
    """The server, on a free port, for as long as the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.asked.append(Asked(self.path, dict(self.headers), body))
            time.sleep(server.delay)
            status, content = server.answer(body["input"])
            try:
                self.send_response(status)
                for name, value in server.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self._send(content)
            except OSError:
                pass  # who asked has gone

        def _send(self, content: bytes) -> None:
            for byte in content if server.drip else ():
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(server.drip)
            if not server.drip:
                self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.daemon_threads = True
    server = EmbeddingsServer(f"http://127.0.0.1:{listener.server_address[1]}/v1")
    thread = threading.Thread(target=listener.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join()
