"""Printing measurements as Markdown tables."""

import statistics
from collections.abc import Sequence


def print_table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """One Markdown table."""
    print("| " + " | ".join(headings) + " |")
    print("|" + "---|" * len(headings))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")


def milliseconds(seconds: float) -> str:
    """`1.23` for 0.00123 s."""
    return f"{seconds * 1000:.2f}"


def percentiles(times: Sequence[float]) -> tuple[str, str]:
    """p50 and p99 in milliseconds."""
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return milliseconds(cuts[49]), milliseconds(cuts[98])
