"""Where the data of the accuracy tasks lies: it is not part of the project."""

import os
from pathlib import Path

FOLDER = Path(os.environ.get("BENCHMARK_DATA", Path(__file__).parents[3] / "shared" / "data"))


class DataMissing(Exception):
    """The data of a task is not on this machine; the message is the reason that is printed."""


def data_file(name: str) -> Path:
    """`name` within the data folder; DataMissing if it is not there."""
    path = FOLDER / name
    if not path.exists():
        raise DataMissing(
            f"{name} is not in {FOLDER}; set BENCHMARK_DATA to the folder that has it"
        )
    return path
