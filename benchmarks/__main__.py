"""`python -m benchmarks NAME [options]`: what is measured, in tables."""

import argparse
import asyncio
import platform
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from benchmarks import (
    following,
    inbox,
    learning,
    listing,
    loading,
    mutation,
    pages,
    painting,
    recommendation,
    refusing,
    report,
    scale,
    searching,
    serving,
    signing_in,
    startup,
    understanding,
    workers,
)
from benchmarks.accuracy import tasks
from benchmarks.engines import ENGINES

BENCHMARKS = {
    "loading": loading.run,
    "recommendation": recommendation.run,
    "startup": startup.run,
    "mutation": mutation.run,
    "understanding": understanding.run,
    "scale": scale.run,
    "following": following.run,
    "workers": workers.run,
    "inbox": inbox.run,
    "serving": serving.run,
    "signing-in": signing_in.run,
    "learning": learning.run,
    "refusing": refusing.run,
    "report": report.run,
    "listing": listing.run,
    "searching": searching.run,
    "pages": pages.run,
    "painting": painting.run,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run what is named and print its table."""
    chosen = _parser().parse_args(arguments)
    print(f"{date.today()}, {platform.machine()}, Python {platform.python_version()}")
    if chosen.name == "accuracy":
        tasks.run(chosen.task or tasks.TASKS, chosen.train, chosen.test, chosen.seed)
        return
    for name in list(BENCHMARKS) if chosen.name == "all" else [chosen.name]:
        print(f"\n## {name}\n")
        asyncio.run(BENCHMARKS[name](chosen.engine or list(ENGINES), chosen.rows))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    names = parser.add_subparsers(dest="name", metavar="NAME", required=True)
    for name in [*BENCHMARKS, "all"]:
        speed = names.add_parser(name, help="times, on each engine")
        speed.add_argument("--engine", choices=ENGINES, action="append")
        speed.add_argument("--rows", type=int, default=10_000, help="rows of the loading benchmark")
    accuracy = names.add_parser("accuracy", help="how well partners are recommended")
    accuracy.add_argument("task", nargs="*", type=_task, help=", ".join(tasks.TASKS))
    accuracy.add_argument("--train", type=Path, help="learn from this file of the task's own form")
    accuracy.add_argument("--test", type=Path, help="and answer this one")
    accuracy.add_argument("--seed", type=int, default=1)
    return parser


def _task(name: str) -> str:
    # `choices` would refuse the empty list that stands for all tasks
    if name not in tasks.TASKS:
        raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(tasks.TASKS)}")
    return name


if __name__ == "__main__":
    main()
