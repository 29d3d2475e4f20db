"""graphql-inspector: what would break a client is told in CHANGELOG.md, by its coordinate.

The schema of the last release is compared; before there is one, that of the last commit that
changed it, or the committed one where this tree has changed it since.
"""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from chainlink.api.schema import exported_sdl
from tests.clients.workshop import Workshop

ROOT = Path(__file__).parents[2]
SCHEMA = "graph_schema/schema.graphql"
OLD = "type Query {\n  kept: String\n  gone: String\n}\n"
NEW = "type Query {\n  kept: String\n}\n"
Inspect = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def inspect(workshop: Workshop) -> Inspect:
    def run(old: str, new: str, changelog: str) -> "subprocess.CompletedProcess[str]":
        texts = {"old.graphql": old, "new.graphql": new, "CHANGELOG.md": changelog}
        for name, text in texts.items():
            (workshop.folder / name).write_text(text, encoding="utf-8")
        arguments = ("diff", "old.graphql", "new.graphql", "--rule", "./changelog.cjs")
        return workshop.command("graphql-inspector", *arguments, succeeds=False)

    return run


def test_a_breaking_change_that_is_not_told_of_is_found(inspect: Inspect) -> None:
    silent = inspect(OLD, NEW, "# Changelog\n")
    assert silent.returncode == 1
    assert "Field gone was removed from object type Query" in silent.stdout + silent.stderr
    assert inspect(OLD, NEW, "`Query.gone` is gone.").returncode == 0


def test_nothing_breaks_clients_unless_the_changelog_says_so(inspect: Inspect) -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    done = inspect(_earlier(), exported_sdl(), changelog)
    assert done.returncode == 0, done.stdout + done.stderr


def _earlier() -> str:
    """The schema that clients were last promised; skips where no history is at hand."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("there is no git history to compare the schema with")
    release = _git("describe", "--tags", "--abbrev=0", "--match", "v*")
    if release:
        return _git("show", f"{release.strip()}:{SCHEMA}")
    changed = _git("log", "-2", "--format=%H", "--", SCHEMA).split()
    committed = _git("show", f"HEAD:{SCHEMA}")
    if committed != exported_sdl() or len(changed) < 2:
        return committed
    return _git("show", f"{changed[1]}:{SCHEMA}")


def _git(*arguments: str) -> str:
    """What git says; nothing where it has nothing to say."""
    # the tree may belong to another user than the one who tests it
    command = ("git", "-c", f"safe.directory={ROOT}", *arguments)
    return subprocess.run(
        command, check=False, cwd=ROOT, capture_output=True, encoding="utf-8"
    ).stdout
