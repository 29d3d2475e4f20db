"""Who accepts whom."""

from pathlib import Path

from benchmarks.accuracy.data import data_file


def run(train: Path | None, test: Path | None, seed: int) -> None:
    data_file("speed_dating/dates.csv")
