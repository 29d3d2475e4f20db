"""One connection to a LadybugDB database, made anew before the plans it keeps fill the memory."""

from typing import Any

import ladybug

# LadybugDB 0.22 keeps the plan of every statement that a connection has run, a plan that sorts or
# collects with up to a mebibyte of the buffer pool, for as long as the connection is open: 259
# statements on five connections were more than a pool of 512 MiB. What a closed connection held
# is taken by the next one.
MOST_STATEMENTS = 80


class LadybugConnection:
    """Runs statements; between them, never inside a transaction, it may be another connection."""

    def __init__(self, database: Any, threads: int) -> None:
        self._database = database
        self._threads = threads
        self._statements: set[str] = set()
        self._connection = ladybug.Connection(database, num_threads=threads)

    def renew(self, text: str = "") -> None:
        """Start anew where `text` would be one statement too many, without one in any case.

        Not inside a transaction.
        """
        if text and (len(self._statements) < MOST_STATEMENTS or text in self._statements):
            return
        self._connection.close()
        self._statements.clear()
        self._connection = ladybug.Connection(self._database, num_threads=self._threads)

    def execute(self, text: str, parameters: dict[str, Any]) -> Any:
        """The library's own answer, to be closed by whoever asked."""
        self._statements.add(text)
        return self._connection.execute(text, parameters)

    def close(self) -> None:
        """Let it go."""
        self._connection.close()
