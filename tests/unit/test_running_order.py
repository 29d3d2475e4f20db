"""Who of several processes runs which tests."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.running_order import PARTS, WORTH_A_SERVER, Parts

SMALL, MANY = 3, WORTH_A_SERVER


@dataclass(eq=False)
class Process:
    """As much of a process as the one that hands out parts sees of it."""

    workerinput: dict[str, str]
    gateway: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(id="process"))
    given: list[int] = field(default_factory=list)
    shutting_down: bool = False

    def send_runtest_some(self, indices: list[int]) -> None:
        self.given += indices

    def shutdown(self) -> None:
        self.shutting_down = True


class Run:
    """Two processes and the parts that they have to run."""

    def __init__(self, folder: Path, sizes: dict[str, int]) -> None:
        self.part_of = {f"{part}/{n}": part for part, size in sizes.items() for n in range(size)}
        self.tests = list(self.part_of)
        written = folder / "parts.json"
        written.write_text(json.dumps(self.part_of), encoding="utf-8")
        option = SimpleNamespace(loadscopereorder=False)
        config = SimpleNamespace(option=option, getvalue=lambda _: ["popen", "popen"], debug=False)
        self.parts = Parts(config, SimpleNamespace(loadscopesched=lambda *_: None))
        self.processes = [Process({PARTS: str(written)}) for _ in range(2)]
        for process in self.processes:
            self.parts.add_node(process)
            self.parts.add_node_collection(process, self.tests)
        self.parts.schedule()

    def finish(self, process: Process) -> None:
        """It runs all that it has, until nothing more comes."""
        done = 0
        while done < len(process.given):
            self.parts.mark_test_complete(process, process.given[done])
            done += 1

    def ran(self, process: Process) -> list[str]:
        return list(dict.fromkeys(self.part_of[self.tests[index]] for index in process.given))


def test_one_begins_with_neo4j_and_the_other_with_the_rest(tmp_path: Path) -> None:
    sizes = {"None: a": SMALL, "ladybug: a": SMALL, "neo4j: seeds": SMALL, "neo4j: a": SMALL}
    run = Run(tmp_path, sizes)
    first, second = run.processes
    assert run.ran(first) == ["neo4j: seeds"]
    assert run.ran(second) == ["None: a"]
    run.finish(second)
    assert run.ran(second) == ["None: a", "ladybug: a"]
    assert second.shutting_down
    run.finish(first)
    assert run.ran(first) == ["neo4j: seeds", "neo4j: a"]


@pytest.mark.parametrize(("left", "helps"), [(MANY, True), (MANY - 1, False)])
def test_a_second_server_is_started_for_many_tests_only(
    tmp_path: Path, left: int, helps: bool
) -> None:
    run = Run(tmp_path, {"None: a": SMALL, "neo4j: seeds": SMALL, "neo4j: a": left})
    _, second = run.processes
    run.finish(second)
    assert ("neo4j: a" in run.ran(second)) is helps
    assert second.shutting_down


def test_who_has_no_test_of_neo4j_left_takes_others(tmp_path: Path) -> None:
    run = Run(tmp_path, {"None: a": SMALL, "ladybug: a": SMALL, "neo4j: a": SMALL})
    first, _ = run.processes
    run.finish(first)
    assert run.ran(first) == ["neo4j: a", "ladybug: a"]


def test_tests_of_neo4j_that_nobody_runs_are_taken_however_few(tmp_path: Path) -> None:
    run = Run(tmp_path, {"None: a": SMALL, "neo4j: a": SMALL, "neo4j: b": SMALL})
    first, second = run.processes
    run.parts.remove_node(first)  # it died within "neo4j: a"
    run.finish(second)
    assert run.ran(second) == ["None: a", "neo4j: b", "neo4j: a"]
