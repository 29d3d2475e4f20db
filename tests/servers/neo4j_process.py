"""The server as a plain Java process in a home of its own that is gone afterwards."""

import secrets
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from tests.memory_folder import memory_folder
from tests.servers.java import find_java
from tests.servers.keeper import keep
from tests.servers.neo4j_jars import fetch_jars
from tests.servers.outcome import Address, Say, Unobtainable

START_SECONDS = 180
LOG_LINES = 30

# Each test empties the database: by its statistics every plan would be made anew, again and again.
SETTINGS = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.fleet_discovery.enabled=false
dbms.fleet_manager.enabled=false
dbms.usage_report.enabled=false
db.tx_log.preallocate=false
dbms.cypher.min_replan_interval=1h
dbms.cypher.statistics_divergence_threshold=1.0
server.memory.heap.initial_size=512m
server.memory.heap.max_size=512m
server.memory.pagecache.size=128m
"""

JAVA_OPTIONS = (
    "-Xms512m",
    "-Xmx512m",
    "-XX:+UseG1GC",
    "-XX:TieredStopAtLevel=1",  # the first compiler alone halves the start
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
)
# Java 24 warns of sun.misc.Unsafe; the option that says it is meant is unknown before Java 23
UNSAFE_IS_MEANT = "--sun-misc-unsafe-memory-access=allow"


@contextmanager
def neo4j_process(say: Say, in_memory: bool = False) -> Iterator[Address]:
    """Run a server while the block runs, its home in memory where that is asked and there is room.

    Raises Unobtainable with the step that did not work.
    """
    java, major = find_java()
    jars = fetch_jars(say)
    with tempfile.TemporaryDirectory(
        prefix="chainlink-neo4j-",
        dir=memory_folder() if in_memory else None,
        ignore_cleanup_errors=True,
    ) as name:
        home = Path(name)
        address = Address(f"bolt://127.0.0.1:{_free_port()}", "neo4j", secrets.token_hex(16))
        command = [
            *(str(java), *JAVA_OPTIONS, *([UNSAFE_IS_MEANT] if major >= 23 else [])),
            *(f"-Djava.io.tmpdir={home}/scratch", f"-Djna.tmpdir={home}/scratch"),
            *("-cp", f"{jars}/*"),
        ]
        _make_home(home, address)
        _set_password(command, home, address.password)
        with _running(command, home, say):
            _verify(address)
            yield address


@contextmanager
def _running(command: list[str], home: Path, say: Say) -> Iterator[None]:
    command = [*command, "org.neo4j.server.Neo4jCommunity"]
    command += [f"--home-dir={home}", f"--config-dir={home}/conf", "--console-mode"]
    log = home / "logs" / "console.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        ) as process,
    ):
        try:
            _wait_until_started(process, log, say)
            yield
        finally:
            process.kill()  # an orderly stop takes ten seconds and saves what is deleted next


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _make_home(home: Path, address: Address) -> None:
    for folder in ("conf", "data", "logs", "plugins", "import", "run", "certificates", "scratch"):
        (home / folder).mkdir()
    settings = SETTINGS.format(port=address.url.rpartition(":")[2])
    (home / "conf" / "neo4j.conf").write_text(settings, encoding="utf-8")


def _set_password(command: list[str], home: Path, password: str) -> None:
    asked = subprocess.run(
        [
            *(*command, "org.neo4j.server.startup.Neo4jAdminCommand"),
            *("dbms", "set-initial-password", password),
        ],
        env={"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if asked.returncode != 0:
        raise Unobtainable(f"its password could not be set: {asked.stderr or asked.stdout}")


def _wait_until_started(process: subprocess.Popen[bytes], log: Path, say: Say) -> None:
    """Wait for the server's own word: what answers on the port might be somebody else's."""
    limit = time.monotonic() + START_SECONDS
    while time.monotonic() < limit:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        if any(line.endswith("Started.") for line in lines):
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    say("\n".join(["the last lines of Neo4j's log:", *lines[-LOG_LINES:]]))
    telling = [line for line in lines if "ERROR" in line or "Exception" in line] + lines[-1:]
    raise Unobtainable(f"the server did not start: {telling[0] if telling else 'its log is empty'}")


def _verify(address: Address) -> None:
    try:
        with GraphDatabase.driver(address.url, auth=(address.user, address.password)) as driver:
            driver.verify_connectivity()
    except (DriverError, Neo4jError) as error:
        raise Unobtainable(f"the server started but does not answer: {error}") from error


if __name__ == "__main__":
    keep(neo4j_process)
