"""The jars of the server, fetched once by Maven into a cache outside the repository."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.servers.outcome import Say, Unobtainable

NEO4J_VERSION = "2026.09.0"
DOWNLOADS_A_REPORT = 100

PROJECT = f"""<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>chainlink</groupId>
  <artifactId>neo4j-for-tests</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.neo4j</groupId>
      <artifactId>neo4j</artifactId>
      <version>{NEO4J_VERSION}</version>
    </dependency>
  </dependencies>
</project>
"""


def jars_folder() -> Path:
    """Where the jars of this version are kept, ``~/.cache/chainlink/neo4j/VERSION`` by default."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "chainlink" / "neo4j" / NEO4J_VERSION


def fetch_jars(say: Say) -> Path:
    """The folder with the jars, which is there whole or not at all. Unobtainable without Maven."""
    folder = jars_folder()
    if _is_complete(folder):
        return folder
    maven = shutil.which("mvn")
    if maven is None:
        raise Unobtainable("mvn is not on the PATH")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _turn(folder.parent):
        return folder if _is_complete(folder) else _fetched(maven, folder, say)


@contextmanager
def _turn(parent: Path) -> Iterator[None]:
    """One run or process at a time: Maven's own cache is not made for several.

    The lock is the folder's, so that nothing is left behind, and ends with whoever holds it.
    """
    handle = os.open(parent, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _fetched(maven: str, folder: Path, say: Say) -> Path:
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f"{folder.name}.part-") as part:
        say(f"Neo4j {NEO4J_VERSION}: Maven fetches its jars into {folder} (155 MB, this once)")
        fetched = _copy_dependencies(maven, Path(part), say)
        with suppress(OSError):  # a folder that is not complete is in the way
            fetched.rename(folder)
    if not _is_complete(folder):
        raise Unobtainable(f"{folder} is not complete; delete it and try again")
    return folder


def _is_complete(folder: Path) -> bool:
    return (folder / f"neo4j-{NEO4J_VERSION}.jar").is_file()


def _copy_dependencies(maven: str, part: Path, say: Say) -> Path:
    project = part / "pom.xml"
    project.write_text(PROJECT, encoding="utf-8")
    fetched = part / "jars"
    command = [
        *(maven, "--batch-mode", "-Dstyle.color=never", "--file", str(project)),
        *("dependency:copy-dependencies", "-DincludeScope=runtime"),
        f"-DoutputDirectory={fetched}",
    ]
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        try:
            errors = _follow(process.stdout or (), say)
        except BaseException:
            process.kill()
            raise
    if process.returncode != 0:
        raise Unobtainable(f"mvn: {errors[0] if errors else f'exit code {process.returncode}'}")
    say(f"Neo4j {NEO4J_VERSION}: {len(list(fetched.glob('*.jar')))} jars are there")
    return fetched


def _follow(lines: Iterable[str], say: Say) -> list[str]:
    """Tell how far Maven is, and collect what it complains of."""
    downloads = 0
    errors = []
    for line in lines:
        if line.startswith("[ERROR]"):
            errors.append(line.removeprefix("[ERROR]").strip())
        if "Downloaded from" in line:
            downloads += 1
            if downloads % DOWNLOADS_A_REPORT == 0:
                say(f"Neo4j {NEO4J_VERSION}: {downloads} files downloaded")
    return errors
