"""Every statement is timed and counted by its name; Prometheus reads the same numbers."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import Counter, Histogram

_SECONDS = Histogram(
    "chainlink_graph_query_seconds",
    "Time of graph statements by name",
    ["engine", "query"],
    buckets=(0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5, 30),
)
_FAILURES = Counter(
    "chainlink_graph_query_failures_total", "Failed graph statements by name", ["engine", "query"]
)


@contextmanager
def observed(engine: str, query: str) -> Iterator[None]:
    """Time one statement; a failure counts as such and is raised on."""
    started = time.perf_counter()
    try:
        yield
    except BaseException:
        _FAILURES.labels(engine, query).inc()
        raise
    finally:
        _SECONDS.labels(engine, query).observe(time.perf_counter() - started)
