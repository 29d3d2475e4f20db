"""How the tests get their Neo4j server, as far as it can be shown without one."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.servers.java import major_version
from tests.servers.keeper import ROOT
from tests.servers.neo4j_jars import NEO4J_VERSION, fetch_jars, jars_folder
from tests.servers.neo4j_server import (
    SETTING,
    Neo4jRequiredError,
    Unavailable,
    acquire_neo4j,
)
from tests.servers.outcome import Unobtainable, one_line

JAR = f"neo4j-{NEO4J_VERSION}.jar"
NO_SERVER = (
    "no Neo4j server: CHAINLINK_TEST_NEO4J_URL is not set; "
    "Docker: no engine answers: [Errno 2] No such file or directory; "
    "Maven: mvn is not on the PATH"
)
START_WITH_MAVEN = (
    "from tests.servers import keeper; keeper.start('tests.servers.neo4j_process', print)"
)


@pytest.fixture(autouse=True)
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing that could give a server: no setting, no Docker engine, no jars, no Maven."""
    for name in (SETTING, f"{SETTING}_URL", f"{SETTING}_USER", f"{SETTING}_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/no-engine.sock")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return programs


def install_maven(programs: Path, script: str) -> None:
    """A program that answers to mvn's name; ``$out`` is the folder that the jars go to."""
    program = programs / "mvn"
    find_out = (
        "for argument; do case $argument in -DoutputDirectory=*) out=${argument#*=};; esac; done"
    )
    program.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{find_out}\n{script}\n", encoding="utf-8")
    program.chmod(0o755)


def unavailable() -> str:
    found = acquire_neo4j()
    assert isinstance(found, Unavailable)
    return found.reason


def wait_until(holds: Callable[[], bool], seconds: float = 20) -> bool:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if holds():
            return True
        time.sleep(0.02)
    return False


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_off_does_not_look_for_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "off")
    monkeypatch.setenv(f"{SETTING}_URL", "bolt://127.0.0.1:9")
    assert unavailable() == "CHAINLINK_TEST_NEO4J=off"


def test_a_setting_that_does_not_exist_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "yes")
    with pytest.raises(ValueError, match="CHAINLINK_TEST_NEO4J=yes: say auto, required or off"):
        acquire_neo4j()


def test_the_reason_names_all_ways_in_their_order() -> None:
    assert unavailable() == NO_SERVER


def test_required_makes_the_same_reason_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "required")
    with pytest.raises(Neo4jRequiredError) as refused:
        acquire_neo4j()
    assert str(refused.value) == f"CHAINLINK_TEST_NEO4J=required, but there is {NO_SERVER}"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("bolt://127.0.0.1:9", "(user reader): Couldn't connect to 127.0.0.1:9"),
        ("http://127.0.0.1:9", "say bolt://… or neo4j://…"),
    ],
)
def test_a_server_that_is_named_is_the_only_one_tried(
    monkeypatch: pytest.MonkeyPatch, url: str, why: str
) -> None:
    monkeypatch.setenv(f"{SETTING}_URL", url)
    monkeypatch.setenv(f"{SETTING}_USER", "reader")
    reason = unavailable()
    assert reason.startswith(f"no Neo4j server: CHAINLINK_TEST_NEO4J_URL={url}")
    assert why in reason
    assert "Maven" not in reason


def test_what_maven_complains_of_is_the_reason(bare_machine: Path) -> None:
    install_maven(bare_machine, "echo '[ERROR] Could not find it'; echo '[ERROR] -e'; exit 1")
    with pytest.raises(Unobtainable, match=r"^mvn: Could not find it$"):
        fetch_jars(say=print)
    assert list(jars_folder().parent.iterdir()) == []


def test_jars_are_fetched_once_and_told_of(bare_machine: Path) -> None:
    install_maven(bare_machine, f"mkdir -p $out; touch $out/{JAR}")
    told: list[str] = []
    folder = fetch_jars(told.append)
    assert [jar.name for jar in folder.iterdir()] == [JAR]
    assert told == [
        f"Neo4j {NEO4J_VERSION}: Maven fetches its jars into {folder} (155 MB, this once)",
        f"Neo4j {NEO4J_VERSION}: 1 jars are there",
    ]
    (bare_machine / "mvn").unlink()
    assert fetch_jars(told.append) == folder
    assert len(told) == 2


def test_of_two_runs_at_once_one_fetches_for_both(bare_machine: Path, tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    slowly = f"echo call >> {calls}; sleep 0.5"
    install_maven(bare_machine, f"{slowly}; mkdir -p $out; touch $out/{JAR}")
    folders: list[Path] = []
    threads = [
        threading.Thread(target=lambda: folders.append(fetch_jars(say=lambda _: None)))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert folders == [jars_folder(), jars_folder()]
    assert list(jars_folder().parent.iterdir()) == [jars_folder()]
    assert calls.read_text(encoding="utf-8") == "call\n"


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_nothing_outlives_the_test_run(
    bare_machine: Path, tmp_path: Path, end: signal.Signals
) -> None:
    pid_file = tmp_path / "pid"
    install_maven(bare_machine, f"echo $$ > {pid_file}.new; mv {pid_file}.new {pid_file}; sleep 60")
    with subprocess.Popen(
        [sys.executable, "-c", START_WITH_MAVEN],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as run:
        try:
            assert wait_until(pid_file.exists)
            maven = int(pid_file.read_text(encoding="utf-8"))
            assert runs(maven)
            assert len(list(jars_folder().parent.iterdir())) == 1
        finally:
            os.killpg(run.pid, end)
    assert wait_until(lambda: not runs(maven))
    assert wait_until(lambda: list(jars_folder().parent.iterdir()) == [])


@pytest.mark.parametrize(
    ("answer", "major"),
    [
        ('openjdk version "17.0.15" 2025-04-15', 17),
        ('openjdk version "21" 2023-09-19\nOpenJDK Runtime Environment', 21),
        ('Picked up _JAVA_OPTIONS: -Xmx1g\njava version "25.0.2" 2026-01-20 LTS', 25),
        ('java version "1.8.0_392"', 8),
        ("bash: java: command not found", None),
    ],
)
def test_java_says_its_version(answer: str, major: int | None) -> None:
    assert major_version(answer) == major


def test_a_long_error_becomes_one_line() -> None:
    assert one_line("it\n  broke\t twice") == "it broke twice"
    assert one_line("x" * 10, limit=5) == "xxxx…"
