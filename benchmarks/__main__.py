"""`python -m benchmarks NAME [--engine ENGINE]`: what is measured, in tables."""

import argparse
import asyncio
import platform
from datetime import date

from benchmarks import loading, mutation, recommendation, startup
from benchmarks.engines import ENGINES

BENCHMARKS = {
    "loading": loading.run,
    "recommendation": recommendation.run,
    "startup": startup.run,
    "mutation": mutation.run,
}


def main() -> None:
    """Run what is named and print its table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", choices=[*BENCHMARKS, "all"])
    parser.add_argument("--engine", choices=ENGINES, action="append")
    parser.add_argument("--rows", type=int, default=10_000, help="rows of the loading benchmark")
    chosen = parser.parse_args()
    names = list(BENCHMARKS) if chosen.name == "all" else [chosen.name]
    print(f"{date.today()}, {platform.machine()}, Python {platform.python_version()}")
    for name in names:
        print(f"\n## {name}\n")
        asyncio.run(BENCHMARKS[name](chosen.engine or list(ENGINES), chosen.rows))


main()
