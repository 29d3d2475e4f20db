"""A folder in which a program of `programs/` finds its packages, the platform and its schema."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from chainlink.api.persisted_documents import FOLDER as PUBLISHED
from tests.clients.serving import Platform

PROGRAMS = Path(__file__).parent / "programs"
SECONDS = 120


class Workshop:
    """Runs the programs and the packages' own commands, and shows what they say when they fail."""

    def __init__(self, folder: Path, packages: Path, platform: Platform, schema: str) -> None:
        self.folder = folder
        self._platform = platform
        shutil.copytree(PROGRAMS, folder, dirs_exist_ok=True)
        shutil.copytree(PUBLISHED, folder / PUBLISHED.name)
        shutil.copy(packages / "package.json", folder)
        (folder / "node_modules").symlink_to(packages / "node_modules")
        (folder / "schema.graphql").write_text(schema, encoding="utf-8")

    def ask(self, program: str) -> Any:
        """The JSON that a program prints."""
        return json.loads(self._run("node", program).stdout)

    def command(
        self, name: str, *arguments: str, within: str = ".", succeeds: bool = True
    ) -> "subprocess.CompletedProcess[str]":
        """What a package's own command says, started in a folder of the programs."""
        executable = str(self.folder / "node_modules" / ".bin" / name)
        return self._run(executable, *arguments, within=within, succeeds=succeeds)

    def _run(
        self, *command: str, within: str = ".", succeeds: bool = True
    ) -> "subprocess.CompletedProcess[str]":
        """Run to the end; all that it printed is shown where it fails."""
        done = subprocess.run(
            command,
            check=False,
            cwd=self.folder / within,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        assert not succeeds or done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done

    def _environment(self) -> dict[str, str]:
        one = self._platform
        return os.environ | {
            "PLATFORM": one.graphql,
            "SECRETARY": one.secretary,
            "MEMBER": one.member,
            "FOUNDRY": one.foundry,
            "FOUNDRY_CODE": one.foundry_code,
            "NO_COLOR": "1",
            "FORCE_COLOR": "0",
            "NODE_ENV": "production",
        }
