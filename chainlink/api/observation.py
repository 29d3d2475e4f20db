"""What the door tells its keeper: a line a request, times by operation."""

import json
import logging
import time
from collections.abc import Sequence

from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOGGER = logging.getLogger("chainlink.api")
_MOST_NAMES = 200  # clients choose the names; each makes a series that Prometheus keeps
_names: set[str] = set()

_SECONDS = Histogram(
    "chainlink_graphql_operation_seconds",
    "Time of GraphQL operations by name",
    ["operation", "outcome"],
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5, 30),
)
_REQUESTS = Counter(
    "chainlink_http_requests_total", "HTTP requests by path and status", ["path", "status"]
)


def log(level: int, event: str, *, failure: BaseException | None = None, **facts: object) -> None:
    """One line of JSON; a failure's traceback follows it."""
    if not _LOGGER.isEnabledFor(level):
        return
    line = json.dumps({"event": event, **facts}, ensure_ascii=False, default=str)
    _LOGGER.log(level, "%s", line, exc_info=failure)


def observe_operation(name: str | None, outcome: str, seconds: float) -> None:
    """Time one operation; nameless ones share a series, as do names beyond the first 200."""
    shown = name or "anonymous"
    if shown not in _names:
        if len(_names) < _MOST_NAMES:
            _names.add(shown)
        else:
            shown = "other"
    _SECONDS.labels(shown, outcome).observe(seconds)


def log_operation(
    name: str | None, account: str, codes: Sequence[str | None], seconds: float
) -> None:
    """One line for an operation that has run."""
    if _LOGGER.isEnabledFor(logging.INFO):
        log(
            logging.INFO,
            "operation",
            operation=name,
            account=account,
            errors=codes,
            milliseconds=round(seconds * 1000, 1),
        )


class Watched:
    """Counts and logs every request, by the route that answered it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and note how it ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            path = _route(scope, status)
            _REQUESTS.labels(path, str(status)).inc()
            log(
                logging.INFO,
                "request",
                method=scope["method"],
                path=path,
                status=status,
                milliseconds=round((time.perf_counter() - started) * 1000, 1),
            )


def _route(scope: Scope, status: int) -> str:
    """The route that answered: no text of a client, and no secret in a path, becomes a series."""
    if status in {404, 405} or scope["path"].startswith("/static/"):
        return "other"
    path: str = scope["path"]
    for name, value in scope.get("path_params", {}).items():
        path = path.replace(str(value), f"{{{name}}}") if value else path
    return path
