"""Running commands as a shell does: words in, exit code and both outputs out."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from chainlink.cli.entry import run as run_command

Run = Callable[..., "Ran"]


@dataclass(frozen=True)
class Ran:
    """What came of a command."""

    code: int
    out: str
    err: str


@pytest.fixture
def command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Run:
    """Runs a command in this process, in a folder of the test's own; settings as keywords."""
    monkeypatch.chdir(tmp_path)

    def run(*words: object, **settings: str) -> Ran:
        capsys.readouterr()
        with monkeypatch.context() as environment:
            for name, value in settings.items():
                environment.setenv(f"CHAINLINK_{name.upper()}", value)
            code = run_command([str(word) for word in words])
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


@pytest.fixture
def on_graph(command: Run, graph_environment: dict[str, str]) -> Run:
    """As `command`, on an empty graph of each engine."""
    settings = {
        name.removeprefix("CHAINLINK_").lower(): value for name, value in graph_environment.items()
    }

    def run(*words: object, **more: str) -> Ran:
        return command(*words, **(settings | more))

    return run
