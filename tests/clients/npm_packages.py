"""The npm packages of the clients, fetched once into a cache outside the repository.

Versions are those of `package.json`, and of `package-lock.json` for what these need in turn. After
a change of the first, the second is written anew, without any address, by
`npm install --package-lock-only --omit-lockfile-registry-resolved`.

`CHAINLINK_TEST_NODE` says how much it matters: `auto` (the default) takes Node.js where it is,
`required` turns its absence into an error, `off` does not look for it.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

SETTING = "CHAINLINK_TEST_NODE"
HERE = Path(__file__).parent
MANIFESTS = ("package.json", "package-lock.json")
OLDEST_NODE = 18
NPM = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
SECONDS = 900


class NodeMissing(Exception):
    """There is no Node.js, or npm could not install; the text is the reason, on one line."""


class NodeRequiredError(Exception):
    """The run was told that it must try the clients, and cannot."""


def acquire_packages() -> Path:
    """The folder whose `node_modules` has the packages.

    Raises NodeMissing with the reason to skip, NodeRequiredError where the setting is `required`,
    and ValueError where it is none of the three words.
    """
    setting = os.environ.get(SETTING) or "auto"
    if setting not in ("auto", "required", "off"):
        raise ValueError(f"{SETTING}={setting}: say auto, required or off")
    if setting == "off":
        raise NodeMissing(f"{SETTING}=off")
    try:
        _check_node()
        return _installed(_folder())
    except NodeMissing as reason:
        if setting == "required":
            raise NodeRequiredError(f"{SETTING}=required, but {reason}") from None
        raise


def _check_node() -> None:
    for command in ("node", "npm"):
        if shutil.which(command) is None:
            raise NodeMissing(f"{command} is not on the PATH")
    version = subprocess.run(
        ("node", "--version"), check=False, capture_output=True, text=True
    ).stdout
    number = re.match(r"v(\d+)\.", version)
    if number is None or int(number[1]) < OLDEST_NODE:
        raise NodeMissing(f"node is {version.strip()}, and {OLDEST_NODE} or newer is needed")


def _folder() -> Path:
    """The cache of exactly these versions, `~/.cache/chainlink/clients/…` by default."""
    texts = b"\0".join((HERE / name).read_bytes() for name in MANIFESTS)
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "chainlink" / "clients" / hashlib.sha256(texts).hexdigest()[:16]


def _installed(folder: Path) -> Path:
    """The folder is there whole or not at all."""
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f"{folder.name}.part-") as part:
        print(f"npm fetches the clients into {folder} (290 MB, this once)", file=sys.stderr)
        made = Path(part) / "made"
        made.mkdir()
        for name in MANIFESTS:
            shutil.copy(HERE / name, made)
        _install(made)
        # where another run was faster, its folder stands and this one is dropped
        with suppress(OSError):
            made.rename(folder)
    return folder


def _install(folder: Path) -> None:
    try:
        done = subprocess.run(
            NPM,
            check=False,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise NodeMissing(f"npm took longer than {SECONDS} s") from None
    if done.returncode != 0:
        said = " ".join(done.stderr.split())
        raise NodeMissing(f"npm ended with exit code {done.returncode}: {said[:200]}")
