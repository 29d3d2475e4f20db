"""The Neo4j that a benchmark starts, at its full speed: the tests' own starts sooner instead."""

import os


def at_full_speed() -> None:
    """Let the server use its second compiler and a heap that the benchmarks' data fits in.

    Java puts `_JAVA_OPTIONS` above what its command line says; one that is set already stays.
    """
    os.environ.setdefault("_JAVA_OPTIONS", "-XX:TieredStopAtLevel=4 -Xmx1536m")
