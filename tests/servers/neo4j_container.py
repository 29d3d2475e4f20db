"""The server in a container, where a Docker engine answers."""

import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from testcontainers.community.neo4j import Neo4jContainer
from testcontainers.core.config import testcontainers_config
from testcontainers.core.docker_client import DockerClient

from tests.servers.keeper import keep
from tests.servers.neo4j_jars import NEO4J_VERSION
from tests.servers.outcome import Address, Say, Unobtainable

REPOSITORY = "neo4j"
TAG = f"{NEO4J_VERSION}-community"
PULL_SECONDS = 180  # Maven is quicker then
SILENCE_SECONDS = 30

SETTINGS = {
    "NEO4J_dbms_usage__report_enabled": "false",
    # see neo4j_process: no plan is made twice because a test has emptied the database
    "NEO4J_dbms_cypher_min__replan__interval": "1h",
    "NEO4J_dbms_cypher_statistics__divergence__threshold": "1.0",
    "NEO4J_server_memory_heap_initial__size": "512m",
    "NEO4J_server_memory_heap_max__size": "512m",
    "NEO4J_server_memory_pagecache_size": "128m",
}


@contextmanager
def neo4j_container(say: Say, _in_memory: bool = False) -> Iterator[Address]:
    """Run a container while the block runs, its data where Docker keeps it.

    Raises Unobtainable with the step that did not work.
    """
    # The keeper removes the container itself; the image that would do it may not be to be had.
    testcontainers_config.ryuk_disabled = True
    _have_image(say)
    password = secrets.token_hex(16)
    container = Neo4jContainer(f"{REPOSITORY}:{TAG}", password=password, username="neo4j")
    container.with_envs(**SETTINGS)
    try:
        try:
            container.start()
        except Exception as error:  # the engine, the container and the driver each have their own
            raise Unobtainable(f"the container did not start: {error}") from error
        yield Address(container.get_connection_url(), "neo4j", password)
    finally:
        container.stop()


def _have_image(say: Say) -> None:
    try:
        engine = DockerClient(timeout=SILENCE_SECONDS).client
    except Exception as error:  # no socket, no right to it, no engine behind it: many classes
        raise Unobtainable(f"no engine answers: {_first_cause(error)}") from error
    try:
        if not engine.images.list(name=f"{REPOSITORY}:{TAG}"):
            say(f"Neo4j {NEO4J_VERSION}: Docker pulls {REPOSITORY}:{TAG}")
            _follow(engine.api.pull(REPOSITORY, tag=TAG, stream=True, decode=True))
    except Exception as error:  # as above, and what the network says
        raise Unobtainable(f"{REPOSITORY}:{TAG} cannot be pulled: {error}") from error
    finally:
        engine.close()


def _first_cause(error: BaseException) -> BaseException:
    return _first_cause(error.__context__) if error.__context__ else error


def _follow(pulling: Iterable[dict[str, object]]) -> None:
    limit = time.monotonic() + PULL_SECONDS
    for event in pulling:
        if "error" in event:
            raise Unobtainable(event["error"])
        if time.monotonic() > limit:
            raise Unobtainable(f"it takes more than {PULL_SECONDS} s")


if __name__ == "__main__":
    keep(neo4j_container)
