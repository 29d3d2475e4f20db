"""Runs accuracy tasks by name."""

import importlib
from collections.abc import Sequence
from pathlib import Path

from benchmarks.accuracy.data import DataMissing

TASKS = ("complementarity", "completion", "contracts", "procurement", "reciprocal")


def run(names: Sequence[str], train: Path | None, test: Path | None, seed: int) -> None:
    """Each named task's tables under a heading of its own."""
    for name in names:
        print(f"\n## {name}\n", flush=True)
        try:
            # by name, so that no task pays for the libraries and tables of another
            importlib.import_module(f"benchmarks.accuracy.{name}").run(train, test, seed)
        except DataMissing as reason:
            print(f"skipped: {reason}")
