"""One real Neo4j server for a test run, from wherever this machine can offer one.

``acquire_neo4j()`` tries in this order:

1. the server named by ``CHAINLINK_TEST_NEO4J_URL``, ``…_USER`` and ``…_PASSWORD``. A server that
   is named is meant: when it does not answer, the other ways are not tried;
2. a container, where a Docker engine answers;
3. a plain Java process with the jars that Maven fetches.

``CHAINLINK_TEST_NEO4J`` says how much it matters: ``auto`` (the default) takes what there is,
``required`` turns a missing server into an error, ``off`` does not look for one.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from tests.servers import keeper
from tests.servers.outcome import Say, Unobtainable, one_line

SETTING = "CHAINLINK_TEST_NEO4J"
KEEPERS = {"Docker": "tests.servers.neo4j_container", "Maven": "tests.servers.neo4j_process"}
CONNECT_SECONDS = 10


@dataclass(frozen=True)
class Neo4jServer:
    """A server that answered. Call ``stop`` when the last test is through with it."""

    url: str
    user: str
    password: str = field(repr=False)
    origin: str
    stop: Callable[[], None] = field(repr=False, compare=False)


@dataclass(frozen=True)
class Unavailable:
    """There is no server; ``reason`` says on one line what was tried and what came of it."""

    reason: str


class Neo4jRequiredError(Exception):
    """The run was told that it must have a Neo4j server, and there is none."""


def acquire_neo4j(say: Say | None = None, *, in_memory: bool = False) -> Neo4jServer | Unavailable:
    """Get a server, or the reason why there is none.

    Each call starts a server of its own: call it from a fixture of the whole session. ``say`` is
    told of slow steps; without it they go to standard error. ``in_memory`` keeps the data of a plain
    process in memory where there is room, so that no commit waits for a disk.

    Raises ValueError for a setting that is not one of auto, required and off, and
    Neo4jRequiredError when the setting is ``required`` and no way leads to a server.
    """
    setting = os.environ.get(SETTING) or "auto"
    if setting not in ("auto", "required", "off"):
        raise ValueError(f"{SETTING}={setting}: say auto, required or off")
    if setting == "off":
        return Unavailable(f"{SETTING}=off")
    found = _named() or _started(say or _print_to_stderr, in_memory)
    if isinstance(found, Unavailable) and setting == "required":
        raise Neo4jRequiredError(f"{SETTING}=required, but there is {found.reason}")
    return found


def _named() -> Neo4jServer | Unavailable | None:
    url = os.environ.get(f"{SETTING}_URL")
    if not url:
        return None
    if not url.startswith(("bolt", "neo4j")):
        return Unavailable(f"no Neo4j server: {SETTING}_URL={url}: say bolt://… or neo4j://…")
    user = os.environ.get(f"{SETTING}_USER") or "neo4j"
    password = os.environ.get(f"{SETTING}_PASSWORD", "")
    auth = (user, password)
    try:
        with GraphDatabase.driver(url, auth=auth, connection_timeout=CONNECT_SECONDS) as driver:
            driver.verify_connectivity()
    except (DriverError, Neo4jError, ValueError) as error:
        why = error.message if isinstance(error, Neo4jError) else error
        return Unavailable(one_line(f"no Neo4j server: {SETTING}_URL={url} (user {user}): {why}"))
    return Neo4jServer(url, user, password, f"{SETTING}_URL", stop=lambda: None)


def _started(say: Say, in_memory: bool) -> Neo4jServer | Unavailable:
    reasons = [f"{SETTING}_URL is not set"]
    for origin, module in KEEPERS.items():
        try:
            address, stop = keeper.start(module, say, in_memory=in_memory)
        except Unobtainable as refused:
            reasons.append(f"{origin}: {refused}")
        else:
            return Neo4jServer(address.url, address.user, address.password, origin, stop)
    return Unavailable("no Neo4j server: " + "; ".join(reasons))


def _print_to_stderr(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
